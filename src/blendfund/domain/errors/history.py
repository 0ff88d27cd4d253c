"""Refusals about taking facts back: what cannot be undone, corrected or found."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class NothingToUndo(BlendfundError):
    """Every write was undone, or none was made."""

    code = "nothing-to-undo"
    sentence = "There is nothing to undo: no write of this ledger still stands."


class AlreadyUndone(BlendfundError):
    """The write or the fact was taken back before."""

    code = "already-undone"
    sentence = "{what} was already taken back: see `blendfund history {what}`."
    what: str


class NotCorrectable(BlendfundError):
    """The position holds a fact without an amount of its own."""

    code = "not-correctable"
    sentence = "The fact {position} is not a movement: only movements are corrected; take others back with undo and record them again."
    position: int


class AmountFollows(BlendfundError):
    """The amount of a movement follows from something else that it says, or that was left."""

    code = "amount-follows"
    sentence = "The amount of the fact {position} follows from its terms, or from what stood before: undo back to the command that recorded it, and record it again."
    position: int


class SharedFact(BlendfundError):
    """Counter-guarantors have a part in a movement, which follows from it."""

    code = "shared-fact"
    sentence = "Counter-guarantors have a part in the fact {position}: undo back to the command that recorded it, and record it again, so that their parts follow."
    position: int


class RestedOn(BlendfundError):
    """Later facts need more than a corrected movement would leave them."""

    code = "rested-on"
    sentence = "Later facts of {agreement} rest on the fact {position}, and need more than it would leave them: correct those first, or undo back to it."
    position: int
    agreement: str


class NothingChanged(BlendfundError):
    """The correction says what the fact says already."""

    code = "nothing-changed"
    sentence = (
        "The correction of {position} changes nothing: give another amount, date or label."
    )
    position: int


class ReasonMissing(BlendfundError):
    """Taking a fact back without saying why."""

    code = "reason-missing"
    sentence = "Say why with --reason: it stays in the history beside the fact."
    exit_code = 2


class BatchNotFound(BlendfundError):
    """No import has this reference."""

    code = "batch-not-found"
    sentence = "No import has the reference {reference}; the latest ones are: {known}."
    exit_code = 4
    reference: str
    known: str


class NotFound(BlendfundError):
    """Nothing in the ledger answers to this name."""

    code = "not-found"
    sentence = "Nothing here is called {reference}; near: {known}. Look for it with `blendfund search`."
    exit_code = 4
    reference: str
    known: str


class PartyNotFound(BlendfundError):
    """A command names a party nobody registered."""

    code = "party-not-found"
    sentence = "No party is called {name}; near: {known}. Register it with `blendfund party add`, or give --create."
    exit_code = 4
    name: str
    known: str


class ProjectNotFound(BlendfundError):
    """A command names a project nobody registered."""

    code = "project-not-found"
    sentence = "No project is called {name}; near: {known}. Register it with `blendfund project add`, or give --create."
    exit_code = 4
    name: str
    known: str


class AgreementNotFound(BlendfundError):
    """A command names an agreement that does not exist."""

    code = "agreement-not-found"
    sentence = "No agreement is called {name}; near: {known}."
    exit_code = 4
    name: str
    known: str


class AmbiguousReference(BlendfundError):
    """Several agreements answer to one name."""

    code = "ambiguous"
    sentence = (
        "{name} names several agreements ({known}): give the short reference, or --fund."
    )
    name: str
    known: str


class SameParty(BlendfundError):
    """A party cannot be merged into itself."""

    code = "same-party"
    sentence = "{name} and {other} are one party already: there is nothing to merge."
    name: str
    other: str


class AboveCofinancing(BlendfundError):
    """More co-financing would be paid or withdrawn than was declared."""

    code = "above-cofinancing"
    sentence = "{asked} exceeds what {party} declared in {project} and has not paid or withdrawn ({left})."
    asked: Money
    party: str
    project: str
    left: Money


class ErasedForGood(BlendfundError):
    """Undoing the erasure of a person, whose key is gone."""

    code = "erased-for-good"
    sentence = "The latest write (position {position}) erased a person: their key is destroyed and nothing brings the name back. Correct or undo other writes by their own reference."
    position: int


class NotAPerson(BlendfundError):
    """Erasing an organisation, whose name is public."""

    code = "not-a-person"
    sentence = "{name} is an organisation: its name is public and stands in the log for ever; only natural persons are erased."
    name: str


class RetentionNotOver(BlendfundError):
    """Erasing a person while the evidence about them has to be kept."""

    code = "retention-not-over"
    sentence = "Movements of this person are accounting evidence, kept until {until} (French Commercial Code, art. L123-22; GDPR, art. 17(3)(b)); to erase before, say on which ground with --legal-basis."
    until: date
