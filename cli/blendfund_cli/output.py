"""Where things go: data to standard output, everything said about it to standard error."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

_HIDDEN: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
PATIENCE_SECONDS: Final = 1.0
DRY: Final = N_("Dry run: nothing was written.")


def put_json(data: Any) -> None:
    """Print one JSON value on one line, without characters that hide."""
    put_line(msgspec.json.encode(data))


def put_line(encoded: bytes) -> None:
    """Print encoded JSON on one line, hidden characters as JSON escapes."""
    text = encoded.decode()
    if not text.isascii():
        text = _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    sys.stdout.write(f"{text}\n")


def say(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)


def progress(message: str) -> Callable[[int], None]:
    """Give a function that tells how far a long task has come, once a second."""
    last = time.monotonic()
    shown = sys.stderr.isatty()

    def tell(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if shown and now - last > PATIENCE_SECONDS:
            last = now
            click.echo(f"\r{_(message).format(done=done)}", err=True, nl=False)

    return tell
