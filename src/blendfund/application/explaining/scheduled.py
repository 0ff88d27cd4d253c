"""Where the totals of a schedule come from: what is late, owed, and has run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.projections.cells import TOTAL, Cell
from blendfund.projections.derived import Kind, Node, day, number, total
from blendfund.projections.loans import accrued, periods
from blendfund.projections.risk import standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.explaining.schedule import Schedule

INTEREST: Final = frozenset({"interest", "waived"})
OWED: Final = Cell(TOTAL, TOTAL, "outstanding")


class Totals:
    """The totals of a schedule, and the lines that they are made of."""

    def __init__(self, of: Schedule) -> None:
        self.of = of

    def node(self, column: str) -> Node:
        """Work out a total, by the column it stands in."""
        made: dict[str, Callable[[], Node]] = {
            "outstanding": self._outstanding,
            "accrued": self._accrued,
            "days_late": self._standing,
            "overdue": self._overdue,
            "dropped": self._dropped,
            "arrears": self._arrears,
        }
        return made[column]() if column in made else self.of.over(column, self.of.dues)

    def _arrears(self) -> Node:
        return self.of.arrears(self.of.dues[0].before)

    def _outstanding(self) -> Node:
        made = total("outstanding", self.of.facts("outstanding"))
        return made._replace(value=self.of.loan.outstanding)

    @property
    def _owed(self) -> Node:
        """Give the principal that the project owes."""
        return self.of.other("outstanding", OWED, self.of.loan.outstanding)

    def _dropped(self) -> Node:
        """Work out what no line asks for any more."""
        of, dues = self.of, self.of.dues
        asked = ("principal", "interest", "fee")
        nodes = tuple(of.over(one, dues) for one in (*asked, "paid", "left"))
        value = sum(one.dropped.total for one in dues)
        formula = f"{' + '.join(asked)} - paid - left"
        before = dues[0].before
        if before.total:
            formula, nodes = f"arrears + {formula}", (of.arrears(before), *nodes)
        return Node("dropped", value, formula=formula, nodes=nodes)

    def _overdue(self) -> Node:
        """Add up what is late, of the money that is out."""
        late = [one for one in self.of.dues if one.days_late]
        lines = self.of.over("left", late)
        asked, value = lines.value, sum(one.overdue for one in late)
        if asked == value:
            return lines._replace(name="overdue")
        most = lines._replace(name="lines")
        if late[0].line.due >= self.of.seen.day:
            most = self.of.arrears(late[0].before)
        nodes = (
            most,
            self._owed,
            Node("interest_left", sum(one.asked.interest for one in late)),
        )
        formula = f"min({most.name}, max(0, outstanding) + interest_left)"
        return Node("overdue", value, formula=formula, nodes=nodes)

    def _accrued(self) -> Node:
        """Work out the interest that has run and was not paid."""
        on, since = self.of.seen.day, self.of.version.schedule.start
        value = accrued(self.of.loan, on)
        if self.of.loan.disbursed <= 0:
            return Node("accrued", value, nodes=(self.of.sum("disbursed"),))
        running = [one for _, one in periods(self.of.loan, self.of.dues)]
        ran = [one for one in running if one.line.due <= on]
        nodes: list[Node] = [self.of.over("interest", ran)._replace(name="ran")]
        formula, rest = "ran", running[len(ran) :]
        since = ran[-1].line.due if ran else since
        if rest and since < on:
            line = rest[0].line
            formula += " + round(interest * passed / period)"
            begun, due = self.of.terms.since(line.n), self.of.terms.due(line.n)
            passed = (day("as_of", on), begun)
            nodes += [
                self.of.other("interest", self.of.line(line.n, "interest"), line.interest),
                Node("passed", (on - since).days, Kind.DAYS, "as_of - since", passed),
                Node(
                    "period",
                    (line.due - since).days,
                    Kind.DAYS,
                    "due - since",
                    (due, begun),
                ),
            ]
        after = self.of.position if len(self.of.loan.versions) > 1 else 0
        nodes.append(total("interest_paid", self.of.facts(*INTEREST, after=after)))
        made = f"max(0, {formula} - interest_paid)"
        return Node("accrued", value, formula=made, nodes=tuple(nodes))

    def _standing(self) -> Node:
        """Work out for how long the loan is late: since its oldest line, or before it."""
        days = standing(self.of.loan, self.of.seen.day).days
        nodes: list[Node] = []
        late = [one for one in self.of.dues if one.days_late]
        if late:
            cell = self.of.line(late[0].line.n, "days_late")
            nodes.append(self.of.other("oldest", cell, late[0].days_late, Kind.DAYS))
        if (
            self.of.version.days_late
            and self.of.dues[0].left > 0
            and self.of.loan.outstanding
        ):
            nodes.append(self._before())
        if not nodes:
            return Node("days_late", days, Kind.DAYS, nodes=(self._owed,))
        names = ", ".join(one.name for one in nodes)
        formula = f"max({names})" if len(nodes) > 1 else names
        return Node("days_late", days, Kind.DAYS, formula, tuple(nodes))

    def _before(self) -> Node:
        """Work out the lateness that a rescheduling left as it was."""
        late, start = self.of.version.days_late, self.of.version.schedule.start
        nodes: tuple[Any, ...] = (
            number("late", late, self.of.position)._replace(kind=Kind.DAYS),
            day("as_of", self.of.seen.day),
            day("start", start, self.of.position),
        )
        value = late + max(0, (self.of.seen.day - start).days)
        return Node("before", value, Kind.DAYS, "late + max(0, as_of - start)", nodes)
