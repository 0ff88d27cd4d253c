"""Writing a file that is asked for: whole or not at all, and never over the ledger."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.output import say
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN: Final = N_("Written to {path}.")
OVER_LEDGER: Final = N_("{path} is the ledger itself: give another file.")
BESIDE: Final = ("", ".keys", "-wal", "-shm", "-journal")


def check_target(path: str, ledger: str) -> None:
    """Refuse to write over the ledger or what stands beside it."""
    aimed = os.path.realpath(path)
    if aimed in {os.path.realpath(f"{ledger}{end}") for end in BESIDE}:
        raise click.UsageError(_(OVER_LEDGER).format(path=safe(path)))


def write_whole(path: str, content: bytes) -> None:
    """Write a file beside its place, then put it there; say where it is."""
    from pathlib import Path

    from blendfund.domain.errors import StorageRefused
    from blendfund_cli.refusal import why

    try:
        _write(Path(path).resolve(), content)
    except OSError as refused:
        raise StorageRefused(why(refused, path)) from refused
    say(_(WRITTEN).format(path=safe(path)))


def _write(place: Path, content: bytes) -> None:
    if place.exists() and not place.is_file():
        # A pipe or a device: there is nothing to replace.
        place.write_bytes(content)
        return
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(place)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
