"""Every figure is the sum of its facts; every difference is the sum of its causes."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import TODAY
from tests.unit.histories import LAWS, OVERDRAFT, movements, opened
from tests.unit.histories import REPORTS as EVERY
from tests.unit.test_why import between

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.explaining import addresses
from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.explaining.figures import view_of
from blendfund.application.reading.reader import Reading
from blendfund.application.registering.parties import merge_parties
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS as MAKERS
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    BlendfundError,
)
from blendfund.domain.typed import Typed
from blendfund.projections.cells import CURVE, LOSSES, NET, ROWS, TOTAL, USES, Cell
from blendfund.projections.views import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.conftest import Fund

# A loan's place in the portfolio hangs on days and schedules: it is no sum of facts.
REPORTS = [one for one in EVERY if one[0] != "portfolio"]


FEW = settings(LAWS, max_examples=8)
DAYS = st.sampled_from(
    ["2024-01-31", "2024-02-10", "2025-01-09", "2025-01-10", "2026-07-01"]
)
PARTIES = ("Région Grand Est", "Crédit coopératif", "Ville")


UNDOABLE = "SELECT count(*) FROM write WHERE undone = 0 AND undoes = 0"


def lived(data: st.DataObject, fund: Fund) -> int:
    """Record, correct, undo and merge at random; give the head."""
    names = (f"R{number}" for number in count())
    for _ in range(data.draw(st.integers(3, 8))):
        act = data.draw(st.sampled_from([taken, taken, corrected, undone, merged]))
        with suppress(BlendfundError):
            act(data, fund, names)
    return fund.verify().events


def taken(data: st.DataObject, fund: Fund, names: Iterator[str]) -> None:
    drawn = data.draw(st.lists(movements(), min_size=1, max_size=4))
    rows = [msgspec.structs.replace(one, reference=next(names)) for one in drawn]
    fund.take(*rows, options=OVERDRAFT)


def corrected(data: st.DataObject, fund: Fund, _: Iterator[str]) -> None:
    units, on = data.draw(st.integers(1, 9)), date.fromisoformat(data.draw(DAYS))
    position = data.draw(st.integers(1, fund.verify().events))
    fund.correct(position, Corrected(Typed(units), on=on))


def undone(_: st.DataObject, fund: Fund, __: Iterator[str]) -> None:
    if fund.sql(UNDOABLE)[0][0] > 1:  # not the opening of the fund
        fund.undo()


def merged(data: st.DataObject, fund: Fund, _: Iterator[str]) -> None:
    one, other = data.draw(st.permutations(PARTIES))[:2]
    with Ledger(str(fund.path)) as ledger:
        merge_parties(ledger, fund.command(), one, other, "doublon")


def cells_of(report: dict[str, Any]) -> Iterator[tuple[Cell, Any]]:
    """Give every figure that a report shows, with the row's name for its key."""
    shape, by = SHAPES[report["report"]], report.get("by", "")
    columns = {table: shape.columns_of(table, by) for table in shape.columns}
    rows = {next(iter(one.values())): one for one in report["rows"]}
    for claim in report.get("claims", ()):
        rows[claim["key"]] = claim | rows.get(claim["key"], {})
    tables = {
        ROWS: list(rows.values()),
        TOTAL: [report.get("total", {})],
        NET: [report.get("net", {})],
        CURVE: report.get("curve", []),
    }
    for table, names in columns.items():
        for one in tables.get(table, []):
            key = {TOTAL: TOTAL, NET: NET}.get(table) or str(next(iter(one.values())))
            # Who paid nothing yet has a claim, and no return.
            said = [name for name in names if name in one or table != ROWS]
            yield from ((Cell(table, key, name), one[name]) for name in said)
    if USES in columns:
        for name, value in {**report["uses"], "in_kind": report["in_kind"]}.items():
            yield Cell(USES, name, "amount"), value
    if LOSSES in columns:
        yield from (
            (Cell(LOSSES, name, "amount"), report[name])
            for name in ("realised", "provisions")
        )


@FEW
@given(st.data())
def test_every_figure_of_every_report_is_the_sum_of_its_facts(data: st.DataObject) -> None:
    with opened() as fund:
        head = lived(data, fund)
        day = date.fromisoformat(data.draw(DAYS))
        known = str(data.draw(st.integers(head // 2, head)))
        for name, by in REPORTS:
            with Reading(str(fund.path)) as reading:
                made = MAKERS[name](reading, Asked("ALSACE", day, known, by), str)
                for cell, value in cells_of(made):
                    text = addresses.written(view_of(name, by), cell, cell.row)
                    wanted = Wanted(text, "ALSACE", day, known, 0)
                    told = explain_figure(reading, wanted, str)
                    assert told["value"] == value, text
                    for part in told["parts"]:
                        adds = sum(Decimal(one["adds"]) for one in part["facts"])
                        assert adds == Decimal(part["amount"])
                        assert len(part["facts"]) == part["count"]
                        assert all(Decimal(one["adds"]) for one in part["facts"])


@FEW
@given(st.data())
def test_the_causes_of_every_difference_add_up_to_it(data: st.DataObject) -> None:
    with opened() as fund:
        head = lived(data, fund)
        days = sorted(data.draw(st.tuples(DAYS, DAYS)))
        places = sorted(data.draw(st.tuples(*[st.integers(0, head)] * 2)))
        for pair in (days, places):
            for name, by in REPORTS:
                found = between(
                    fund, *pair, report=name, by=by, as_of=TODAY if pair is places else None
                )
                reports = []
                for end in pair:
                    said = (
                        {"as_of": date.fromisoformat(end)}
                        if pair is days
                        else {"known_at": str(end)}
                    )
                    reports.append(dict(cells_of(fund.report(name, by=by, **said))))
                check(name, found, *reports)


def check(name: str, found: dict[str, Any], before: Any, after: Any) -> None:
    ratios = SHAPES[name].ratios
    told = {(one["table"], one["row"], one["column"]): one for one in found["rows"]}
    for cell in {*before, *after}:
        if cell.column in ratios or cell.table == CURVE:
            continue
        ends = Decimal(before.get(cell) or 0), Decimal(after.get(cell) or 0)
        one = told.pop(tuple(cell), None)
        if one is None:
            assert ends[0] == ends[1], cell
            continue
        assert (Decimal(one["before"]), Decimal(one["after"])) == ends
        causes = sum(Decimal(cause["amount"]) for cause in one["causes"])
        assert causes == Decimal(one["difference"]) == ends[1] - ends[0]
    assert all(table == CURVE for table, _, _ in told)
