"""How one table of a report is made, and how a report's words are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from blendfund.projections.composition import UNSPECIFIED
from blendfund.projections.earmarks import UNEARMARKED
from blendfund.projections.losses import FUNDERS, UNTRANCHED
from blendfund.reports.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from blendfund.reports.columns import Column, Language, Row, Value

Report = dict[str, Any]
# Messages: English here, translated when a table is made.
NOT_COMPUTABLE: Final = "not computable"
NOTE: Final = "Not computed: {name} ({reason})."

LABELS: Final = {
    "total": "Total",
    "net": "Net of running costs",
    "in_kind": "Support in kind (never cash)",
    "committed": "Committed",
    "received": "Received",
    "refunded": "Refunded",
    "reimbursed": "Reimbursed",
    "unallocated": "Borne by no tranche",
    "realised": "Lost, less recovered",
    "provisions": "Provisions",
    "gross_outstanding": "Outstanding, all loans and shares",
    "scheduled_outstanding": "Outstanding with a schedule",
    "par30": "Late by more than 30 days (PAR30)",
    "par60": "Late by more than 60 days (PAR60)",
    "par90": "Late by more than 90 days (PAR90)",
    "par30_with_restructured": "PAR30, rescheduled loans included",
    "provision_rate": "Provisions, of the principal outstanding",
    "loss_rate": "Lost and not recovered, of what was disbursed",
    "default_rate": "In default, of what was disbursed",
    "default_rate_by_number": "In default, of the number of contracts",
    "recovery_rate": "Recovered, of what was written off",
    "actual": "Actual",
    "forecast": "Forecast",
    "return-of-capital": "Return of capital",
    "preferred-return": "Preferred return",
    "catch-up": "Catch-up",
    "split": "Split",
    "yield": "Interest and fees of a year, of the mean outstanding",
}


def rows_of(report: Report) -> list[Row]:
    """Give a report's rows."""
    rows: list[Row] = report["rows"]
    return rows


def _none(_report: Report) -> list[Row]:
    return []


def _silent(_report: Report, _language: Language) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Outline:
    """How one table of a report is made: its name, title, columns, rows and notes.

    ``sheet`` is what its sheet is called in a workbook. A table that is ``optional`` is
    left out when it has no rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterable[Row]] = rows_of
    foot: Callable[[Report], Iterable[Row]] = _none
    notes: Callable[[Report, Language], Iterable[str]] = _silent
    optional: bool = False
    sheet: str = ""


# Words of ours that stand among names.
OURS: Final = frozenset({UNSPECIFIED, UNEARMARKED, UNTRANCHED, FUNDERS})


def label(word: str, language: Language) -> str:
    """Say one of blendfund's own words as people do."""
    return language.say(LABELS.get(word, word))


def named(value: Value, language: Language) -> str:
    """Say a name, or that there is none."""
    return language.say(str(value)) if value in OURS else str(value)


def not_computed(row: Row, key: str, kind: Kind, language: Language) -> str:
    """Say why a row has no ratio or rate."""
    said = label(str(row[key]), language) if kind is Kind.WORD else row[key]
    return language.say(NOTE).format(name=said, reason=row["reason"])
