"""Where what a line asks for comes from: the terms of the schedule, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.domain.instalments import euro_days, year_fractions
from blendfund.domain.money import half_up
from blendfund.domain.vocabulary import DayCount, Method
from blendfund.projections.derived import Kind, Node, Said, day, number, rate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from blendfund.application.explaining.schedule import Schedule
    from blendfund.domain.instalments import Line

# A level payment of equal periods: the annuity of numpy-financial's ``pmt``.
_LEVEL: Final = "round(base * period_rate / (1 - (1 + period_rate) ** -periods))"
_BASES: Final = {DayCount.ACT_365F: 365, DayCount.ACT_360: 360, DayCount.EURO_30_360: 360}


class Terms:
    """The terms of a schedule, and the lines that they make."""

    def __init__(self, of: Schedule, lines: Sequence[Line]) -> None:
        self.of = of
        self.lines = lines
        self.version = of.version
        self.schedule = of.version.schedule
        self.position = of.position

    def node(self, column: str, n: int) -> Node:
        """Work out what a line asks for, by the column it stands in."""
        made = {
            "due": self.due,
            "principal": self.principal,
            "interest": self.interest,
            "fee": self.fee,
            "balance": self.balance,
            "factor": self.factor,
        }
        return made[column](n)

    def due(self, n: int) -> Node:
        """Work out the day a line falls due."""
        nodes = (
            day("start", self.schedule.start, self.position),
            number("n", n),
            self._months,
        )
        formula = "months_after(start, n * months)"
        return Node("due", self.lines[n - 1].due, Kind.DATE, formula, nodes)

    def since(self, n: int) -> Node:
        """Work out the day from which a line's interest runs."""
        if n > 1:
            return self.due(n - 1)._replace(name="since")
        return day("since", self.schedule.start, self.position)

    def fee(self, n: int) -> Node:
        """Give the fees a line asks for."""
        return Node("fee", self.lines[n - 1].fee)

    def interest(self, n: int) -> Node:
        """Work out a line's interest; the first also asks for what was overdue before."""
        carried = self.version.carried_minor
        made = self._bare(n)
        if n > 1 or not carried:
            return made
        overdue = Node("carried", carried, facts=(Said(self.position, carried),))
        formula = "round(balance * rate * years) + carried"
        value = self.lines[0].interest
        return made._replace(value=value, formula=formula, nodes=(*made.nodes, overdue))

    def _bare(self, n: int) -> Node:
        carried = self.version.carried_minor if n == 1 else 0
        return Node(
            "interest",
            self.lines[n - 1].interest - carried,
            formula="round(balance * rate * years)",
            nodes=(self.balance(n), self._rate, self._years(n)),
        )

    def balance(self, n: int) -> Node:
        """Work out the principal that is due before a line."""
        asked = [(one.n, one.principal) for one in self.lines[: n - 1] if one.principal]
        if not asked:
            return self.base._replace(name="balance")
        cells = [(self.of.line(one, "principal"), minor) for one, minor in asked]
        earlier = self.of.total("earlier", *cells)
        left = self._base - sum(minor for _, minor in asked)
        return Node("balance", left, formula="base - earlier", nodes=(self.base, earlier))

    @cached_property
    def base(self) -> Node:
        """Give the principal that the schedule is about: contracted, or left of it."""
        base = self._base
        if self.version.base_minor:
            return Node("base", base, facts=(Said(self.position, base),))
        return Node("base", base, facts=self.of.facts("contracted", "given_up"))

    def principal(self, n: int) -> Node:
        """Work out the principal that a line asks for."""
        value, schedule = self.lines[n - 1].principal, self.schedule
        if n == schedule.count:
            return Node("principal", value, formula="balance", nodes=(self.balance(n),))
        if n <= schedule.grace:
            grace = number("grace", schedule.grace, self.position)
            return Node("principal", value, nodes=(grace,))
        if schedule.method is Method.BULLET:
            return Node("principal", value, facts=(Said(self.position),))
        if schedule.method is Method.EQUAL_PRINCIPAL:
            nodes = (self.balance(n), self._part)
            return Node("principal", value, formula="min(balance, part)", nodes=nodes)
        return Node(
            "principal",
            value,
            formula="min(balance, max(0, payment - interest))",
            nodes=(self.balance(n), self._payment, self._interest(n)),
        )

    def _interest(self, n: int) -> Node:
        """Give a line's interest: its figure, unless that holds what was overdue too."""
        if n == 1 and self.version.carried_minor:
            return self._bare(n)
        cell = self.of.line(n, "interest")
        return self.of.other("interest", cell, self.lines[n - 1].interest)

    @property
    def _part(self) -> Node:
        periods = self.schedule.periods
        value = half_up(Fraction(self._base, periods))
        nodes = (self.base, number("periods", periods, self.position))
        return Node("part", value, formula="round(base / periods)", nodes=nodes)

    @property
    def _payment(self) -> Node:
        """Work out the level payment: the same for all lines but the last."""
        schedule = self.schedule
        if not Fraction(schedule.rate):
            return self._part._replace(name="payment")
        if schedule.day_count is not DayCount.PERIODIC:
            count = range(schedule.grace + 1, schedule.count + 1)
            cells = [self.of.line(n, "factor") for n in count]
            pairs = zip(cells, self._factors, strict=True)
            factors = self.of.total("factors", *pairs)._replace(kind=Kind.NUMBER)
            value = half_up(self._base / sum(self._factors, start=Fraction(0)))
            nodes: tuple[Node, ...] = (self.base, factors)
            return Node("payment", value, formula="round(base / factors)", nodes=nodes)
        per = Fraction(schedule.rate) * schedule.every.months / 12
        value = half_up(self._base * per / (1 - (1 + per) ** -schedule.periods))
        part = Node(
            "period_rate",
            per,
            Kind.NUMBER,
            "rate * months / 12",
            (self._rate, self._months),
        )
        nodes = (self.base, part, number("periods", schedule.periods, self.position))
        return Node("payment", value, formula=_LEVEL, nodes=nodes)

    def factor(self, n: int) -> Node:
        """Work out the discount factor of a line, after those of grace."""
        first = self.schedule.grace + 1
        if n < first:
            return Node("factor", Fraction(1), Kind.NUMBER)
        value, nodes = self._factors[n - first], (self._rate, self._years(n))
        if n == first:
            return Node("factor", value, Kind.NUMBER, "1 / (1 + rate * years)", nodes)
        cell = self.of.line(n - 1, "factor")
        last = self.of.other("last", cell, self._factors[n - first - 1], Kind.NUMBER)
        formula = "last / (1 + rate * years)"
        return Node("factor", value, Kind.NUMBER, formula, (last, *nodes))

    @cached_property
    def _factors(self) -> list[Fraction]:
        found, last = [], Fraction(1)
        for part in self._fractions[self.schedule.grace :]:
            last /= 1 + Fraction(self.schedule.rate) * part
            found.append(last)
        return found

    @cached_property
    def _fractions(self) -> list[Fraction]:
        days = [one.due for one in self.lines]
        return year_fractions(self.schedule.start, days, self.schedule)

    @property
    def _base(self) -> int:
        loan = self.of.loan
        return self.version.base_minor or loan.contracted + loan.given_up

    @property
    def _rate(self) -> Node:
        return rate("rate", self.schedule.rate, self.position)

    @property
    def _months(self) -> Node:
        return number("months", self.schedule.every.months, self.position)

    def _years(self, n: int) -> Node:
        """Work out the part of a year that a line's interest runs for."""
        value, counted = self._fractions[n - 1], self.schedule.day_count
        if counted is DayCount.PERIODIC:
            return Node("years", value, Kind.NUMBER, "months / 12", (self._months,))
        begun, due = self._start(n), self.lines[n - 1].due
        formula, days = "due - since", (due - begun).days
        if counted is DayCount.EURO_30_360:
            formula, days = "days_360(since, due)", euro_days(begun, due)
        node = Node("days", days, Kind.DAYS, formula, (self.since(n), self.due(n)))
        said = (Said(self.position),)
        made = f"days / {_BASES[counted]}"
        return Node("years", value, Kind.NUMBER, made, (node,), facts=said)

    def _start(self, n: int) -> date:
        return self.lines[n - 2].due if n > 1 else self.schedule.start
