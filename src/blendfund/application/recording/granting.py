"""A guarantee, or a part of it that another bears, as somebody types it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from blendfund.domain.counter_guarantee import CounterTerms
from blendfund.domain.guarantee import GuaranteeTerms
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import CapMode


class CounterForm(Struct, frozen=True):
    """What a person types to counter-guarantee; the quota is a decimal."""

    quota: str
    cap: Typed | None = None
    expires: date | None = None

    def terms(self, currency: str) -> CounterTerms:
        """Give the terms. Raises TooManyDecimals, AmountTooLarge."""
        cap = self.cap.minor(currency) if self.cap is not None else 0
        return CounterTerms(self.quota, cap, self.expires)


class GuaranteeForm(Struct, frozen=True):
    """What a person types to grant a guarantee; rates are decimals."""

    loan: Typed
    quota: str
    expires: date
    cap: Typed | None = None
    cap_mode: CapMode = CapMode.CEILING
    fee: str = "0"

    def terms(self, currency: str) -> GuaranteeTerms:
        """Give the terms. Raises TooManyDecimals, AmountTooLarge."""
        cap = self.cap.minor(currency) if self.cap is not None else 0
        loan = self.loan.minor(currency)
        return GuaranteeTerms(loan, self.quota, self.expires, cap, self.cap_mode, self.fee)
