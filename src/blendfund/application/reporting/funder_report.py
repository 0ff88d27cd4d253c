"""The report for one funder: what it promised and gave, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.funders import Funders
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.returns_report import told
from blendfund.domain.errors import PartyNotFound
from blendfund.domain.party import fold
from blendfund.domain.vocabulary import repayable
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.losses import PROMISED
from blendfund.projections.ratio import ratio
from blendfund.storage.query.totals import KNOWN, merges, names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading
    from blendfund.storage.query.totals import Moment

_SUMS: Final = (
    "SELECT d.agreement, d.party, c.account, c.movement, sum(d.amount) FROM posting d"
    " JOIN class c ON c.id = d.class WHERE c.fund = :fund AND c.carrier = ''"
    " AND d.position <= :position"
    " AND d.operation_date <= :as_of AND d.party <> 0 AND d.agreement <> 0"
    " GROUP BY d.agreement, d.party, c.account, c.movement"
)
_AGREEMENTS: Final = (
    "SELECT id, CASE name WHEN '' THEN reference ELSE name END, instrument, terms, earmark"  # noqa: S608 -- own words
    f" FROM agreement WHERE fund = :fund AND side = 'C' AND {KNOWN} ORDER BY id"
)
# Which column a movement of cash adds to, and how.
_COLUMNS: Final = {
    "contribution-received": ("received", 1),
    "contribution-taken-over": ("received", 1),
    "contribution-refunded": ("refunded", -1),
    "contribution-reimbursed": ("reimbursed", -1),
    "reimbursement-taken-over": ("reimbursed", -1),
    "funding-interest-paid": ("interest", -1),
}
RESOURCES: Final = frozenset({"received", "refunded"})
COLUMNS: Final = (
    *("committed", "received", "refunded", "reimbursed", "interest", "open"),
    *("due", "borne", "to_call"),
)


def funder_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Everything one funder needs. Raises FundNotFound, PartyNotFound."""
    frame = Frame(reading, asked, "funder")
    known = names(frame.books, reading.vault, "party")
    wanted = wanted_of(frame.books, frame.at, asked.party, known)
    sums, resources = _sums(frame, wanted)
    funders = Funders(frame.books, frame.at, frame.totals())
    rows = []
    total = dict.fromkeys(COLUMNS, 0)
    for number, *said in frame.books.execute(_AGREEMENTS, frame.at._asdict()).fetchall():
        one = sums.get(number)
        if one is not None:
            _stands(number, said[1], one, funders)
            for column in COLUMNS:
                total[column] += one[column]
            rows.append(_row(said, one, frame, funders.where(number)))
    given = total["received"] - total["refunded"]
    shown = min((known[one] for one in wanted if one in known), default=asked.party)
    body: dict[str, Any] = {
        "party": shown,
        "rows": rows,
        "total": {
            "key": "total",
            **{column: frame.money(total[column]) for column in COLUMNS},
            "net": frame.money(given - total["reimbursed"]),
            "pic": _pic(total),
        },
        "share": ratio(given, resources),
        "returns": _returns(frame, funders, wanted, shown, say),
    }
    return frame.report(funders.totals, say, body)


def _stands(number: int, instrument: str, one: dict[str, int], funders: Funders) -> None:
    """Work out what is promised, owed and borne under an agreement (minor units)."""
    one["committed"] = one["received"] + one["open"]
    if repayable(instrument):
        one["due"] = one["received"] - one["refunded"] - one["reimbursed"]
    bearing = funders.bearing(number)
    one["borne"], one["to_call"] = bearing.borne_minor, bearing.to_call_minor


def _pic(one: dict[str, int]) -> str | None:
    """Give what was paid of what is promised, what was refunded being neither."""
    paid = one["received"] - one["refunded"]
    return ratio(paid, paid + one["open"])


def _returns(
    frame: Frame,
    funders: Funders,
    wanted: set[str],
    shown: str,
    say: Callable[[str], str],
) -> dict[str, Any] | None:
    """Give the funder's row of the report on returns, None where it has none."""
    row = funders.of(wanted)
    return told(row._replace(key=shown), frame, say) if row else None


def wanted_of(
    books: sqlite3.Connection, at: Moment, name: str, known: dict[str, str]
) -> set[str]:
    """Give the ids of a funder, those merged into it included. Raises PartyNotFound."""
    wanted = {one for one, shown in known.items() if fold(shown) == fold(name)}
    if not wanted:
        from blendfund.application.reading.names import near

        raise PartyNotFound(name, near(books, "party", name))
    merged = merges(books, at.position)
    return wanted | {one for one, into in merged.items() if into in wanted}


def column_of(movement: str, account: str) -> tuple[str, int]:
    """Give the column that a posting adds to, and its sign; "" for none."""
    column, sign = _COLUMNS.get(movement, ("", 0))
    if account in {CASH, OPENING} and column:
        return column, sign
    return ("open", 1) if account == PROMISED else ("", 0)


def _row(
    said: list[Any], one: dict[str, int], frame: Frame, tranche: str | None
) -> dict[str, Any]:
    name, instrument, terms, earmark = said
    said_of = {"key": name, "instrument": instrument, "terms": terms or None}
    money = {column: frame.money(one[column]) for column in COLUMNS}
    more = {"earmark": earmark or None, "tranche": tranche}
    return {**said_of, **more, **money, "pic": _pic(one)}


def _sums(frame: Frame, wanted: set[str]) -> tuple[dict[int, dict[str, int]], int]:
    """Give what each agreement of a funder sums to, and all funders' resources."""
    sums: dict[int, dict[str, int]] = {}
    resources = 0
    for number, party, account, movement, amount in frame.books.execute(
        _SUMS, frame.at._asdict()
    ):
        column, sign = column_of(movement, account)
        if column in RESOURCES:
            resources += amount
        if str(party) not in wanted:
            continue
        one = sums.setdefault(number, dict.fromkeys(COLUMNS, 0))
        if column:
            one[column] += sign * amount
    return sums, resources
