"""What an auditor is given: the whole folder, or the proof of one fact."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import click

from blendfund_cli.answering.output import Progress, line_of, put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.asking.types import POSITION, POSITION_OR_NONE
from blendfund_cli.text import N_, _, ngettext, safe

READ: Final = {"read": N_("{done} facts read...")}
HANDED: Final = N_("Written to {path}, verified. {facts} Root: {root}")
CHECKPOINTS: Final = N_("Checkpoints: {count}; facts since the last one: {since}.")
UNSEALED: Final = N_(
    "Nothing here was ever sealed: without a checkpoint an auditor can verify nothing. Run"
    " blendfund audit seal, send the checkpoint, then export again."
)
RUN: Final = N_(
    "Without blendfund: python3 {path}/verify.py {path}/events.jsonl KEY CHECKPOINT...,"
    " or node {path}/verify.mjs with the same words: the verifier key and the checkpoints"
    " that the auditor received before."
)


@click.command(
    cls=Command,
    help=N_(
        "Write a folder for an auditor, whole or not at all: every fact (events.jsonl), the"
        " checkpoints, the verifier keys, verify.py and verify.mjs that need no blendfund,"
        " and the SHA-256 of each file (manifest.json). The ledger is verified first."
    ),
    example="blendfund audit export audit-2026",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def export(obj: dict[str, str], folder: Path, as_json: bool) -> None:
    """Write a folder for an auditor."""
    from blendfund.application.auditing.handover import hand_over
    from blendfund.domain.errors import StorageRefused
    from blendfund_cli.answering.refusal import why

    with Progress(READ) as shown:
        try:
            done = hand_over(obj["ledger"], folder, partial(shown, "read"))
        except OSError as refused:
            raise StorageRefused(why(refused, str(folder))) from refused
    since = done.events - done.sealed
    if as_json:
        told = {"events": done.events, "root": done.root, "checkpoints": done.checkpoints}
        put_json({"folder": str(folder), **told, "sealed": done.sealed, "since": since})
        return
    path = safe(str(folder))
    facts = ngettext("{count} fact.", "{count} facts.", done.events)
    click.echo(_(HANDED).format(path=path, facts=facts, root=done.root))
    if not done.checkpoints:
        say(_(UNSEALED))
        return
    click.echo(_(CHECKPOINTS).format(count=done.checkpoints, since=since))
    say(_(RUN).format(path=path))


@click.command(
    cls=Command,
    help=N_(
        "Prove one fact against the last checkpoint, without showing any other fact, and"
        " that this checkpoint only adds to an earlier one (RFC 9162), as JSON."
    ),
    example="blendfund audit prove 42",
)
@click.argument("position", type=POSITION)
@click.option(
    "--from",
    "since",
    cls=Option,
    type=POSITION_OR_NONE,
    metavar="POSITION",
    help=N_(
        "The number of facts of the earlier checkpoint (default: the one before the last)."
    ),
)
@json_option
@click.pass_obj
def prove(obj: dict[str, str], position: int, since: int | None, as_json: bool) -> None:
    """Prove a fact."""
    import msgspec

    from blendfund.application.auditing.proving import prove as proved
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = proved(reading, position, since)
    if as_json:
        put_json(found)
        return
    text = line_of(msgspec.json.format(msgspec.json.encode(found), indent=2))
    click.echo(text, nl=False)
