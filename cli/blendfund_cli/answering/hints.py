"""What a person may do next, said beside an answer."""

from __future__ import annotations

from blendfund_cli.answering.output import say
from blendfund_cli.text import N_, _

UNDO = N_("To take it back: {command}")


def undo_hint() -> None:
    """Say how to take back what was just written."""
    say(_(UNDO).format(command='blendfund undo --reason "..."'))


def undo_import_hint(reference: str) -> None:
    """Say how to take back an import that was just recorded."""
    command = f'blendfund import undo {reference} --reason "..."'
    say(_(UNDO).format(command=command))
