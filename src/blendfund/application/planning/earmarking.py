"""Which money a payment takes and gives back: earmarks, at the moment of a decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from blendfund.domain.earmark import FREE, Earmark, Pot, Use, draw, drawn
from blendfund.domain.errors import EarmarkBroken, EarmarkExhausted, EarmarkLimit, Word
from blendfund.domain.event import Draw
from blendfund.domain.money import Money, share_out
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from uuid import UUID

    from blendfund.domain.earmark import Order

_POTS = (
    "SELECT c.earmark, d.operation_date, sum(d.amount) FROM class c CROSS JOIN daily d"
    " ON d.class = c.id WHERE c.fund = ? AND c.account = 'bank' AND c.carrier = ''"
    " GROUP BY c.earmark, d.operation_date"
)
_DEFINED = (
    "SELECT name, purpose, territories, publics, valid_from, valid_until, highest_rate,"  # noqa: S608 -- own words
    f" repayments FROM earmark WHERE fund = :fund AND {KNOWN} ORDER BY id"
)


class Spent(NamedTuple):
    """A payment that is about to be made, in words and minor units."""

    amount_minor: int
    currency: str
    project: str


def defined(
    books: sqlite3.Connection, fund: int, position: int = 2**62
) -> dict[str, Earmark]:
    """Give the earmarks of a fund that were defined by a position, by name."""
    found = {}
    for name, purpose, where, who, start, end, rate, back in books.execute(
        _DEFINED, {"fund": fund, "position": position}
    ):
        found[name] = Earmark(
            name,
            purpose,
            tuple(where.split("\n")) if where else (),
            tuple(who.split("\n")) if who else (),
            date.fromisoformat(start) if start else None,
            date.fromisoformat(end) if end else None,
            rate,
            back,
        )
    return found


class Earmarking:
    """The earmarked money of one fund, as facts of a plan take and return it."""

    def __init__(self, books: sqlite3.Connection, fund: int, order: Order) -> None:
        self.books = books
        self.fund = fund
        self.order = order
        self._stakes: dict[UUID, Counter[str]] = {}

    @cached_property
    def earmarks(self) -> dict[str, Earmark]:
        """Give the earmarks that were defined."""
        return defined(self.books, self.fund)

    @cached_property
    def pots(self) -> dict[str, defaultdict[date, int]]:
        """Give what each day changed of each earmark's cash."""
        pots: dict[str, defaultdict[date, int]] = {}
        for earmark, on, amount in self.books.execute(_POTS, (self.fund,)):
            pots.setdefault(earmark, defaultdict(int))[date.fromisoformat(on)] += amount
        return pots

    @cached_property
    def used(self) -> bool:
        """Tell whether any money was ever earmarked, or is by a movement being planned."""
        sql = "SELECT 1 FROM class WHERE fund = ? AND earmark <> '' LIMIT 1"
        found = self.books.execute(sql, (self.fund,)).fetchone()
        return bool(self.earmarks) or found is not None

    def left(self, earmark: str, on: date) -> int:
        """Give what an earmark can spare on a day: what every later day can spare too."""
        return _spare(self.pots.get(earmark, {}), on)

    def cash(self, on: date) -> int:
        """Give what all of the fund's cash can spare on a day."""
        days: Counter[date] = Counter()
        for pot in self.pots.values():
            days.update(pot)
        return _spare(days, on)

    def note(self, earmark: str, on: date, amount: int) -> None:
        """Add what a planned movement does to an earmark's cash."""
        self.pots.setdefault(earmark, defaultdict(int))[on] += amount

    def covering(self, use: Use) -> list[str]:
        """Give the earmarks whose limits a use keeps, the oldest money first."""
        names = [name for name in self.pots if name != FREE]
        names.sort(key=lambda name: (min(self.pots[name]), name))
        return [name for name in names if not self._earmark(name).broken_by(use)]

    def pay(self, use: Use, spent: Spent, *, strict: bool) -> list[Draw]:
        """Choose the money of a payment.

        Args:
            use: What it is for; ``use.named`` is the earmark it names.
            spent: The payment.
            strict: Refuse what breaks an earmark; otherwise (a fact that has happened)
                take what is lacking from free money, where reports flag it.

        Raises:
            EarmarkLimit, EarmarkExhausted, EarmarkBroken.
        """
        if use.named:
            if strict:
                self._check_named(use, spent)
            return [Draw(use.named, spent.amount_minor)]
        pots = [Pot(FREE, self.left(FREE, use.on))]
        pots += [Pot(name, self.left(name, use.on)) for name in self.covering(use)]
        draws = draw(spent.amount_minor, pots, self.order)
        lacking = spent.amount_minor - drawn(draws)
        # Where there is no cash at all, that is what is refused, and later.
        if lacking and strict and spent.amount_minor <= self.cash(use.on):
            raise self._broken(use, spent)
        if lacking:
            free = sum(one.amount_minor for one in draws if one.earmark == FREE)
            others = [one for one in draws if one.earmark != FREE]
            draws = [Draw(FREE, free + lacking), *others]
        return draws

    def give_back(
        self, earmark: str, on: date, spent: Spent, *, strict: bool
    ) -> list[Draw]:
        """Choose the money that goes back to a funder: its own earmark's, then free.

        Raises:
            EarmarkBroken: only money that other funders earmarked is left.
        """
        amount = spent.amount_minor
        own = max(0, min(amount, self.left(earmark, on))) if earmark else 0
        short = amount - own > self.left(FREE, on)
        if strict and short and amount <= self.cash(on):
            raise self._broken(Use(on, named=earmark), spent)
        pairs = ((earmark, own), (FREE, amount - own))
        return [Draw(name, part) for name, part in pairs if part]

    def returned(self, agreement: UUID, number: int, owed: int, amount: int) -> list[Draw]:
        """Share what comes back of a financing among the earmarks that had paid for it.

        Args:
            agreement: The financing's stream.
            number: Its id in the register, 0 when it is planned only.
            owed: Its outstanding principal (minor units).
            amount: The principal that comes back, or is lost.
        """
        stakes = self.stakes(agreement, number)
        names = [name for name in sorted(stakes) if stakes[name] > 0]
        if not names or owed <= 0:
            return [Draw(FREE, amount)]
        parts = [stakes[name] for name in names]
        shares = share_out(amount, [*parts, max(0, owed - sum(parts))])
        pairs = zip([*names, FREE], shares, strict=True)
        return [Draw(name, part) for name, part in pairs if part]

    def freed(self, draws: list[Draw]) -> list[Draw]:
        """Give what of returned principal becomes free money, as its earmark says."""
        return [one for one in draws if self._earmark(one.earmark).repayments == "free"]

    def stakes(self, agreement: UUID, number: int) -> Counter[str]:
        """Give the outstanding principal of a financing by earmark, planned facts too."""
        known = self._stakes.get(agreement)
        if known is None:
            sql = "SELECT earmark, amount FROM stake WHERE agreement = ?"
            known = Counter(dict(self.books.execute(sql, (number,)).fetchall()))
            self._stakes[agreement] = known
        return known

    def elsewhere(self, use: Use, day: date, promised: dict[str, int]) -> int:
        """Give what is earmarked for other uses: cash and promises (minor units)."""
        return sum(
            max(0, self.left(name, day) + promised.get(name, 0))
            for name in {*self.pots, *promised} - {FREE}
            if self._earmark(name).broken_by(use)
        )

    def _earmark(self, name: str) -> Earmark:
        return self.earmarks.get(name) or Earmark(name)

    def _check_named(self, use: Use, spent: Spent) -> None:
        broken = self._earmark(use.named).broken_by(use)
        free = Money(max(0, self.left(FREE, use.on)), spent.currency)
        if broken:
            raise EarmarkLimit(use.named, spent.project, Word(broken), free)
        left = self.left(use.named, use.on)
        if spent.amount_minor > left:
            asked = Money(spent.amount_minor, spent.currency)
            raise EarmarkExhausted(
                asked, use.named, Money(max(0, left), spent.currency), free
            )

    def _broken(self, use: Use, spent: Spent) -> EarmarkBroken:
        covering = set(self.covering(use))
        others = sorted(
            name
            for name in self.pots
            if name != FREE and name not in covering and self.left(name, use.on) > 0
        )
        return EarmarkBroken(
            Money(spent.amount_minor, spent.currency),
            spent.project,
            ", ".join(others) or "-",
            Money(max(0, self.left(FREE, use.on)), spent.currency),
        )


def _spare(days: Mapping[date, int], on: date) -> int:
    """Give the lowest that dated changes sum to on a day and on any later one."""
    left = sum(amount for day, amount in days.items() if day <= on)
    lowest = left
    for day in sorted(day for day in days if day > on):
        left += days[day]
        lowest = min(lowest, left)
    return lowest


def single(draws: list[Draw]) -> dict[str, Any]:
    """Give the fields by which a movement names the money it takes."""
    if len(draws) == 1:
        return {"earmark": draws[0].earmark} if draws[0].earmark else {}
    return {"draws": tuple(draws)}
