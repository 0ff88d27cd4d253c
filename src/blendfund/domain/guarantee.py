"""A guarantee given to a lender: its terms, and the facts of its life.

Three amounts are never mixed: the face of the covered loan (mobilised), what may still be
called (exposure), and what was paid on calls (cash).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from blendfund.domain.errors import BadGuarantee, Bound, Field, Word
from blendfund.domain.event import Movement
from blendfund.domain.money import MAX_MINOR, half_up, part_of
from blendfund.domain.vocabulary import CapMode


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


class CoveredLoanRaised(Movement, frozen=True, kw_only=True):
    """The lender said that its loan stands higher by this amount, as more of it is drawn.

    No cash moved.
    """


class GuaranteeCalled(Movement, frozen=True, kw_only=True):
    """The lender claimed under the guarantee; no cash moved."""


class GuaranteeCallRejected(Movement, frozen=True, kw_only=True):
    """The fund refused a claim, or a part of it; no cash moved."""


class GuaranteePaid(Movement, frozen=True, kw_only=True):
    """Cash went to the lender for a claim.

    ``drawn_minor`` of the loan ceases to be covered: all of it, once nothing is left.
    ``proposal`` is the position of the approved proposal it rests on, where it needs one.
    """

    drawn_minor: int = 0
    proposal: int = 0


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
        share = part_of(self.loan_minor, self.quota)
        return min(share, self.cap_minor) if self.cap_minor else share

    @property
    def fee_minor(self) -> int:
        """Give the fee: a part of what is guaranteed, rounded half up."""
        return part_of(self.guaranteed_minor, self.fee_rate)

    def borne(self, covered_minor: int) -> int:
        """Give what the fund bears of an outstanding loan, the cap apart (minor units).

        Where the cap reduces the quota, each euro of the loan is covered less; where it is
        a ceiling, each is covered by the whole quota up to the cap.
        """
        from fractions import Fraction  # loaded where a guarantee is called, nowhere else

        quota = Fraction(self.quota)
        if self.cap_mode is CapMode.REDUCES_QUOTA:
            quota = Fraction(self.guaranteed_minor, self.loan_minor)
        return half_up(covered_minor * quota)

    def check(self, on: date) -> None:
        """Refuse terms that guarantee nothing. Raises BadGuarantee."""
        if not 0 < self.loan_minor <= MAX_MINOR or self.guaranteed_minor < 1:
            raise BadGuarantee(Field("loan, quota, cap"), Word("above zero"))
        if self.expires < on:
            raise BadGuarantee(Field("expires"), Bound(Word("{value} or later"), on))


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
