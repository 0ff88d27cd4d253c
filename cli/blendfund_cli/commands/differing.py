"""Two states of a history side by side: the facts and the figures that differ."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.asking.types import DAY, Whole
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from datetime import date

SHOWN: Final = 50
SAME: Final = N_("Both tell the same facts.")
COUNTS: Final = N_(
    "From A to B: {added} facts added, {removed} removed, {changed} changed, {moved} moved."
)
MORE: Final = N_("... and {count} more: --limit 0 shows all.")
ALIKE: Final = N_("No figure of any fund differs as of {day}.")
FIGURES: Final = N_("Figures as of {day}:")
KINDS: Final = {
    "added": N_("added"),
    "removed": N_("removed"),
    "changed": N_("changed"),
    "moved": N_("moved"),
}


@click.command(
    cls=Command,
    help=N_(
        "Say which facts differ between two positions of the ledger, or two exported"
        " histories (folders of `audit export`, or their events.jsonl), and which figures"
        " of the funds. A is the state before, B the state after."
    ),
    example=(
        "blendfund audit diff 120 184\n"
        "blendfund audit diff audit-2025 audit-2026 --as-of 2025-12-31"
    ),
)
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option(
    "--as-of",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("The figures up to this operation date, inclusive (default: today)."),
)
@click.option(
    "--limit",
    cls=Option,
    type=Whole(0),
    default=SHOWN,
    show_default=True,
    metavar="N",
    help=N_("Show the first N facts only; 0 shows all."),
)
@json_option
@click.pass_obj
def diff(
    obj: dict[str, str], one: str, other: str, as_of: date | None, limit: int, as_json: bool
) -> None:
    """Compare two states of a history."""
    from blendfund.application.auditing.comparing import compare
    from blendfund.application.reading.reader import Reading
    from blendfund.domain.errors import StorageRefused
    from blendfund_cli.answering.refusal import why

    asked = any(side.isascii() and side.isdigit() for side in (one, other))
    with Reading(obj["ledger"]) if asked else nullcontext() as reading:
        try:
            found = compare(reading, one, other, as_of)
        except OSError as refused:
            place = str(refused.filename or f"{one}, {other}")
            raise StorageRefused(why(refused, place)) from refused
    if as_json:
        put_json(found)
        return
    _show_facts(found, limit)
    if not found["same"]:
        _show_figures(found)


def _show_facts(found: dict[str, Any], limit: int) -> None:
    if found["same"]:
        click.echo(_(SAME))
        return
    click.echo(_(COUNTS).format(**found["counts"]))
    facts = found["facts"]
    for fact in facts[: limit or None]:
        click.echo(_fact(fact))
        for field in fact["fields"]:
            name = field["field"] or "-"
            click.echo(safe(f"             {name}: {field['a']} -> {field['b']}"))
    if limit and len(facts) > limit:
        click.echo(_(MORE).format(count=len(facts) - limit))


def _fact(fact: dict[str, Any]) -> str:
    places = [fact["position_a"], fact["position_b"]]
    place = " -> ".join(str(one) for one in dict.fromkeys(places) if one)
    topic = _(fact["topic"].rsplit("/", 1)[0])
    said = f"{place:>11}  {_(KINDS[fact['change']]):<9}  {fact['on']}  {topic}"
    return safe(f"{said}  {fact['label']}").rstrip()


def _show_figures(found: dict[str, Any]) -> None:
    click.echo()
    from blendfund.reports.outline import LABELS

    named = {**LABELS, "net": N_("Net")}
    day = sheet.day(found["as_of"])
    if found["reason"]:
        click.echo(_(found["reason"]))
        return
    if not found["figures"]:
        click.echo(_(ALIKE).format(day=day))
        return
    click.echo(_(FIGURES).format(day=day))
    headings = (N_("Fund"), N_("Figure"), "A", "B", N_("Difference"))
    sheet.rows(
        headings,
        [
            (
                one["fund"],
                _(named.get(one["figure"], one["figure"])),
                *(sheet.money(one[key], one["currency"]) for key in ("a", "b")),
                sheet.money(one["difference"], one["currency"]),
            )
            for one in found["figures"]
        ],
    )
