"""Which decisions of the committee a contract rests on, as the books know them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.application.reading.decided import dossier_of
from blendfund.domain.resting import rest
from blendfund.storage.query.decisions import contracted_at, contracts_of
from blendfund.storage.query.totals import Moment

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from blendfund.domain.dossier import Dossier
    from blendfund.domain.resting import Resting

LAST: Final = 2**62


class Ground(NamedTuple):
    """A project's file, and the positions of the decisions that a contract rests on."""

    file: Dossier
    positions: frozenset[int]


def resting_of(
    books: sqlite3.Connection, fund: int, project: int, at: Moment | None = None
) -> tuple[Dossier, Resting]:
    """Give a project's file, and what its contracts rest on (default: as known now)."""
    at = at or ever(fund)
    on = date.fromisoformat(at.as_of)
    file = dossier_of(books, fund, project, on=on, position=at.position)
    return file, rest(file.decisions, contracts_of(books, at, project))


def ground_of(
    books: sqlite3.Connection,
    fund: int,
    project: int,
    stream: UUID,
    at: Moment | None = None,
) -> Ground:
    """Give what a contract of a project rests on (default: as known now)."""
    at = at or ever(fund)
    file, resting = resting_of(books, fund, project, at)
    own = contracted_at(books, at, project, stream)
    return Ground(file, frozenset(one for by in own for one in resting.under.get(by, ())))


def ever(fund: int) -> Moment:
    """Give the moment at which all that is recorded of a fund is known."""
    return Moment(fund, date.max.isoformat(), LAST, head=True)
