"""Four eyes, as an auditor reads them: who proposed what, who answered, what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.application.reading import facts as log
from blendfund.application.reading.grounds import ever
from blendfund.application.reading.proposals import contract_of, proposals_of, void
from blendfund.domain.money import plain
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from blendfund.application.reading.proposals import Proposal
    from blendfund.storage.query.totals import Moment

Approvals = list[dict[str, Any]]

WAITING: Final = "waiting"
APPROVED: Final = "approved"
USED: Final = "used"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
VOID: Final = "void"
_ANY: Final = "SELECT 1 FROM dossier WHERE fund = ? AND topic = 'payment-proposed' LIMIT 1"
# The funds in which some facts propose, answer, or rest on an approval.
_FUNDS: Final = (
    "SELECT fund FROM dossier WHERE topic IN ('payment-proposed', 'payment-approved',"
    " 'proposal-rejected') AND id IN (SELECT value FROM json_each(?1))"
    " UNION SELECT p.fund FROM approved v JOIN dossier p ON p.id = v.proposal"
    " WHERE v.id IN (SELECT value FROM json_each(?1)) ORDER BY 1"
)
_UNDER: Final = (
    "SELECT id FROM dossier WHERE topic = 'payment-proposed' AND withdrawn = 0"
    " AND json_extract(said, '$.agreement') = ? ORDER BY id"
)
_CONTRACTS: Final = (
    "SELECT id, fund, stream_id FROM agreement WHERE (name = ?1 OR reference = ?1)"
    " AND side = 'F' ORDER BY id"
)


def of_contract(books: sqlite3.Connection, number: int, at: Moment) -> Approvals:
    """Give what was proposed under a contract (its id), the oldest first, at a moment."""
    return _shown(books, at, lambda one: contract_of(books, one, at) == number)


def of_project(books: sqlite3.Connection, fund: int, names: Iterable[str]) -> Approvals:
    """Give what was proposed for a project, by its name or reference, the oldest first."""
    known = {fold(name) for name in names}
    return _shown(books, ever(fund), lambda one: fold(one.said.project) in known)


def of_facts(books: sqlite3.Connection, positions: Iterable[int]) -> Approvals:
    """Give the proposals that some facts made, answered or used, the oldest first."""
    those = set(positions)
    funds = books.execute(_FUNDS, (msgspec.json.encode(sorted(those)).decode(),))

    def touched(one: Proposal) -> bool:
        return not those.isdisjoint({one.position, one.approved, one.rejected, one.used})

    every = (_shown(books, ever(fund), touched) for (fund,) in funds.fetchall())
    return [one for found in every for one in found]


def of_name(books: sqlite3.Connection, name: str, facts: Iterable[log.Fact]) -> Approvals:
    """Give the proposals of the contracts of a name, and those that some facts are of."""
    own = list(facts)
    opened = {fact.stream.bytes for fact in own if fact.version == 1}
    found = of_facts(books, (fact.position for fact in own))
    for number, fund, stream in books.execute(_CONTRACTS, (name,)).fetchall():
        if stream in opened:
            found += of_contract(books, number, ever(fund))
    every = {one["position"]: one for one in found}
    return [every[position] for position in sorted(every)]


def proposed_under(books: sqlite3.Connection, name: str) -> list[int]:
    """Give the proposals that name a contract which nobody recorded yet (positions)."""
    return [row[0] for row in books.execute(_UNDER, (name,))]


def what_of(books: sqlite3.Connection, fact: log.Fact) -> str:
    """Give what a proposal, or the answer to one, is about; "" for any other fact."""
    event: Any = fact.event
    if fact.what == "payment-proposed":
        return str(event.what)
    if fact.what not in {"payment-approved", "proposal-rejected"}:
        return ""
    said: Any = log.at(books, event.proposal)
    return str(said.event.what)


def _shown(
    books: sqlite3.Connection, at: Moment, concerns: Callable[[Proposal], bool]
) -> Approvals:
    """Tell the proposals of a fund that concern something; most funds have none."""
    if books.execute(_ANY, (at.fund,)).fetchone() is None:
        return []
    return [
        _told(books, one, at) for one in proposals_of(books, at.fund, at) if concerns(one)
    ]


def _told(books: sqlite3.Connection, one: Proposal, at: Moment) -> dict[str, Any]:
    said = one.said
    answers = list(_answers(books, one))
    why = void(books, at.fund, one, at) if one.open else ""
    return {
        "position": one.position,
        "what": said.what,
        "agreement": said.agreement,
        "project": said.project or None,
        "amount": plain(said.amount_minor, said.currency),
        "currency": said.currency,
        "on": said.on.isoformat(),
        "by": said.actor,
        "recorded_at": said.recorded_at,
        "proven": log.proven(books, one.position),
        "answers": answers,
        "state": USED if one.used else VOID if why else _state(answers),
        "void": why or None,
        "used": one.used or None,
    }


def _state(answers: Approvals) -> str:
    return str(answers[-1]["answer"]) if answers else WAITING


def _answers(books: sqlite3.Connection, one: Proposal) -> Iterator[dict[str, Any]]:
    """Tell the answers of a proposal in their order: what is approved may be refused."""
    for position in sorted({one.approved, one.rejected} - {0}):
        fact = log.at(books, position)
        assert fact is not None
        event = fact.event
        no = WITHDRAWN if event.actor == one.said.actor else REFUSED
        yield {
            "position": position,
            "answer": APPROVED if position == one.approved else no,
            "on": event.on.isoformat(),
            "by": event.actor,
            "recorded_at": event.recorded_at,
            "proven": log.proven(books, position),
            "reason": event.reason,
        }
