"""Putting agreements into tranches: known ones, and never more than they can bear."""

from __future__ import annotations

from bisect import insort
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from blendfund.domain.errors import (
    AboveTranche,
    AssignedAlready,
    EntersNoTranche,
    TrancheNotFound,
    Word,
    WrongInstrument,
)
from blendfund.domain.money import Money
from blendfund.domain.tranche import ContributionAssigned
from blendfund.domain.vocabulary import Instrument, Kind
from blendfund.storage.query.totals import Moment
from blendfund.storage.query.tranched import assignments, tranches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.planning.agreements import Agreement
    from blendfund.domain.contribution import Contribution
    from blendfund.domain.event import Event
    from blendfund.domain.fund import Fund
    from blendfund.exchange.row import Row
    from blendfund.storage.query.tranched import TrancheRow

    Planned = Callable[[UUID], Contribution | None]

ENTERS: Final = frozenset(
    {Kind.PLEDGE, Kind.COMMITMENT, Kind.CONTRIBUTION, Kind.OPENING_CONTRIBUTION}
)
PROMISES: Final = frozenset({Kind.PLEDGE, Kind.COMMITMENT, Kind.AMENDMENT})
NONE: Final = b""
LAST: Final = 2**62
FOREVER: Final = "9999-12-31"
_BROUGHT: Final = (
    "SELECT pledged + open + max(0, held) FROM agreement WHERE stream_id = ?"
    " AND withdrawn = 0"
)


class Entering(NamedTuple):
    """An agreement that is put into a tranche on a day."""

    stream: UUID
    label: str
    instrument: str
    on: date


class Tranching:
    """Which agreement stands in which tranche of a fund, a plan's own ones included.

    ``planned`` gives the state of an agreement that a plan has at hand.
    """

    def __init__(
        self,
        books: sqlite3.Connection,
        fund: tuple[int, UUID, Fund],
        stamp: dict[str, Any],
        planned: Planned = lambda _: None,
    ) -> None:
        self.books = books
        self.number, self.fund_stream, self.fund = fund
        self.stamp = stamp
        self.planned = planned

    @cached_property
    def days(self) -> dict[UUID, list[tuple[str, bytes]]]:
        """Give the days from which each agreement stands in which tranche."""
        at = Moment(self.number, FOREVER, LAST, head=True)
        found: dict[UUID, list[tuple[str, bytes]]] = {}
        sql = "SELECT stream_id FROM agreement WHERE id = ?"
        for one in assignments(self.books, at):
            (raw,) = self.books.execute(sql, (one.agreement,)).fetchone()
            found.setdefault(UUID(bytes=raw), []).append((one.on, one.tranche))
        return found

    def follow(
        self, row: Row, agreement: Agreement, append: Callable[[UUID, int, Event], None]
    ) -> None:
        """Put the agreement of a row where the row says, and check what it brings.

        Raises:
            TrancheNotFound, AboveTranche, EntersNoTranche, WrongInstrument, LossesBorne.
        """
        label = agreement.name or agreement.reference
        if row.tranche:
            if row.kind not in ENTERS:
                raise EntersNoTranche(Word(row.kind))
            one = Entering(agreement.stream, label, agreement.terms[0], row.on)
            event = self.enter(one, row.tranche)
            if event is not None:
                agreement.version += 1
                append(agreement.stream, agreement.version, event)
        elif row.kind in PROMISES:
            self._check(agreement.stream, label)

    def assign(self, one: Entering, name: str) -> ContributionAssigned:
        """Put an agreement into a tranche, or into none where the name is empty.

        Raises:
            TrancheNotFound, AboveTranche, WrongInstrument, AssignedAlready, LossesBorne.
        """
        event = self.enter(one, name)
        if event is None:
            raise AssignedAlready(one.label, name or Word("no tranche"))
        return event

    def enter(self, one: Entering, name: str) -> ContributionAssigned | None:
        """Give the fact that puts an agreement into a tranche, None where it is there.

        Raises:
            TrancheNotFound, AboveTranche, WrongInstrument, LossesBorne.
        """
        if one.instrument == Instrument.IN_KIND:
            raise WrongInstrument(one.label, Word(one.instrument))
        tranche = self.named(name, one.on).stream if name else NONE
        on = one.on.isoformat()
        days = self.days.setdefault(one.stream, [])
        earlier = [where for day, where in days if day <= on]
        if tranche == (earlier[-1] if earlier else NONE):
            self._check(one.stream, one.label)
            return None
        insort(days, (on, tranche), key=lambda entry: entry[0])
        self._check(one.stream, one.label)
        if earlier:
            # Imported here: few agreements ever change tranche.
            from blendfund.application.planning.staying import Moving, check_losses_stay

            moving = Moving(one.stream, one.label, one.on, tranche)
            check_losses_stay(self.books, self.number, self.fund.currency, moving)
        return ContributionAssigned(
            on=one.on,
            fund=self.fund_stream,
            tranche=UUID(bytes=tranche) if tranche else None,
            **self.stamp,
        )

    def named(self, name: str, on: date) -> TrancheRow:
        """Give a tranche of the fund as it stands on a day. Raises TrancheNotFound."""
        found = self._tranches(on.isoformat())
        for one in found:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in found) or "-"
        raise TrancheNotFound(self.fund.reference, name, known)

    def _tranches(self, as_of: str) -> list[TrancheRow]:
        return tranches(self.books, Moment(self.number, as_of, LAST, head=True))

    def _check(self, stream: UUID, label: str) -> None:
        """Refuse that the tranche an agreement comes to stand in holds more than it can."""
        where = self._last(stream)
        for tranche in self._tranches(FOREVER) if where else ():
            if tranche.stream == where:
                others = [
                    one for one in self.days if one != stream and self._last(one) == where
                ]
                left = tranche.size - sum(map(self._brings, others))
                asked = self._brings(stream)
                if asked > left:
                    brought, room = (
                        Money(one, self.fund.currency) for one in (asked, max(0, left))
                    )
                    raise AboveTranche(label, brought, tranche.name, room)

    def _last(self, stream: UUID) -> bytes:
        days = self.days.get(stream)
        return days[-1][1] if days else NONE

    def _brings(self, stream: UUID) -> int:
        """Give what an agreement has in the fund and may still bring (minor units)."""
        state = self.planned(stream)
        if state is not None:
            return state.pledged_minor + state.open_minor + max(0, state.held.now)
        found = self.books.execute(_BROUGHT, (stream.bytes,)).fetchone()
        return int(found[0]) if found else 0
