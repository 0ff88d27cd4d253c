"""Guarantees as they stood: each folded from its own facts, up to a day and a position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading import facts as log
from blendfund.domain import financing
from blendfund.domain.guaranteed import REPORTS
from blendfund.projections.guarantees import Fee, Guaranteed, guaranteed
from blendfund.storage.log.engine import driver
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from blendfund.application.reading.reader import Reading
    from blendfund.domain.financing import Financing
    from blendfund.domain.guaranteed import Guarantee
    from blendfund.storage.query.totals import Moment

_GUARANTEES: Final = (
    "SELECT CASE name WHEN '' THEN reference ELSE name END, id, stream_id, project, party,"  # noqa: S608 -- own words
    " carrier FROM agreement WHERE fund = :fund AND side = 'F'"
    " AND instrument = 'guarantee' AND (id = :agreement"
    f" OR (:agreement = 0 AND (carrier <> '') = :carried)) AND {KNOWN} ORDER BY id"
)


class Step(NamedTuple):
    """A fact of a guarantee, and where the guarantee and its fee stood after it.

    ``position`` is the fact's; of one that takes another back, that of the other.
    """

    position: int
    state: Financing
    fee: Fee = Fee()


class Given(NamedTuple):
    """A guarantee of a fund as it stood; it, project and lender by their register's ids.

    ``steps`` are its facts, each with where it led; the first one opened it.
    """

    name: str
    number: str
    project: str
    lender: str
    carrier: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> Financing:
        """Give where it stood after the last fact."""
        return self.steps[-1].state

    def sums(self, on: date) -> Guaranteed:
        """Give what it adds up to on a day."""
        return guaranteed(self.state, on, self.steps[-1].fee)

    def reported(self, reading: Reading, at: Moment) -> date | None:
        """Give the day of which its lender last said how much is owed, None before any."""
        books = reading.books
        opening = log.at(books, self.steps[0].position)
        assert opening is not None
        said = (
            one
            for topic in REPORTS
            for one in log.standing(books, opening.stream, topic, by=at.position)
        )
        return max((one.event.on for one in said if log.known(one, at)), default=None)

    @property
    def terms(self) -> Guarantee | None:
        """Give what was granted; None where only a promise was recorded, or taken back."""
        granted = self.state.guarantee
        return granted if granted is not None and granted.granted else None


def guarantees(
    reading: Reading, at: Moment, *, carried: bool = False, agreement: int = 0
) -> list[Given]:
    """Give a fund's guarantees on which anything stands, in the order they were opened.

    Args:
        reading: The ledger.
        at: The fund, and up to which day and position.
        carried: Those that third parties carry, instead of the fund's own.
        agreement: Only this one (its id), whoever carries it.
    """
    given = at._asdict() | {"carried": carried, "agreement": agreement}
    found = reading.books.execute(_GUARANTEES, given).fetchall()
    known = [
        Given(
            *(name, str(number), str(project), str(party), carrier),
            tuple(_steps(reading, stream, at)),
        )
        for name, number, stream, project, party, carrier in found
    ]
    return [one for one in known if one.state.promises > 0]


def _steps(reading: Reading, stream: bytes, at: Moment) -> Iterator[Step]:
    """Fold what was known of a guarantee by then, and dated up to that day."""
    # The log itself: books that are folded in memory hold no facts.
    raw = driver(reading.connection)
    opened, *facts = log.of_stream(raw, UUID(bytes=stream))
    assert isinstance(opened.event, financing.FinancingOpened)
    state = financing.opened(opened.event)
    yield Step(opened.position, state)
    fee = Fee()
    for fact in facts:
        if fact.position <= at.position and fact.event.on.isoformat() <= at.as_of:
            state = financing.evolve(state, fact.event)
            fee = fee.after(fact.event)
            yield Step(getattr(fact.event, "fact", fact.position), state, fee)
