"""State aid, checked before a contract with a project that declares a regime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.reading import facts as log
from blendfund.application.reading.aids import added, attested, granted
from blendfund.domain import aid
from blendfund.domain.ending import ContractReduced
from blendfund.domain.financing import FinancingContracted
from blendfund.domain.guarantee import GuaranteeGranted
from blendfund.domain.instalments import months_after
from blendfund.domain.money import part_of
from blendfund.domain.vocabulary import CapMode, Instrument, Kind
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from uuid import UUID

    from blendfund.application.planning.planner import Planner
    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement
    from blendfund.domain.financing import Financing
    from blendfund.domain.guarantee import GuaranteeTerms
    from blendfund.domain.schedule import FinancingRescheduled, Schedule
    from blendfund.exchange.row import Row

_OF: Final = (
    "SELECT a.fund, a.project, p.name FROM agreement a JOIN project p"
    " ON p.id = a.project WHERE a.stream_id = ?"
)
GIVEN: Final = frozenset(
    {Instrument.GRANT, Instrument.DONATION, Instrument.PERMANENT_CONTRIBUTION}
)


def check(books: sqlite3.Connection, fund: Any, planner: Planner, row: Row) -> None:
    """Check the regime a contract's project declares, and note what the contract counts.

    Raises AidUnverifiable, AidExceeded, UnknownRegime.
    """
    agreement = planner.latest
    if row.kind is not Kind.CONTRACT or row.verb or agreement is None:
        return
    sql = "SELECT id FROM project WHERE stream_id = ?"
    found = books.execute(sql, (agreement.owner.bytes,)).fetchone()
    declared = attested(books, fund[0], found[0], row.on) if found else None
    if declared is None:
        return
    project = planner.directory.project_name(agreement.owner)
    counted = _equivalent(row, str(agreement.terms[0]), declared.regime)
    aid.check(
        declared.regime,
        row.on,
        counted,
        granted(books, fund[0], found[0], declared.regime),
        attested=declared.holds(row.on),
        project=project,
    )
    _note(planner, declared.regime, counted)


def corrected(books: sqlite3.Connection, fact: Fact, event: Movement) -> Movement:
    """Give a contract's correction with what it counts as aid now. Raises AidExceeded.

    An equivalent is proportional to the amount; what others granted was attested then.
    """
    was = fact.event
    if isinstance(was, ContractReduced):
        _check_kept(books, fact, was.amount_minor, event.amount_minor)
        return event
    if not isinstance(was, FinancingContracted | GuaranteeGranted) or not was.regime:
        return event
    fund, project, name = books.execute(_OF, (fact.stream.bytes,)).fetchone()
    part = f"{event.amount_minor}/{was.amount_minor}"
    counted = part_of(was.aid_minor, part)
    known = granted(books, fund, project, was.regime, besides=fact.position)
    aid.check(was.regime, event.on, counted, known, attested=True, project=name)
    return structs.replace(event, aid_minor=counted)


def rescheduled(
    books: sqlite3.Connection, stream: UUID, was: Financing, event: FinancingRescheduled
) -> FinancingRescheduled:
    """Give a rescheduling with what it adds to the aid that the contract counts.

    Args:
        books: The read models.
        stream: The contract's.
        was: The contract before.
        event: The rescheduling.

    Raises:
        AidUnverifiable, AidExceeded.
    """
    contracts = _under_regime(books, stream)
    if not contracts:
        return event
    regime, day = contracts[-1].regime, event.on
    left = sum(one.amount_minor - one.aid_minor for one in contracts)
    left -= sum(one.minor for one in added(books, stream, regime))
    before = max((_months(day, _end(terms)) for terms in was.schedules[-1:]), default=0)
    after = _months(day, _end(event.schedule))
    most = aid.ceiling(regime, day)
    more = aid.added_by_time(event.principal_minor, before, after, most, left)
    if not more:
        return event
    fund, project, name = books.execute(_OF, (stream.bytes,)).fetchone()
    declared = attested(books, fund, project, day)
    aid.check(
        regime,
        day,
        more,
        granted(books, fund, project, regime),
        attested=declared is not None and declared.regime == regime and declared.holds(day),
        project=name,
    )
    return structs.replace(event, regime=regime, aid_minor=more)


def _under_regime(books: sqlite3.Connection, stream: UUID) -> list[FinancingContracted]:
    """Give what a contract promised under a regime, as it stands."""
    return [
        one.event
        for one in log.standing(books, stream, "financing-contracted")
        if isinstance(one.event, FinancingContracted) and one.event.regime
    ]


def _end(terms: Schedule) -> date:
    """Give the day on which the last line of a schedule falls due."""
    return months_after(terms.start, terms.count * terms.every.months)


def _months(since: date, until: date) -> int:
    """Count the months between two days; one that has begun counts whole."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months + (until.day > since.day))


def _check_kept(books: sqlite3.Connection, fact: Fact, given_up: int, now: int) -> None:
    """Refuse to give up less of a contract, where all of it is too much aid.

    Raises AidExceeded.
    """
    less = given_up - now
    contracts = _under_regime(books, fact.stream)
    promised = sum(one.amount_minor for one in contracts)
    if less <= 0 or not promised:
        return
    fund, project, name = books.execute(_OF, (fact.stream.bytes,)).fetchone()
    (*_, last) = contracts
    counted = part_of(sum(one.aid_minor for one in contracts), f"{less}/{promised}")
    known = granted(books, fund, project, last.regime)
    aid.check(last.regime, last.on, counted, known, attested=True, project=name)


def _equivalent(row: Row, instrument: str, regime: str) -> int:
    """Give what a contract counts as aid (minor units)."""
    kind, months = "grant", 0
    if row.guarantee is not None:
        if _quota(row.guarantee) * 100 <= aid.QUOTA_MAX:
            kind = "guarantee"
        months = _months(row.on, row.guarantee.expires)
    elif instrument not in GIVEN:
        kind = "loan"
        if row.schedule is not None:
            months = row.schedule.count * row.schedule.every.months
    most = aid.ceiling(regime, row.on)
    return aid.gross_grant_equivalent(kind, row.amount_minor, months, most)


def _quota(terms: GuaranteeTerms) -> Any:
    """Give which part of the covered loan a guarantee bears."""
    from fractions import Fraction

    if terms.cap_mode is CapMode.REDUCES_QUOTA:
        return Fraction(terms.guaranteed_minor, terms.loan_minor)
    return Fraction(terms.quota)


def _note(planner: Planner, regime: str, counted: int) -> None:
    """Write on the contract what it counts as aid, and under which regime."""
    for place, fact in enumerate(planner.facts):
        event = fact.event
        if isinstance(event, FinancingContracted | GuaranteeGranted):
            noted = structs.replace(event, regime=regime, aid_minor=counted)
            where = (fact.originator_id, fact.originator_version)
            planner.facts[place] = Recorded(*where, noted)
