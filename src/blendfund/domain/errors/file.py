"""Refusals about a file: what cannot be read, what a line breaks."""

from __future__ import annotations

from msgspec import Struct

from blendfund.domain.errors.root import BlendfundError, Word


class ReferenceReused(BlendfundError):
    """The same reference comes back with other content."""

    code = "reference-conflict"
    sentence = "{where}: the reference {reference} was already recorded with other content: give it another reference."
    exit_code = 5
    where: str
    reference: str


class Problem(Struct, frozen=True):
    """Why one line of a file cannot be read; ``why`` is a message with named fields."""

    line: int
    column: str
    why: str
    given: dict[str, str]


class FileRejected(BlendfundError):
    """A file holds lines that cannot be read; nothing of it was taken."""

    code = "file-rejected"
    sentence = "{path} was rejected ({count} problems); nothing was written."
    exit_code = 3
    path: str
    count: int
    problems: tuple[Problem, ...]


class FileUnreadable(BlendfundError):
    """A file is not there, or may not be read: there is no line of it to name."""

    code = "file-unreadable"
    sentence = (
        "{path} cannot be read: {why}. Name a file that you may read; nothing was written."
    )
    exit_code = 3
    path: str
    why: Word | str


class LineRefused(BlendfundError):
    """A readable line of a file breaks a rule of the domain."""

    code = "line-refused"
    sentence = "{where}: {refusal}"
    where: str
    refusal: BlendfundError

    @property
    def inner_code(self) -> str:
        """Give the code of the rule that was broken."""
        return self.refusal.code
