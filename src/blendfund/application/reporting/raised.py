"""A flag that is raised, before it is told in somebody's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES_MAX: Final = 5
MORE: Final = "…"


class Raised(NamedTuple):
    """A flag: its code, its sentence and what the sentence says, the facts concerned."""

    code: str
    text: str
    given: dict[str, str]
    positions: list[int]

    def told(self, say: Callable[[str], str]) -> dict[str, Any]:
        """Give it as reports do, in the language that ``say`` translates into."""
        text = say(self.text).format(**self.given)
        return {"code": self.code, "text": text, "positions": self.positions}


def listed(names: list[str]) -> dict[str, str]:
    """Name agreements in a sentence: the first few, and that there are more."""
    shown = [*names[:NAMES_MAX], MORE] if len(names) > NAMES_MAX else names
    return {"agreements": ", ".join(shown)}
