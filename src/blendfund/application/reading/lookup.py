"""Looking up funds, parties, projects and earmarks as they are registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reading.accounts import iban_of
from blendfund.application.reading.names import near
from blendfund.domain.errors import PartyNotFound, ProjectNotFound
from blendfund.domain.money import plain
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.reader import Reading

_AGREEMENT = (
    "SELECT a.reference, a.name, a.side, a.instrument, a.terms, a.sector, a.compartment,"
    " a.carrier, a.earmark, a.rate, a.pledged, a.promised, a.open, a.called, a.held,"
    " a.lost, a.closes, f.reference, f.currency FROM agreement a JOIN fund f"
    " ON f.id = a.fund WHERE a.withdrawn = 0 AND "
)
_AMOUNTS = ("pledged", "committed", "open", "called", "held", "lost")


def fund_shown(reading: Reading, reference: str) -> dict[str, Any]:
    """Give a fund with its compartments, rules and earmarks. Raises FundNotFound."""
    number, _, _ = reading.fund(reference)
    books = reading.books
    (fund,) = [one for one in reading.funds() if one["reference"] == reference]
    sql = (
        "SELECT overcommitment, draw_order FROM rule WHERE fund = ? AND withdrawn = 0"
        " ORDER BY id DESC LIMIT 1"
    )
    rules = books.execute(sql, (number,)).fetchone() or ("refused", "free-first")
    sql = "SELECT legal_form FROM fund WHERE id = ?"
    form = books.execute(sql, (number,)).fetchone()[0]
    sql = "SELECT count(*) FROM agreement WHERE fund = ? AND side = ? AND withdrawn = 0"
    counts = {
        name: books.execute(sql, (number, side)).fetchone()[0]
        for name, side in (("contributions", "C"), ("financings", "F"))
    }
    return {
        **fund,
        "legal_form": form,
        "compartments": compartments(reading, reference),
        "rules": {"overcommitment": rules[0], "draw_order": rules[1]},
        "earmarks": earmarks(reading, reference),
        **counts,
    }


def compartments(reading: Reading, reference: str) -> list[dict[str, str]]:
    """Give the compartments of a fund. Raises FundNotFound."""
    from blendfund.application.reading import facts as log
    from blendfund.domain.fund import CompartmentOpened
    from blendfund.domain.reversal import FactWithdrawn

    number, _, _ = reading.fund(reference)
    books = reading.books
    sql = "SELECT stream_id FROM fund WHERE id = ?"
    found = list(log.of_stream(books, _uuid(books.execute(sql, (number,)).fetchone()[0])))
    gone = {one.event.fact for one in found if isinstance(one.event, FactWithdrawn)}
    return [
        {
            "name": one.event.name,
            "purpose": one.event.purpose,
            "on": one.event.on.isoformat(),
        }
        for one in found
        if isinstance(one.event, CompartmentOpened) and one.position not in gone
    ]


def earmarks(reading: Reading, reference: str) -> list[dict[str, Any]]:
    """Give the earmarks defined in a fund, with their limits. Raises FundNotFound."""
    number, _, _ = reading.fund(reference)
    columns = (
        "name",
        "purpose",
        "territories",
        "publics",
        "valid_from",
        "valid_until",
        "highest_rate",
        "repayments",
    )
    sql = (
        f"SELECT {', '.join(columns)} FROM earmark WHERE fund = ? AND withdrawn = 0"  # noqa: S608 -- own names
        " ORDER BY id"
    )
    found = []
    for row in reading.books.execute(sql, (number,)):
        said: dict[str, Any] = dict(zip(columns, row, strict=True))
        for name in ("territories", "publics"):
            said[name] = said[name].split("\n") if said[name] else []
        for name in ("valid_from", "valid_until", "highest_rate"):
            said[name] = said[name] or None
        found.append(said)
    return found


def parties(reading: Reading) -> list[dict[str, Any]]:
    """Give every registered party, by name; a person's is decrypted as it is read."""
    sql = (
        "SELECT p.id, p.stream_id, p.kind, p.name, p.sealed, p.identifier, m.into_party"
        " FROM party p LEFT JOIN merge m ON m.party = p.id AND m.withdrawn = 0"
        " WHERE p.withdrawn = 0 ORDER BY p.id"
    )
    found = []
    for number, stream, kind, name, sealed, identifier, into in reading.books.execute(sql):
        shown = name
        if sealed:
            clear = reading.vault.open(stream, 1, "party-registered/1", "person", sealed)
            shown = f"({number})" if clear is None else clear
        found.append(
            {
                "id": number,
                "name": shown,
                "kind": kind,
                "identifier": identifier or None,
                "merged_into": into,
            }
        )
    return sorted(found, key=lambda one: (fold(one["name"]), one["id"]))


