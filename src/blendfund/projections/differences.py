"""Why a total differs from what is expected: the slips that bookkeepers look for first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.composition import composition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from blendfund.projections.facts import Total

_FUNDERS: Final = ("committed", "received", "refunded", "reimbursed", "funding_interest")
_PROJECTS: Final = (
    *("contracted", "disbursed", "grants_paid", "repaid", "income", "written_off"),
    *("recovered", "outstanding"),
)
FIGURES: Final = (
    *("committed", "received", "refunded", "reimbursed", *_PROJECTS),
    *("expenses", "funding_interest", "cash", "available"),
)
# Which figures can be expected of the whole fund, and under each key.
BY: Final[dict[str, tuple[str, ...]]] = {
    "total": FIGURES,
    "party": _FUNDERS,
    "project": _PROJECTS,
    "sector": _FUNDERS,
    "year": (*_FUNDERS, *_PROJECTS[:-1], "expenses"),
}
SHOWN_MAX: Final = 3
NINE: Final = 9


class Part(NamedTuple):
    """What one fact adds to a figure (minor units)."""

    position: int
    on: str
    minor: int


class LeftOut(NamedTuple):
    """A line of a file that gave no movement, and an amount on it (minor units)."""

    line: int
    minor: int


class Clue(NamedTuple):
    """What may explain a difference: a code, and the facts or the lines it points at."""

    code: str
    parts: tuple[Part, ...] = ()
    lines: tuple[int, ...] = ()


def figures(totals: Iterable[Total]) -> dict[str, int]:
    """Give every figure of some totals (minor units); each is a sum over its facts."""
    found = composition(totals, "sector")
    whole, uses = found.total, found.uses
    return {
        name: getattr(whole, name) if hasattr(whole, name) else getattr(uses, name)
        for name in FIGURES
    }


def clues(
    difference: int, parts: Sequence[Part], left_out: Sequence[LeftOut] = ()
) -> list[Clue]:
    """Look for what may explain a difference, the surest first.

    Args:
        difference: What was expected less what was computed (minor units), not zero.
        parts: What each standing fact adds to the figure.
        left_out: The lines that gave no movement, where a file was just read.
    """
    found = [*_lines(difference, left_out)]
    single = [*_single(difference, parts)]
    found += single or _pairs(difference, parts)
    return found + _digits(difference, parts)


def _lines(difference: int, left_out: Sequence[LeftOut]) -> Iterator[Clue]:
    alone = [one.line for one in left_out if one.minor == abs(difference)]
    if alone:
        yield Clue("left-out", lines=tuple(alone[:SHOWN_MAX]))
    elif len(left_out) > 1 and sum(one.minor for one in left_out) == abs(difference):
        yield Clue("all-left-out", lines=tuple(one.line for one in left_out))


def _single(difference: int, parts: Sequence[Part]) -> Iterator[Clue]:
    """Find a fact that the expected total lacks, holds twice, or counts the other way."""
    for code, times in (("without", -1), ("twice", 1), ("sign", -2)):
        hits = (one for one in parts if times * one.minor == difference)
        kept = tuple(islice(hits, SHOWN_MAX))
        if kept:
            yield Clue(code, kept)


def _pairs(difference: int, parts: Sequence[Part]) -> list[Clue]:
    """Find two facts that the expected total lacks together, or holds twice."""
    found = []
    for code, wanted in (("without-both", -difference), ("both-twice", difference)):
        seen: dict[int, Part] = {}
        hits = []
        for one in parts:
            other = seen.get(wanted - one.minor)
            if other is not None:
                hits.append((other, one))
                if len(hits) == SHOWN_MAX:
                    break
            seen.setdefault(one.minor, one)
        found += [Clue(code, pair) for pair in hits]
    return found


def _digits(difference: int, parts: Sequence[Part]) -> list[Clue]:
    """Find amounts two neighbouring digits of which, swapped, make the difference."""
    if difference % NINE:
        return []
    hits = (one for one in parts if _swapped(one.minor, difference))
    kept = tuple(islice(hits, SHOWN_MAX))
    if kept:
        return [Clue("digits", kept)]
    bare = abs(difference) // NINE
    while bare % 10 == 0:
        bare //= 10
    return [Clue("nine")] if bare <= NINE else []


def _swapped(minor: int, difference: int) -> bool:
    wanted = abs(minor + difference)
    before, after = str(abs(minor)), str(wanted).zfill(len(str(abs(minor))))
    if len(before) != len(after) or (minor + difference) * minor < 0:
        return False
    unlike = [
        i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other
    ]
    if len(unlike) != 2:  # noqa: PLR2004 -- two digits
        return False
    first, second = unlike
    swapped = before[first] == after[second] and before[second] == after[first]
    return second == first + 1 and swapped
