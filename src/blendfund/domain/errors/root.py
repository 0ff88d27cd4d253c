"""The root of every refusal: a code, a sentence, an exit status."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar


class Word(str):
    """A word of blendfund's own in a refusal: said in the reader's language."""

    __slots__ = ()


@dataclass(eq=False)
class BlendfundError(Exception):
    """Root of everything blendfund refuses to do."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "Refused."
    exit_code: ClassVar[int] = 1

    def values(self) -> dict[str, object]:
        """Give the fields of the sentence."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.sentence.format(**self.values())
