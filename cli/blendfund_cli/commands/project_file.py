"""A project's file with a fund, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import json_option
from blendfund_cli.commands.answers import tell_approvals
from blendfund_cli.commands.saving import project_argument
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

# Gathered here, and added to the group of projects.
_group: Final = Group("project")
APPLICATION: Final = N_("Application of {day}: {amount}")
ELIGIBLE: Final = N_("Eligible under the charter ({day})")
NOT_ELIGIBLE: Final = N_("Not eligible under the charter ({day}): {broken}")
STUDIED: Final = N_("Studied by {officer} ({day}): {scores}")
DECISION: Final = N_("Decision of {day} (session {session}): {result}")
UP_TO: Final = N_("  up to {amount}, until {until}")
UP_TO_OPEN: Final = N_("  up to {amount}")
CONDITION: Final = N_("  condition {number}: {text} ({state})")
MET: Final = (N_("met"), N_("not met"))
AID: Final = N_("State aid under {regime}, three years to {day}: {counted} of {ceiling}")
LEFT: Final = N_("  {left} can still be granted (attested on {day})")
OUTDATED: Final = N_(
    "  not verifiable: the attestation of {day} is older than a year; record a new one with"
    " project aid"
)
LAPSED: Final = N_("  holds no more")


@_group.command(
    cls=Command,
    help=N_(
        "Show a project's file with a fund: its application, its study, decisions,"
        " who approved payments, and the State aid that counts today."
    ),
    example="blendfund project file Recyclerie --fund ALSACE",
)
@project_argument
@m.fund
@json_option
@click.pass_obj
def file(obj: dict[str, str], project: str, fund: str, as_json: bool) -> None:
    """Show a project's file."""
    from blendfund.application.reading.files import project_file
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = project_file(reading, project, fund)
    if as_json:
        put_json(found)
        return
    told = list(_told(found))
    for line in told:
        click.echo(line)
    tell_approvals(found["approvals"])
    if not told and not found["approvals"]:
        click.echo(_(sheet.NOTHING))


def tell_assessed(obj: dict[str, str], project: str, fund: str) -> None:
    """Say what an assessment found, as it stands in the file now."""
    from blendfund.application.reading.files import project_file
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = project_file(reading, project, fund)["eligibility"]
    if found is not None:
        click.echo(_assessed(found))


def _assessed(found: dict[str, Any]) -> str:
    text = ELIGIBLE if found["eligible"] else NOT_ELIGIBLE
    broken = ", ".join(map(_, found["broken"]))
    return _(text).format(day=sheet.day(found["on"]), broken=broken)


def _told(found: dict[str, Any]) -> Iterator[str]:
    currency = found["currency"]
    application = found["application"]
    if application is not None:
        amount = sheet.money(application["amount"], currency)
        yield _(APPLICATION).format(day=sheet.day(application["on"]), amount=amount)
        for side in (N_("uses"), N_("resources")):
            lines = ", ".join(_line(one, currency) for one in application[side])
            yield f"  {_(side)}{sheet.colon()} {lines}"
    assessed = found["eligibility"]
    if assessed is not None:
        yield _assessed(assessed)
    studied = found["appraisal"]
    if studied is not None:
        scores = ", ".join(
            f"{safe(one['criterion'])} {one['points']}/{one['of']}"
            for one in studied["scores"]
        )
        given = {"officer": safe(studied["officer"]), "scores": scores or sheet.NONE}
        yield _(STUDIED).format(day=sheet.day(studied["on"]), **given)
    for decision in found["decisions"]:
        yield from _decided(decision, currency)
    if found["aid"] is not None:
        yield from _aided(found["aid"])


def _aided(found: dict[str, Any]) -> Iterator[str]:
    def money(name: str) -> str:
        return sheet.money(found[name], "EUR")

    given = {"day": sheet.day(found["on"]), "regime": _(found["regime"])}
    yield _(AID).format(counted=money("counted"), ceiling=money("ceiling"), **given)
    for one in found["granted"]:
        amount = sheet.money(one["amount"], "EUR")
        yield f"  {sheet.day(one['on'])}{sheet.colon()} {amount}"
    day = sheet.day(found["attested_on"])
    if found["left"] is None:
        yield _(OUTDATED).format(day=day)
    else:
        yield _(LEFT).format(left=money("left"), day=day)


def _line(one: dict[str, Any], currency: str) -> str:
    told = f"{safe(one['label'])} {sheet.money(one['amount'], currency)}"
    nature = one.get("nature")
    return f"{told} ({_(nature)})" if nature else told


def _decided(decision: dict[str, Any], currency: str) -> Iterator[str]:
    given = {"session": safe(decision["session"]), "result": _(decision["result"])}
    yield _(DECISION).format(day=sheet.day(decision["on"]), **given)
    if decision["amount"] is not None:
        amount = sheet.money(decision["amount"], currency)
        until = decision["valid_until"]
        text = UP_TO if until else UP_TO_OPEN
        yield _(text).format(amount=amount, until=until and sheet.day(until))
    for one in decision["conditions"]:
        state = _(MET[0] if one["met"] else MET[1])
        text = safe(one["text"])
        yield _(CONDITION).format(number=one["number"], text=text, state=state)
    if decision["lapsed"]:
        yield _(LAPSED)


COMMANDS: Final = tuple(_group.commands.values())
