"""State aid, checked before a contract with a project that declares a regime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.reading import facts as log
from blendfund.application.reading.aids import attested, granted
from blendfund.domain import aid
from blendfund.domain.ending import ContractReduced
from blendfund.domain.financing import FinancingContracted
from blendfund.domain.guarantee import GuaranteeGranted
from blendfund.domain.money import part_of
from blendfund.domain.vocabulary import CapMode, Instrument, Kind
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.planning.planner import Planner
    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement
    from blendfund.domain.guarantee import GuaranteeTerms
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


def _check_kept(books: sqlite3.Connection, fact: Fact, given_up: int, now: int) -> None:
    """Refuse to give up less of a contract, where all of it is too much aid.

    Raises AidExceeded.
    """
    less = given_up - now
    contracts = [
        one.event
        for one in log.standing(books, fact.stream, "financing-contracted")
        if isinstance(one.event, FinancingContracted) and one.event.regime
    ]
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
        until = row.guarantee.expires
        months = (until.year - row.on.year) * 12 + until.month - row.on.month
        months += until.day > row.on.day  # a month that has begun counts whole
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
