"""Law of the forecast: where everybody does what they owe on its day, it comes true."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import BANK, REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened

from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.calling import call_all
from blendfund.application.recording.record import Asked, record
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.schedule import Schedule
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import Every, Instrument, Kind, Method

AS_OF = date(2024, 6, 15)
TODAY = date(2027, 1, 1)
MONTHS = 12
END = date(2025, 5, 31)
FIRST = "2024-06"


class Due(NamedTuple):
    """What somebody owes on a day, in units of the currency."""

    on: str
    kind: str
    agreement: str
    amount: str


LOANS = st.lists(
    st.builds(
        Schedule,
        st.sampled_from(["0", "0.02", "0.08"]),
        st.dates(date(2024, 1, 1), AS_OF),
        st.integers(1, 9),
        st.sampled_from([Every.MONTH, Every.QUARTER]),
        grace=st.integers(0, 3),
        method=st.sampled_from(list(Method)),
    ),
    min_size=1,
    max_size=3,
)


PARTS = st.sampled_from([0, 0, 1, 700, 1500, 2999, 3000])


def led(fund: Fund, write: Any, *given_: Any, **told: Any) -> Any:
    with Ledger(str(fund.path)) as ledger:
        return write(ledger, Command("camille", today=TODAY), *given_, **told)


def do(fund: Fund, due: Due, **told: Any) -> None:
    create = told.pop("create", False)
    day = date.fromisoformat(due.on)
    amount = read_amount(due.amount)
    asked = Asked(Kind(due.kind), due.agreement, "ALSACE", amount, day, create, told)
    led(fund, record, asked)


class Parts(NamedTuple):
    """What of a loan is never paid out, what is lost, what is paid back at once."""

    given_up: int
    lost: int
    early: int


def lend(fund: Fund, name: str, terms: Schedule, parts: Parts) -> None:
    """Lend 3,000 under a schedule."""
    lost, given_up, early = parts.lost, parts.given_up, parts.early
    told: dict[str, Any] = {"project": "Recyclerie", "instrument": Instrument.LOAN}
    told |= {"schedule": terms, "rate": terms.rate, "create": True}
    start = terms.start.isoformat()
    do(fund, Due(start, "contract", name, "3000"), **told)
    do(fund, Due(start, "disbursement", name, str(3000 - given_up)))
    if given_up:
        do(fund, Due(start, "contract-reduction", name, str(given_up)))
    if lost:
        lost = min(lost, 3000 - given_up)
        do(fund, Due(start, "write-off", name, str(lost)))
    early = min(early, 3000 - given_up - lost)
    if early:
        do(fund, Due(start, "repayment", name, str(early)))


def owed(fund: Fund, name: str) -> list[Due]:
    """Give what a loan's schedule asks for, line by line."""
    found = []
    with Reading(str(fund.path)) as reading:
        lines = fund.report("schedule", agreement=name, as_of=AS_OF)["lines"]
        for one in lines:
            figure = f"schedule:{name}:{one['n']}:left"
            told = explain_figure(reading, Wanted(figure, "ALSACE", AS_OF, None, 0), str)
            if told["value"] != "0.00":
                found.append(Due(one["due"], "repayment", name, told["value"]))
    return found


def months(fund: Fund, as_of: date, **asked: Any) -> dict[str, dict[str, Any]]:
    found = fund.report("cash", as_of=as_of, **asked)["rows"]
    return {one["month"]: one for one in found}


@settings(LAWS, max_examples=EXAMPLES // 2)
@given(
    LOANS,
    st.integers(1, 400),
    st.dates(date(2024, 6, 16), END),
    st.builds(Parts, PARTS.filter(lambda part: part < 3000), PARTS, PARTS),
)
def test_the_forecast_comes_true_where_everybody_pays_on_the_day(
    loans: list[Schedule], called: int, due: date, parts: Parts
) -> None:
    with opened() as fund:
        fund.take(
            row("contribution", "2024-01-01", 90000_00, **REGION),
            row("commitment", "2024-01-01", 500_00, **BANK, agreement="A2"),
        )
        names = [f"PRET-{number}" for number, _ in enumerate(loans)]
        for name, terms in zip(names, loans, strict=True):
            lend(fund, name, terms, parts)
        led(
            fund, call_all, "ALSACE", read_amount(str(called)), due=due, on=date(2024, 6, 1)
        )
        coming = sorted(one for name in names for one in owed(fund, name))
        for one in coming:
            if one.on <= AS_OF.isoformat():
                do(fund, one)
        said = months(fund, AS_OF, months=MONTHS)
        later = [one for one in coming if AS_OF.isoformat() < one.on <= END.isoformat()]
        # What was promised and not called has no day: it is expected at once.
        later.append(Due("2024-06-16", "contribution", "A2", str(500 - called)))
        later.append(Due(due.isoformat(), "contribution", "A2", str(called)))
        for one in sorted(later):
            do(fund, one)
        for name in names:
            end = fund.report("schedule", agreement=name, as_of=TODAY)["totals"]
            later_lines = [
                one for one in coming if one.agreement == name if one.on > END.isoformat()
            ]
            left = sum(Decimal(one.amount) for one in later_lines)
            assert Decimal(end["left"]) == left, "what is asked is what settles the loan"
            if not later_lines:
                assert end["outstanding"] == "0.00"
        happened = months(fund, END, months=1, past=MONTHS)
        assert months(fund, AS_OF, months=MONTHS) == said
        assert said[max(said)]["cash"] == happened[max(happened)]["cash"]
        for month in [
            one for one in said if one in happened and not happened[one]["forecast"]
        ]:
            compared = ("cash",) if month == FIRST else ("received", "paid", "net", "cash")
            assert [said[month][one] for one in compared] == [
                happened[month][one] for one in compared
            ]
