"""Answering an interrupt before the command has begun, and while modules are loaded."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

INTERRUPTED = 130
MOMENT_SECONDS = 0.001
# Handlers that are to be called again: a timer of somebody else's is left alone.
_waiting: set[object] = set()
# Said before anything else is loaded, catalogues included; a test holds them together.
SAID = {
    "fr": "Interrompu\u00a0: rien n\u2019a été écrit.\n",
    "en": "Interrupted: nothing was written.\n",
}


def early(_signal: int, _frame: FrameType | None) -> None:
    """End at once: nothing was opened yet, so nothing was written."""
    os.write(2, SAID[_language()].encode("utf-8", "replace"))
    os._exit(INTERRUPTED)


def answer() -> None:
    """Take interrupts over from the start of the process, where it is one of its own."""
    if signal.getsignal(signal.SIGINT) is early:
        signal.signal(signal.SIGINT, later)


def deaf() -> None:
    """Answer one interrupt only, in a process of its own."""
    if signal.getsignal(signal.SIGINT) is later:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    too_late()


def later(_signal: int, frame: FrameType | None) -> None:
    """Interrupt the command, but not in the middle of an import."""
    if not waits(later, frame):
        raise KeyboardInterrupt


def waits(
    handler: Callable[[int, FrameType | None], None], frame: FrameType | None
) -> bool:
    """Call a handler again in a moment if a module is being loaded; tell whether it is.

    Python's own importer swallows an interrupt here and there, and a half-made module
    turns it into another error.
    """
    if not importing(frame):
        return False
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, MOMENT_SECONDS)
    _waiting.add(handler)
    return True


def too_late() -> None:
    """Drop an interrupt that still waits."""
    if _waiting:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _waiting.clear()


def importing(frame: FrameType | None) -> bool:
    """Tell whether a module is being loaded."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _language() -> str:
    """Choose as the command itself will (``text.default_language``)."""
    asked = os.environ.get("BLENDFUND_LANG", "")
    if asked in SAID:
        return asked
    given = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    found = next(filter(None, given), "")
    return "en" if found.lower().startswith("en") else "fr"
