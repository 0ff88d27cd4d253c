"""The report on how the fund's tranches would bear a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reporting.flags import UNALLOCATED
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.tranche import FORMULA, SOURCE, Tranche, bear
from blendfund.reports.words import amount
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Total

LOSSES: Final = frozenset(
    {
        "write_off_loss",
        "recovery_income",
        "guarantee_calls_paid",
        "counter_guarantee_income",
    }
)
_TRANCHES: Final = (
    f"SELECT name, rank, size FROM tranche WHERE fund = :fund AND {KNOWN}"  # noqa: S608 -- own words
    " AND operation_date <= :as_of ORDER BY rank, id"
)


def waterfall_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """How the fund's tranches would bear a loss; without one, what it has lost so far.

    What no tranche can take is flagged. Raises FundNotFound.
    """
    frame = Frame(reading, asked, "waterfall")
    tranches = [Tranche(*row) for row in frame.books.execute(_TRANCHES, frame.at._asdict())]
    totals = frame.totals()
    loss = _lost(totals) if asked.loss is None else asked.loss.minor(frame.currency)
    found, left = bear(loss, tranches)
    body: dict[str, Any] = {
        "loss": frame.money(loss),
        "rows": [
            {
                "tranche": one.tranche.name,
                "rank": one.tranche.rank,
                "size": frame.money(one.tranche.size_minor),
                "borne": frame.money(one.borne_minor),
                "left": frame.money(one.left_minor),
            }
            for one in found
        ],
        "unallocated": frame.money(left),
        "formula": FORMULA,
        "source": SOURCE,
    }
    report = frame.report(totals, say, body)
    if left:
        shown = amount(left, frame.currency, french=asked.french)
        text = say(UNALLOCATED).format(left=shown)
        report["flags"].append({"code": "loss-unallocated", "text": text, "positions": []})
    return report


def _lost(totals: list[Total]) -> int:
    """Give what the fund has lost: written off and paid on calls, less what came back.

    What counter-guarantors bear of it is theirs.
    """
    return max(0, sum(one.amount for one in totals if one.account in LOSSES))
