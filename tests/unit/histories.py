"""Random histories of a fund: movements, corrections and undos, as people make them."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, REGION, Fund, row

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.importing.imports import Options
from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS as MAKERS
from blendfund.domain.errors import BlendfundError
from blendfund.domain.typed import Typed
from blendfund.exchange.row import Row
from blendfund.projections import returns
from blendfund.projections.composition import BY
from blendfund.storage.store import create_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORTS = [
    *(("composition", by) for by in BY),
    ("leverage", ""),
    *(("returns", by) for by in returns.BY),
    ("balance", ""),
    ("earmarks", ""),
    ("portfolio", ""),
]
OVERDRAFT = Options(allow_overdraft=True)
EXAMPLES = 2_000 if os.environ.get("BLENDFUND_TORTURE") else 24
LAWS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    report_multiple_bugs=False,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
WHO: tuple[dict[str, Any], ...] = (
    {**REGION, "agreement": "A1", "origin": "FSE"},
    {**BANK, "agreement": "A2"},
    {**REGION, "instrument": "repayable-advance", "agreement": "A3", "earmark": "Emploi"},
)
WHAT: tuple[dict[str, Any], ...] = (
    {**BAKERY, "agreement": "B1", "terms": "market"},
    {"project": "Jardin", "instrument": "grant", "agreement": "B2"},
    {"project": "Jardin", "instrument": "equity", "agreement": "B3", "earmark": "Emploi"},
)
OTHERS: dict[str, Any] = {
    "party": "Ville",
    "sector": "public",
    "terms": "concessional",
    "project": "Jardin",
}
IN = ("pledge", "commitment", "contribution", "contribution", "call", "cancellation")
BACK = ("contribution-refund", "reimbursement", "funding-interest")
OUT = (
    *("contract", "disbursement", "disbursement", "repayment", "interest", "write-off"),
    "provision",
)
DAYS = st.sampled_from(["2024-01-10", "2024-02-10", "2024-03-10", "2025-01-10"])


@st.composite
def movements(draw: st.DrawFn) -> Row:
    """Draw a movement of one of a few agreements."""
    day, minor = draw(DAYS), draw(st.integers(1, 9)) * 100
    side = draw(st.integers(0, 10))
    if side < 5:
        kind = draw(st.sampled_from([*IN, *BACK]))
        return row(kind, day, minor * 10, **draw(st.sampled_from(WHO)))
    if side < 9:
        return row(draw(st.sampled_from(OUT)), day, minor, **draw(st.sampled_from(WHAT)))
    if side == 9:
        return row("cofinancing", day, minor, **OTHERS)
    return row(
        draw(st.sampled_from(["expense", "treasury-interest"])), day, minor, label="x"
    )


class Write(msgspec.Struct):
    """One write of the model: its rows, as they stand now, and where they were recorded."""

    rows: list[Row]
    reference: str
    positions: list[int]
    gone: bool = False


@contextmanager
def opened() -> Iterator[Fund]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registre.db"
        create_ledger(str(path))
        fund = Fund(path)
        fund.open()
        fund.earmark("Emploi", repayments="free")
        yield fund


def shown(fund: Fund, known_at: str | None = None) -> dict[str, Any]:
    """Give every report but for the position and the root it was made at."""
    found = {}
    asked = [(*one, day) for one in REPORTS for day in ("2024-02-10", "2026-07-01")]
    with Reading(str(fund.path)) as reading:
        for name, by, day in asked:
            on = date.fromisoformat(day)
            wanted = Asked("ALSACE", by=by, as_of=on, known_at=known_at)
            report = MAKERS[name](reading, wanted)
            for key in ("position", "root"):
                report.pop(key)
            for flag in report["flags"]:
                flag.pop("positions")
            found[f"{name} {by} {day}"] = msgspec.json.encode(report)
    return found


def recorded(fund: Fund, rows: Sequence[Row]) -> Write | None:
    """Record rows as one write; None where a rule refuses them."""
    before = fund.verify().events
    try:
        done = fund.take(*rows, options=OVERDRAFT)
    except BlendfundError:
        return None
    sql = "SELECT DISTINCT position FROM event WHERE position > ? ORDER BY position"
    facts = [one[0] for one in fund.sql(sql, (before,))]
    moved = {
        one[0]
        for one in fund.sql(
            "SELECT position FROM event WHERE CAST(state AS TEXT) LIKE '%amount_minor%'"
        )
    }
    positions = [one for one in facts if one in moved]
    ordered = sorted(rows, key=lambda one: one.on)
    return Write(list(ordered), done.outcome.reference, positions)


def replayed(writes: Sequence[Write], fund: Fund) -> bool:
    """Record what is left in a fresh ledger; False where it would have been refused."""
    for write in writes:
        if write.rows and not write.gone:
            try:
                fund.take(*write.rows, options=OVERDRAFT)
            except BlendfundError:
                return False
    return True


def correct(
    fund: Fund,
    write: Write,
    index: int,
    units: int,
    day: str,
    steps: list[tuple[Any, ...]],
) -> None:
    old = write.rows[index]
    on = date.fromisoformat(day) if day else old.on
    try:
        fund.correct(write.positions[index], Corrected(Typed(units), on=on))
    except BlendfundError:
        return
    (place,) = fund.sql(
        "SELECT max(position) FROM event"
        " WHERE json_extract(CAST(state AS TEXT), '$.replaces') = ?",
        (write.positions[index],),
    )[0]
    steps.append((write, "correct", index, (old, write.positions[index])))
    write.rows[index] = msgspec.structs.replace(old, amount_minor=units * 100, on=on)
    write.positions[index] = place


def undo(fund: Fund, steps: list[tuple[Any, ...]]) -> None:
    if not steps:
        return
    write, act, index, before = steps.pop()
    fund.undo()
    if act == "take":
        write.gone = True
    else:
        write.rows[index], write.positions[index] = before


class History:
    """A fund's writes as they stand, and what can still be undone, the latest last."""

    def __init__(self, fund: Fund) -> None:
        self.fund = fund
        self.writes: list[Write] = []
        self.steps: list[tuple[Any, ...]] = []
        self.names = (f"R{number}" for number in count())

    def step(self, data: st.DataObject) -> None:
        """Do one thing that people do."""
        live = [write for write in self.writes if not write.gone]
        act = data.draw(st.sampled_from(["take", "take", "correct", "undo", "import"]))
        if act == "take" or not live:
            self._take(data.draw(st.lists(movements(), min_size=1, max_size=4)))
        elif act == "correct":
            self._correct(data, data.draw(st.sampled_from(live)))
        elif act == "undo":
            undo(self.fund, self.steps)
        else:
            write = data.draw(st.sampled_from(live))
            self.fund.undo_import(write.reference)
            write.gone = True
            self.steps = [step for step in self.steps if step[0] is not write]

    def _take(self, drawn: list[Row]) -> None:
        rows = [msgspec.structs.replace(one, reference=next(self.names)) for one in drawn]
        if (write := recorded(self.fund, rows)) is not None:
            self.writes.append(write)
            self.steps.append((write, "take", 0, rows[0]))

    def _correct(self, data: st.DataObject, write: Write) -> None:
        index = data.draw(st.integers(0, len(write.rows) - 1))
        amount = data.draw(st.integers(1, 9))
        alone = len(write.rows) == 1 and write.rows[0].kind != "amendment"
        day = data.draw(DAYS) if alone else ""
        correct(self.fund, write, index, amount, day, self.steps)
