"""State aid of a project and of all who are one undertaking with its carrier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading import facts as log
from blendfund.application.reading.decided import project_facts, said
from blendfund.domain import aid
from blendfund.domain.aid import AidDeclared, Granted
from blendfund.domain.ending import ContractReduced
from blendfund.domain.financing import FinancingContracted
from blendfund.domain.guarantee import GuaranteeGranted
from blendfund.domain.money import plain
from blendfund.domain.reversal import FactWithdrawn
from blendfund.domain.schedule import FinancingRescheduled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

ATTESTED_DAYS: Final = 365  # how old a beneficiary's attestation may be
_CARRIERS: Final = (
    "SELECT p.id, coalesce(p.party, 0), coalesce(substr(y.identifier, 1, 9), '')"
    " FROM project p LEFT JOIN party y ON y.id = p.party WHERE p.withdrawn = 0"
)
_CONTRACTS: Final = "SELECT stream_id FROM agreement WHERE project = ? AND withdrawn = 0"


class Attested(NamedTuple):
    """What a project last attested: under which regime, and on which day."""

    regime: str
    on: date

    def holds(self, on: date) -> bool:
        """Tell whether it still says what others granted."""
        return self.on >= on - timedelta(ATTESTED_DAYS)


def attested(
    books: sqlite3.Connection, fund: int, project: int, on: date
) -> Attested | None:
    """Give a project's last attestation by a day, None where it never made any."""
    declared = [
        event
        for _, event in project_facts(books, fund, project, "aid-declared")
        if isinstance(event, AidDeclared) and event.on <= on
    ]
    if not declared:
        return None
    regime = declared[-1].regime
    return Attested(regime, max(one.on for one in declared if one.regime == regime))


def undertaking(books: sqlite3.Connection, fund: int, project: int) -> set[int]:
    """Give the projects of one undertaking: its carrier's, and those of its group.

    Whoever declared a group is in it, and groups that share a SIREN are one.
    """
    carriers = {number: (party, siren) for number, party, siren in books.execute(_CARRIERS)}
    groups: dict[int, set[str]] = {}
    for position, event in said(books, fund, "undertaking-declared"):
        of = books.execute("SELECT project FROM dossier WHERE id = ?", (position,))
        number = of.fetchone()[0]
        own = carriers.get(number, (0, ""))[1]
        groups[number] = {*event.sirens, own} - {""}
    found, size = {project}, 0
    while size < len(found):
        size = len(found)
        parties = {carriers[one][0] for one in found if one in carriers} - {0}
        known = {carriers[one][1] for one in found if one in carriers} - {""}
        known = known.union(*(groups[one] for one in found if one in groups))
        found |= {
            number
            for number, (party, siren) in carriers.items()
            if party in parties or siren in known or groups.get(number, set()) & known
        }
    return found


def granted(
    books: sqlite3.Connection, fund: int, project: int, regime: str, besides: int = 0
) -> Iterator[Granted]:
    """Give all that the undertaking was granted under a regime, here and elsewhere.

    ``besides`` is the position of a contract that does not count.
    """
    for one in sorted(undertaking(books, fund, project)):
        for _, event in project_facts(books, fund, one, "aid-declared"):
            if isinstance(event, AidDeclared) and event.regime == regime:
                yield Granted(event.granted_on or event.on, event.amount_minor)
        for (stream,) in books.execute(_CONTRACTS, (one,)).fetchall():
            yield from _contracted(books, UUID(bytes=stream), regime, besides)


def _contracted(
    books: sqlite3.Connection, stream: UUID, regime: str, besides: int
) -> Iterator[Granted]:
    """Give what a contract counts, less in proportion of what it will not pay out.

    What a longer schedule added counts from its own day, and stays.
    """
    found, given_up = [], 0
    for fact in log.of_stream(books, stream):
        event = fact.event
        if fact.position == besides or not log.stands(books, fact.position):
            continue
        if isinstance(event, ContractReduced):
            given_up += event.amount_minor
        elif (
            isinstance(event, FinancingContracted | GuaranteeGranted)
            and event.regime == regime
        ):
            found.append(event)
    promised = sum(one.amount_minor for one in found)
    counted = sum(one.aid_minor for one in found)
    less = counted * min(given_up, promised) // promised if promised else 0
    for one in reversed(found):
        off = min(less, one.aid_minor)
        less -= off
        yield Granted(one.on, one.aid_minor - off)
    yield from added(books, stream, regime)


def added(books: sqlite3.Connection, stream: UUID, regime: str) -> list[Granted]:
    """Give what longer schedules of a contract added to its aid, as they stand."""
    events = list(log.of_stream(books, stream))
    gone = {one.event.fact for one in events if isinstance(one.event, FactWithdrawn)}
    return [
        Granted(one.event.on, one.event.aid_minor)
        for one in events
        if isinstance(one.event, FinancingRescheduled)
        and one.event.regime == regime
        and one.position not in gone
    ]


def aid_shown(
    books: sqlite3.Connection, fund: int, project: int, on: date
) -> dict[str, Any] | None:
    """Give where a project stands under its regime on a day; None where it has none.

    ``left`` is None where what others granted is not known any more.
    """
    declared = attested(books, fund, project, on)
    if declared is None:
        return None
    most = aid.ceiling(declared.regime, on)
    since = aid.window(on)
    counted = sorted(
        one
        for one in granted(books, fund, project, declared.regime)
        if since < one.on <= on and one.minor
    )
    whole = sum(one.minor for one in counted)
    left = max(0, most.minor - whole) if declared.holds(on) else None
    return {
        "regime": declared.regime,
        "source": most.source,
        "on": on.isoformat(),
        "attested_on": declared.on.isoformat(),
        "ceiling": plain(most.minor, "EUR"),
        "counted": plain(whole, "EUR"),
        "left": None if left is None else plain(left, "EUR"),
        "granted": [
            {"on": one.on.isoformat(), "amount": plain(one.minor, "EUR")} for one in counted
        ],
    }
