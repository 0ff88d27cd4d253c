"""Terminals that lack a character are given the nearest one they have."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper
from typing import Final

HANDLER: Final = "nearest"
_NEAREST: Final = {
    "\u202f": " ",
    "\u00a0": " ",
    "\u2019": "'",
    "–": "-",
    "─": "-",
    "€": "EUR",
    "£": "GBP",
    "«": '"',
    "»": '"',
    "œ": "oe",
}


def speaks_utf8(stream: object) -> bool:
    """Tell whether a stream can be given any character."""
    return "utf" in (getattr(stream, "encoding", None) or "utf-8").lower()


def settle() -> None:
    """Let the standard streams give the nearest characters where they lack one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not speaks_utf8(stream):
            codecs.register_error(HANDLER, _nearest)
            stream.reconfigure(errors=HANDLER)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    from unicodedata import normalize

    assert isinstance(error, UnicodeEncodeError)
    shown = ""
    for letter in error.object[error.start : error.end]:
        base = normalize("NFKD", letter).encode("ascii", "ignore").decode()
        shown += _NEAREST.get(letter) or base or "?"
    return shown, error.end
