"""How facts hang together between two moments, and why some were taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from blendfund.projections.causes import Links
from blendfund.storage.query import backing

if TYPE_CHECKING:
    from blendfund.application.reading.reader import Reading
    from blendfund.storage.query.totals import Moment


class _Taken(msgspec.Struct):
    """What is needed of a fact that takes another back."""

    fact: int
    replaced_by: int = 0
    reason: str = ""


_taken: Final = msgspec.json.Decoder(_Taken).decode


def links_of(
    reading: Reading, before: Moment, after: Moment
) -> tuple[Links, dict[int, str]]:
    """Give how the facts known since hang together, and why some were taken back."""
    bases = backing.reversals(reading.books, after.position)
    since = [one for one in bases if one > before.position]
    corrects, reasons = {}, {}
    for position, fact in reading.log.facts(since).items():
        said = _taken(fact.state)
        reasons[position] = said.reason
        if said.replaced_by:
            corrects[said.replaced_by] = said.fact
            reasons[said.replaced_by] = said.reason
    undoing = backing.undoing(reading.books, before.position, after.position)
    return Links(bases, corrects, undoing), reasons
