"""Offering to register a party or a project that a command names and nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from blendfund_cli.ask import can_ask, sure
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTER = N_("Nobody is registered as {name} (near: {near}). Register it now?")
T = TypeVar("T")


def offering(write: Callable[..., T], *, create: bool) -> T:
    """Write; where a party or a project is unknown and somebody is there, offer to create.

    ``write`` is told with ``create`` whether what it names may be registered. Without a
    yes the refusal stands, and nothing is written.
    """
    from blendfund.domain.errors import PartyNotFound, ProjectNotFound

    try:
        return write(create=create)
    except (PartyNotFound, ProjectNotFound) as unknown:
        if create or not can_ask(click.get_current_context()):
            raise
        said = {"name": safe(unknown.name), "near": safe(unknown.known)}
        if not sure(_(REGISTER).format(**said)):
            raise
    return write(create=True)
