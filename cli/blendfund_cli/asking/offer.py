"""Offering to register a party or a project that a command names and nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from blendfund_cli.answering.sheet import NOBODY
from blendfund_cli.asking.ask import can_ask, sure
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.recording.record import Creating

REGISTER = N_("Nobody is registered as {name} (near: {near}). Register it now?")
T = TypeVar("T")


def offering(write: Callable[..., T], *, create: Creating) -> T:
    """Write; where a party or a project is unknown and somebody is there, offer to create.

    ``write`` is told with ``create`` whether all that it names may be registered, or which
    names may: each is asked for by itself. Without a yes the refusal stands, and nothing is
    written.
    """
    from blendfund.domain.errors import PartyNotFound, ProjectNotFound

    agreed: set[str] = set()
    while True:
        try:
            return write(create=create or frozenset(agreed))
        except (PartyNotFound, ProjectNotFound) as unknown:
            if unknown.name in agreed or not can_ask(click.get_current_context()):
                raise
            near = _(NOBODY) if unknown.known == "-" else safe(unknown.known)
            if not sure(_(REGISTER).format(name=safe(unknown.name), near=near)):
                raise
            agreed.add(unknown.name)
