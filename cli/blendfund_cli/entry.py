"""Where the installed command starts: an interrupt is answered before it has begun."""

from __future__ import annotations

import gc
import signal

from blendfund_cli.early import early

signal.signal(signal.SIGINT, early)
# Loading modules makes thousands of objects that stay: looking for garbage among them every
# 700 finds none.
gc.set_threshold(50_000)


def run() -> None:
    """Run the command; once it is under way, it answers an interrupt itself."""
    from blendfund_cli.main import main

    main()
