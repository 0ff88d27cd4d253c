"""Facts kept as they were said: they move no amount, and are read whole."""

from __future__ import annotations

from typing import Final

SAID: Final = (
    "financing-defaulted",
    "financing-closed",
    "holding-valued",
    "charter-adopted",
    "member-appointed",
    "mandate-ended",
    "committee-held",
    "decision-taken",
    "application-submitted",
    "eligibility-assessed",
    "appraisal-recorded",
    "condition-fulfilled",
    "decision-lapsed",
    "payment-proposed",
    "payment-approved",
    "proposal-rejected",
    "aid-declared",
    "undertaking-declared",
    "tiers-adopted",
    "support-opened",
    "support-delivered",
    "support-ended",
    "drawdowns-agreed",
    "drawdown-condition-fulfilled",
    "contribution-assigned",
    "tranche-resized",
)
