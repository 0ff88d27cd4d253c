"""What reports must warn of in contracts with projects: decisions, provisions, parity."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from blendfund.application.reporting.raised import Raised, listed
from blendfund.domain.vocabulary import Instrument
from blendfund.storage.query.backdated import backdated
from blendfund.storage.query.breaches import NAMED_MAX
from blendfund.storage.query.decisions import (
    chartered_since,
    contracts_under,
    doubtful,
    undecided,
)
from blendfund.storage.query.provisions import over_provisioned

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from blendfund.storage.query.totals import Moment

UNDECIDED: Final = (
    "Contracted without a decision of the committee: {agreements}; record the decision, or"
    " correct the contract."
)
OVER_DECISION: Final = (
    "Contracted beyond what the committee decided: {agreements}; record a decision on the"
    " rest, or correct the contract."
)
OVER_PROVISIONED: Final = (
    "The provision is more than what is outstanding: {agreements}; take the rest of it back"
    " (financing provision)."
)
PARITY: Final = (
    "Parity is not kept: the project's equity, quasi-equity and banks bring less than"
    " {agreements}; find others' money, or correct the project's plan."
)
ABOVE_RELEASED: Final = (
    "More was paid than the drawdowns that are released: {agreements}; record the"
    " conditions that are fulfilled, or correct the payment."
)
UNAPPROVED: Final = (
    "No second person approved what the charter asks for: {agreements}; have it looked at,"
    " or correct it."
)
BACKDATED: Final = (
    "Typed once the charter was adopted, and dated before it: {agreements}; no decision and"
    " no second person was asked for: have it looked at, or correct the date."
)
UNSIGNED: Final = (
    "Approved without the signature of a person who has a key: {agreements}; ask whether"
    " they did, or correct what was paid."
)
OF_CONTRACTS: Final = {
    "undecided": (UNDECIDED,),
    "over-decision": (OVER_DECISION,),
    "over-provisioned": (OVER_PROVISIONED,),
    "parity": (PARITY,),
    "above-released": (ABOVE_RELEASED,),
    "unapproved": (UNAPPROVED,),
    "backdated": (BACKDATED,),
    "approval-unsigned": (UNSIGNED,),
}


def of_contracts(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    """Raise the flags of contracts with projects at a moment."""
    yield from _of_decisions(books, at, money)
    yield from _of_provisions(books, at, money)
    yield from _of_parity(books, at)
    yield from _of_drawdowns(books, at, money)


def _of_provisions(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    found = over_provisioned(books, at)
    if found:
        given = listed([f"{one.name} ({money(one.excess_minor)})" for one in found])
        positions = [one.agreement for one in found[:NAMED_MAX]]
        yield Raised("over-provisioned", OVER_PROVISIONED, given, positions)


def _of_parity(books: sqlite3.Connection, at: Moment) -> Iterator[Raised]:
    """Warn of a plan that is known to lack others' money; what is unknown is no breach."""
    found = contracts_under(books, at, Instrument.RETURNABLE_CONTRIBUTION)
    if not found:
        return
    # Imported here: most funds make no such contracts.
    from blendfund.application.reading.products import findings
    from blendfund.domain.product import Contract

    whole: Counter[int] = Counter()
    for one in found:
        whole[one.project] += one.contract.minor
    short: dict[int, str] = {}
    for one in found:
        on, minor, instrument = one.contract[1:]
        alike = whole[one.project] - minor
        contract = Contract(on, instrument, minor, "", alike_minor=alike)
        held = findings(books, at.fund, one.project, contract, at.position)[-1]
        if held.state == "broken":
            short[one.contract.position] = one.name
    if short:
        given = listed(list(dict.fromkeys(short.values())))
        yield Raised("parity", PARITY, given, list(short)[:NAMED_MAX])


def _of_drawdowns(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    sql = "SELECT 1 FROM dossier WHERE fund = ? AND topic = 'drawdowns-agreed' LIMIT 1"
    if books.execute(sql, (at.fund,)).fetchone() is None:
        return
    # Imported here: most funds pay contracts out at once.
    from blendfund.application.reading.drawdowns import plans

    day = date.fromisoformat(at.as_of)
    above = [
        (one, one.paid_minor - one.plan.released(day))
        for one in plans(books, at)
        if one.paid_minor > one.plan.released(day)
    ]
    if above:
        given = listed([f"{one.name} ({money(left)})" for one, left in above])
        positions = [one.agreement for one, _ in above[:NAMED_MAX]]
        yield Raised("above-released", ABOVE_RELEASED, given, positions)


def _of_decisions(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    """Only a fund that has adopted a charter is asked for decisions, from that day on."""
    since = chartered_since(books, at)
    if since is None:
        return
    found = undecided(books, at, since)
    if found:
        positions = [position for position, _ in found]
        given = listed(list(dict.fromkeys(name for _, name in found)))
        yield Raised("undecided", UNDECIDED, given, positions)
    yield from _beyond(books, at, since, money)
    yield from _of_approvals(books, at, money)
    early = backdated(books, at)
    if early:
        given = listed(list(dict.fromkeys(name for _, name in early)))
        yield Raised("backdated", BACKDATED, given, [position for position, _ in early])
    yield from _of_signatures(books, at, money)


def _of_approvals(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    """Warn of what the charter in force on its day lets nobody pay alone."""
    # Imported here: a fund without a charter has no thresholds.
    from blendfund.application.reporting.unapproved import unapproved

    found = unapproved(books, at)
    if found:
        sums: Counter[str] = Counter()
        for one in found:
            sums[one.name] += one.minor
        given = listed([f"{name} ({money(minor)})" for name, minor in sums.items()])
        positions = [one.position for one in found[:NAMED_MAX]]
        yield Raised("unapproved", UNAPPROVED, given, positions)


def _of_signatures(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    if books.execute("SELECT 1 FROM signer LIMIT 1").fetchone() is None:
        return
    # Imported here: most ledgers know no keys.
    from blendfund.application.reporting.unsigned import unsigned

    found = unsigned(books, at)
    if found:
        given = listed([f"{one.name} ({money(one.minor)}, {one.who})" for one in found])
        positions = [one.position for one in found[:NAMED_MAX]]
        yield Raised("approval-unsigned", UNSIGNED, given, positions)


def _beyond(
    books: sqlite3.Connection, at: Moment, since: str, money: Callable[[int], str]
) -> Iterator[Raised]:
    """Warn of contracts of more than the decisions in force on their day allow."""
    found = doubtful(books, at)
    if not found:
        return
    # Imported here: most funds have nothing in doubt, and need no decision read.
    from blendfund.application.reading.decided import dossier_of
    from blendfund.domain.resting import rest

    said: dict[int, str] = {}
    for project, group in groupby(sorted(found), key=lambda one: one.project):
        of_project = {one.contract.position: one for one in group}
        file = dossier_of(books, at.fund, project, position=at.position)
        contracts = [one.contract for one in of_project.values()]
        for beyond in rest(file.decisions, contracts).beyond:
            one = of_project[beyond.position]
            if one.contract.on.isoformat() >= since:
                said[beyond.position] = f"{one.name} ({money(beyond.minor)})"
    if said:
        positions = sorted(said)[:NAMED_MAX]
        given = listed([said[position] for position in positions])
        yield Raised("over-decision", OVER_DECISION, given, positions)
