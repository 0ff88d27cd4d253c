"""What the log already holds, loaded as a plan asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventsourcing.application import AggregateNotFoundError
from msgspec import Struct

from blendfund.application.reading import facts as log
from blendfund.domain import contribution, financing, project
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from uuid import UUID

    from eventsourcing.application import Repository

    from blendfund.domain.event import Event
    from blendfund.storage.query.totals import Moment


class Held(Struct, frozen=True):
    """A loaded aggregate: its state and version."""

    state: Any
    version: int


class Past:
    """What the log already holds, loaded as a plan asks for it."""

    def __init__(self, repository: Repository[UUID], books: sqlite3.Connection) -> None:
        self.repository = repository
        self.books = books

    def load(self, stream: UUID) -> Any:
        """Give an agreement's state, from its whole history."""
        held: Held = self.repository.get(stream, projector_func=replay)  # type: ignore[type-var, assignment]
        return held.state

    def project(self, stream: UUID) -> project.Project:
        """Give a project as others' money in it stands, from its whole history."""
        held: Held = self.repository.get(stream, projector_func=replay)  # type: ignore[type-var, assignment]
        found = held.state
        assert isinstance(found, project.Project)
        return found

    def version(self, stream: UUID) -> int:
        """Give the version a stream stands at."""
        sql = "SELECT max(version) FROM event WHERE stream_id = ?"
        return int(self.books.execute(sql, (stream.bytes,)).fetchone()[0])

    def last(self, prefix: str) -> int:
        """Give the last number taken under a reference's prefix."""
        sql = "SELECT last FROM counter WHERE prefix = ?"
        found = self.books.execute(sql, (prefix,)).fetchone()
        return found[0] if found else 0


def state_of(books: sqlite3.Connection, stream: UUID, at: Moment | None = None) -> Any:
    """Give an agreement's state from the facts of its stream in the books.

    At a moment it is what was known by then, and dated up to that day.
    """
    held: Held | None = None
    for fact in log.of_stream(books, stream):
        if held is None or at is None or log.known(fact, at):
            held = replay(held, [Recorded(stream, fact.version, fact.event)])
    assert held is not None
    return held.state


def replay(held: Held | None, events: Iterable[Recorded]) -> Held | None:
    """Fold the history of an agreement or a project; its first fact says which it is."""
    for recorded in events:
        event, version = recorded.event, recorded.originator_version
        if held is None:
            held = Held(_opened(event), version)
        elif isinstance(held.state, contribution.Contribution):
            held = Held(contribution.evolve(held.state, event), version)
        elif isinstance(held.state, project.Project):
            held = Held(project.evolve(held.state, event), version)
        else:
            held = Held(financing.evolve(held.state, event), version)
    return held


def _opened(
    event: Event,
) -> contribution.Contribution | financing.Financing | project.Project:
    if isinstance(event, contribution.ContributionOpened):
        return contribution.opened(event)
    if isinstance(event, financing.FinancingOpened):
        return financing.opened(event)
    if isinstance(event, project.ProjectRegistered):
        return project.Project(event.name)
    raise AggregateNotFoundError
