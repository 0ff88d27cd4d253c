"""Tranches: defined by the partners, and how they would bear a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from blendfund.application.command import body_of
from blendfund.application.flags import UNALLOCATED
from blendfund.application.frame import Asked, Frame, Report
from blendfund.domain.checks import check_amount, check_date
from blendfund.domain.errors import NameMissing, TrancheExists
from blendfund.domain.tranche import FORMULA, SOURCE, Tranche, TrancheDefined, bear
from blendfund.domain.typed import Typed
from blendfund.reports.words import amount
from blendfund.storage.ids import uuid7
from blendfund.storage.mapper import Recorded
from blendfund.storage.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.command import Command, Outcome
    from blendfund.application.ledger import Ledger
    from blendfund.application.reading import Reading
    from blendfund.projections.facts import Total
    from blendfund.storage.recorder import Writing

LOSSES: Final = frozenset({"write_off_loss", "recovery_income", "guarantee_calls_paid"})
_TRANCHES: Final = (
    f"SELECT name, rank, size FROM tranche WHERE fund = :fund AND {KNOWN}"  # noqa: S608 -- own words
    " AND operation_date <= :as_of ORDER BY rank, id"
)


class TrancheForm(Struct, frozen=True):
    """What a person types to define a tranche."""

    name: str
    rank: int
    size: Typed


def define_tranche(
    ledger: Ledger, command: Command, fund: str, form: TrancheForm, on: date | None
) -> Outcome:
    """Define a tranche.

    Raises:
        NameMissing, NotPositive, TrancheExists, FundNotFound.
    """
    name = form.name.strip()
    if not name:
        raise NameMissing
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        size = form.size.minor(state.currency)
        check_amount(size, state.currency)
        sql = (
            "SELECT name, rank FROM tranche WHERE fund = ? AND (name = ? OR rank = ?)"
            " AND withdrawn = 0"
        )
        found = books.execute(sql, (number, name, form.rank)).fetchone()
        if found is not None:
            raise TrancheExists(*found)
        event = TrancheDefined(
            on=day,
            fund=stream,
            name=name,
            rank=form.rank,
            size_minor=size,
            currency=state.currency,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    body = body_of("tranche-define", (fund, *structs.astuple(form), on))
    return ledger.write(command, body, plan)


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
    """Give what the fund has lost: written off and paid on calls, less recovered."""
    return max(0, sum(one.amount for one in totals if one.account in LOSSES))
