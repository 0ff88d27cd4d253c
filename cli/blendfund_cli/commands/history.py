"""The whole life of a fact, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.answering.sheet import colon
from blendfund_cli.asking.classes import Command
from blendfund_cli.asking.completion import agreements
from blendfund_cli.asking.options import json_option
from blendfund_cli.commands.answers import tell_approvals, topic_of
from blendfund_cli.text import N_, _, french, safe

TITLE = N_("History of {name}")
BY = N_("recorded on {recorded} by {actor}")
BY_SIGNED = N_("recorded on {recorded} by {actor}, signed")
REASON = N_("reason: {reason}")
GONE = N_("taken back at position {reversed_by}")
INSTEAD = N_("replaced by position {replaced_by}")
TAKES = N_("takes position {fact} back")
RESTORES = N_("lets position {fact} stand again")
WITHDRAWS = N_("withdraws position {fact}")
REPLACES = N_("corrects position {replaces}")
WITHDRAWN = N_("withdrawn since")
FILE = N_("voucher at position {position}: {name}, SHA-256 {sha256}, {file}")
GONE_WITH = N_("voucher at position {position}: {name}, destroyed with who it was about")
MISSING = N_("voucher at position {position}: {name}, SHA-256 {sha256}, MISSING at {file}")


@click.command(
    cls=Command,
    help=N_(
        "Show a fact's whole life: what it said, who recorded it when, what took it back,"
        " what stands instead. By position, agreement, line reference, import or project."
    ),
    example="blendfund history CONV-2026-1",
)
@click.argument("name", metavar="REF", shell_complete=agreements)
@json_option
@click.pass_obj
def history(obj: dict[str, str], name: str, as_json: bool) -> None:
    """Show a fact's whole life."""
    from blendfund.application.reading.history import history as told
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = told(reading, name)
    if as_json:
        put_json(found)
        return
    click.echo(_(TITLE).format(name=safe(name)))
    for fact in found["facts"]:
        for line in lines_of(fact):
            click.echo(line)
    tell_approvals(found["approvals"])
    for one in found["attachments"]:
        shown = {key: safe(str(value)) for key, value in one.items()}
        there = FILE if one["present"] else GONE_WITH if one["erased"] else MISSING
        click.echo(_(there).format(**shown))


def lines_of(fact: dict[str, Any]) -> list[str]:
    """Tell a fact in lines: what it says, who recorded it, what became of it."""
    from blendfund.reports import words

    amount = ""
    if fact["amount"] is not None:
        shown = words.money(fact["amount"], fact["currency"], french=french())
        amount = f" {shown}"
    on = words.day(date.fromisoformat(fact["on"]), french=french())
    label = f" ({safe(fact['label'])})" if fact["label"] else ""
    first = f"{fact['position']}, {on}{colon()} {topic_of(fact)}{amount}{label}"
    recorded = sheet.moment(fact["recorded_at"])
    by = _(BY_SIGNED if fact["proven"] else BY).format(
        recorded=recorded, actor=safe(fact["actor"])
    )
    return [first, *(f"    {line}" for line in (by, *_links(fact)))]


def _links(fact: dict[str, Any]) -> list[str]:
    links = []
    if fact.get("restores"):
        links.append(_(RESTORES).format(**fact))
    elif fact.get("reverses"):
        links.append(_(TAKES).format(**fact))
    elif fact["topic"] == "fact-withdrawn":
        links.append(_(WITHDRAWS).format(**fact))
    if fact.get("replaces"):
        links.append(_(REPLACES).format(**fact))
    if fact.get("reversed_by"):
        links.append(_(GONE).format(**fact))
    elif not fact["stands"]:
        links.append(_(WITHDRAWN))
    if fact.get("replaced_by"):
        links.append(_(INSTEAD).format(**fact))
    if fact["reason"]:
        links.append(_(REASON).format(reason=safe(fact["reason"])))
    return links
