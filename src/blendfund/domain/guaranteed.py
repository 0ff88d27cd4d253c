"""A guarantee that was granted: what may still be called, paid, recovered and given up.

The fund that pays a call takes the lender's place for what it paid (subrogation): the
project owes it that, until it is recovered or given up. What is left of this recourse is
the contract's ``lost``; here stand the sums it is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from blendfund.domain import counter_guarantee
from blendfund.domain.checks import check_amount
from blendfund.domain.counter_guarantee import Counter
from blendfund.domain.countered import Countered
from blendfund.domain.effects import moved_by
from blendfund.domain.errors import (
    AboveClaim,
    AboveCovered,
    AboveGuarantee,
    CoveredUnchanged,
    DateBeforeChange,
    GuaranteeExpired,
    Word,
)
from blendfund.domain.guarantee import (
    CoveredLoanRaised,
    CoveredLoanReported,
    GuaranteeCalled,
    GuaranteeCallRejected,
    GuaranteeGranted,
    GuaranteePaid,
    GuaranteeReleased,
    GuaranteeTerms,
)
from blendfund.domain.level import Level
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.event import Event


class Guarantee(Countered, Struct, frozen=True):
    """What later decisions need to know of a guarantee that was granted (minor units).

    ``covered`` is the loan as its lender reported it, day by day, ``left_minor`` what may
    still be paid, ``claimed_minor`` what was claimed and neither paid nor rejected. Of
    what was paid, ``recovered_minor`` came back and ``waived_minor`` was given up.
    """

    label: str
    currency: str
    terms: GuaranteeTerms
    granted: int = 0
    covered: Level = Level()
    left_minor: int = 0
    claimed_minor: int = 0
    paid_minor: int = 0
    recovered_minor: int = 0
    waived_minor: int = 0
    counters: tuple[Counter, ...] = ()

    @property
    def covered_minor(self) -> int:
        """Give the loan as its lender last reported it."""
        return self.covered.now

    @property
    def exposure_minor(self) -> int:
        """Give what the lender could still call, of the loan as it last reported it.

        Its quota of the outstanding less what was paid, within what the terms have left.

        Source:
            Guarantee-fund practice: exposure is the quota of the outstanding, within the
            cap (engagement = quotité x encours).
        """
        return self._exposed(self.covered_minor)

    @property
    def recourse_minor(self) -> int:
        """Give what the project still owes the fund for the calls it paid."""
        return self.paid_minor - self.recovered_minor - self.waived_minor

    @property
    def sound(self) -> bool:
        """Tell whether no sum went below zero: a correction may take too much away."""
        sums = [
            self.claimed_minor,
            self.left_minor,
            self.covered_minor,
            self.recourse_minor,
        ]
        for one in self.counters:
            sums += [one.left_minor, one.owed.now, one.due.now, one.returnable_minor]
        return min(sums) >= 0

    @property
    def unsettled_minor(self) -> int:
        """Give what is claimed, or owed between the fund, the project and others."""
        others = sum(one.owed.now + one.due.now for one in self.counters)
        return self.claimed_minor + self.recourse_minor + others

    def report(
        self, on: date, minor: int, **told: Any
    ) -> CoveredLoanReported | CoveredLoanRaised:
        """Take note that the loan stands at ``minor``: lower, or higher as it is drawn.

        Raises:
            AboveCovered: More than the loan whose guarantee was granted, or than nothing
                once the guarantee has ended.
            CoveredUnchanged: It stands there already.
            DateBeforeChange: The lender has reported since.
        """
        self._check_latest(on)
        most = self.terms.loan_minor if self.left_minor > 0 else 0
        if not 0 <= minor <= max(most, self.covered_minor):
            raise AboveCovered(*self._asked(minor, most), self.label)
        less = self.covered_minor - minor
        if not less:
            raise CoveredUnchanged(self.label, Money(minor, self.currency))
        if less < 0:
            return CoveredLoanRaised(**self._moved(on, -less), **told)
        return CoveredLoanReported(**self._moved(on, less), **told)

    def call(self, on: date, minor: int, **told: Any) -> GuaranteeCalled:
        """Take a claim for a default of that day.

        Raises:
            NotPositive, GuaranteeExpired, AboveGuarantee: more is claimed than the quota of
                the loan outstanding, or than is left.
        """
        check_amount(minor, self.currency)
        if on > self.terms.expires:
            raise GuaranteeExpired(self.label, self.terms.expires, on)
        exposed = min(self.exposure_minor, self._exposed(self.covered.at(on)))
        left = max(0, exposed - self.claimed_minor)
        if minor > left:
            raise AboveGuarantee(*self._asked(minor, left), self.label, Word("claim"))
        return GuaranteeCalled(**self._moved(on, minor), **told)

    def reject(self, on: date, minor: int, **told: Any) -> GuaranteeCallRejected:
        """Refuse a claim, or a part of it. Raises NotPositive, AboveClaim."""
        self._check_claim(minor)
        return GuaranteeCallRejected(**self._moved(on, minor), **told)

    def pay(self, on: date, minor: int, **told: Any) -> GuaranteePaid:
        """Pay a claim, or a part of it. Raises NotPositive, AboveClaim."""
        self._check_claim(minor)
        ended = self._ended(on, minor)
        return GuaranteePaid(**self._moved(on, minor), drawn_minor=ended, **told)

    def release(self, on: date, minor: int, **told: Any) -> GuaranteeReleased:
        """Take back what can no longer be called. Raises NotPositive, AboveGuarantee."""
        check_amount(minor, self.currency)
        left = max(0, self.left_minor - self.claimed_minor)
        if minor > left:
            raise AboveGuarantee(*self._asked(minor, left), self.label, Word("give back"))
        ended = self._ended(on, minor)
        return GuaranteeReleased(**self._moved(on, minor), drawn_minor=ended, **told)

    def recovered(self, minor: int) -> int:
        """Give the fund's part of what the lender recovered: its quota of it."""
        return self.terms.borne(minor)

    def _exposed(self, covered_minor: int) -> int:
        borne = self.terms.borne(covered_minor) - self.paid_minor
        return max(0, min(self.left_minor, borne))

    def _ended(self, on: date, minor: int) -> int:
        """Give what ceases to be covered with the last of the guarantee (minor units)."""
        if minor != self.left_minor:
            return 0
        self._check_latest(on)
        return self.covered_minor

    def _check_latest(self, on: date) -> None:
        if on < self.covered.moved:
            raise DateBeforeChange(self.label, on, self.covered.moved)

    def _check_claim(self, minor: int) -> None:
        check_amount(minor, self.currency)
        if minor > self.claimed_minor:
            raise AboveClaim(*self._asked(minor, self.claimed_minor), self.label)

    def _moved(self, on: date, minor: int) -> dict[str, Any]:
        return {"on": on, "amount_minor": minor, "currency": self.currency}

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)


