"""Sealing from the command line: the checkpoint in a file, its verifier key on a line."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.files import check_target, whole_file
from blendfund_cli.answering.output import Progress, put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from blendfund.application.auditing.sealing import Sealed

READ: Final = {"read": N_("{done} facts read...")}
SEALED: Final = N_("Sealed: {facts} Root: {root} The checkpoint is in {path}.")
MADE: Final = N_(
    "A signing key was made in {path}: only its owner can read it. Keep a copy of it apart;"
    " whoever holds it can sign in the ledger's name."
)
ROTATED: Final = N_(
    "The key before it signed this checkpoint too, for the last time, and was destroyed."
    " Checkpoints that it signed stay verifiable: keep its verifier key."
)
ANOTHER: Final = N_(
    "It is another key than the one that sealed this ledger before, and that is not here."
    " Bring that one back if you kept it; else send the new verifier key to whoever has the"
    " old one. What the old one signed stays verifiable."
)
SEND: Final = N_(
    "Send the checkpoint and the verifier key below to whoever must be able to trust the"
    " ledger: an auditor, a funder. The proof is worth what they keep."
)


@click.command(
    cls=Command,
    help=N_(
        "Verify every fact, then sign how many there are and the root of their tree"
        " (Ed25519, a C2SP signed note). Refused where a fact sealed earlier was changed."
        " No fact is written. The verifier key is printed on standard output."
    ),
    example="blendfund audit seal --out 2026-03-31.checkpoint",
)
@click.option(
    "--out",
    cls=Option,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("The checkpoint's file; it may replace an earlier one of the same ledger."),
)
@click.option(
    "--signing-key",
    cls=Option,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_(
        "The key to sign with, made if there is none (default: beside the ledger). Also an"
        " Ed25519 key in PEM or OpenSSH without a password."
    ),
)
@click.option(
    "--rotate",
    cls=Option,
    is_flag=True,
    help=N_("Make a new key; the one before signs a last time, beside it."),
)
@json_option
@click.pass_obj
def seal(
    obj: dict[str, str], out: Path, signing_key: Path | None, rotate: bool, as_json: bool
) -> None:
    """Seal the ledger."""
    from blendfund.application.auditing import sealing

    check_target(str(out), obj["ledger"])
    with Progress(READ) as shown:
        done = sealing.seal(
            obj["ledger"],
            out,
            signing_key=signing_key,
            rotate=rotate,
            tell=partial(shown, "read"),
        )
    with whole_file(str(out)) as file:
        file.write(done.checkpoint.note().encode())
    if as_json:
        put_json(_told(done, out))
        return
    facts = ngettext("{count} fact.", "{count} facts.", done.checkpoint.events)
    root = done.checkpoint.root
    say(_(SEALED).format(facts=facts, root=root, path=safe(str(out))))
    if done.made is not None:
        say(_(MADE).format(path=safe(str(done.made))))
    if done.another:
        say(_(ANOTHER))
    if done.rotated:
        say(_(ROTATED))
    say(_(SEND))
    click.echo(done.verifier)


def _told(done: Sealed, out: Path) -> dict[str, object]:
    return {
        "file": str(out),
        "origin": done.checkpoint.origin,
        "events": done.checkpoint.events,
        "root": done.checkpoint.root,
        "verifier_key": done.verifier,
        "made": None if done.made is None else str(done.made),
        "rotated": done.rotated,
    }
