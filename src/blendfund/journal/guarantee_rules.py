"""What guarantees mean in double entry: promises, claims, and what others bear of them.

Who pays a call is owed it by the project and provides for all of it (decision 0026); what
counter-guarantors bear of it is income, until a recovery takes a part of that back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.vocabulary import Instrument
from blendfund.journal.line import BANK, Lines, entry

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTER: Final = entry("counter_guarantee_received", "counter_guarantee_received_contra")
_UNCOUNTER: Final = entry("counter_guarantee_received_contra", "counter_guarantee_received")


def _granted(_instrument: str) -> Lines:
    # The loan that is covered, as the face that counts as mobilised and as it stands.
    face = entry("loans_covered", "loans_covered_contra", "drawn")
    standing = entry("covered_outstanding", "covered_outstanding_contra", "drawn")
    return entry("guarantee_given_contra", "guarantee_given") + face + standing


def _released(_instrument: str) -> Lines:
    ended = entry("covered_outstanding_contra", "covered_outstanding", "drawn")
    return entry("guarantee_given", "guarantee_given_contra") + ended


def _called(instrument: str) -> Lines:
    # Who pays a call is owed it by the project, and provides for all of it: decision 0026.
    claim = entry("recourse_receivable", BANK)
    return (
        claim + entry("guarantee_calls_paid", "recourse_provisions") + _released(instrument)
    )


def recovered(instrument: str) -> Lines:
    """Give the lines of a recovery: of a loan that was lost, or of a call paid."""
    if instrument != Instrument.GUARANTEE:
        return entry(BANK, "recovery_income")
    claim = entry(BANK, "recourse_receivable")
    return claim + entry("recourse_provisions", "recovery_income")


GUARANTEE_RULES: Final[dict[str, Callable[[str], Lines]]] = {
    "guarantee-granted": _granted,
    "covered-loan-reported": lambda _: entry(
        "covered_outstanding_contra", "covered_outstanding"
    ),
    "covered-loan-raised": lambda _: entry(
        "covered_outstanding", "covered_outstanding_contra"
    ),
    "guarantee-called": lambda _: (),
    "guarantee-call-rejected": lambda _: (),
    "guarantee-paid": _called,
    "guarantee-released": _released,
    "recourse-waived": lambda _: entry("recourse_provisions", "recourse_receivable"),
    "counter-guarantee-taken": lambda _: _COUNTER,
    "counter-guarantee-called": lambda _: (
        entry("counter_guarantor_receivable", "counter_guarantee_income") + _UNCOUNTER
    ),
    "counter-guarantee-reduced": lambda _: _UNCOUNTER,
    "counter-guarantee-paid": lambda _: entry(BANK, "counter_guarantor_receivable"),
    "recovery-shared": lambda _: entry(
        "counter_guarantee_income", "due_to_counter_guarantors"
    ),
    "recovery-share-paid": lambda _: entry("due_to_counter_guarantors", BANK),
}
