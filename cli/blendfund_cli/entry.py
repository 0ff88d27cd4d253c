"""Where the installed command starts: quiet when it is interrupted before it has begun."""

from __future__ import annotations

import signal


def run() -> None:
    """Import the command with Ctrl-C ending the process at once, then run it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from blendfund_cli.main import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
