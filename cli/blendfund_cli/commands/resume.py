"""What became of the commands that ended before their answer."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering.output import put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.keeping import HIDDEN
from blendfund_cli.text import N_, _, french, ngettext, safe

if TYPE_CHECKING:
    from blendfund.application.writing.unanswered import Found

NOTHING: Final = N_("No command of yours is without an answer.")
ASKED: Final = N_("{command}, on {day} at {time} (UTC)")
STATES: Final = {
    "recorded": N_("Recorded: {reference}, position {position}."),
    "absent": N_("Never recorded. To do it:"),
    "running": N_("Still running: wait for its answer."),
    "unreachable": N_("The ledger cannot be asked ({why})."),
}
TO_FILL: Final = N_("A name was not written down: put it where {mark} stands.")
FORGOTTEN: Final = N_("What was never recorded is forgotten.")


@click.command(
    cls=Command,
    help=N_(
        "Say what became of commands that were interrupted before their answer: recorded,"
        " at which position, or never recorded, and then the line that does it. The line"
        " bears the command's key, so it records once whatever happened."
    ),
    example="blendfund resume",
)
@click.option(
    "--all",
    "everywhere",
    cls=Option,
    is_flag=True,
    help=N_("On every ledger, not one."),
)
@click.option(
    "--forget",
    cls=Option,
    is_flag=True,
    help=N_("Forget, once it is told, what was never recorded."),
)
@json_option
@click.pass_obj
def resume(obj: dict[str, str], everywhere: bool, forget: bool, as_json: bool) -> None:
    """Say what became of interrupted commands."""
    from blendfund.application.writing import unanswered

    place = unanswered.place_of(obj["ledger"])
    found = unanswered.entries(None if everywhere else place)
    told = [_became(one, {place: obj["ledger"]}) for one in found]
    if as_json:
        put_json({"entries": told})
    else:
        _show(told, everywhere=everywhere)
    sys.stdout.flush()
    done = {"recorded", "absent"} if forget else {"recorded"}
    for one, said in zip(found, told, strict=True):
        if said["state"] in done:
            one.path.unlink(missing_ok=True)
    if forget and not as_json and any(said["state"] == "absent" for said in told):
        say(_(FORGOTTEN))


def _became(found: Found, given: dict[str, str]) -> dict[str, Any]:
    """Say what became of one command; ``given`` has the whole address of a ledger."""
    entry = found.entry
    place = given.get(entry.ledger, entry.ledger)
    words = list(entry.words)
    at = words.index("--") if "--" in words else len(words)
    words[at:at] = ["--key", entry.key]
    before = ("blendfund", "-l", entry.ledger, "--actor", entry.actor)
    said = {
        "key": entry.key,
        "ledger": entry.ledger,
        "command": " ".join(entry.words[:2]),
        "at": entry.at,
        "state": "running",
        "position": None,
        "reference": None,
        "events": 0,
        "repeat": shlex.join((*before, *words)),
        "incomplete": entry.hidden,
        "reason": None,
    }
    return said if found.running else said | _outcome(place, entry.key)


def _outcome(place: str, key: str) -> dict[str, Any]:
    from blendfund.application.reading.reader import Reading
    from blendfund.application.writing.outcomes import recorded_under
    from blendfund.domain.errors import BlendfundError
    from blendfund_cli.answering.refusal import sentence

    try:
        with Reading(place) as reading:
            outcome = recorded_under(reading, key)
    except BlendfundError as refusal:
        return {"state": "unreachable", "reason": sentence(refusal)}
    if outcome is None:
        return {"state": "absent"}
    made = ("position", "reference", "events")
    return {"state": "recorded", **{name: getattr(outcome, name) for name in made}}


def _show(told: list[dict[str, Any]], *, everywhere: bool) -> None:
    if not told:
        click.echo(_(NOTHING))
    for said in told:
        click.echo(_asked(said))
        if everywhere:
            click.echo(f"  {safe(said['ledger'])}")
        given = {
            "reference": safe(said["reference"] or ""),
            "position": said["position"],
            "why": said["reason"],
        }
        click.echo(f"  {_(STATES[said['state']]).format(**given)}")
        if said["state"] == "absent":
            click.echo(f"  {safe(said['repeat'])}")
            if said["incomplete"]:
                click.echo(f"  {_(TO_FILL).format(mark=HIDDEN)}")
    waiting = sum(said["state"] == "absent" for said in told)
    if waiting:
        text = ngettext(
            "{count} command was never recorded; --forget drops it.",
            "{count} commands were never recorded; --forget drops them.",
            waiting,
        )
        say(text)


def _asked(said: dict[str, Any]) -> str:
    from datetime import date

    from blendfund.reports import words

    day = words.day(date.fromisoformat(said["at"][:10]), french=french())
    given = {"command": safe(said["command"]), "day": day, "time": said["at"][11:19]}
    return _(ASKED).format(**given)
