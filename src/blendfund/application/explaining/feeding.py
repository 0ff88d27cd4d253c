"""From facts to the figures they feed, and to what became of them since."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.application.explaining import addresses
from blendfund.application.explaining.figures import Fund, Sight, moment, views
from blendfund.application.reading.history import linked
from blendfund.application.reading.involved import positions, standing
from blendfund.application.reading.kinds import KINDS
from blendfund.application.reading.names import positions_of
from blendfund.application.reading.telling import tell
from blendfund.application.reading.vouchers import attached_to
from blendfund.domain.errors import NotFound
from blendfund.domain.money import plain
from blendfund.journal.rules import RULES
from blendfund.projections.cells import ROWS
from blendfund.projections.forms import Weighed, added
from blendfund.storage.query import backing, naming
from blendfund.storage.query.provisions import over_provisioned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from blendfund.application.explaining.explain import Told, Wanted
    from blendfund.application.reading.reader import Reading
    from blendfund.projections.cells import Cell
    from blendfund.projections.forms import Posting


MANY: Final = 2_000  # facts whose figures are told in every cut


class _Amount(msgspec.Struct):
    """What a sum by kind needs of a movement."""

    amount_minor: int = 0
    currency: str = ""


_amount: Final = msgspec.json.Decoder(_Amount).decode


def explain_fact(reading: Reading, wanted: Wanted) -> Told:
    """Explain the fact at a position, and the figures it feeds. Raises NotFound."""
    (position,) = positions_of(reading.books, wanted.what)
    known = reading.log.position_at(wanted.known_at)
    life = sorted(linked(reading.books, {position}) - {position})
    (fact, *others) = tell(reading, [position, *life], known)
    return {
        "explains": "fact",
        "fact": fact,
        "import": _batch(reading, position),
        "postings": [
            {**one, "amount": plain(one["amount"], one["currency"])}
            for one in backing.entries(reading.books, position)
        ],
        "life": others,
        "attachments": attached_to(reading, {position}),
        **_feeds(reading, [position], wanted),
    }


def explain_name(reading: Reading, wanted: Wanted, say: Callable[[str], str]) -> Told:
    """Explain what a name stands for by its facts.

    Raises:
        NotFound, UnknownCell, UnexplainedReport.
    """
    try:
        found = positions(reading.books, wanted.what)
    except NotFound:
        if ":" in wanted.what:  # meant as a figure's address
            addresses.report_of(wanted.what, say)
        raise
    known = reading.log.position_at(wanted.known_at)
    found = [one for one in found if one <= known]
    shown = found[: wanted.limit] if wanted.limit else found
    return {
        "explains": "name",
        "name": wanted.what,
        "count": len(found),
        "kinds": _kinds(reading, found, known),
        "facts": tell(reading, shown, known),
        "rest": {"count": len(found) - len(shown)},
        "agreements": standing(reading.books, wanted.what),
        **_feeds(reading, found, wanted),
    }


def _batch(reading: Reading, position: int) -> str | None:
    sql = "SELECT reference FROM batch WHERE ? BETWEEN first AND last"
    found = reading.books.execute(sql, (position,)).fetchone()
    return found[0] if found else None


def _kinds(reading: Reading, found: Sequence[int], known: int) -> list[dict[str, Any]]:
    """Count and sum the movements that stand, kind by kind."""
    gone = backing.takers(reading.books, found, known)
    sums: Counter[tuple[str, str]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for position, fact in sorted(reading.log.facts(found).items()):
        what = fact.topic.rpartition("/")[0]
        if what in RULES and position not in gone:
            said = _amount(fact.state)
            counts[what, said.currency] += 1
            sums[what, said.currency] += said.amount_minor
    return [
        {
            "kind": KINDS.get(what, what),
            "count": count,
            "amount": plain(sums[what, currency], currency),
            "currency": currency,
        }
        for (what, currency), count in counts.items()
    ]


def _feeds(reading: Reading, found: Sequence[int], wanted: Wanted) -> Told:
    """Give every amount that facts, with what took them back, add to by now.

    Of very many facts only the figures of the reports' first cuts.
    """
    day = (wanted.as_of or datetime.now(UTC).astimezone().date()).isoformat()
    feeds: list[Told] = []
    for fund in _funds(reading, found):
        at = moment(reading, fund, wanted.as_of, wanted.known_at)
        brief = len(found) > MANY
        apart = [one.agreement for one in over_provisioned(reading.books, at)]
        postings = backing.postings(reading.books, found, at, brief=brief, apart=apart)
        for view in views():
            if brief and view.by != view.shape.cuts[0]:
                continue
            sight = Sight(reading, fund, view, at)
            feeds += _fed(sight, postings)
    return {"as_of": day, "feeds": feeds}


def _funds(reading: Reading, found: Sequence[int]) -> list[Fund]:
    ids = msgspec.json.encode(list(found)).decode()
    sql = (
        "SELECT DISTINCT f.id, f.reference, f.currency FROM posting p JOIN class c"
        " ON c.id = p.class JOIN fund f ON f.id = c.fund WHERE p.position IN"
        " (SELECT value FROM json_each(?)) ORDER BY f.id"
    )
    return [Fund(*row) for row in reading.books.execute(sql, (ids,))]


def _fed(sight: Sight, postings: Sequence[Posting]) -> Iterator[Told]:
    weighed = {one.id: one for one in sight.weighed}
    year = sight.context._replace(year=0)  # a cumulative figure is that of every year since
    sums: defaultdict[Cell, int] = defaultdict(int)
    shape, by = sight.view.shape, sight.view.by
    for posting in postings:
        one = weighed.get(posting.klass, Weighed(0, {}, {}, {}))
        for cell, amount in added(shape, by, one, posting, year):
            sums[cell] += amount
    tables = shape.tables(by)
    cells = sorted(
        (cell for cell, amount in sums.items() if amount and cell.table in tables),
        key=sight.view.shape.place,
    )
    labels = _labels(sight, [cell.row for cell in cells if cell.table == ROWS])
    grid = addresses.grid_of(sight)
    for cell in cells:
        label, typed = (
            labels.get(cell.row, (cell.row, "")) if cell.table == ROWS else ("", "")
        )
        yield {
            "figure": grid.written(cell, typed),
            "fund": sight.fund.reference,
            "report": sight.view.report,
            "by": sight.view.by,
            "table": cell.table,
            "row": label or cell.row,
            "column": cell.column,
            "adds": plain(sums[cell], sight.fund.currency),
            "currency": sight.fund.currency,
        }


def _labels(sight: Sight, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give what rows are called, and how each is typed: by its number where it must."""
    by = sight.view.shape.split.get(sight.view.by, "")
    if sight.view.report == "returns" and sight.view.by == "fund":
        return {"": (sight.fund.reference, sight.fund.reference)}
    if by in {"", "year"} or sight.view.by == "tranche":
        return {key: (key, key) for key in keys}
    ids = {int(key) for key in keys}
    if by == "party":
        names = naming.parties(sight.books, sight.reading.vault, ids)
    else:
        names = (naming.projects if by == "project" else naming.agreements)(
            sight.books, ids
        )
    alike = naming.alike(sight.books, by, ids)
    return {
        str(one): (name, f"#{one}" if one in alike else name) for one, name in names.items()
    }
