"""Copies of the ledger: backup, restore, migrate. None of them writes a fact."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.output import Progress, put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.asking.verifiers import verifier_keys_option, verifiers_of
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from blendfund.application.upkeep.copied import Backed, Restored

READ: Final = {"read": N_("{done} facts read...")}
COPIED: Final = N_("Copied to {path} and verified. {facts} Root: {root}")
RESTORED: Final = N_("Brought back to {path} and verified. {facts} Root: {root}")
MISSING: Final = N_("Vouchers that are not there, or were changed: {count}.")
KEYS_APART: Final = N_(
    "The keys of persons' names are not in it: --keys copies them to a file of their own."
)
KEYS_COPIED: Final = N_(
    "Keys of persons' names in {path}: {count}. Keep that file apart and not for long:"
    " bringing it back would make persons readable again who were erased since."
)
KEYS_BACK: Final = N_(
    "Keys of persons' names brought back: {count}. A person who was erased since that copy"
    " can be read again: erase them again."
)
SIGNER_APART: Final = N_(
    "The key that signs checkpoints is not in it: keep a copy of {path} apart. Without it,"
    " the next seal makes another key."
)
KEYS_ELSEWHERE: Final = N_(
    "Checkpoints in it whose verifier key is not here: {count}. Keep the key that you were"
    " sent with the copy."
)
PROVEN: Final = N_("Its checkpoints that a known key signed: {count}.")
UNKNOWN: Final = N_(
    "Its checkpoints by a key that is not known here, and that nothing proves: {count}."
    " Give the verifier key that you were sent: --verifier-key."
)
CURRENT: Final = N_("Nothing to do: the ledger has today's schema ({schema}).")
MIGRATED: Final = N_(
    "The ledger has schema {schema} now (it had {found}). The copy from before: {path}"
)

keys_option = click.option(
    "--keys",
    cls=Option,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEYS",
    help=N_("The keys of persons' names too, in this file of their own."),
)


@click.command(
    cls=Command,
    help=N_(
        "Copy the ledger to a file, with its vouchers, verifier keys and timestamps beside"
        " it, while others may use it. The copy is verified, every fact of it, before it"
        " takes its name. The key that signs checkpoints is left out."
    ),
    example="blendfund backup sauvegardes/alsace-2026-03-31.db",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@keys_option
@click.option(
    "--no-vouchers", cls=Option, is_flag=True, help=N_("Leave the attached files out.")
)
@json_option
@click.pass_obj
def backup(
    obj: dict[str, str], file: Path, keys: Path | None, no_vouchers: bool, as_json: bool
) -> None:
    """Copy the ledger."""
    from blendfund.application.upkeep import copies

    with Progress(READ) as shown:
        told = partial(shown, "read")
        done = copies.backup(
            obj["ledger"], file, keys=keys, vouchers=not no_vouchers, tell=told
        )
    if as_json:
        put_json(_backed(done, file, keys))
        return
    click.echo(_copied(COPIED, done, file))
    if done.missing:
        say(_(MISSING).format(count=done.missing))
    if keys is not None:
        say(_(KEYS_COPIED).format(path=safe(str(keys)), count=done.persons))
    elif copies.has_keys(obj["ledger"]):
        say(_(KEYS_APART))
    if done.unknown:
        say(_(KEYS_ELSEWHERE).format(count=done.unknown))
    if done.signer is not None:
        say(_(SIGNER_APART).format(path=safe(str(done.signer))))


@click.command(
    cls=Command,
    help=N_(
        "Bring a copy of the ledger back. It is verified first, the signatures of its"
        " checkpoints too, and refused where it lacks facts that the ledger in place, or a"
        " checkpoint, is known to hold."
    ),
    example=(
        "blendfund restore sauvegardes/alsace-2026-03-31.db --replace\n"
        "blendfund restore copie.db --checkpoint mars.checkpoint --verifier-key cle.txt"
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--replace", cls=Option, is_flag=True, help=N_("Put it in the place of a ledger.")
)
@click.option(
    "--checkpoint",
    "checkpoints",
    cls=Option,
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="NOTE",
    help=N_("A checkpoint somebody kept: the copy must reach it (repeat for several)."),
)
@verifier_keys_option
@keys_option
@json_option
@click.pass_obj
def restore(
    obj: dict[str, str],
    file: Path,
    replace: bool,
    checkpoints: tuple[Path, ...],
    verifiers: tuple[str, ...],
    keys: Path | None,
    as_json: bool,
) -> None:
    """Bring a copy back."""
    from blendfund.application.upkeep import copies
    from blendfund.application.upkeep.trust import Asked
    from blendfund.storage.proof.notes import read_checkpoint

    notes = tuple(read_checkpoint(path) for path in checkpoints)
    asked = Asked(notes, tuple(verifiers_of(verifiers)))
    with Progress(READ) as shown:
        told = partial(shown, "read")
        done = copies.restore(
            obj["ledger"], file, asked=asked, keys=keys, replace=replace, tell=told
        )
    if as_json:
        put_json(_restored(done, obj["ledger"]))
        return
    click.echo(_copied(RESTORED, done, done.copy.path))
    if keys is not None:
        say(_(KEYS_BACK).format(count=done.persons))
    for text, count in ((PROVEN, done.trust.proven), (UNKNOWN, done.trust.unknown)):
        if count:
            say(_(text).format(count=count))


@click.command(
    cls=Command,
    help=N_(
        "Bring a ledger that an older blendfund made to today's schema. It is copied first;"
        " its facts stay as they are."
    ),
    example="blendfund migrate",
)
@click.option(
    "--backup",
    "file",
    cls=Option,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Where the copy goes (default: beside the ledger)."),
)
@json_option
@click.pass_obj
def migrate(obj: dict[str, str], file: Path | None, as_json: bool) -> None:
    """Bring a ledger to today's schema."""
    from blendfund.application.upkeep import copies
    from blendfund.storage.log.versions import SCHEMA_VERSION

    done = copies.migrate(obj["ledger"], file)
    kept = None if done.backup is None else str(done.backup)
    if as_json:
        changed = done.found != SCHEMA_VERSION
        told = {"from": done.found, "to": SCHEMA_VERSION, "backup": kept}
        put_json({"migrated": changed, **told})
    elif kept is None:
        click.echo(_(CURRENT).format(schema=SCHEMA_VERSION))
    else:
        told = {"schema": SCHEMA_VERSION, "found": done.found, "path": safe(kept)}
        click.echo(_(MIGRATED).format(**told))


def _copied(text: str, done: Backed | Restored, path: Path) -> str:
    facts = ngettext("{count} fact.", "{count} facts.", done.copy.events)
    return _(text).format(path=safe(str(path)), facts=facts, root=done.copy.root)


def _backed(done: Backed, file: Path, keys: Path | None) -> dict[str, object]:
    return {
        "file": str(file),
        **_of(done),
        "missing": done.missing,
        "keys": None if keys is None else str(keys),
        "verifier_keys": done.verifiers,
    }


def _restored(done: Restored, ledger: str) -> dict[str, object]:
    trust = {"proven": done.trust.proven, "unknown": done.trust.unknown}
    told = {"replaced": done.replaced, "verifier_keys": len(done.trust.listed)}
    return {"ledger": ledger, **_of(done), **told, "checkpoints": trust}


def _of(done: Backed | Restored) -> dict[str, object]:
    return {
        "uuid": done.copy.uuid,
        "events": done.copy.events,
        "root": done.copy.root,
        "checkpoint": done.copy.checkpoint,
        "vouchers": done.vouchers,
        "persons": done.persons,
    }
