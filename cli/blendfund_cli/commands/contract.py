"""One contract with a project, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import agreement, fund_hint, json_option, moment
from blendfund_cli.commands.answers import tell_approvals
from blendfund_cli.commands.drawing import tell_drawdowns
from blendfund_cli.commands.granted import granted_fields
from blendfund_cli.commands.history import lines_of
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

# Gathered here, and added to the group of financings.
_group: Final = Group("financing")
TITLE: Final = N_("{agreement}, fund {fund}, on {day}")
KNOWN: Final = N_("As known at position {position}")
SCHEDULE: Final = N_("{periods} payments, one a {every}, from {start}: {method}")
NEXT: Final = N_("{amount} on {day}")
DECIDED: Final = N_("{result}, {day} (session {session})")
FIGURES: Final = {
    "disbursed": N_("Disbursed"),
    "repaid": N_("Repaid"),
    "interest": N_("Interest"),
    "fees": N_("Fees and penalties"),
    "waived": N_("Interest waived"),
    "written_off": N_("Written off"),
    "recovered": N_("Recovered"),
    "outstanding": N_("Principal outstanding"),
    "provision": N_("Provision"),
    "charges_due": N_("Fees and penalties due"),
    "held": N_("Held for what falls due"),
}


@_group.command(
    cls=Command,
    help=N_(
        "Show one contract whole, as it stands on a day: its terms, the decision it rests"
        " on, what moved, what is late, its drawdowns, who approved, its latest facts."
    ),
    example="blendfund financing show PRET-1",
)
@agreement()
@fund_hint
@moment
@json_option
@click.pass_obj
def show(obj: dict[str, str], /, **asked: Any) -> None:
    """Show a contract."""
    page(obj, asked)


def page(obj: dict[str, str], asked: dict[str, Any]) -> None:
    """Show one contract, or guarantee, whole."""
    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.contract_shown import contract_shown
    from blendfund.application.reporting.frame import Asked

    as_json, fund = asked.pop("as_json"), asked.pop("fund") or ""
    with Reading(obj["ledger"]) as reading:
        found = contract_shown(reading, Asked(fund, **asked))
    if as_json:
        put_json(found)
        return
    given = {"day": sheet.day(found["as_of"]), "fund": safe(found["fund"])}
    click.echo(_(TITLE).format(agreement=safe(found["agreement"]), **given))
    if asked["known_at"] is not None:
        click.echo(_(KNOWN).format(position=found["position"]))
    sheet.fields(_fields(found))
    if found["drawdowns"]:
        click.echo()
        tell_drawdowns(found["drawdowns"], found["currency"])
    tell_approvals(found["approvals"])
    if found["facts"]:
        click.echo()
    for fact in found["facts"]:
        for line in lines_of(fact):
            click.echo(line)
    if found["rest"]:
        rest = ngettext("... and {count} before", "... and {count} before", found["rest"])
        click.echo(rest)


def _fields(found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    currency = found["currency"]
    yield N_("Project"), found["project"]
    yield N_("Instrument"), _(found["instrument"])
    if found["terms"]:
        yield N_("Terms"), _(found["terms"])
    if found["rate"]:
        yield N_("Yearly rate"), sheet.rate(found["rate"])
    yield N_("Promised"), sheet.money(found["contracted"], currency)
    yield N_("Still to come"), sheet.money(found["to_pay"], currency)
    decision = found["decision"]
    if decision is not None:
        given = {"session": safe(decision["session"]), "result": _(decision["result"])}
        yield N_("Decision"), _(DECIDED).format(day=sheet.day(decision["on"]), **given)
    yield from _scheduled(found["schedule"], currency)
    if found["guarantee"] is not None:
        yield from granted_fields(found["guarantee"], currency)
    for name, heading in FIGURES.items():
        amount = (found["figures"] or {}).get(name)
        if amount is not None and amount.strip("0."):
            yield heading, sheet.money(amount, currency)
    if found["figures"] and found["figures"]["defaulted"]:
        yield N_("In default"), _("yes")
    if found["closed"]:
        yield N_("Closed"), _("yes")


def _scheduled(found: dict[str, Any] | None, currency: str) -> Iterator[tuple[str, Any]]:
    if found is None:
        return
    words = {name: _(found[name]) for name in ("every", "method")}
    given = {"periods": found["periods"], "start": sheet.day(found["start"]), **words}
    yield N_("Schedule"), _(SCHEDULE).format(**given)
    if found["next_due"]:
        amount = sheet.money(found["next_amount"], currency)
        told = _(NEXT).format(amount=amount, day=sheet.day(found["next_due"]))
        yield N_("Falls due next"), told
    if found["days_late"]:
        amount = sheet.money(found["overdue"], currency)
        days = found["days_late"]
        late = ngettext("{amount}, {count} day late", "{amount}, {count} days late", days)
        yield N_("Overdue"), late.format(amount=amount)


COMMANDS: Final = tuple(_group.commands.values())
