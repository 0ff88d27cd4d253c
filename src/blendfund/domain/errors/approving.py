"""Refusals about payments that a second person approves."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError, Word
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class SelfApproval(BlendfundError):
    """Whoever proposes a payment does not approve it."""

    code = "self-approval"
    sentence = "{who} proposed this: somebody else must approve it; reject withdraws it."
    who: str


class Conflicted(BlendfundError):
    """Whoever declared a conflict of interest on a project does not answer its payments."""

    code = "conflict-of-interest"
    sentence = "{who} declared a conflict of interest on {project} (session {session}): somebody else must answer."
    who: str
    project: str
    session: str


class ApprovalUnsigned(BlendfundError):
    """Whoever has a key approves with it: else anybody might, under that name."""

    code = "approval-unsigned"
    sentence = "{who} has a key in this ledger, and approves with it alone: name its file with --sign-with. A key that is lost is revoked first (`blendfund signer revoke`)."
    who: str


class AboveMandate(BlendfundError):
    """A mandate does not go so far."""

    code = "above-mandate"
    sentence = "{who} approves payments up to {most}, not {asked}: somebody with a larger mandate must."
    who: str
    most: Money
    asked: Money


class ProposalVoid(BlendfundError):
    """What was proposed can no longer be paid, or granted: there is nothing to approve."""

    code = "proposal-void"
    sentence = "The proposal at position {position} is void: {why}. Take it out with `blendfund reject {position}`."
    position: int
    why: Word


class ProposalNotFound(BlendfundError):
    """There is no proposal that waits at this position."""

    code = "proposal-not-found"
    exit_code = 4
    sentence = "Nothing waits for approval at position {position} (waiting: {waiting})."
    position: int
    waiting: str