def party_shown(reading: Reading, name: str, *, whole_iban: bool = False) -> dict[str, Any]:
    """Give a party by its name, number or id, with its agreements. Raises PartyNotFound."""
    every = parties(reading)
    folded = fold(name)
    matches = [
        one
        for one in every
        if name in {one["identifier"], str(one["id"])} or fold(one["name"]) == folded
    ]
    if not matches:
        raise PartyNotFound(name, near(reading.books, "party", name))
    (one, *_) = sorted(matches, key=lambda found: found["merged_into"] is not None)
    merged = [other["name"] for other in every if other["merged_into"] == one["id"]]
    return {
        **one,
        "iban": iban_of(reading, one["id"], whole=whole_iban),
        "merged": merged,
        "agreements": agreements_of(reading.books, "party", one["id"]),
    }


def projects(reading: Reading) -> list[dict[str, Any]]:
    """Give every registered project, by reference."""
    sql = (
        "SELECT j.reference, j.name, j.territory, p.name FROM project j LEFT JOIN party p"
        " ON p.id = j.party WHERE j.withdrawn = 0 ORDER BY j.id"
    )
    columns = ("reference", "name", "territory", "party")
    return [
        {name: value or None for name, value in zip(columns, row, strict=True)}
        for row in reading.books.execute(sql)
    ]


def project_shown(reading: Reading, name: str) -> dict[str, Any]:
    """Give a project by name or reference, and what is in it. Raises ProjectNotFound."""
    sql = (
        "SELECT j.id, j.reference, j.name, j.territory, j.publics, j.purposes, p.name,"
        " j.stream_id, (SELECT q.name FROM project q WHERE q.id = j.parent)"
        " FROM project j LEFT JOIN party p ON p.id = j.party"
        " WHERE j.withdrawn = 0 AND (j.folded = ? OR j.reference = ?)"
    )
    books = reading.books
    row = books.execute(sql, (fold(name), name)).fetchone()
    if row is None:
        raise ProjectNotFound(name, near(books, "project", name))
    return {
        "reference": row[1],
        "name": row[2],
        "territory": row[3] or None,
        "publics": row[4].split("\n") if row[4] else [],
        "purposes": row[5].split("\n") if row[5] else [],
        "party": row[6],
        "parent": row[8],
        "agreements": [
            {**one, "product_terms": _product_terms(books, one)}
            for one in agreements_of(books, "project", row[0])
        ],
        "cofinancing": _cofinancing(reading, row[7]),
    }


def _product_terms(books: sqlite3.Connection, one: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold a contract against the published terms of its kind, where there are any."""
    from blendfund.domain.product import PRODUCTS

    if one["side"] != "financing" or one["instrument"] not in PRODUCTS:
        return []
    from blendfund.application.reading.products import findings_of, told

    found = findings_of(books, one["reference"], one["fund"])
    return [told(each, one["currency"]) for each in found]


def agreements_of(
    books: sqlite3.Connection, owner: str, number: int
) -> list[dict[str, Any]]:
    """Give the agreements of a party or project, or the one of an ``id``, as they stand."""
    sql = f"{_AGREEMENT} a.{owner} = ? ORDER BY a.id"
    return [_agreement(row) for row in books.execute(sql, (number,))]


def _agreement(row: tuple[Any, ...]) -> dict[str, Any]:
    currency = row[18]
    amounts = dict(zip(_AMOUNTS, row[10:16], strict=True))
    return {
        "reference": row[0],
        "name": row[1] or None,
        "side": "contribution" if row[2] == "C" else "financing",
        "instrument": row[3],
        "terms": row[4] or None,
        "earmark": row[8] or None,
        "rate": row[9] or None,
        "fund": row[17],
        "currency": currency,
        "closed": bool(row[16]),
        **{name: plain(minor, currency) for name, minor in amounts.items()},
    }


def _cofinancing(reading: Reading, stream: bytes) -> list[dict[str, Any]]:
    """Give others' money in a project, by party and currency."""
    from blendfund.application.reading import facts as log
    from blendfund.application.reading.past import replay
    from blendfund.domain.project import Project
    from blendfund.storage.log.mapper import Recorded

    found = list(log.of_stream(reading.books, _uuid(stream)))
    held = replay(None, (Recorded(one.stream, one.version, one.event) for one in found))
    assert held is not None
    assert isinstance(held.state, Project)
    currencies = (getattr(one.event, "currency", "") for one in found)
    currency = next(filter(None, currencies), "EUR")
    named = {one["id"]: one["name"] for one in parties(reading)}
    return [
        {
            "party": named.get(_party_id(reading.books, party.bytes), "-"),
            "planned": plain(share.planned, currency),
            "confirmed": plain(share.confirmed, currency),
            "paid": plain(share.paid, currency),
            "currency": currency,
        }
        for party, share in held.state.shares.items()
        if share.planned or share.confirmed or share.paid
    ]


def _party_id(books: sqlite3.Connection, stream: bytes) -> int:
    found = books.execute("SELECT id FROM party WHERE stream_id = ?", (stream,)).fetchone()
    return int(found[0]) if found else 0


def _uuid(raw: bytes) -> Any:
    from uuid import UUID

    return UUID(bytes=raw)
