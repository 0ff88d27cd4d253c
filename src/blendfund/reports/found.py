"""What a search found, as tables: one a currency, with its count and total below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.reports.columns import Language, Row

# Messages: English here, translated when a table is made.
SEARCH: Final = "Search: {query}"
NOTHING: Final = "No movement found."
FOUND: Final = "Movements found: {count}. Total: {total}."
NEWEST: Final = "Shown, the newest: {count}."
TAKEN_BACK: Final = "A movement that was taken back is not in the total."
COLUMNS: Final = (
    Column("position", "Position", Kind.TEXT),
    Column("on", "Date", Kind.DATE),
    Column("kind", "Kind", Kind.WORD),
    Column("amount", "Amount", Kind.MONEY),
    Column("who", "Party or project", Kind.TEXT),
    Column("agreement", "Agreement", Kind.TEXT),
    Column("label", "Label", Kind.TEXT),
    Column("state", "State", Kind.TEXT),
)
REVERSED: Final = "taken back"
REPLACED: Final = "replaced by position {position}"
REPLACES: Final = "corrects position {position}"


def tables(found: dict[str, Any], language: Language) -> list[Table]:
    """Give what was found as tables, in the reader's language."""
    title = language.say(SEARCH).format(query=found["query"])
    notes = tuple(_notes(found, language))
    if not found["rows"]:
        return [Table("search", title, COLUMNS[:1], (), notes=notes)]
    currencies = sorted({row["currency"] for row in found["rows"]})
    columns = tuple(_said(column, language) for column in _used(found["rows"]))
    made = []
    for currency in currencies:
        rows = tuple(
            _row(one, language) for one in found["rows"] if one["currency"] == currency
        )
        last = currency == currencies[-1]
        made.append(
            Table("search", title, columns, rows, (), notes if last else (), currency)
        )
    return made


def _notes(found: dict[str, Any], language: Language) -> Iterator[str]:
    if not found["count"]:
        yield language.say(NOTHING)
        return
    if len(found["rows"]) < found["count"]:
        count = words.count(len(found["rows"]), french=language.french)
        yield language.say(NEWEST).format(count=count)
    if any(row["reversed"] for row in found["rows"]):
        yield language.say(TAKEN_BACK)
    total = " + ".join(
        words.money(amount, currency, french=language.french)
        for currency, amount in found["total"].items()
    )
    count = words.count(found["count"], french=language.french)
    yield language.say(FOUND).format(count=count, total=total)


def _used(rows: list[dict[str, Any]]) -> list[Column]:
    """Leave out the last column where every movement stands as it was recorded."""
    changed = any(row["reversed"] or row["replaces"] for row in rows)
    return [one for one in COLUMNS if changed or one.key != "state"]


def _state(one: dict[str, Any], language: Language) -> str:
    said = []
    if one["replaces"]:
        said.append(language.say(REPLACES).format(position=one["replaces"]))
    if one["replaced_by"]:
        said.append(language.say(REPLACED).format(position=one["replaced_by"]))
    elif one["reversed"]:
        said.append(language.say(REVERSED))
    return ", ".join(said)


def _said(column: Column, language: Language) -> Column:
    return Column(column.key, language.say(column.heading), column.kind)


def _row(one: dict[str, Any], language: Language) -> Row:
    told = ("on", "kind", "amount", "agreement", "label")
    return {
        "position": str(one["position"]),
        **{name: one[name] for name in told},
        "who": " · ".join(filter(None, (one["party"], one["project"]))),
        "state": _state(one, language),
    }
