"""What a guarantee decides with its counter-guarantors, as it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from blendfund.domain.checks import check_amount
from blendfund.domain.counter_guarantee import (
    Counter,
    CounterGuaranteePaid,
    CounterGuaranteeTaken,
    CounterTerms,
    Parts,
    RecoverySharePaid,
    borne,
    ended,
    shared,
)
from blendfund.domain.errors import (
    AboveOwed,
    AboveWhole,
    BadGuarantee,
    Bound,
    CounterGuaranteed,
    Field,
    NotCounterGuarantor,
    Word,
)
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction
    from uuid import UUID


class Countered:
    """What becomes of the part of a guarantee that others bear (minor units)."""

    __slots__ = ()
    if TYPE_CHECKING:
        label: str
        currency: str
        left_minor: int
        paid_minor: int
        recovered_minor: int
        counters: tuple[Counter, ...]

    @property
    def own_minor(self) -> int:
        """Give what the fund itself still bears of the calls it paid."""
        called = sum(one.called_minor for one in self.counters)
        given = sum(one.shared_minor for one in self.counters)
        return self.paid_minor - called - (self.recovered_minor - given)

    def counter_guarantee(
        self, on: date, terms: CounterTerms, *, party: UUID, shown: str, **told: Any
    ) -> CounterGuaranteeTaken:
        """Let another party bear a part of the calls to be paid.

        Args:
            on: From when.
            terms: Its quota, cap and last day.
            party: Who it is, by its stream.
            shown: Its name, for a refusal.
            told: What every fact carries.

        Raises:
            BadGuarantee: it would bear nothing. CounterGuaranteed, AboveWhole.
        """
        from fractions import Fraction  # loaded where one is taken, nowhere else

        if any(one.party == party and one.taken > 0 for one in self.counters):
            raise CounterGuaranteed(self.label, shown)
        others = [one for one in self.counters if one.covers(max(on, one.since))]
        left = 1 - sum((Fraction(one.terms.quota) for one in others), Fraction(0))
        if Fraction(terms.quota) > left:
            raise AboveWhole(self.label, _percent(Fraction(terms.quota)), _percent(left))
        if terms.expires is not None and terms.expires < on:
            raise BadGuarantee(Field("expires"), Bound(Word("{value} or later"), on))
        most = terms.most(self.left_minor)
        if most < 1:
            raise BadGuarantee(Field("quota, cap"), Word("above zero"))
        return CounterGuaranteeTaken(
            on=on,
            amount_minor=most,
            currency=self.currency,
            party=party,
            quota=terms.quota,
            cap_minor=terms.cap_minor,
            expires=terms.expires,
            **told,
        )

    def counter_called(self, on: date, minor: int) -> Parts:
        """Give what each counter-guarantor comes to owe of a payment."""
        return borne(self.counters, on, minor)

    def counter_ended(self, on: date, *, released: bool) -> Parts:
        """Give what of each counter-guarantee has nothing to cover any more.

        What a payment was shared by has come down with it already.
        """
        whole = released or not self.left_minor
        those = [one for one in self.counters if whole or not one.covers(on)]
        return ended(those, self.left_minor)

    def counter_shared(self, minor: int) -> Parts:
        """Give what each counter-guarantor is owed of a recovery that is yet to be told."""
        return shared(self.counters, self.own_minor, minor)

    def counter_receive(
        self, on: date, minor: int, *, party: UUID, shown: str, **told: Any
    ) -> CounterGuaranteePaid:
        """Take in what a counter-guarantor pays of what it owes.

        Raises NotPositive, NotCounterGuarantor, AboveOwed.
        """
        owed = self._known(party, shown).owed.free(on)
        self._check(minor, owed, Word("what the counter-guarantor owes"))
        return CounterGuaranteePaid(**self._said(on, minor, party), **told)

    def counter_repay(
        self, on: date, minor: int, *, party: UUID, shown: str, **told: Any
    ) -> RecoverySharePaid:
        """Give a counter-guarantor its part of recoveries, within what it has paid.

        Raises NotPositive, NotCounterGuarantor, AboveOwed.
        """
        known = self._known(party, shown)
        due = min(known.due.free(on), known.returnable_minor)
        self._check(minor, due, Word("what is due to the counter-guarantor"))
        return RecoverySharePaid(**self._said(on, minor, party), **told)

    def _known(self, party: UUID, shown: str) -> Counter:
        for one in self.counters:
            if one.party == party:
                return one
        raise NotCounterGuarantor(self.label, shown)

    def _check(self, minor: int, left: int, what: Word) -> None:
        check_amount(minor, self.currency)
        if minor > left:
            asked, spare = (Money(one, self.currency) for one in (minor, max(0, left)))
            raise AboveOwed(asked, spare, what, self.label)

    def _said(self, on: date, minor: int, party: UUID) -> dict[str, Any]:
        return {
            "on": on,
            "amount_minor": minor,
            "currency": self.currency,
            "party": party,
        }


def _percent(part: Fraction) -> str:
    """Write a part of one in hundredths, as a decimal without trailing zeros."""
    hundredths = Decimal(part.numerator) * 100 / part.denominator
    return f"{hundredths.normalize():f}"
