"""The committee that decides: its members, its sessions, and how they vote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from msgspec import Struct

from blendfund.domain.checks import check_ground
from blendfund.domain.errors import (
    BadDecision,
    Field,
    NoQuorum,
    NotAMember,
    NotAVoter,
    NotCarried,
    Word,
)
from blendfund.domain.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

Result = Literal["agreed", "agreed-under-conditions", "adjourned", "refused"]
RESULTS: Final = ("agreed", "agreed-under-conditions", "adjourned", "refused")
AGREED: Final = frozenset({"agreed", "agreed-under-conditions"})


class MemberAppointed(Event, frozen=True, kw_only=True):
    """Somebody sits on the committee from that day on.

    ``who`` is the person as commands name them, who sits for an ``organisation``;
    ``until`` is the last day of the mandate.
    Approvals of payments are theirs to give up to ``approves_minor``; None is no limit.
    """

    who: str
    organisation: str = ""
    until: date | None = None
    approves_minor: int | None = None


class MandateEnded(Event, frozen=True, kw_only=True):
    """A member sits no more, from that day on; ``appointed`` is where they were."""

    who: str
    appointed: int


class CommitteeHeld(Event, frozen=True, kw_only=True):
    """The committee sat on that day; ``present`` are its members who did."""

    reference: str
    present: tuple[str, ...]


class DecisionTaken(Event, frozen=True, kw_only=True):
    """The committee decided on a project (amount in minor units of ``currency``).

    Members who declared a conflict neither count nor vote. ``valid_until`` is the last day
    on which a contract may rest on it.
    """

    fund: UUID
    session: str
    result: Result
    amount_minor: int = 0
    currency: str = ""
    instrument: str = ""
    conditions: tuple[str, ...] = ()
    valid_until: date | None = None
    voted_for: tuple[str, ...] = ()
    voted_against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class Member(Struct, frozen=True):
    """A mandate on the committee: from a day to a day, both included."""

    who: str
    since: date
    until: date | None = None
    approves_minor: int | None = None
    position: int = 0

    def sits(self, on: date) -> bool:
        """Tell whether the mandate holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Votes(Struct, frozen=True):
    """Who voted how; nobody named means that all who may vote are for."""

    voted_for: tuple[str, ...] = ()
    voted_against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Give everybody who is said to have voted or abstained."""
        return (*self.voted_for, *self.voted_against, *self.abstained)


def hold(
    on: date, reference: str, present: Iterable[str], members: Iterable[Member], **told: Any
) -> CommitteeHeld:
    """Open a session with those who are there. Raises NotAMember, NoQuorum."""
    sitting = {one.who for one in members if one.sits(on)}
    there = tuple(dict.fromkeys(present))
    for name in there:
        if name not in sitting:
            raise NotAMember(name, on, ", ".join(sorted(sitting)) or "-")
    if not there:
        raise NoQuorum(0, 1)
    return CommitteeHeld(on=on, reference=reference, present=there, **told)


def decide(
    session: CommitteeHeld, quorum: int, votes: Votes, result: Result, **told: Any
) -> DecisionTaken:
    """Decide on a project, in a session.

    Args:
        session: Who sat.
        quorum: How many members without a conflict must sit.
        votes: Who voted how, and who declared a conflict of interest.
        result: What was decided.
        told: The fund, the amount and the other fields of the fact.

    Raises:
        NotAVoter: somebody votes who was not there, has a conflict, or votes twice.
        NoQuorum, NotCarried: it is agreed without more votes for than against.
        BadDecision: conditions, or an amount, go with another result.
        BeforeItsGround: it ends before the session.
    """
    conflicts = dict.fromkeys(votes.conflicts)
    voters = _voters(session, votes)
    if len(voters) < quorum:
        raise NoQuorum(len(voters), quorum)
    _check_votes(voters, votes)
    in_favour = votes.voted_for if votes.named else tuple(voters)
    if result in AGREED and len(in_favour) <= len(votes.voted_against):
        raise NotCarried(len(in_favour), len(votes.voted_against))
    _check_result(session, result, told)
    return DecisionTaken(
        on=session.on,
        session=session.reference,
        result=result,
        voted_for=in_favour,
        voted_against=votes.voted_against,
        abstained=votes.abstained,
        conflicts=tuple(conflicts),
        **told,
    )


def _check_result(session: CommitteeHeld, result: Result, told: dict[str, Any]) -> None:
    """Refuse what does not go with the result. Raises BadDecision, BeforeItsGround."""
    if told.get("valid_until") is not None:
        check_ground(told["valid_until"], Word("the session"), session.on)
    conditional = result == "agreed-under-conditions"
    if conditional != bool(told.get("conditions")):
        raise BadDecision(Field("condition"), Word(result))
    if (result in AGREED) != (told.get("amount_minor", 0) > 0):
        raise BadDecision(Field("amount"), Word(result))


def _voters(session: CommitteeHeld, votes: Votes) -> list[str]:
    """Give who sits and has no conflict. Raises NotAVoter."""
    for name in votes.conflicts:
        if name not in session.present:
            raise NotAVoter(name, Word("was not there"))
    return [name for name in session.present if name not in votes.conflicts]


def _check_votes(voters: list[str], votes: Votes) -> None:
    """Refuse whoever votes and may not, or votes twice. Raises NotAVoter."""
    seen: set[str] = set()
    for name in votes.named:
        if name not in voters:
            conflict = name in votes.conflicts
            why = "declared a conflict" if conflict else "was not there"
            raise NotAVoter(name, Word(why))
        if name in seen:
            raise NotAVoter(name, Word("votes twice"))
        seen.add(name)


# Words that a refusal says; here, so that they are found and translated.
WHY: Final = (Word("was not there"), Word("declared a conflict"), Word("votes twice"))
