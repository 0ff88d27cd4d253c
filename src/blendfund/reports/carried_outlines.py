"""The tables of the report on money that third parties carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.reports.columns import Column, Kind
from blendfund.reports.outline import Outline, rows_of

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# A message: English here, translated when a table is made.
APART: Final = "None of it is in the fund's own figures: composition, leverage, cash."


def _rows(report: Report) -> list[Row]:
    return [_listed(row) for row in rows_of(report)]


def _agreements(report: Report) -> list[Row]:
    return [_listed(row) for row in report["agreements"]]


def _listed(row: Row) -> Row:
    """Give a row with its positions as one text."""
    positions: list[int] = row["positions"]  # type: ignore[assignment]
    return {**row, "positions": ", ".join(map(str, positions))}


def _total(report: Report) -> list[Row]:
    return [{"key": "total", **report["total"], "multiple": None, "positions": None}]


def _apart(_report: Report, language: Language) -> list[str]:
    return [language.say(APART)]


_AMOUNTS: Final = (
    Column("received", "Received"),
    Column("used", "Used"),
    Column("returned", "Came back"),
    Column("given_back", "Given back"),
    Column("balance", "Balance"),
    Column("to_come", "Still to come", files_only=True),
    Column("undisbursed", "Not disbursed", files_only=True),
    Column("outstanding", "Outstanding"),
    Column("exposure", "Exposure"),
)
_POSITIONS: Final = Column("positions", "Positions", Kind.TEXT, files_only=True)

CARRIED_OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
    "carried": (
        Outline(
            "carried",
            "Money that others carry for the fund {fund} on {day}",
            (
                Column("key", "Carrier", Kind.WORD),
                *_AMOUNTS,
                Column("multiple", "Exposure / balance", Kind.MULTIPLE, files_only=True),
                _POSITIONS,
            ),
            _rows,
            foot=_total,
            notes=_apart,
            sheet="Carried",
        ),
        Outline(
            "agreements",
            "Agreement by agreement",
            (
                Column("agreement", "Agreement", Kind.NAME),
                Column("key", "Carrier", Kind.NAME),
                *_AMOUNTS,
                _POSITIONS,
            ),
            _agreements,
            optional=True,
            sheet="Carried agreements",
        ),
    ),
}
