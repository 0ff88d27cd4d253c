"""The report for one funder: what it promised and gave, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.errors import PartyNotFound
from blendfund.domain.party import fold
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.ratio import ratio
from blendfund.storage.query.totals import KNOWN, merges, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading

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
COLUMNS: Final = ("committed", "received", "refunded", "reimbursed", "interest", "open")


def funder_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Everything one funder needs. Raises FundNotFound, PartyNotFound."""
    frame = Frame(reading, asked, "funder")
    known = names(frame.books, reading.vault, "party")
    wanted = _wanted(frame, asked.party, known)
    sums, resources = _sums(frame, wanted)
    rows = []
    total = dict.fromkeys(COLUMNS, 0)
    for number, *said in frame.books.execute(_AGREEMENTS, frame.at._asdict()).fetchall():
        one = sums.get(number)
        if one is not None:
            one["committed"] = one["received"] + one["open"]
            for column in COLUMNS:
                total[column] += one[column]
            rows.append(_row(said, one, frame))
    given = total["received"] - total["refunded"]
    shown = min((known[one] for one in wanted if one in known), default=asked.party)
    body: dict[str, Any] = {
        "party": shown,
        "rows": rows,
        "total": {
            "key": "total",
            **{column: frame.money(total[column]) for column in COLUMNS},
            "net": frame.money(given - total["reimbursed"]),
        },
        "share": ratio(given, resources),
    }
    return frame.report(frame.totals(), say, body)


def _wanted(frame: Frame, name: str, known: dict[str, str]) -> set[str]:
    """Give the ids of a funder, those merged into it included. Raises PartyNotFound."""
    wanted = {one for one, shown in known.items() if fold(shown) == fold(name)}
    if not wanted:
        from blendfund.application.reading.names import near

        raise PartyNotFound(name, near(frame.books, "party", name))
    merged = merges(frame.books, frame.at.position)
    return wanted | {one for one, into in merged.items() if into in wanted}


def _row(said: list[Any], one: dict[str, int], frame: Frame) -> dict[str, Any]:
    name, instrument, terms, earmark = said
    told = {"key": name, "instrument": instrument, "terms": terms or None}
    money = {column: frame.money(one[column]) for column in COLUMNS}
    return {**told, "earmark": earmark or None, **money}


def _sums(frame: Frame, wanted: set[str]) -> tuple[dict[int, dict[str, int]], int]:
    """Give what each agreement of a funder sums to, and all funders' resources."""
    sums: dict[int, dict[str, int]] = {}
    resources = 0
    for number, party, account, movement, amount in frame.books.execute(
        _SUMS, frame.at._asdict()
    ):
        column, sign = _COLUMNS.get(movement, ("", 0))
        cash = account in {CASH, OPENING} and bool(column)
        if cash and column in {"received", "refunded"}:
            resources += amount
        if str(party) not in wanted:
            continue
        one = sums.setdefault(number, dict.fromkeys(COLUMNS, 0))
        if cash:
            one[column] += sign * amount
        elif account == "commitment_receivable":
            one["open"] += amount
    return sums, resources
