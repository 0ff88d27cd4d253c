"""Ctrl-C while a ledger is written: all or nothing, and the truth about which."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

import click

from blendfund_cli.early import waits
from blendfund_cli.keeping import WRITER
from blendfund_cli.signing_key import sign

if TYPE_CHECKING:
    from types import FrameType

    from blendfund.application.writing.ledger import Ledger


def patient(ledger: Ledger) -> Ledger:
    """Let an interrupt stop the command until it commits; after that it comes too late.

    A command whose facts are committed ends as usual and says so, whatever is pressed.
    """
    sign(ledger)
    if threading.current_thread() is not threading.main_thread():
        return ledger
    context = click.get_current_context()
    context.meta[WRITER] = ledger.writer
    before = signal.getsignal(signal.SIGINT)

    def interrupted(_signal: int, frame: FrameType | None) -> None:
        if not ledger.writer.committing and not waits(interrupted, frame):
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    root = context.find_root()
    # A process that is about to end stays patient to its end (a handler of our own would
    # be dropped by the interpreter on its way out); a caller that runs commands within its
    # own process gets its handler back.
    alone = sys.stdout is sys.__stdout__
    after = signal.SIG_IGN if alone else before
    root.call_on_close(lambda: signal.signal(signal.SIGINT, after))
    return ledger
