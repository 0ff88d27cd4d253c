"""Four eyes: a payment proposed by one person, and approved by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from blendfund.domain.checks import check_ground
from blendfund.domain.errors import (
    AboveMandate,
    ApprovalUnsigned,
    Conflicted,
    NotAMember,
    SelfApproval,
    Word,
)
from blendfund.domain.event import Event
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from blendfund.domain.committee import Member

What = Literal["disbursement", "guarantee"]
# What leaves under a contract (1), and comes back of it (-1).
LEAVES: Final = {
    "disbursement-paid": 1,
    "guarantee-paid": 1,
    "recovery-share-paid": 1,
    "financing-taken-over": 1,
    "disbursement-returned": -1,
}


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
    """A proposal can no longer be approved, nor paid.

    A second person refused it, or whoever had made it withdrew it: ``actor`` tells.
    """

    proposal: int


class Answering(NamedTuple):
    """When a proposal is answered, and among whom.

    ``on`` is the day of the answer, ``today`` the day on which it is recorded; ``members``
    are all mandates on the committee, and ``conflicts`` gives, for whoever declared a
    conflict of interest on the project, the session's reference. ``unsigned`` tells that
    who answers has a key in force, and does not sign.
    """

    on: date
    today: date
    members: Sequence[Member]
    conflicts: Mapping[str, str]
    unsigned: bool = False


def approve(
    when: Answering, proposal: int, said: PaymentProposed, leaf: str, **told: Any
) -> PaymentApproved:
    """Approve a proposal.

    Args:
        when: The day, and the committee.
        proposal: The position of the proposal.
        said: The proposal.
        leaf: The base64 of its leaf hash.
        told: ``actor`` and the rest of what every fact carries.

    Raises:
        BeforeItsGround: before the proposal.
        SelfApproval: who proposes does not approve.
        NotAMember: the approver has no mandate on that day, or today.
        Conflicted: the approver declared a conflict of interest on the project.
        AboveMandate: the mandate does not go so far.
        ApprovalUnsigned: who has a key does not approve without it.
    """
    check_ground(when.on, Word("the proposal"), said.on)
    if told["actor"] == said.actor:
        raise SelfApproval(said.actor)
    mandates = _mandates(when, told["actor"])
    _check_conflict(when, said, told["actor"])
    for own in mandates:
        _check_limit(said, own)
    if when.unsigned:
        raise ApprovalUnsigned(told["actor"])
    return PaymentApproved(on=when.on, proposal=proposal, leaf=leaf, **told)


def reject(
    when: Answering, proposal: int, said: PaymentProposed, **told: Any
) -> ProposalRejected:
    """Refuse a proposal, or withdraw one's own.

    Raises:
        BeforeItsGround, NotAMember, Conflicted: as ``approve``; who proposed may always
        withdraw.
    """
    check_ground(when.on, Word("the proposal"), said.on)
    if told["actor"] != said.actor:
        _mandates(when, told["actor"])
        _check_conflict(when, said, told["actor"])
    return ProposalRejected(on=when.on, proposal=proposal, **told)


def _mandates(when: Answering, actor: str) -> list[list[Member]]:
    """Give the mandates of a person that day, and today. Raises NotAMember."""
    found = []
    for day in (when.on, when.today):
        sitting = [one for one in when.members if one.sits(day)]
        own = [one for one in sitting if one.who == actor]
        if not own:
            names = ", ".join(sorted({one.who for one in sitting})) or "-"
            raise NotAMember(actor, day, names)
        found.append(own)
    return found


def _check_limit(said: PaymentProposed, own: Sequence[Member]) -> None:
    limits = [one.approves_minor for one in own]
    if None not in limits:
        most = max(one for one in limits if one is not None)
        if said.amount_minor > most:
            asked = Money(said.amount_minor, said.currency)
            raise AboveMandate(own[0].who, Money(most, said.currency), asked)


def _check_conflict(when: Answering, said: PaymentProposed, actor: str) -> None:
    if actor in when.conflicts:
        raise Conflicted(actor, said.project, when.conflicts[actor])


class Paid(NamedTuple):
    """What left under one contract, or came back (then negative; minor units).

    ``covered`` tells that nobody paid it alone: a second person approved it, or nothing
    asked for one yet.
    """

    minor: int
    covered: bool = False


def alone(paid: Iterable[Paid]) -> Iterator[int]:
    """Give what one person alone has paid out under a contract, after each payment.

    What comes back is taken off what was covered first: it never makes room for more to
    leave on one person's word than has come back (minor units).
    """
    whole = single = 0
    for one in paid:
        whole += one.minor
        if one.minor < 0:
            single = min(single, max(0, whole))
        elif not one.covered:
            single += one.minor
        yield single
