"""What comes back of what was lost, and what is given up of a recourse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.domain.checks import check_amount
from blendfund.domain.errors import AboveRecourse, AboveWrittenOff, NotGranted
from blendfund.domain.event import Movement
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.guaranteed import Guarantee
    from blendfund.domain.level import Level


class RecoveryReceived(Movement, frozen=True, kw_only=True):
    """Cash came in on what had been written off, or on a call that had been paid."""


class RecourseWaived(Movement, frozen=True, kw_only=True):
    """The fund gave up what the project owed it for calls it had paid; no cash moved."""


class Losing:
    """What a contract decides of its losses, as it stands."""

    __slots__ = ()
    if TYPE_CHECKING:
        label: str
        currency: str
        lost: Level
        guarantee: Guarantee | None

    def granted(self) -> Guarantee:
        """Give the guarantee that was granted. Raises NotGranted."""
        if self.guarantee is None or not self.guarantee.granted:
            raise NotGranted(self.label)
        return self.guarantee

    def recover(self, on: date, minor: int, **told: Any) -> RecoveryReceived:
        """Take in cash on lost principal, or on a call that was paid.

        Raises NotPositive, AboveWrittenOff, AboveRecourse.
        """
        self._check_lost(on, minor)
        return RecoveryReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def waive_recourse(self, on: date, minor: int, **told: Any) -> RecourseWaived:
        """Give up what the project owes for calls that were paid.

        Raises NotPositive, NotGranted, AboveRecourse.
        """
        self.granted()
        self._check_lost(on, minor)
        return RecourseWaived(on=on, amount_minor=minor, currency=self.currency, **told)

    def _check_lost(self, on: date, minor: int) -> None:
        check_amount(minor, self.currency)
        left = self.lost.free(on)
        if minor > left:
            refusal = AboveRecourse if self.guarantee else AboveWrittenOff
            asked, spare = (Money(one, self.currency) for one in (minor, max(0, left)))
            raise refusal(asked, spare, self.label)
