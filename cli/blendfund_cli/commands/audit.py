"""Audit: the facts as they are stored, the proof that none was changed, the replay."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from blendfund_cli.answering.output import Progress, put_json, put_line, say
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.asking.types import FROM, POSITION, POSITION_OR_NONE, UNTIL
from blendfund_cli.commands.answers import topic_of
from blendfund_cli.commands.differing import diff
from blendfund_cli.commands.explain import explain
from blendfund_cli.commands.handing import export, prove
from blendfund_cli.commands.reproducing import reproduce
from blendfund_cli.commands.sealing import seal
from blendfund_cli.commands.timestamping import timestamp
from blendfund_cli.commands.verifying import verify
from blendfund_cli.text import N_, french, ngettext, safe

DONE = {"read": N_("{done} facts read...")}


@click.command(
    cls=Command,
    help=N_(
        "List the recorded facts as they are stored, one JSON object a line; every option"
        " that is given narrows the list."
    ),
    example="blendfund events --topic disbursement-paid --on 2026-T1 --json",
)
@click.option(
    "--from",
    "start",
    cls=Option,
    type=POSITION,
    default=1,
    metavar="POSITION",
    help=N_("First position."),
)
@click.option(
    "--to",
    "end",
    cls=Option,
    type=POSITION,
    metavar="POSITION",
    help=N_("Last position."),
)
@click.option(
    "--stream",
    cls=Option,
    type=click.UUID,
    default=None,
    help=N_("Facts of one stream only."),
)
@click.option(
    "--topic",
    "topics",
    cls=Option,
    multiple=True,
    metavar="TOPIC",
    help=N_("Facts of one topic only, by its code or its name (repeat for several)."),
)
@click.option(
    "--actor", cls=Option, metavar="WHO", help=N_("Facts recorded by one actor only.")
)
@click.option(
    "--since",
    cls=Option,
    type=FROM,
    metavar="DAY|TIME",
    help=N_("Recorded from this day (UTC) or time (RFC 3339) on."),
)
@click.option(
    "--until",
    cls=Option,
    type=UNTIL,
    metavar="DAY|TIME",
    help=N_("Recorded up to this day (UTC) or time (RFC 3339), inclusive."),
)
@click.option(
    "--on",
    cls=Option,
    metavar="PERIOD",
    help=N_("Operation dates: 2026-03-01, 2026-T1, 2026-01..2026-03, >=2026-03."),
)
@click.option("--fund", cls=Option, metavar="REF", help=N_("Facts of one fund only."))
@click.option(
    "--search",
    "query",
    cls=Option,
    metavar="QUERY",
    help=N_("Movements that a search finds, as blendfund search does."),
)
@json_option
@click.pass_obj
def events(obj: dict[str, str], /, *, as_json: bool, **chosen: Any) -> None:
    """List the recorded facts."""
    from blendfund.application.reading.events import Chosen, lines
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        for line in lines(reading, Chosen(**chosen, french=french())):
            if as_json:
                put_line(line)
            else:
                click.echo(_brief(line))


def _brief(line: bytes) -> str:
    import msgspec

    event = msgspec.json.decode(line)
    state = msgspec.json.decode(event["state"])
    label = state.get("label") or state.get("name") or state.get("reference") or ""
    amount = state.get("amount_minor")
    money = ""
    if amount is not None:
        from blendfund.reports import words

        money = words.amount(amount, state["currency"], french=french())
    said = {"topic": event["topic"].rsplit("/", 1)[0], "proposed": state.get("what")}
    topic = topic_of(said)
    brief = f"{event['position']:>7}  {state['on']}  {topic:<28} {money:>20}  {label}"
    return safe(brief).rstrip()


@click.group(
    cls=Group,
    help=N_("Prove that no fact was changed, and replay them."),
    example="blendfund audit verify",
)
def audit() -> None:
    """Group the commands of an auditor."""


for command in (diff, explain, export, prove, reproduce, seal, timestamp, verify):
    audit.add_command(command)


@audit.command(
    cls=Command,
    help=N_("Fold all facts again in memory and compare every read model."),
    example="blendfund audit replay",
)
@click.option(
    "--to",
    cls=Option,
    type=POSITION_OR_NONE,
    default=None,
    metavar="POSITION",
    help=N_("Replay up to this position only."),
)
@json_option
@click.pass_obj
def replay(obj: dict[str, str], to: int | None, as_json: bool) -> None:
    """Replay the facts."""
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        events = reading.replay(to)
    if as_json:
        put_json({"ok": True, "events": events, "differences": []})
    else:
        said = ngettext(
            "{count} fact replayed: the read models say the same.",
            "{count} facts replayed: the read models say the same.",
            events,
        )
        click.echo(said)


@click.group(
    cls=Group,
    help=N_("Look after the read models."),
    example="blendfund projection rebuild",
)
def projection() -> None:
    """Group the commands about read models."""


@projection.command(
    cls=Command,
    help=N_("Make every read model anew from the facts."),
    example="blendfund projection rebuild",
)
@json_option
@click.pass_obj
def rebuild(obj: dict[str, str], as_json: bool) -> None:
    """Rebuild the read models."""
    from blendfund.application.reading.reader import Reading

    with Progress(DONE) as shown, Reading(obj["ledger"]) as reading:
        events = reading.rebuild(partial(shown, "read"))
    if as_json:
        put_json({"events": events})
    else:
        said = ngettext(
            "Read models rebuilt from {count} fact.",
            "Read models rebuilt from {count} facts.",
            events,
        )
        say(said)
