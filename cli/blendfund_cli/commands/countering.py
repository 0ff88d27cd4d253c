"""Counter-guarantors of a guarantee: what they bear, what they pay, what they get back."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Group, Option
from blendfund_cli.asking.completion import parties
from blendfund_cli.asking.options import agreement, fund_hint
from blendfund_cli.asking.types import AMOUNT, DAY, RATE
from blendfund_cli.text import N_

REF = agreement()
# Gathered here, and added to the group of guarantees.
_group: Final = Group("guarantee")
by = click.option(
    "--by",
    "party",
    cls=Asked,
    metavar="NAME",
    question=N_("Which counter-guarantor (name, SIREN or SIRET)"),
    shell_complete=parties,
    help=N_("Who counter-guarantees: its name, SIREN or SIRET."),
)
part = click.option(
    "--quota",
    cls=Asked,
    type=RATE,
    metavar="PART",
    question=N_("Which part of what the fund pays it bears"),
    help=N_("The part of each payment of the fund that it bears: 0,5 or 50 %."),
)
most = click.option(
    "--cap",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("The most that it bears (default: no cap)."),
)
until = click.option(
    "--expires",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("The last day on which a payment is borne (default: none)."),
)


def _countered(given: dict[str, Any]) -> None:
    """Turn the options of a counter-guarantee into its form."""
    # Imported here: help comes this way too.
    from blendfund.application.recording.granting import CounterForm

    terms = (given.pop(name) for name in ("quota", "cap", "expires"))
    given |= {"counter": CounterForm(*terms), "verb": "counter_guarantee"}


def _receiving(given: dict[str, Any]) -> None:
    given["verb"] = "counter_receive"


def _repaying(given: dict[str, Any]) -> None:
    given["verb"] = "counter_repay"


m.add(
    _group,
    "counter-guarantee",
    "contract",
    N_("Let another party bear a part of the calls that the fund will pay."),
    "blendfund guarantee counter-guarantee GAR-1 --by 'Garant national' --quota 50%"
    " --cap 30000",
    REF,
    fund_hint,
    by,
    part,
    most,
    until,
    m.on,
    m.create,
    *m.TOLD,
    prepare=_countered,
    said=N_("counter-guarantee-taken"),
)
m.add(
    _group,
    "counter-receive",
    "recovery",
    N_("Record what a counter-guarantor paid of its part of calls."),
    "blendfund guarantee counter-receive GAR-1 --by 'Garant national' --amount 6000",
    REF,
    fund_hint,
    by,
    m.amount,
    m.on,
    *m.CASH,
    prepare=_receiving,
    said=N_("counter-guarantee-paid"),
)
m.add(
    _group,
    "counter-repay",
    "disbursement",
    N_("Give a counter-guarantor its part of what was recovered."),
    "blendfund guarantee counter-repay GAR-1 --by 'Garant national' --amount 2000",
    REF,
    fund_hint,
    by,
    m.amount,
    m.on,
    m.earmark,
    *m.CASH,
    prepare=_repaying,
    said=N_("recovery-share-paid"),
)

COMMANDS: Final = tuple(_group.commands.values())
