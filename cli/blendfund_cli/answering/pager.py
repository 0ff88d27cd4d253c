"""Long texts on a terminal, page by page; anywhere else, straight out."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unpaged() -> Iterator[None]:
    """Show nothing page by page for a while."""
    before = os.environ.get("PAGER")
    os.environ["PAGER"] = ""
    try:
        yield
    finally:
        del os.environ["PAGER"]
        if before is not None:
            os.environ["PAGER"] = before


def put(text: str, *, paged: bool) -> None:
    """Print a text; through the pager when a person would see it run off the screen.

    An empty ``PAGER`` stands for none, as it does for other tools.
    """
    if (
        paged
        and os.environ.get("PAGER") != ""
        and text.count("\n") >= _lines()
        and sys.stdin.isatty()
    ):
        # Quit at once if it all fits, keep colours, leave the text on the screen.
        os.environ.setdefault("LESS", "FRX")
        click.echo_via_pager(text)
    else:
        sys.stdout.write(text)


def _lines() -> int:
    """Give the terminal's height."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        lines = os.environ.get("LINES", "")
        return int(lines) if lines.isdecimal() and int(lines) else 24
