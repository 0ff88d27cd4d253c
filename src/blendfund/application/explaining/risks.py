"""Where the portfolio at risk, and what loans lost and earned as parts, come from."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from blendfund.domain.anniversary import anniversary
from blendfund.domain.vocabulary import repayable
from blendfund.projections.cells import TOTAL, Cell
from blendfund.projections.derived import Kind, Node, total
from blendfund.projections.forms import Scope
from blendfund.projections.formulas import evaluate
from blendfund.projections.loans import column_of
from blendfund.projections.rates import RATES
from blendfund.projections.risk import DAYS, Risk, at_risk

if TYPE_CHECKING:
    from blendfund.application.explaining.portfolio import Portfolio
    from blendfund.projections.derived import Said
    from blendfund.projections.risk import Standing
    from blendfund.projections.views import Klass

GROSS: Final = "gross_outstanding"
SCHEDULED: Final = "scheduled_outstanding"
RESTRUCTURED: Final = "par30_with_restructured"
# Each rate's two terms, in the columns of the report's total.
_TERMS: Final = {
    "provision_rate": ("provision", "outstanding"),
    "loss_rate": ("written_off - recovered", "disbursed"),
    "default_rate": ("defaulted", "disbursed"),
    "default_rate_by_number": ("defaults", "loans"),
    "recovery_rate": ("recovered", "written_off"),
    "yield": ("2 * earned", "outstanding + outstanding_before"),
}


class Rated:
    """The portfolio at risk and the rates, from the loans as they stand."""

    def __init__(self, of: Portfolio) -> None:
        self.of = of
        self.measures = [GROSS, SCHEDULED, *(f"par{days}" for days in DAYS), RESTRUCTURED]
        self.names = list(RATES)

    def risk(self, cell: Cell) -> Node:
        """Work out balances at risk, or the part that they are."""
        found, kept = self._risk(cell.row)
        if cell.column == "amount":
            if found.amount is None:
                return Node("balances", None, nodes=(self.of.unscheduled,))
            return self.of.sum("balances", "outstanding", kept)
        if found.amount is None:
            return Node("ratio", None, Kind.SHARE, nodes=(self.of.unscheduled,))
        if not found.whole:
            return Node("ratio", None, Kind.SHARE)
        whole = GROSS if cell.row in {GROSS, SCHEDULED} else SCHEDULED
        at = cell._replace(column="amount")
        nodes = (
            self.of.other("balances", at, found.amount),
            self.of.other("whole_balances", at._replace(row=whole), found.whole),
        )
        value = Fraction(found.amount, found.whole)
        return Node("ratio", value, Kind.SHARE, "balances / whole_balances", nodes)

    def _risk(self, measure: str) -> tuple[Risk, list[Standing]]:
        """Give a measure as the report takes it, and the loans that count in it."""
        stood = self.of.stood
        scheduled = [one for one in stood if one.loan.versions]
        if measure in {GROSS, SCHEDULED}:
            kept = stood if measure == GROSS else scheduled
            whole = sum(one.loan.outstanding for one in stood)
            return Risk(sum(one.loan.outstanding for one in kept), whole), kept
        anew = measure == RESTRUCTURED
        days = DAYS[0] if anew else int(measure.removeprefix("par"))
        kept = [
            one
            for one in scheduled
            if one.days > days or (anew and len(one.loan.versions) > 1)
        ]
        return at_risk(stood, days, restructured=anew), kept

    def rate(self, name: str) -> Node:
        """Work out what was lost, recovered, provided for or earned, as a part.

        It has no value where the whole is nothing.
        """
        above, below = _TERMS[name]
        nodes = self._year() if name == "yield" else ()
        known = {one.name for one in nodes}
        words = f"{above} {below}".replace("(", "").split()
        wanted = dict.fromkeys(one for one in words if one.isidentifier())
        nodes += tuple(self._column(one) for one in wanted if one not in known)
        values = {one.name: one.value for one in nodes if one.value is not None}
        part, whole = (evaluate(one, values) for one in (above, below))
        assert isinstance(part, int | Fraction)
        assert isinstance(whole, int | Fraction)
        if not whole:
            return Node(name, None, Kind.SHARE, nodes=nodes)
        value = Fraction(part) / whole
        made = " / ".join(_grouped(one) for one in (above, below))
        return Node(name, value, Kind.SHARE, made, nodes)

    def _column(self, column: str) -> Node:
        cell = Cell(TOTAL, TOTAL, column)
        made = self.of.node(cell)
        assert isinstance(made.value, int)
        return self.of.other(column, cell, made.value, made.kind)

    def _year(self) -> tuple[Node, ...]:
        """Give a year's interest and fees, and what was outstanding before it."""
        earlier = anniversary(self.of.seen.day, -1)
        day = frozenset({earlier.strftime("%Y%m%d")})
        earned = self._facts({"interest", "fees"}, Scope("later", day))
        before = self._facts({"outstanding"}, Scope("upto", day))
        return total("earned", earned), total("outstanding_before", before)

    def _facts(self, wanted: set[str], scope: Scope) -> tuple[Said, ...]:
        def weigh(klass: Klass) -> int:
            name, sign = column_of(klass.movement, klass.account)
            own = repayable(klass.instrument) and not klass.carrier
            return sign if own and name in wanted else 0

        return self.of.seen.facts(weigh, scope)


def _grouped(formula: str) -> str:
    return formula if formula.isidentifier() else f"({formula})"
