"""Guarantees: granted to a lender, called, paid, recovered, released."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Group, Option
from blendfund_cli.asking.completion import parties
from blendfund_cli.asking.options import agreement, fund_hint, hold_excess
from blendfund_cli.asking.types import AMOUNT, BALANCE, DAY, RATE
from blendfund_cli.asking.word import Word
from blendfund_cli.text import N_

CAP_MODES: Final = (N_("ceiling"), N_("reduces-quota"))
PARTS: Final = {
    "blendfund_cli.commands.countering": (
        "counter-guarantee",
        "counter-receive",
        "counter-repay",
    ),
    "blendfund_cli.commands.guarantee_page": ("show",),
}


@click.group(
    cls=Group,
    parts=PARTS,
    help=N_("Guarantee a lender's loan to a project, and settle what it claims."),
    example="blendfund guarantee call GAR-1 --amount 12000",
)
def guarantee() -> None:
    """Group the commands about guarantees."""


REF = agreement()
NEW = agreement(new=True)
lender = click.option(
    "--lender",
    cls=Asked,
    metavar="NAME",
    question=N_("Which lender (name, SIREN or SIRET)"),
    shell_complete=parties,
    help=N_("Who lends: its name, SIREN or SIRET."),
)
lender_sector = click.option(
    "--lender-sector",
    "sector",
    cls=Option,
    type=Word(m.SECTORS),
    default="bank",
    help=N_("The lender's sector (default: bank)."),
)
loan = click.option(
    "--loan",
    cls=Asked,
    type=AMOUNT,
    metavar="AMOUNT",
    question=N_("How much is lent"),
    help=N_("The face of the loan that is covered."),
)
quota = click.option(
    "--quota",
    cls=Asked,
    type=RATE,
    metavar="PART",
    question=N_("Which part of it is covered"),
    help=N_("The part of the loan that is covered: 0,65 or 65 %."),
)
cap = click.option(
    "--cap",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("The most that is guaranteed (default: no cap)."),
)
cap_mode = click.option(
    "--cap-mode",
    cls=Option,
    type=Word(CAP_MODES),
    default="ceiling",
    help=N_("Whether the cap is a ceiling (default), or lowers the quota of each euro."),
)
fee = click.option(
    "--fee",
    cls=Option,
    type=RATE,
    metavar="RATE",
    help=N_("The fee, as a part of what is guaranteed (default: none)."),
)
expires = click.option(
    "--expires",
    cls=Asked,
    type=DAY,
    metavar="DATE",
    question=N_("Until when"),
    help=N_("The last day on which a default is covered."),
)
outstanding = click.option(
    "--outstanding",
    "amount",
    cls=Asked,
    type=BALANCE,
    metavar="AMOUNT",
    question=N_("At how much the loan stands"),
    help=N_("What the project still owes its lender; 0 where it has paid."),
)


reason = click.option(
    "--reason",
    cls=Asked,
    metavar="TEXT",
    question=N_("Why nothing more can be recovered"),
    help=N_("Why it is given up: it stays in the history beside the fact."),
)
why = click.option(
    "--reason",
    cls=Asked,
    metavar="TEXT",
    question=N_("Why the claim is refused"),
    help=N_("Why the claim is refused: it stays in the history beside the fact."),
)
SHOWN: Final = {
    "reject": "--amount 12000 --reason 'Défaut après l’échéance'",
    "report": "--outstanding 40000",
    "waive-recourse": "--amount 12000 --reason 'Liquidation clôturée'",
}


def _granted(given: dict[str, Any]) -> None:
    """Turn the options of a grant into its form."""
    # Imported here: help comes this way too.
    from blendfund.application.recording.granting import GuaranteeForm
    from blendfund.domain.vocabulary import CapMode

    mode = CapMode(given.pop("cap_mode"))
    form = GuaranteeForm(
        given.pop("loan"),
        given.pop("quota"),
        given.pop("expires"),
        given.pop("cap"),
        mode,
        given.pop("fee") or "0",
    )
    given |= {"guarantee": form, "party": given.pop("lender"), "instrument": "guarantee"}


m.add(
    guarantee,
    "grant",
    "contract",
    N_("Guarantee a part of a lender's loan to a project; no cash moves."),
    "blendfund guarantee grant GAR-1 --fund ALSACE --project Recyclerie"
    " --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --fee 2,5%"
    " --expires 2031-12-31",
    NEW,
    m.fund,
    m.project,
    lender,
    lender_sector,
    loan,
    quota,
    cap,
    cap_mode,
    fee,
    expires,
    m.on,
    m.compartment,
    m.carrier,
    m.earmark,
    m.create,
    *m.TOLD,
    prepare=_granted,
    said=N_("guarantee-granted"),
)


def _add(name: str, verb: str, text: str, kind: str, said: str, *options: Any) -> None:
    """Add what becomes of a guarantee after it was granted."""

    def prepare(given: dict[str, Any]) -> None:
        given["verb"] = verb
        if not given.get("holds", True):
            del given["holds"]

    shown = SHOWN.get(name, "--amount 12000")
    example = f"blendfund guarantee {name} GAR-1 {shown}"
    fields = (REF, fund_hint, *options)
    m.add(guarantee, name, kind, text, example, *fields, prepare=prepare, said=said)


_add(
    "report",
    "report",
    N_("Take note of what the project still owes its lender."),
    "contract",
    N_("Covered loan, as its lender says"),
    outstanding,
    m.on,
    *m.TOLD,
)
m.add(
    guarantee,
    "fee",
    "fee",
    N_("Take in what the project owes for being guaranteed, or a part of it."),
    "blendfund guarantee fee GAR-1 --amount 1625",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
    said=N_("fee-received"),
)
_add(
    "call",
    "call",
    N_("Record what the lender claims, for a default of that day; no cash moves."),
    "contract",
    N_("guarantee-called"),
    m.amount,
    m.on,
    *m.TOLD,
)
_add(
    "reject",
    "reject",
    N_("Refuse a claim, or a part of it."),
    "contract",
    N_("guarantee-call-rejected"),
    m.amount,
    why,
    m.on,
    *m.TOLD,
)
_add(
    "pay",
    "pay",
    N_("Pay the lender what it claims."),
    "disbursement",
    N_("guarantee-paid"),
    m.amount,
    m.on,
    m.earmark,
    *m.CASH,
)
_add(
    "recover",
    "share",
    N_("Record what was recovered from the project after a payment: the quota is ours."),
    "recovery",
    N_("recovery"),
    m.amount,
    m.on,
    hold_excess,
    *m.CASH,
)
_add(
    "waive-recourse",
    "waive_recourse",
    N_("Give up what the project owes for calls that were paid, or a part of it."),
    "contract",
    N_("recourse-waived"),
    m.amount,
    reason,
    m.on,
    *m.TOLD,
)
_add(
    "release",
    "release",
    N_("Take back what the lender gives up of its guarantee."),
    "contract",
    N_("guarantee-released"),
    m.amount,
    m.on,
    *m.TOLD,
)
