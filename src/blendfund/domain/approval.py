"""Four eyes: a payment proposed by one person, and approved by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from blendfund.domain.errors import AboveMandate, NotAMember, SelfApproval
from blendfund.domain.event import Event
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from blendfund.domain.committee import Member

What = Literal["disbursement", "guarantee"]


class PaymentProposed(Event, frozen=True, kw_only=True):
    """Somebody asked for a payment, or a guarantee, that a second person must approve.

    ``digest`` fingerprints all that the command said but its day; the rest is for people
    (amount in minor units of ``currency``).
    """

    what: What
    digest: str
    amount_minor: int
    currency: str
    agreement: str = ""
    project: str = ""


class PaymentApproved(Event, frozen=True, kw_only=True):
    """A second person approved exactly one proposal.

    ``proposal`` is its position and ``leaf`` the base64 of its leaf hash in the log's tree:
    another proposal has another one.
    """

    proposal: int
    leaf: str


class ProposalRejected(Event, frozen=True, kw_only=True):
    """A second person refused a proposal: it can no longer be approved."""

    proposal: int


def approve(
    on: date,
    proposal: int,
    said: PaymentProposed,
    leaf: str,
    members: Iterable[Member],
    **told: Any,
) -> PaymentApproved:
    """Approve a proposal.

    Args:
        on: The day of the approval.
        proposal: The position of the proposal.
        said: The proposal.
        leaf: The base64 of its leaf hash.
        members: Every mandate on the committee.
        told: ``actor`` and the rest of what every fact carries.

    Raises:
        SelfApproval: who proposes does not approve.
        NotAMember: the approver has no mandate that day.
        AboveMandate: the mandate does not go so far.
    """
    check_second(on, said, members, told["actor"])
    return PaymentApproved(on=on, proposal=proposal, leaf=leaf, **told)


def reject(
    on: date,
    proposal: int,
    said: PaymentProposed,
    members: Iterable[Member],
    **told: Any,
) -> ProposalRejected:
    """Refuse a proposal. Raises as ``approve``, the amount apart."""
    check_second(on, said, members, told["actor"], bounded=False)
    return ProposalRejected(on=on, proposal=proposal, **told)


def check_second(
    on: date,
    said: PaymentProposed,
    members: Iterable[Member],
    actor: str,
    *,
    bounded: bool = True,
) -> None:
    """Refuse whoever may not answer a proposal."""
    if actor == said.actor:
        raise SelfApproval(actor)
    sitting = [one for one in members if one.sits(on)]
    own = [one for one in sitting if one.who == actor]
    if not own:
        names = ", ".join(sorted({one.who for one in sitting})) or "-"
        raise NotAMember(actor, on, names)
    limits = [one.approves_minor for one in own]
    if bounded and None not in limits:
        most = max(one for one in limits if one is not None)
        if said.amount_minor > most:
            asked = Money(said.amount_minor, said.currency)
            raise AboveMandate(actor, Money(most, said.currency), asked)
