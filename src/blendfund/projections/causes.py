"""Why a figure is another at a later moment: its difference, fact by fact, by cause."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.forms import Weighed, added

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from blendfund.projections.cells import Cell
    from blendfund.projections.forms import Context, Posting
    from blendfund.projections.views import Shape

NEW: Final = "new"  # dated since, or recorded since and not dated before
LATE: Final = "late"  # recorded since, dated before
CORRECTED: Final = "corrected"  # taken back since, and replaced
UNDONE: Final = "undone"  # taken back since
COUNTED: Final = "counted"  # known before, and counted otherwise since
CAUSES: Final = (NEW, LATE, CORRECTED, UNDONE, COUNTED)


class Since(NamedTuple):
    """A moment as facts lie before or after it: a day, a position, when that was."""

    day: str
    position: int
    recorded: str
    context: Context

    def sees(self, posting: Posting) -> bool:
        """Tell whether a posting was dated and known by then."""
        return posting.on <= self.day and posting.position <= self.position


class Links(NamedTuple):
    """How facts hang together: what each takes back, corrects, or undoes.

    ``undoing`` are the facts that an undo wrote.
    """

    bases: Mapping[int, int]
    corrects: Mapping[int, int]
    undoing: frozenset[int]

    def root(self, position: int) -> int:
        """Give the fact that a fact takes back or corrects, itself where it does not."""
        found = self.bases.get(position, position)
        while found in self.corrects:
            found = self.corrects[found]
        return found


class Change(NamedTuple):
    """One fact's part in a difference: why, what kind of fact, the last fact in it."""

    cause: str
    movement: str
    position: int
    last: int


Differences = dict["Cell", dict[Change, int]]


class Compared(NamedTuple):
    """One report at two moments: how it is made, cut, and counted at each.

    ``classes`` gives the movement of each class of postings, and what a unit of it adds.
    """

    shape: Shape
    by: str
    classes: Mapping[int, tuple[str, Weighed]]
    before: Since
    after: Context

    def change(self, postings: Iterable[Posting]) -> dict[Cell, int]:
        """Give what some postings add to the difference of every amount (minor units)."""
        sums: defaultdict[Cell, int] = defaultdict(int)
        for posting in postings:
            one = (self.shape, self.by, self.classes[posting.klass][1], posting)
            for cell, amount in added(*one, self.after):
                sums[cell] += amount
            if self.before.sees(posting):
                for cell, amount in added(*one, self.before.context):
                    sums[cell] -= amount
        return {cell: amount for cell, amount in sums.items() if amount}


def differences(
    compared: Compared, postings: Iterable[Posting], links: Links
) -> Differences:
    """Give what each fact adds to the difference of every amount (minor units).

    Args:
        compared: The report at the two moments.
        postings: Those known and dated since the earlier moment, and those that count
            otherwise since, all known and dated by the later one.
        links: What facts take back, correct and undo.

    Returns:
        By cell; a fact and what took it back are one change, and so are a fact and its
        correction. Law: a cell's changes add up to its difference.
    """
    parts: defaultdict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        parts[links.root(posting.position)].append(posting)
    found: Differences = {}
    for root, mine in parts.items():
        last = max(posting.position for posting in mine)
        movement = compared.classes[mine[0].klass][0]
        cause = _cause(root, mine, compared.before, links)
        for cell, amount in compared.change(mine).items():
            found.setdefault(cell, {})[Change(cause, movement, root, last)] = amount
    return found


def _cause(root: int, parts: Iterable[Posting], before: Since, links: Links) -> str:
    first = min(parts, key=lambda posting: posting.position)
    if root > before.position:
        if root in links.undoing:
            return UNDONE
        return LATE if first.on < min(before.day, before.recorded) else NEW
    if first.on > before.day:
        return NEW
    since = [part.position for part in parts if part.position > before.position]
    if not since:
        return COUNTED
    return UNDONE if max(since) in links.undoing else CORRECTED
