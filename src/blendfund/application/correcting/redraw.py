"""What payments draw on promises, recomputed when a promise was taken back or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.domain import contribution, financing, project
from blendfund.domain.contribution import ContributionOpened
from blendfund.domain.event import Movement
from blendfund.domain.financing import FinancingOpened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Event

# What changes how much a later cancellation gives up.
LEFT_BY: Final = frozenset({"contribution-received", "commitment-reduced"})
# What later movements of a stream may have drawn on.
DRAWN_ON: Final = frozenset(
    {
        "contribution-pledged",
        "contribution-committed",
        "capital-called",
        "financing-contracted",
        "cofinancing-planned",
        "cofinancing-declared",
        "cofinancing-paid",
    }
)


def redrawn(opened: Event, history: Iterable[Fact]) -> Iterator[tuple[Fact, Movement]]:
    """Give the movements that draw otherwise than recorded, and how they do now.

    Args:
        opened: The first fact of the stream.
        history: The movements of one stream that stand, in the order in which they came
            to be true: a correction stands in the place of what it corrects.
    """
    state, evolve = begun(opened)
    for fact in history:
        event = fact.event
        assert isinstance(event, Movement)
        wanted = {
            name: value
            for name, value in _drawn(state, event).items()
            if getattr(event, name) != value
        }
        if wanted:
            event = structs.replace(event, **wanted)
            yield fact, event
        state = evolve(state, event)


def begun(opened: Event) -> tuple[Any, Any]:
    """Give the state a stream begins with, and how it evolves."""
    if isinstance(opened, ContributionOpened):
        return contribution.opened(opened), contribution.evolve
    if isinstance(opened, FinancingOpened):
        return financing.opened(opened), financing.evolve
    return project.evolve(None, opened), project.evolve


def _drawn(state: Any, event: Movement) -> dict[str, int]:
    """Give what a movement draws in a state, by field; no rule is checked."""
    amount = event.amount_minor
    told: dict[str, int] = {}
    match event:
        case contribution.ContributionReceived():
            told = {
                "drawn_minor": amount if state.promises else 0,
                "called_minor": _within(amount, state.called_minor),
            }
        case contribution.CommitmentCancelled():
            # It gives up all that is still to come, whatever had come by then.
            told = {"amount_minor": max(0, state.open_minor)}
        case contribution.ContributionCommitted():
            told = {"drawn_minor": _within(amount, state.pledged_minor)}
        case financing.DisbursementPaid():
            told = {"drawn_minor": amount if state.promises else 0}
        case project.CofinancingDeclared():
            share = state.share(event.party)
            told = {"drawn_minor": _within(amount, share.planned)}
        case project.CofinancingWithdrawn():
            told = {"drawn_minor": max(0, amount - state.share(event.party).firm)}
    return told


def _within(amount: int, left: int) -> int:
    return max(0, min(amount, left))
