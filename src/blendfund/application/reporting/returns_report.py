"""The report on returns: the fund's own, and its funders', by party or by tranche."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.funders import Funders
from blendfund.application.reporting.bearers import overfilled
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.labels import distinct
from blendfund.application.reporting.tranches_report import NO_TRANCHE
from blendfund.domain.party import fold
from blendfund.projections.losses import lost, provided
from blendfund.storage.query.provisions import excess
from blendfund.storage.query.totals import flows, names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Flow
    from blendfund.projections.funding import FunderReturn
    from blendfund.projections.returns import Return

AMOUNTS: Final = (
    *("paid_in", "distributed", "income", "written_off", "residual"),
    *("committed", "open", "due", "borne"),
)
CLAIMS: Final = (
    *("key", "committed", "paid_in", "open", "pic", "due", "borne", "residual"),
)
OF_FUNDERS: Final = frozenset({"party", "tranche"})
Row = dict[str, Any]


def returns_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What repayable money brings back: to the fund, or to its funders."""
    # Imported here: the solver is a compiled library that no other report needs.
    from blendfund.projections import funding
    from blendfund.projections import returns as rates

    frame = Frame(reading, asked, "returns")
    by = asked.by or "fund"
    whole = flows(frame.books, frame.at, "fund")
    funders = Funders(frame.books, frame.at, frame.totals())
    if by in OF_FUNDERS:
        rows = _of_funders(reading, frame, funders, by, say)
    else:
        rows = {"rows": [told(row, frame, say) for row in _own(reading, frame, by, whole)]}
    of = funding if by in OF_FUNDERS else rates
    net = rates.net_return(whole, frame.day, excess(frame.books, frame.at, "fund"))
    body = {
        "by": by,
        **rows,
        "net": told(net, frame, say),
        **_worth(frame, funders, whole, say),
        "curve": _curve(whole, by, frame),
        "formula": of.FORMULA,
        "source": of.SOURCE,
    }
    report = frame.report(funders.totals, say, body)
    if funders.layered:
        report["flags"] += overfilled(funders.position, frame, say)
    return report


def told(row: Any, frame: Frame, say: Callable[[str], str]) -> Row:
    """Write a row of returns: amounts and ratios as texts."""
    said = row._asdict()
    said |= {name: frame.money(said[name]) for name in AMOUNTS if name in said}
    said["reason"] = row.reason and say(row.reason)
    return dict(said)


def _own(
    reading: Reading, frame: Frame, by: str, whole: Sequence[Flow]
) -> Sequence[Return]:
    """Give the fund's own returns, cut as asked, each under its name."""
    from blendfund.projections.returns import returns

    over = excess(frame.books, frame.at, by)
    if by == "fund":
        rows = returns(whole, frame.day, over)
        return [row._replace(key=frame.head["fund"]) for row in rows]
    found = flows(frame.books, frame.at, by)
    return _named(reading, by, returns(found, frame.day, over))


def _named(reading: Reading, by: str, rows: Sequence[Any]) -> list[Any]:
    """Give rows by the names behind their ids, in the order of the names."""
    labels = distinct([row.key for row in rows], names(reading.books, reading.vault, by))
    named = zip(rows, labels, strict=True)
    return sorted(
        (row._replace(key=label) for row, label in named), key=lambda row: fold(row.key)
    )


def _of_funders(
    reading: Reading,
    frame: Frame,
    funders: Funders,
    by: str,
    say: Callable[[str], str],
) -> dict[str, list[Row]]:
    """Give the funders' returns, and what each promised, paid, is owed and bears.

    Who promised and paid nothing yet has no return, but a claim.
    """
    every, paid = funders.rows(by), funders.rows(by, every=False)
    if by == "party":
        every, paid = _named(reading, by, every), _named(reading, by, paid)
    layers = {one.tranche.name: one.tranche for one in funders.position.layers}
    claims = []
    for row in every:
        claim = {name: told(row, frame, say)[name] for name in CLAIMS}
        if by == "tranche":
            tranche = layers.get(row.key)
            claim["rank"] = tranche and tranche.rank
            claim["size"] = frame.money(tranche and tranche.size_minor)
            if tranche is None:
                claim["reason"] = say(NO_TRANCHE)
        claims.append(claim)
    shown = every if by == "tranche" else paid
    return {"rows": [_return(row, frame, say) for row in shown], "claims": claims}


def _return(row: FunderReturn, frame: Frame, say: Callable[[str], str]) -> Row:
    """Write a funder's return as every other: the columns of any row of returns."""
    from blendfund.projections.returns import Return

    said = told(row, frame, say)
    return {name: said[name] for name in Return._fields}


def _worth(
    frame: Frame, funders: Funders, whole: Sequence[Flow], say: Callable[[str], str]
) -> dict[str, Any]:
    """Give all funders' row, what the fund is worth, what is its own, what it lost."""
    row = funders.whole(whole)
    provisions = provided(funders.totals) - funders.excess
    return {
        "funders": told(row, frame, say),
        "nav": frame.money(funders.nav),
        "own_funds": frame.money(funders.own(row)),
        "realised": frame.money(lost(funders.totals)),
        "provisions": frame.money(provisions),
    }


def _curve(whole: Sequence[Flow], by: str, frame: Frame) -> list[Row]:
    from blendfund.projections.returns import curve

    return [
        {
            "year": one.year,
            "net": frame.money(one.net),
            "cumulative": frame.money(one.cumulative),
        }
        for one in curve(whole, frame.day, party=by in OF_FUNDERS)
    ]
