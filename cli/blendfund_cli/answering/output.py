"""Where things go: data to standard output, everything said about it to standard error."""

from __future__ import annotations

import re
import sys
import time
from typing import Any, Final, Self

import click
import msgspec

from blendfund_cli.encoding import speaks_utf8
from blendfund_cli.text import N_, _, counted

_HIDDEN: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_FOREIGN: Final = re.compile("[^\x00-\x7f]")
PATIENCE_SECONDS: Final = 1.0
DRY: Final = N_("Dry run: nothing was written.")


def put_json(data: Any) -> None:
    """Print one JSON value on one line, without characters that hide."""
    put_line(msgspec.json.encode(data))


def put_line(encoded: bytes) -> None:
    """Print encoded JSON on one line, hidden characters as JSON escapes."""
    line = line_of(encoded)
    if not (line.isascii() or speaks_utf8(sys.stdout)):
        line = _FOREIGN.sub(_escaped, line)
    sys.stdout.write(line)


def _escaped(found: re.Match[str]) -> str:
    """Give a character as JSON escapes it: by its UTF-16 units."""
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def line_of(encoded: bytes) -> str:
    """Give encoded JSON as one line, hidden characters as JSON escapes."""
    text = encoded.decode()
    if not text.isascii():
        text = _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return f"{text}\n"


def say(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)


class Progress:
    """Tells on a terminal how far a long task has come, once a second, on one line."""

    def __init__(self, messages: dict[str, str]) -> None:
        self.messages = messages
        self.last = time.monotonic()
        self.width = 0

    def __call__(self, stage: str, done: int) -> None:
        """Show how far a stage has come, if a second has passed."""
        now = time.monotonic()
        if now - self.last < PATIENCE_SECONDS or not sys.stderr.isatty():
            return
        self.last = now
        text = _(self.messages[stage]).format(done=counted(done))
        sys.stderr.write(f"\r{text:<{self.width}}")
        sys.stderr.flush()
        self.width = len(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line as if nothing had been shown."""
        if self.width:
            sys.stderr.write(f"\r{'':<{self.width}}\r")
            sys.stderr.flush()
            self.width = 0
