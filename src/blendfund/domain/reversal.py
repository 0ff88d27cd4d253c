"""Taking facts back: never by editing them, always by a fact that names them."""

from __future__ import annotations

from uuid import UUID

from blendfund.domain.event import Event


class MovementReversed(Event, frozen=True, kw_only=True):
    """A movement was taken back, or, with ``restores``, stands again.

    ``fact`` is the position of the movement itself and ``reverses`` that of the fact taken
    back: the movement, or an earlier reversal of it. The operation date is the movement's;
    its postings are the movement's own with the sign changed. What it repeats of the
    movement (``movement``, amounts in minor units, identity of its line) lets an agreement
    or project be loaded from its own stream alone. ``replaced_by`` is the position of the
    correction.
    """

    reverses: int
    fact: int
    movement: str
    amount_minor: int
    currency: str
    drawn_minor: int = 0
    called_minor: int = 0
    restores: bool = False
    replaced_by: int = 0
    reference: str = ""
    digest: str = ""
    twin: int = 0
    party: UUID | None = None

    @property
    def sign(self) -> int:
        """Give +1 where the movement stands again, -1 where it is taken back."""
        return 1 if self.restores else -1


class FactWithdrawn(Event, frozen=True, kw_only=True):
    """Something that was made known, or decided, does not hold any more.

    ``fact`` is its position, ``what`` its topic without the version.
    """

    fact: int
    what: str
