"""A report made once, made again at its own position: the same figures, or what differs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import msgspec

from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS
from blendfund.domain.errors import FileRejected, NotReproduced, OtherHistory, Problem
from blendfund.domain.typed import Typed
from blendfund.exchange.lines import unreadable
from blendfund.storage.books.statements import ERASED_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from blendfund.application.reading.reader import Reading

    Say = Callable[[str], str]

NOT_A_REPORT: Final = (
    "this is not a report: only what `blendfund report NAME --json` printed is made again"
    " (NAME one of: {names})"
)
# A comparison with totals that somebody typed cannot be made again without them.
AGAIN: Final = tuple(name for name in REPORTS if name != "differences")
PLAIN: Final = r"^(?:[0-9]{1,16}(?:\.[0-9]{1,3})?)?\Z"  # an amount as reports write it
_ROWS: Final = ("rows", "claims")  # the tables whose keys may name persons
SIZE_MAX: Final = 64 << 20
SHOWN_MAX: Final = 200  # characters of a value in what is told of a difference


class Month(msgspec.Struct, frozen=True):
    """A row of a report on cash."""

    forecast: bool | None = None


class Conceded(msgspec.Struct, frozen=True):
    """What a schedule says of its grant element."""

    discount_rate: str = ""


class Head(msgspec.Struct, frozen=True):
    """What a report says of itself: all that it was asked for with."""

    report: str
    fund: str
    as_of: date
    position: int
    root: str
    by: str = ""
    agreement: str = ""
    loss: Annotated[str, msgspec.Meta(pattern=PLAIN)] = ""
    amount: Annotated[str, msgspec.Meta(pattern=PLAIN)] = ""
    party: str = ""
    rows: tuple[Month, ...] = ()
    grant_element: Conceded | None = None

    def asked(self, *, french: bool) -> Asked:
        """Say how it is asked for again."""
        loss = None
        if self.loss or self.amount:
            units, _, decimals = (self.loss or self.amount).partition(".")
            loss = Typed(int(units), decimals)
        ahead = [one.forecast for one in self.rows]
        return Asked(
            self.fund,
            self.as_of,
            str(self.position),
            self.by,
            french,
            agreement=self.agreement,
            loss=loss,
            party=self.party,
            months=ahead.count(True),
            past=ahead.count(False),
            discount=self.grant_element.discount_rate if self.grant_element else "",
        )


class Difference(NamedTuple):
    """A place in the report, what the file says there and what the ledger says."""

    place: str
    said: str
    found: str


class Reproduced(NamedTuple):
    """A report that came out the same, but for the names of ``erased`` persons.

    ``exact`` tells that the files are the same byte for byte; otherwise only what stands
    between the values was changed.
    """

    head: Head
    erased: int
    exact: bool


def reproduce(reading: Reading, path: Path, languages: dict[bool, Say]) -> Reproduced:
    """Make a saved report again and compare.

    Args:
        reading: The ledger.
        path: What ``blendfund report ... --json`` printed.
        languages: How texts are said, in French and not: the report's is found out.

    Raises:
        FileRejected: it is no report.
        OtherHistory: the facts it was made from are not those of this ledger.
        NotReproduced: its figures are not those of these facts.
    """
    raw, head, said = _saved(path)
    last = reading.log.head().position
    if head.position > last or reading.log.root(head.position) != head.root:
        raise OtherHistory(str(path), head.position, head.root, last)
    wrong: list[Difference] = []
    for french, say in languages.items():
        found = REPORTS[head.report](reading, head.asked(french=french), say)
        encoded = msgspec.json.encode(found)
        if encoded == raw.strip():
            return Reproduced(head, 0, exact=True)
        erased, seen = _known(said, msgspec.json.decode(encoded))
        differing = list(_differences("", said, seen))
        if not differing:
            return Reproduced(head, erased, exact=False)
        if not wrong or len(differing) < len(wrong):
            wrong = differing
    raise NotReproduced(str(path), head.position, len(wrong), tuple(wrong))


def _saved(path: Path) -> tuple[bytes, Head, dict[str, Any]]:
    try:
        if path.stat().st_size > SIZE_MAX:
            raise _rejected(path)
        raw = path.read_bytes()
    except OSError as refused:
        raise unreadable(path, refused) from refused
    try:
        head = msgspec.json.decode(raw, type=Head)
        said = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as refused:
        raise _rejected(path) from refused
    if head.report not in AGAIN or head.position < 0:
        raise _rejected(path)
    return raw, head, said


def _rejected(path: Path) -> FileRejected:
    told = {"names": ", ".join(AGAIN)}
    return FileRejected(str(path), 1, (Problem(1, "", NOT_A_REPORT, told),))


def _known(said: dict[str, Any], found: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Give back to rows of erased persons the names that the file still tells."""
    counts = [0]
    for name in _ROWS:
        rows, old = found.get(name), said.get(name)
        if isinstance(rows, list) and isinstance(old, list):
            count, again = _renamed(old, rows)
            counts.append(count)
            found = {**found, name: again}
    return max(counts), found


def _renamed(old: list[Any], rows: list[Any]) -> tuple[int, list[Any]]:
    """Give rows as they were named, and how many are now of erased persons.

    A row is the erased person's where all but its key is the same; names in their order
    put rows in another place.
    """
    kept = {_key(row) for row in rows}
    lost = [row for row in old if isinstance(row, dict) and _key(row) not in kept]
    erased, again = 0, []
    for row in rows:
        same = None
        if str(_key(row)).startswith(ERASED_NAME):
            same = next((one for one in lost if {**one, "key": row["key"]} == row), None)
        if same is not None:
            lost.remove(same)
            erased += 1
        again.append(row if same is None else same)
    places = {_key(row): place for place, row in enumerate(old)}
    if erased:
        again.sort(key=lambda row: places.get(_key(row), len(old)))
    return erased, again


def _key(row: Any) -> Any:
    return row.get("key") if isinstance(row, dict) else None


def _label(row: Any) -> Any:
    """Give what names a row: its first field, as in every report."""
    return next(iter(row.values()), None) if isinstance(row, dict) else None


def _differences(place: str, said: Any, found: Any) -> Iterator[Difference]:
    if isinstance(said, dict) and isinstance(found, dict):
        for name in {**said, **found}:
            missing = name not in said or name not in found
            where = f"{place}.{name}" if place else name
            if missing:
                yield Difference(where, _text(said.get(name)), _text(found.get(name)))
            else:
                yield from _differences(where, said[name], found[name])
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, pair in enumerate(zip(said, found, strict=True), 1):
            label = _label(pair[1]) or number
            yield from _differences(f"{place}[{label}]", *pair)
    elif said != found or type(said) is not type(found):
        yield Difference(place, _text(said), _text(found))


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…"
