"""A guarantee given to a lender: what it covers, what may be called, what was paid.

Three amounts are never mixed: the face of the covered loan (mobilised), what may still be
called (exposure), and what was paid on calls (cash).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from blendfund.domain.checks import check_amount
from blendfund.domain.effects import moved_by
from blendfund.domain.errors import (
    AboveClaim,
    AboveCovered,
    AboveGuarantee,
    BadGuarantee,
    Field,
    GuaranteeExpired,
)
from blendfund.domain.event import Event, Movement
from blendfund.domain.money import MAX_MINOR, Money
from blendfund.domain.vocabulary import CapMode

if TYPE_CHECKING:
    from fractions import Fraction


class GuaranteeGranted(Movement, frozen=True, kw_only=True):
    """The fund bound itself to bear part of a lender's loss; no cash moved.

    ``amount_minor`` is what it guarantees at most, ``drawn_minor`` the face of the loan it
    covers. ``quota`` and ``fee_rate`` are parts of one, as decimals; without a cap
    ``cap_minor`` is 0. No default after ``expires`` is covered. It rests on the approved
    ``proposal`` at a position; under a ``regime`` of state aid it counts ``aid_minor``.
    """

    drawn_minor: int
    quota: str
    cap_minor: int = 0
    cap_mode: CapMode = CapMode.CEILING
    fee_rate: str = "0"
    fee_minor: int = 0
    expires: date
    proposal: int = 0
    regime: str = ""
    aid_minor: int = 0


class CoveredLoanReported(Movement, frozen=True, kw_only=True):
    """The lender said that its loan stands lower by this amount; no cash moved."""


class GuaranteeCalled(Movement, frozen=True, kw_only=True):
    """The lender claimed under the guarantee; no cash moved."""


class GuaranteeCallRejected(Movement, frozen=True, kw_only=True):
    """The fund refused a claim, or a part of it; no cash moved."""


class GuaranteePaid(Movement, frozen=True, kw_only=True):
    """Cash went to the lender for a claim.

    ``drawn_minor`` of the loan ceases to be covered: all of it, once nothing is left.
    """

    drawn_minor: int = 0


class GuaranteeReleased(Movement, frozen=True, kw_only=True):
    """The lender gave the fund back a part of its promise, or all; no cash moved.

    ``drawn_minor`` of the loan ceases to be covered: all of it, once nothing is left.
    """

    drawn_minor: int = 0


class GuaranteeTerms(Struct, frozen=True, forbid_unknown_fields=True):
    """What a guarantee is granted on (minor units; rates as decimals)."""

    loan_minor: int
    quota: str
    expires: date
    cap_minor: int = 0
    cap_mode: CapMode = CapMode.CEILING
    fee_rate: str = "0"

    @property
    def guaranteed_minor(self) -> int:
        """Give what is guaranteed at most: the quota of the loan, within the cap.

        Source:
            France Active Garantie: 65 % of the loan within EUR 200,000; Égalité Femmes:
            80 % within EUR 50,000.
        """
        share = _part(self.loan_minor, self.quota)
        return min(share, self.cap_minor) if self.cap_minor else share

    @property
    def fee_minor(self) -> int:
        """Give the fee: a part of what is guaranteed, rounded half up."""
        return _part(self.guaranteed_minor, self.fee_rate)

    def borne(self, covered_minor: int) -> int:
        """Give what the fund bears of an outstanding loan, the cap apart (minor units).

        Where the cap reduces the quota, each euro of the loan is covered less; where it is
        a ceiling, each is covered by the whole quota up to the cap.
        """
        from fractions import Fraction  # loaded where a guarantee is called, nowhere else

        quota = Fraction(self.quota)
        if self.cap_mode is CapMode.REDUCES_QUOTA:
            quota = Fraction(self.guaranteed_minor, self.loan_minor)
        return _half_up(covered_minor * quota)

    def check(self, on: date) -> None:
        """Refuse terms that guarantee nothing. Raises BadGuarantee."""
        if not 0 < self.loan_minor <= MAX_MINOR or self.guaranteed_minor < 1:
            raise BadGuarantee(Field("loan, quota, cap"), "> 0")
        if self.expires < on:
            raise BadGuarantee(Field("expires"), f">= {on}")


def _part(minor: int, rate: str) -> int:
    from fractions import Fraction

    return _half_up(minor * Fraction(rate))


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


class Guarantee(Struct, frozen=True):
    """What later decisions need to know of a guarantee that was granted (minor units).

    ``covered_minor`` is the loan as its lender last reported it, ``left_minor`` what may
    still be paid, ``claimed_minor`` what was claimed and neither paid nor rejected.
    """

    label: str
    currency: str
    terms: GuaranteeTerms
    granted: int = 0
    covered_minor: int = 0
    left_minor: int = 0
    claimed_minor: int = 0
    paid_minor: int = 0

    def report(self, on: date, minor: int, **told: Any) -> CoveredLoanReported:
        """Take note that the loan stands at ``minor``. Raises AboveCovered."""
        if not 0 <= minor < self.covered_minor:
            raise AboveCovered(*self._asked(minor, self.covered_minor), self.label)
        return CoveredLoanReported(**self._moved(on, self.covered_minor - minor), **told)

    def call(self, on: date, minor: int, **told: Any) -> GuaranteeCalled:
        """Take a claim for a default of that day.

        Raises:
            NotPositive, GuaranteeExpired, AboveGuarantee: more is claimed than the quota of
                the loan outstanding, or than is left.
        """
        check_amount(minor, self.currency)
        if on > self.terms.expires:
            raise GuaranteeExpired(self.label, self.terms.expires, on)
        borne = self.terms.borne(self.covered_minor) - self.paid_minor
        left = max(0, min(self.left_minor, borne) - self.claimed_minor)
        if minor > left:
            raise AboveGuarantee(*self._asked(minor, left), self.label)
        return GuaranteeCalled(**self._moved(on, minor), **told)

    def reject(self, on: date, minor: int, **told: Any) -> GuaranteeCallRejected:
        """Refuse a claim, or a part of it. Raises NotPositive, AboveClaim."""
        self._check_claim(minor)
        return GuaranteeCallRejected(**self._moved(on, minor), **told)

    def pay(self, on: date, minor: int, **told: Any) -> GuaranteePaid:
        """Pay a claim, or a part of it. Raises NotPositive, AboveClaim."""
        self._check_claim(minor)
        ended = self._ended(minor)
        return GuaranteePaid(**self._moved(on, minor), drawn_minor=ended, **told)

    def release(self, on: date, minor: int, **told: Any) -> GuaranteeReleased:
        """Take back what can no longer be called. Raises NotPositive, AboveGuarantee."""
        check_amount(minor, self.currency)
        left = max(0, self.left_minor - self.claimed_minor)
        if minor > left:
            raise AboveGuarantee(*self._asked(minor, left), self.label)
        ended = self._ended(minor)
        return GuaranteeReleased(**self._moved(on, minor), drawn_minor=ended, **told)

    def recovered(self, minor: int) -> int:
        """Give the fund's part of what the lender recovered: its quota of it."""
        return self.terms.borne(minor)

    def _ended(self, minor: int) -> int:
        """Give what ceases to be covered with the last of the guarantee (minor units)."""
        return self.covered_minor if minor == self.left_minor else 0

    def _check_claim(self, minor: int) -> None:
        check_amount(minor, self.currency)
        if minor > self.claimed_minor:
            raise AboveClaim(*self._asked(minor, self.claimed_minor), self.label)

    def _moved(self, on: date, minor: int) -> dict[str, Any]:
        return {"on": on, "amount_minor": minor, "currency": self.currency}

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)


