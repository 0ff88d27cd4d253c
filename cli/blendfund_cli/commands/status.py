"""One screen for the morning: where every fund stands, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.completion import funds
from blendfund_cli.asking.options import json_option
from blendfund_cli.commands.answers import topic_of
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

One = dict[str, Any]

TITLE = N_("Fund {fund} on {day}")
PROPOSED = N_(
    "Waits for a second person: {amount}, {agreement}, {project}, proposed by {by}"
    " (approve {position})"
)
PAYABLE = N_("Approved and not paid yet: {amount}, {agreement}, {project}")
PROPOSED_GRANT = N_(
    "Waits for a second person: guarantee of {amount}, {agreement}, {project}, proposed by"
    " {by} (approve {position})"
)
GRANTABLE = N_("Approved and not granted yet: {amount}, {agreement}, {project}")
VOID_GRANT = N_(
    "Proposed by {by}, can no longer be granted: {amount}, {agreement}, {project} ({why};"
    " reject {position} takes it out)"
)
VOID = N_(
    "Proposed by {by}, can no longer be paid: {amount}, {agreement}, {project} ({why};"
    " reject {position} takes it out)"
)
PROPOSALS = {
    "disbursement": (PROPOSED, PAYABLE, VOID),
    "guarantee": (PROPOSED_GRANT, GRANTABLE, VOID_GRANT),
}
NO_FUND = N_("No fund yet: blendfund fund open --help")
LINES = (
    ("cash", N_("Cash")),
    ("open_commitments", N_("+ commitments still to come")),
    ("undisbursed", N_("- contracted and not disbursed")),
    ("earmarked", N_("- earmarked")),
    ("available", N_("= available to commit, without earmark")),
    ("outstanding", N_("Principal outstanding")),
    ("called", N_("Called and not received")),
    ("pledged", N_("Pledged and not committed")),
)
COUNTS = N_(
    "{contributions} agreements with funders, {financings} with projects, {projects}"
    " projects."
)
CALL = N_("Called: {agreement}, {amount}, due on {day}.")
CALL_LATE = N_("Called: {agreement}, {amount}, was due on {day}.")
CALL_OPEN = N_("Called: {agreement}, {amount}.")
PLEDGE = N_("Pledged: {agreement}, {amount}.")
LATE = N_("Late when taken over: {project} ({agreement}), {amount}.")
LATE_SINCE = N_("Late when taken over: {project} ({agreement}), {amount}, since {day}.")
ENDING = N_("Earmark {earmark}: {left} left, to be used by {day} ({days} days).")
ENDED = N_("Earmark {earmark}: {left} left, was to be used by {day}.")
NEARLY = N_("Earmark {earmark}: nearly used, {available} available.")
DRAWDOWN = N_("Drawdown {number} of {agreement}: {amount}, released.")
DRAWDOWN_ON = N_("Drawdown {number} of {agreement}: {amount} on {day}, released.")
DRAWDOWN_WAITS = N_("Drawdown {number} of {agreement}: {amount}, waits for {conditions}.")
DRAWDOWN_ON_WAITS = N_(
    "Drawdown {number} of {agreement}: {amount} on {day}, waits for {conditions}."
)
LAST = N_("Last write: {what}, by {actor}, {recorded_at} (positions {first} to {last}).")
LAST_ONE = N_("Last write: {what}, by {actor}, {recorded_at} (position {last}).")
IMPORT = N_("Last import: {reference}, {file}, by {actor}, {recorded_at}.")
UNDO = N_("To take it back: {command}")


@click.command(
    cls=Command,
    help=N_(
        "Show where the funds stand: cash, what is available to commit, calls that wait,"
        " earmarks to watch, breaches, the last write and how to undo it."
    ),
    example="blendfund status --fund ALSACE",
)
@click.option(
    "--fund",
    cls=Option,
    default=None,
    metavar="REF",
    shell_complete=funds,
    help=N_("This fund only (default: every fund of the ledger)."),
)
@json_option
@click.pass_obj
def status(obj: dict[str, str], fund: str | None, as_json: bool) -> None:
    """Show where the funds stand."""
    from datetime import UTC, datetime

    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.status import status as standing

    today = datetime.now(UTC).astimezone().date()
    with Reading(obj["ledger"]) as reading:
        found = standing(reading, fund, today, _, french=french())
    if as_json:
        put_json(found)
        return
    if not found["funds"]:
        click.echo(_(NO_FUND))
    for one in found["funds"]:
        _show(one, found["as_of"])
    for line in _latest(found):
        click.echo(line)


def _show(one: One, today: str) -> None:
    currency = one["currency"]
    click.echo(_(TITLE).format(fund=safe(one["fund"]), day=sheet.day(today)))
    shown = [(_(name), sheet.money(one[key], currency)) for key, name in LINES]
    wide = max(len(name) for name, _value in shown)
    figures = max(len(value) for _name, value in shown)
    for name, value in shown:
        click.echo(f"  {name:<{wide}}  {value:>{figures}}")
    click.echo("  " + _(COUNTS).format(**one))
    for line in _waiting(one):
        click.echo(f"  {line}")
    for flag in one["flags"]:
        click.echo(f"! {safe(flag['text'])}")
    click.echo()


def _waiting(one: One) -> Iterator[str]:
    currency = one["currency"]
    for asked in one["proposals"]:
        proposed, approved, gone = PROPOSALS[asked["what"]]
        text = gone if asked["void"] else approved if asked["approved"] else proposed
        why = _(asked["void"] or "")
        given = {"by": safe(asked["by"]), "position": asked["position"], "why": why}
        yield _(text).format(**_given(asked, currency), **given)
    for call in one["calls"]:
        text = CALL_OPEN if not call["due"] else CALL_LATE if call["overdue"] else CALL
        yield _(text).format(**_given(call, currency, call["due"]))
    for pledge in one["pledges"]:
        yield _(PLEDGE).format(**_given(pledge, currency))
    for late in one["late_at_takeover"]:
        text = LATE_SINCE if late["since"] else LATE
        yield _(text).format(**_given(late, currency, late["since"]))
    for drawdown in one["drawdowns"]:
        yield _drawdown(drawdown, currency)
    for earmark in one["earmarks"]:
        yield _earmark(earmark, currency)


def _given(found: One, currency: str, on: str | None = None) -> dict[str, str]:
    return {
        "agreement": safe(found["agreement"]),
        "project": safe(found.get("project", "")),
        "amount": sheet.money(found["amount"], currency),
        "day": sheet.day(on) if on else "",
    }


def _drawdown(found: One, currency: str) -> str:
    planned, waits = found["planned"], "; ".join(map(safe, found["conditions"]))
    text = DRAWDOWN_ON if planned else DRAWDOWN
    if waits:
        text = DRAWDOWN_ON_WAITS if planned else DRAWDOWN_WAITS
    given = {**_given(found, currency, planned), "number": found["number"]}
    return _(text).format(**given, conditions=waits)


def _earmark(found: One, currency: str) -> str:
    given = {
        "earmark": safe(found["earmark"]),
        "left": sheet.money(found["left"], currency),
        "available": sheet.money(found["available"], currency),
        "days": found["days_left"],
    }
    if not found["ends"]:
        return _(NEARLY).format(**given)
    text = ENDED if found["days_left"] < 0 else ENDING
    return _(text).format(**given, day=sheet.day(found["valid_until"]))


def _latest(found: One) -> Iterator[str]:
    last, imported = found["last_write"], found["last_import"]
    if last is not None and not last["batch"]:
        text = LAST_ONE if last["first"] == last["last"] else LAST
        yield _(text).format(**{**_safe(last), "what": _what(last)})
        yield _(UNDO).format(command=last["undo"])
    if imported is not None:
        yield _(IMPORT).format(**_safe(imported))
        yield _(UNDO).format(command=imported["undo"])


def _safe(found: One) -> One:
    shown = {name: safe(str(value)) for name, value in found.items()}
    return {**shown, "recorded_at": sheet.moment(found["recorded_at"])}


def _what(last: One) -> str:
    words = [topic_of(last, "what")]
    if last["amount"]:
        words.append(sheet.money(last["amount"], last["currency"]))
    if last["agreement"]:
        words.append(safe(last["agreement"]))
    return ", ".join(words)
