"""Attaching vouchers to facts."""

from __future__ import annotations

from pathlib import Path

import click

from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, safe

DONE = N_("{file} is attached to {what}: SHA-256 {sha256} (position {position}).")
KNOWN = N_(
    "{file} was attached to {what} before, at position {position}; nothing was written."
)
SEALED = N_("The file's name is sealed, for it concerns a person: erasing them erases it.")
IN_CLEAR = N_(
    "These facts concern too many persons for the file's name to be sealed: it stands in"
    " clear for ever. If it names somebody, undo, and attach it under another name."
)


@click.command(
    cls=Command,
    help=N_(
        "Attach a file to facts: by position, agreement, line reference, import or project."
        " Its fingerprint is recorded; the file is kept beside the ledger by its content."
        " Where it concerns a person, its name is sealed like theirs."
    ),
    example="blendfund attach convention.pdf CONV-2026-1",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("names", metavar="REF...", nargs=-1, required=True)
@click.option("--note", cls=Option, default="", help=N_("What it shows."))
@writes
@click.pass_obj
def attach(
    obj: dict[str, str],
    file: Path,
    names: tuple[str, ...],
    note: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Attach a file to facts."""
    from blendfund.application.recording.attachments import attach as attached
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import told
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        done = attached(ledger, Write(obj["actor"], key, dry_run), file, names, note)
    if as_json:
        answer = {"sha256": done.sha256, "file": done.place, "persons": done.persons}
        put_json({**told(done.outcome), **answer})
        return
    given = {"file": safe(file.name), "what": safe(", ".join(names))}
    if done.outcome.already:
        click.echo(_(KNOWN).format(**given, position=done.outcome.position))
        return
    text = _(DONE).format(**given, sha256=done.sha256, position=done.outcome.position)
    click.echo(text)
    if done.persons:
        say(_(SEALED))
    elif done.crowded:
        say(_(IN_CLEAR))
    if dry_run:
        say(_(DRY))
    else:
        undo_hint()