# What a unit of each report adds to the loan that is covered.
REPORTS: Final = {"covered-loan-reported": -1, "covered-loan-raised": 1}
# What a unit of each movement adds to each sum.
_CHANGES: Final = {
    "covered-loan-reported": {},
    "covered-loan-raised": {},
    "guarantee-called": {"claimed_minor": 1},
    "guarantee-call-rejected": {"claimed_minor": -1},
    "guarantee-paid": {"claimed_minor": -1, "left_minor": -1, "paid_minor": 1},
    "guarantee-released": {"left_minor": -1},
    "recovery-received": {"recovered_minor": 1},
    "recourse-waived": {"waived_minor": 1},
}


def evolve(state: Guarantee | None, label: str, event: Event) -> Guarantee | None:
    """Give the guarantee after ``event``; terms that were taken back are kept in mind."""
    if isinstance(event, GuaranteeGranted):
        terms = GuaranteeTerms(
            event.drawn_minor,
            event.quota,
            event.expires,
            event.cap_minor,
            event.cap_mode,
            event.fee_rate,
        )
        known = state or Guarantee(label, event.currency, terms)
        return _granted(structs.replace(known, terms=terms), event.on, 1)
    if state is None:
        return None
    movement, minor = moved_by(event)
    if movement == "guarantee-granted":
        return _granted(state, event.on, 1 if minor > 0 else -1)
    if movement not in _CHANGES:
        counters = counter_guarantee.evolve(state.counters, event)
        return structs.replace(state, counters=counters)
    sums: dict[str, Any] = {
        name: getattr(state, name) + part * minor
        for name, part in _CHANGES[movement].items()
    }
    drawn = getattr(event, "drawn_minor", 0)
    moved = REPORTS.get(movement, 0) * minor - (drawn if minor > 0 else -drawn)
    if moved:
        sums["covered"] = state.covered.add(event.on, moved)
    return structs.replace(state, **sums)


def _granted(state: Guarantee, on: date, sign: int) -> Guarantee:
    terms = state.terms
    return structs.replace(
        state,
        granted=state.granted + sign,
        covered=state.covered.add(on, sign * terms.loan_minor),
        left_minor=state.left_minor + sign * terms.guaranteed_minor,
    )
