"""State aid, checked before a contract with a project that declares a regime."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from msgspec import structs

from blendfund.application.reading import facts as log
from blendfund.application.reading.decided import project_facts
from blendfund.domain import aid
from blendfund.domain.aid import AidDeclared, Granted, UndertakingDeclared
from blendfund.domain.ending import ContractReduced
from blendfund.domain.financing import FinancingContracted
from blendfund.domain.guarantee import GuaranteeGranted
from blendfund.domain.vocabulary import Instrument, Kind
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row

ATTESTED_DAYS: Final = 365  # how old a beneficiary's attestation may be
# Projects carried by the same party, or by one of a group of SIREN numbers.
_GROUP: Final = (
    "SELECT p.id FROM project p LEFT JOIN party y ON y.id = p.party WHERE p.withdrawn = 0"
    " AND (p.id = :project OR p.party = (SELECT party FROM project WHERE id = :project)"
    " OR substr(y.identifier, 1, 9) IN (SELECT value FROM json_each(:sirens)))"
)
_CONTRACTS: Final = "SELECT stream_id FROM agreement WHERE project = ? AND withdrawn = 0"
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
    if found is None:
        return
    declared = [
        event
        for _, event in project_facts(books, fund[0], found[0], "aid-declared")
        if isinstance(event, AidDeclared) and event.on <= row.on
    ]
    if not declared:
        return
    regime = declared[-1].regime
    project = planner.directory.project_name(agreement.owner)
    counted = _equivalent(row, str(agreement.terms[0]), regime)
    since = row.on - timedelta(ATTESTED_DAYS)
    attested = any(one.regime == regime and one.on >= since for one in declared)
    granted = list(_granted(books, fund[0], found[0], regime))
    aid.check(regime, row.on, counted, granted, attested=attested, project=project)
    _note(planner, regime, counted)


def _equivalent(row: Row, instrument: str, regime: str) -> int:
    """Give what a contract counts as aid (minor units)."""
    most = aid.ceiling(regime, row.on).minor
    kind, months = "grant", 0
    if row.guarantee is not None:
        kind = "guarantee"
        until = row.guarantee.expires
        months = (until.year - row.on.year) * 12 + until.month - row.on.month + 1
    elif instrument not in GIVEN:
        kind = "loan"
        if row.schedule is not None:
            months = row.schedule.count * row.schedule.every.months
    return aid.gross_grant_equivalent(kind, row.amount_minor, months, most)


def _granted(
    books: sqlite3.Connection, fund: int, project: int, regime: str
) -> Iterator[Granted]:
    """Give all that the undertaking was granted under a regime, here and elsewhere."""
    sirens: list[str] = []
    for _, event in project_facts(books, fund, project, "undertaking-declared"):
        if isinstance(event, UndertakingDeclared):
            sirens = list(event.sirens)
    listed = "[" + ",".join(f'"{one}"' for one in sirens) + "]"
    group = books.execute(_GROUP, {"project": project, "sirens": listed}).fetchall()
    for (one,) in group:
        for _, event in project_facts(books, fund, one, "aid-declared"):
            if isinstance(event, AidDeclared) and event.regime == regime:
                yield Granted(event.granted_on or event.on, event.amount_minor)
        for (stream,) in books.execute(_CONTRACTS, (one,)).fetchall():
            yield from _contracted(books, UUID(bytes=stream), regime)


def _contracted(books: sqlite3.Connection, stream: UUID, regime: str) -> Iterator[Granted]:
    """Give what a contract counts under a regime, less its part that was given up."""
    counted = aided = 0
    on = None
    for fact in log.of_stream(books, stream):
        said = fact.event
        if not log.stands(books, fact.position):
            continue
        if isinstance(said, GuaranteeGranted) and said.regime == regime:
            yield Granted(said.on, said.aid_minor)
        elif isinstance(said, FinancingContracted) and said.regime == regime:
            on, counted = said.on, counted + said.amount_minor
            aided += said.aid_minor
            yield Granted(said.on, said.aid_minor)
        elif isinstance(said, ContractReduced) and on is not None:
            yield Granted(on, -(aided * min(said.amount_minor, counted) // counted))


def _note(planner: Planner, regime: str, counted: int) -> None:
    """Write on the contract what it counts as aid, and under which regime."""
    for place, fact in enumerate(planner.facts):
        event = fact.event
        if isinstance(event, FinancingContracted | GuaranteeGranted):
            noted = structs.replace(event, regime=regime, aid_minor=counted)
            where = (fact.originator_id, fact.originator_version)
            planner.facts[place] = Recorded(*where, noted)
