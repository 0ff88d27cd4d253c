"""A fund's charter (règlement d'intervention): adopted from a file, shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import fund_argument, writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.commands.saving import save
from blendfund_cli.commands.start import fund
from blendfund_cli.text import N_, _, french

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

ADOPTED: Final = N_("Charter of {reference} adopted (position {position}).")
STAGE: Final = N_("from {days} days: {rate}")


@fund.command(
    cls=Command,
    help=N_(
        "Adopt a fund's charter from a TOML file, or show the one in force. From then on"
        " contracts need a decision of the committee, and large payments a second person."
    ),
    example="blendfund fund charter ALSACE reglement.toml --on 2026-01-01",
)
@fund_argument
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(dir_okay=False))
@click.option(
    "--on",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Operation date (default: today)."),
)
@writes
@click.pass_obj
def charter(obj: dict[str, str], /, **given: Any) -> None:
    """Adopt a charter, or show it."""
    if given["file"] is None:
        _show(obj, given)
        return
    from blendfund.application.recording.members import adopt_charter
    from blendfund.exchange.charter_file import read_charter

    said, digest = read_charter(Path(given["file"]))

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        told = (given["reference"], said.charter, digest, given["on"])
        return adopt_charter(ledger, command, *told)

    save(obj, given, ADOPTED, recorded, reference=given["reference"])


def _show(obj: dict[str, str], given: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from blendfund.application.reading.files import charter_shown
    from blendfund.application.reading.reader import Reading

    day = given["on"] or datetime.now(UTC).astimezone().date()
    with Reading(obj["ledger"]) as reading:
        found = charter_shown(reading, given["reference"], day)
    if given["as_json"]:
        put_json(found)
        return
    currency = found["currency"]

    def money(name: str) -> str | None:
        return found[name] and sheet.money(found[name], currency)

    sheet.fields(
        (
            (N_("Members without a conflict who must sit"), str(found["quorum"])),
            (N_("Smallest contract"), money("ticket_min")),
            (N_("Largest contract"), money("ticket_max")),
            (N_("Days a decision holds"), found["validity_days"]),
            (N_("Legal forms"), [_(one) for one in found["legal_forms"]]),
            (N_("ESUS approval asked for"), _("yes") if found["esus_required"] else None),
            (N_("Territories"), found["territories"]),
            (N_("Second person above, payments"), money("disbursement_above")),
            (N_("Second person above, guarantees"), money("guarantee_above")),
            (N_("Guarantees, times their fund"), found["guarantee_multiplier"]),
            (N_("Published terms asked for"), _("yes") if found["product_terms"] else None),
            (N_("Provisions"), [_stage(one) for one in found["provisions"]]),
        )
    )


def _stage(one: dict[str, Any]) -> str:
    from blendfund.reports import words

    return _(STAGE).format(days=one["days"], rate=words.share(one["rate"], french=french()))
