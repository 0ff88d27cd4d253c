"""Planning what takes facts back: reversals, replacements, withdrawals.

Nothing is ever edited. A movement is taken back by its opposite; what was only made known
(a party, an agreement) is withdrawn where nothing that still stands needs it. Where a
promise goes, the payments that had drawn on it are recorded again as they stand without
it, so that the books equal those of a history in which it had never been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.correcting.redraw import DRAWN_ON, LEFT_BY, redrawn
from blendfund.application.reading import facts as log
from blendfund.application.registering.registered import Registered
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.domain.treasury import TransferMade
from blendfund.journal.rules import REVERSAL, RULES
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Event, Movement

SHELLS: Final = (
    "contribution-opened",
    "financing-opened",
    "project-registered",
    "party-registered",
)


class TakeBack:
    """Plans the facts that take others back, in one open transaction."""

    def __init__(
        self,
        books: sqlite3.Connection,
        head: int,
        stamp: dict[str, Any],
        reason: str,
        today: date,
    ) -> None:
        self.books = books
        self.stamp = {**stamp, "reason": reason}
        self.today = today
        self.facts: list[Recorded] = []
        self.changed: dict[int, int] = {}  # what this plan adds to a movement's signs
        self.replaced: dict[UUID, list[Fact]] = {}
        self._gone: set[int] = set()  # the facts given to ``write`` that it took back
        self._head = head
        self._versions: dict[UUID, int] = {}
        self._promises: dict[UUID, None] = {}
        self._touched: dict[UUID, None] = {}

    @property
    def position(self) -> int:
        """Give the position that the next planned fact will have."""
        return self._head + len(self.facts) + 1

    def stands(self, position: int) -> bool:
        """Tell whether a movement stands, this plan carried out."""
        if position > self._head:
            return True
        signs = self.changed.get(position, 0)
        return log.stands(self.books, position) + signs > 0

    def write(self, found: Iterable[Fact]) -> None:
        """Take back everything that a command wrote, the last fact first."""
        shells = []
        for fact in sorted(found, reverse=True):
            if fact.what in RULES:
                if self.movement(fact):
                    self._gone.add(fact.position)
            elif fact.what == REVERSAL:
                self._restore(fact)
            elif fact.what in SHELLS:
                shells.append(fact)
            elif fact.what != "fact-withdrawn":
                self._withdraw(fact)
        self.settle()
        registered = Registered(self.books, self.stands, set(self.replaced))
        for fact in registered.unused(shells, list(self._touched)):
            self._withdraw(fact)

    def movement(self, fact: Fact, replaced_by: int = 0) -> bool:
        """Take a movement back, or what corrected it since; tell whether one stood."""
        while not self.stands(fact.position):
            later = log.replacement(self.books, fact.position)
            found = log.at(self.books, later) if later else None
            if found is None:
                return False
            fact = found
        self._reverse(fact, fact.position, replaced_by=replaced_by)
        return True

    def replace(self, fact: Fact, event: Movement) -> None:
        """Take a movement back and record another in its place."""
        place = self.position + 1
        self.movement(fact, replaced_by=place)
        told = {"replaces": fact.position, "batch": None, "events": 0, "undoes": 0}
        new = structs.replace(event, key=None, body=None, **told, **self.stamp)
        version = self._append(fact.stream, new)
        planned = fact._replace(position=place, version=version, event=new)
        self.replaced.setdefault(fact.stream, []).append(planned)

    def correct(self, fact: Fact, event: Movement) -> None:
        """Replace a movement, and what now draws otherwise on promises because of it."""
        opened = next(log.of_stream(self.books, fact.stream))
        history = [
            other._replace(event=event) if other.position == fact.position else other
            for other in self.history(fact.stream)
        ]
        changed = list(redrawn(opened.event, history))
        own = [now for other, now in changed if other.position == fact.position]
        self.replace(fact, own[0] if own else event)
        if fact.what == "repayment-received":
            self._release(fact, event)
        for other, now in changed:
            if other.position != fact.position:
                self.replace(other, now)
        self._promises = {}

    def _release(self, fact: Fact, event: Movement) -> None:
        """Let what a repayment set free of its earmarks follow its correction."""
        parts = {one.earmark: one.amount_minor for one in event.draws}
        parts = parts or {event.earmark: event.amount_minor}
        for freed in list(self._freed(fact)):
            part = parts.get(freed.event.earmark, 0)
            new = structs.replace(freed.event, on=event.on, amount_minor=part)
            if not part:
                self.movement(freed)
            elif new != freed.event:
                self.replace(freed, new)

    def _freed(self, fact: Fact) -> Iterator[Any]:
        """Give the transfers recorded right after a repayment, as they stand."""
        place = self._place(fact) + 1
        found = log.at(self.books, place)
        while found is not None and isinstance(found.event, TransferMade):
            if found.event.events:
                return  # a command of its own
            standing: Fact | None = found
            while standing is not None and not self.stands(standing.position):
                later = log.replacement(self.books, standing.position)
                standing = log.at(self.books, later) if later else None
            if standing is not None:
                yield standing
            place += 1
            found = log.at(self.books, place)

    def settle(self) -> None:
        """Record again the payments that stand otherwise without what was taken back."""
        promises, self._promises = self._promises, {}
        for stream in promises:
            opened = next(log.of_stream(self.books, stream))
            for fact, event in list(redrawn(opened.event, self.history(stream))):
                self.replace(fact, event)
        self._promises = {}

    def history(self, stream: UUID) -> list[Fact]:
        """Give the movements of a stream that stand, this plan carried out.

        A correction stands in the place of what it corrects.
        """
        found = [
            fact
            for fact in log.of_stream(self.books, stream)
            if fact.what in RULES and self.stands(fact.position)
        ]
        found += self.replaced.get(stream, ())
        return sorted(found, key=lambda fact: (self._place(fact), fact.position))

    def _place(self, fact: Fact) -> int:
        """Give where the first fact stood of a chain of corrections."""
        before: Any = fact.event
        place = fact.position
        while before.replaces:
            place = before.replaces
            found = log.at(self.books, place)
            assert found is not None
            before = found.event
        return place

    def _restore(self, fact: Fact) -> None:
        event = fact.event
        assert isinstance(event, MovementReversed)
        base = log.at(self.books, event.fact)
        # A correction that was taken back otherwise since gives nothing back.
        given_back = event.replaced_by in self._gone if event.replaced_by else self._gone
        if base is not None and given_back and not self.stands(base.position):
            self._reverse(base, fact.position, restores=True)

    def _reverse(
        self, fact: Fact, reverses: int, *, replaced_by: int = 0, restores: bool = False
    ) -> None:
        event: Any = fact.event
        self._append(
            fact.stream,
            MovementReversed(
                on=event.on,
                reverses=reverses,
                fact=fact.position,
                movement=fact.what,
                amount_minor=event.amount_minor,
                currency=event.currency,
                drawn_minor=getattr(event, "drawn_minor", 0),
                called_minor=getattr(event, "called_minor", 0),
                restores=restores,
                replaced_by=replaced_by,
                reference=event.reference,
                digest=event.digest,
                twin=event.twin,
                party=getattr(event, "party", None),
                **self.stamp,
            ),
        )
        sign = 1 if restores else -1
        self.changed[fact.position] = self.changed.get(fact.position, 0) + sign
        self._touched[fact.stream] = None
        if fact.what in DRAWN_ON or (fact.what in LEFT_BY and self._closed(fact.stream)):
            self._promises[fact.stream] = None

    def _closed(self, stream: UUID) -> bool:
        """Tell whether what is still to come of an agreement was given up."""
        sql = "SELECT closes FROM agreement WHERE stream_id = ?"
        found = self.books.execute(sql, (stream.bytes,)).fetchone()
        return bool(found and found[0] > 0)

    def _withdraw(self, fact: Fact) -> None:
        withdrawn = FactWithdrawn(
            on=self.today, fact=fact.position, what=fact.what, **self.stamp
        )
        self._append(fact.stream, withdrawn)

    def _append(self, stream: UUID, event: Event) -> int:
        version = self._versions.get(stream)
        if version is None:
            sql = "SELECT max(version) FROM event WHERE stream_id = ?"
            version = int(self.books.execute(sql, (stream.bytes,)).fetchone()[0])
        self._versions[stream] = version + 1
        self.facts.append(Recorded(stream, version + 1, event))
        return version + 1

    def first(self, **told: object) -> None:
        """Put what only a command's first fact carries on the first planned fact."""
        first = self.facts[0]
        event = structs.replace(first.event, **told)
        self.facts[0] = Recorded(first.originator_id, first.originator_version, event)
