"""Where the installed command starts: an interrupt is answered before it has begun."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130
# Said before anything else is loaded, catalogues included; a test holds them together.
SAID = {
    "fr": "Interrompu\u00a0: rien n\u2019a été écrit.\n",
    "en": "Interrupted: nothing was written.\n",
}


def early(_signal: int, _frame: FrameType | None) -> None:
    """End at once: nothing was opened yet, so nothing was written."""
    os.write(2, SAID[_language()].encode("utf-8", "replace"))
    os._exit(INTERRUPTED)


def _language() -> str:
    """Choose as the command itself will (``text.default_language``)."""
    asked = os.environ.get("BLENDFUND_LANG", "")
    if asked in SAID:
        return asked
    given = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    found = next(filter(None, given), "")
    return "en" if found.lower().startswith("en") else "fr"


signal.signal(signal.SIGINT, early)


def run() -> None:
    """Run the command; once it is under way, it answers an interrupt itself."""
    from blendfund_cli.main import main

    main()
