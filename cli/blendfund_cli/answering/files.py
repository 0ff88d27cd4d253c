"""Writing a file that is asked for: whole or not at all, and never over the ledger."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.output import say
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

WRITTEN: Final = N_("Written to {path}.")
OVER_LEDGER: Final = N_("{path} is the ledger itself: give another file.")
BESIDE: Final = (
    *("", ".keys", ".signing-key", ".verifier-keys"),
    *("-wal", "-shm", "-journal"),
)


def check_target(path: str, ledger: str) -> None:
    """Refuse to write over the ledger or what stands beside it."""
    aimed = os.path.realpath(path)
    if aimed in {os.path.realpath(f"{ledger}{end}") for end in BESIDE}:
        raise click.UsageError(_(OVER_LEDGER).format(path=safe(path)))


def write_whole(path: str, content: bytes) -> None:
    """Write a file beside its place, then put it there; say where it is."""
    with whole_file(path) as out:
        out.write(content)
    say(_(WRITTEN).format(path=safe(path)))


@contextmanager
def whole_file(path: str) -> Iterator[BinaryIO]:
    """Give a file to write, which takes its place once it is whole.

    Raises StorageRefused.
    """
    from pathlib import Path

    from blendfund.domain.errors import StorageRefused
    from blendfund_cli.answering.refusal import why

    try:
        with _draft(Path(path).resolve()) as out:
            yield out
    except OSError as refused:
        raise StorageRefused(why(refused, path)) from refused


@contextmanager
def _draft(place: Path) -> Iterator[BinaryIO]:
    if place.exists() and not place.is_file():
        # A pipe or a device: there is nothing to replace.
        with place.open("wb") as out:
            yield out
        return
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(place)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
