"""Laws of whole lives of a loan: paid, late, bounced, rescheduled, provided for, lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_composition import balanced, conserved
from tests.unit.test_payback import LOAN, bounced, do, say

from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import BlendfundError
from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import Every

START = date(2024, 1, 31)
TERMS = Schedule("0.06", START, 6, Every.MONTH, grace=1)
KINDS = (
    *("repayment", "repayment", "repayment", "fee-charge", "penalty-charge"),
    *("fee-waiver", "penalty-waiver", "interest-waiver", "provision", "write-off"),
    *("recovery", "disbursement", "disbursement-return", "held-payment-return"),
    *("write-off", "contract-reduction"),
)
# The same lives at each test; under torture others, two and a half times as many as
# histories.
LONG = EXAMPLES >= 1_000
LIVES = settings(LAWS, max_examples=5_000 if LONG else EXAMPLES, derandomize=not LONG)
SIZES = st.integers(1, 70)
STEPS = st.one_of(
    st.tuples(st.sampled_from(KINDS), SIZES),
    st.tuples(st.sampled_from(["bounce", "undo", "reschedule", "hold", "apply"]), SIZES),
)
# What each moves of the fund's cash; the others move none.
CASH = {"disbursement": -1, "disbursement-return": 1, "recovery": 1}
CASH |= {"held-payment-return": -1, "repayment": 2, "hold": 2}
MORE: dict[str, dict[str, Any]] = {"hold": {"holds": True}, "apply": {"verb": "apply"}}


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


class Life:
    """A loan of 6,000 and what is known of it by hand, in cents."""

    def __init__(self, fund: Fund) -> None:
        self.fund = fund
        self.day = START
        self.payments: dict[int, int] = {}
        self.steps: list[dict[str, Any]] = []
        self.cash: list[int] = [90000_00 - 4000_00]
        self.days: list[date] = []
        fund.take(row("contribution", "2024-01-01", 90000_00, **REGION))
        told = {**LOAN, "schedule": TERMS, "rate": "0.06"}
        do(fund, "contract", "6000", START.isoformat(), create=True, **told)
        do(fund, "disbursement", "4000", START.isoformat())

    def step(self, what: str, size: int) -> None:
        """Do one thing, a few days later; a rule may refuse it."""
        before = self.shown()
        self.day += timedelta(days=size % 40)
        try:
            self._do(what, size)
        except BlendfundError:
            assert self.shown() == before
            return
        if what == "undo":
            assert self.shown() == self.steps.pop()
            self.cash.pop()
        else:
            self.steps.append(before)
            self.days.append(self.day)

    def _do(self, what: str, size: int) -> None:
        on = self.day.isoformat()
        if what == "undo":
            if not self.steps:
                raise BlendfundError
            self.fund.undo()
        elif what == "bounce":
            known = list(self.payments) or [1]
            position = known[size % len(known)]
            bounced(self.fund, position, on)
            self.cash.append(self.cash[-1] - self.payments[position])
        elif what == "reschedule":
            terms = Schedule("0.02", self.day, 1 + size % 5, Every.MONTH)
            say(self.fund, "reschedule", terms, on=self.day, reason="essai")
        elif what in {"hold", "repayment", "apply"}:
            done = do(self.fund, "repayment", str(size * 40), on, **MORE.get(what, {}))
            assert done.share is not None
            assert sum(done.share) == size * 40_00
            self.payments[done.outcome.position] = size * 40_00
        else:
            # A provision is a level, as people say it.
            verb = "provide" if what == "provision" else ""
            do(self.fund, what, str(size * 20), on, verb=verb)
        if what not in {"undo", "bounce"}:
            self.cash.append(self.cash[-1] + CASH.get(what, 0) * size * 20_00)

    def shown(self) -> dict[str, Any]:
        """Give the loan's own figures on a late day."""
        end = date(2030, 1, 1)
        found = self.fund.report("composition", as_of=end)
        lines = self.fund.report("schedule", agreement="PRET-1", as_of=end)["lines"]
        total = self.fund.report("portfolio", as_of=end)["total"]
        told = {"uses": found["uses"], "flags": found["flags"]}
        return {**told, "lines": lines, "total": total}

    def check(self) -> None:
        """Hold what the reports say against each other."""
        found = self.shown()
        total = found["total"]
        kept = ("disbursed", "repaid", "written_off", "outstanding", "provision")
        sums = {name: cents(total[name]) for name in (*kept, "held", "charges_due")}
        left = sums["disbursed"] - sums["repaid"] - sums["written_off"]
        assert sums["outstanding"] == left >= 0
        assert min(sums["provision"], sums["charges_due"]) >= 0
        # A bank may take back what was held and given back: the payer owes it, as is said.
        flagged = {one["code"] for one in found["flags"]}
        assert (sums["held"] < 0) == ("held-missing" in flagged)
        assert (sums["held"] > 0) == ("payment-held" in flagged)
        assert cents(found["uses"]["outstanding"]) == left
        assert cents(found["uses"]["cash"]) == self.cash[-1]
        assert balanced(self.fund)
        assert conserved(self.fund.report("composition"))
        for on in {*self.days, self.day, date(2030, 1, 1)}:
            self.check_worth(on)
        with Reading(str(self.fund.path)) as reading:
            reading.replay(None)

    def check_worth(self, on: date) -> None:
        """Hold the loan's net value against what is outstanding and was provided for."""
        balance = self.fund.report("balance", as_of=on)
        books = {one["account"]: cents(one["balance"]) for one in balance["rows"]}
        made, report = -books.get("loan_provisions", 0), self.portfolio(on)
        left, counted = cents(report["outstanding"]), cents(report["provision"])
        assert counted == min(made, left)
        (row,) = self.fund.report("returns", by="agreement", as_of=on)["rows"]
        assert cents(row["residual"]) == left - counted >= 0
        self.check_lines(on, report)
        flags = {one["code"] for one in balance["flags"]}
        assert ("over-provisioned" in flags) == (made > left)
        if made <= left and on != self.day:
            return
        for what in (
            "portfolio:total:provision",
            "returns/agreement:PRET-1:residual",
        ):
            self.check_facts(what, on)

    def check_lines(self, on: date, portfolio: dict[str, Any]) -> None:
        """Hold what the lines still ask for against what is owed, and work it out."""
        report = self.fund.report("schedule", agreement="PRET-1", as_of=on)
        totals = {k: one for k, one in report["totals"].items() if isinstance(one, str)}
        sums = {name: cents(one) for name, one in totals.items()}
        asked = sums["principal"] + sums["interest"] + sums["fee"]
        asked += sums["arrears"]
        assert sums["left"] == asked - sums["paid"] - sums["dropped"] >= 0
        assert min(sums["dropped"], sums["overdue"], sums["accrued"]) >= 0
        assert sums["overdue"] <= sums["left"]
        assert sums["overdue"] == cents(portfolio["overdue"])
        # Never more than what is out, and the interest of its lines.
        interest = sums["interest"] + sums["arrears"]
        assert sums["overdue"] <= max(0, sums["outstanding"]) + interest
        drawn = portfolio["contracted"] == portfolio["disbursed"]
        if drawn and not sums["outstanding"] and cents(portfolio["written_off"]):
            assert sums["overdue"] == sums["left"] == 0
        if on == self.day:
            self.check_cells(on, report)

    def check_cells(self, on: date, report: dict[str, Any]) -> None:
        """Work the figures of the schedule out again, line by line."""
        wanted = ["left", "overdue", "accrued", "dropped", "arrears", "days_late"]
        cells = [f"total:{column}" for column in wanted]
        cells += [f"{n}:left" for n, _ in enumerate(report["lines"], start=1)]
        with Reading(str(self.fund.path)) as reading:
            for cell in cells:
                figure = f"schedule:PRET-1:{cell}"
                told = explain_figure(reading, Wanted(figure, "ALSACE", on, None, 0), str)
                column = cell.partition(":")[2]
                if cell.startswith("total"):
                    assert told["value"] == str(report["totals"][column])

    def check_facts(self, what: str, on: date) -> None:
        """Hold a figure against the facts that explain it."""
        with Reading(str(self.fund.path)) as reading:
            told = explain_figure(reading, Wanted(what, "ALSACE", on, None, 0), str)
        (part,) = told["parts"]
        assert cents(part["amount"]) == sum(cents(one["adds"]) for one in part["facts"])
        assert part["amount"] == told["value"]

    def portfolio(self, on: date) -> dict[str, Any]:
        found: dict[str, Any] = self.fund.report("portfolio", as_of=on)["total"]
        return found


@LIVES
@example([("repayment", 30), ("reschedule", 34), ("bounce", 2), ("repayment", 39)])
@example([("repayment", 40), ("reschedule", 3), ("bounce", 1), ("reschedule", 7)])
@example([("hold", 70), ("disbursement", 6), ("write-off", 5), ("hold", 45)])
@example([("reschedule", 5), ("disbursement", 40), ("write-off", 60), ("apply", 9)])
@example([("hold", 65), ("hold", 30), ("apply", 19), ("bounce", 0), ("undo", 1)])
@example([("hold", 60), ("apply", 9), ("held-payment-return", 2), ("bounce", 0)])
@given(st.lists(STEPS, min_size=1, max_size=10))
def test_the_life_of_a_loan_adds_up_whatever_becomes_of_it(
    steps: list[tuple[str, int]],
) -> None:
    with opened() as fund:
        life = Life(fund)
        assert sum(cents(one["principal"]) for one in life.shown()["lines"]) == 6000_00
        for what, size in steps:
            life.step(what, size)
        life.check()