# What a unit of each movement adds to claimed, left, paid and covered.
_CHANGES: Final = {
    "covered-loan-reported": (0, 0, 0, -1),
    "guarantee-called": (1, 0, 0, 0),
    "guarantee-call-rejected": (-1, 0, 0, 0),
    "guarantee-paid": (-1, -1, 1, 0),
    "guarantee-released": (0, -1, 0, 0),
}


def grant(on: date, currency: str, terms: GuaranteeTerms, **told: Any) -> GuaranteeGranted:
    """Guarantee a loan. Raises BadGuarantee."""
    terms.check(on)
    return GuaranteeGranted(
        on=on,
        amount_minor=terms.guaranteed_minor,
        currency=currency,
        drawn_minor=terms.loan_minor,
        quota=terms.quota,
        cap_minor=terms.cap_minor,
        cap_mode=terms.cap_mode,
        fee_rate=terms.fee_rate,
        fee_minor=terms.fee_minor,
        expires=terms.expires,
        **told,
    )


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
        return _granted(structs.replace(known, terms=terms), 1)
    if state is None:
        return None
    movement, minor = moved_by(event)
    if movement == "guarantee-granted":
        return _granted(state, 1 if minor > 0 else -1)
    if movement not in _CHANGES:
        return state
    claimed, left, paid, covered = (part * minor for part in _CHANGES[movement])
    drawn = getattr(event, "drawn_minor", 0)
    covered -= drawn if minor > 0 else -drawn
    return structs.replace(
        state,
        claimed_minor=state.claimed_minor + claimed,
        left_minor=state.left_minor + left,
        paid_minor=state.paid_minor + paid,
        covered_minor=state.covered_minor + covered,
    )


def _granted(state: Guarantee, sign: int) -> Guarantee:
    terms = state.terms
    return structs.replace(
        state,
        granted=state.granted + sign,
        covered_minor=state.covered_minor + sign * terms.loan_minor,
        left_minor=state.left_minor + sign * terms.guaranteed_minor,
    )
