"""Explanations as tables: the facts behind a figure, the figures that facts add to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.found import REPLACED, REPLACES, REVERSED
from blendfund.reports.meanings import ABOVE, BELOW, PARTS, TABLES, headings
from blendfund.reports.outline import label, named
from blendfund.reports.outlines import OUTLINES
from blendfund.reports.printed import text
from blendfund.reports.tables import KNOWN, NAMED, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from blendfund.reports.columns import Language, Row

Told = dict[str, Any]

# Messages: English here, translated when a table is made.
FIGURE: Final = "{name}, fund {fund}, {day}: {value}"
UNDEFINED: Final = "not computable ({reason})"
NO_REASON: Final = "nothing to divide by"
MORE: Final = "... and {count} more, together {amount} (all of them: --limit 0)."
SUM: Final = "Facts: {count}. They add up to {amount}, to the cent."
NO_FACT: Final = "No fact: there is nothing to add up."
TAKES: Final = "takes position {fact} back"
RESTORES: Final = "lets position {fact} stand again"
POSTINGS: Final = "Its postings"
FEEDS: Final = "The figures of the fund {fund} that it adds to"
FED_NOTHING: Final = "It adds to no figure."
LIFE: Final = "What became of it"
FACTS: Final = "The facts"
KINDS: Final = "What stands, by kind"
REST: Final = "... and {count} more (all of them: --limit 0)."

_FACT: Final = (
    Column("position", "Position", Kind.TEXT),
    Column("on", "Date", Kind.DATE),
    Column("recorded", "Recorded", Kind.TEXT),
    Column("kind", "Kind", Kind.WORD),
    Column("who", "Party or project", Kind.TEXT),
    Column("agreement", "Agreement", Kind.TEXT),
)
_ADDS: Final = Column("adds", "Counts for")
_AMOUNT: Final = Column("amount", "Amount")
_STATE: Final = Column("state", "State", Kind.TEXT)
_POSTING: Final = (
    Column("account", "Account", Kind.WORD),
    _AMOUNT,
    Column("compartment", "Compartment", Kind.TEXT),
    Column("bank_account", "Bank account", Kind.TEXT),
    Column("sector", "Sector", Kind.WORD),
    Column("origin", "Origin", Kind.TEXT),
    Column("terms", "Terms", Kind.WORD),
    Column("instrument", "Instrument", Kind.WORD),
    Column("carrier", "Carrier", Kind.TEXT),
    Column("earmark", "Earmark", Kind.TEXT),
)
_FEED: Final = (
    Column("name", "Figure", Kind.TEXT),
    _ADDS,
    Column("figure", "Explain it with", Kind.TEXT),
)
_KIND: Final = (
    Column("kind", "Kind", Kind.WORD),
    Column("count", "Count", Kind.COUNT),
    _AMOUNT,
)


def figure_tables(told: Told, language: Language) -> list[Table]:
    """Give the facts of each part of a figure; what the figure is, above the first."""
    made = [_part_table(told, part, language) for part in told["parts"]]
    head = f"{_title(told, language)}\n{told['meaning']}"
    above = f"{head}\n{made[0].title}" if made[0].title else head
    made[0] = replace(made[0], title=above)
    known = language.say(KNOWN).format(position=told["position"], root=told["root"])
    made[-1] = replace(made[-1], notes=(*made[-1].notes, known))
    return made


def fact_tables(told: Told, language: Language) -> list[Table]:
    """Give a fact's postings, what became of it, and the figures it adds to."""
    made, currency = [], told["fact"]["currency"] or ""
    rows = told["postings"]
    if rows:
        used = [one for one in _POSTING if any(row[one.key] for row in rows)]
        made.append(_table(POSTINGS, used, rows, language, currency))
    if told["life"]:
        made.append(fact_table(told["life"], (), language, LIFE))
    return [*made, *_feeds(told, language)]


def name_tables(told: Told, language: Language) -> list[Table]:
    """Give a name's movements by kind, its facts, and the figures they add to."""
    made = []
    for currency in sorted({one["currency"] for one in told["kinds"]}):
        kinds = [one for one in told["kinds"] if one["currency"] == currency]
        made.append(_table(KINDS, _KIND, kinds, language, currency))
    facts, rest = fact_table(told["facts"], (), language, FACTS), told["rest"]["count"]
    if rest:
        more = words.count(rest, french=language.french)
        facts = replace(facts, notes=(language.say(REST).format(count=more),))
    return [*made, facts, *_feeds(told, language)]


def figure_name(told: Told, language: Language, *, within: bool = False) -> str:
    """Say which figure: the report (unless told ``within`` it), the row, the column."""
    report, table, row = told["report"], told["table"], told["row"]
    said = [] if within else [language.say(OUTLINES[report][0].sheet)]
    if table in {"rows", "total", "net"}:
        name = table == "rows" and told["by"] in NAMED
        said.append(named(row, language) if name else label(row, language))
    else:
        said += [language.say(TABLES[table]), label(row, language)]
    if table not in {"uses", "losses"} and report != "balance":
        heading = headings(report, table)[told["column"]]
        said.append(language.say(heading))
    return " · ".join(said)


def states(fact: Told, language: Language) -> str:
    """Say what a fact takes back, and what took it back."""
    said = []
    if fact.get("restores"):
        said.append(language.say(RESTORES).format(fact=fact["fact"]))
    elif fact.get("reverses"):
        said.append(language.say(TAKES).format(fact=fact["fact"]))
    if fact.get("replaces"):
        said.append(language.say(REPLACES).format(position=fact["replaces"]))
    if fact["replaced_by"] and not fact.get("reverses"):
        said.append(language.say(REPLACED).format(position=fact["replaced_by"]))
    elif fact["taken_back_by"]:
        said.append(language.say(REVERSED))
    return ", ".join(said)


def _title(told: Told, language: Language) -> str:
    on = words.day(date.fromisoformat(told["as_of"]), french=language.french)
    given = {"fund": told["fund"], "day": on, "value": _value(told, language)}
    return language.say(FIGURE).format(name=figure_name(told, language), **given)


def _value(told: Told, language: Language) -> str:
    if told["value"] is None:
        reason = told["reason"] or language.say(NO_REASON)
        return language.say(UNDEFINED).format(reason=reason)
    kinds = {
        column.key: column.kind
        for outline in OUTLINES[told["report"]]
        for column in outline.columns
    }
    column = Column("value", "", kinds.get(told["column"], Kind.MONEY))
    return text(told, column, told["currency"], language)


def _part_table(told: Told, part: Told, language: Language) -> Table:
    adds = tuple(one["adds"] for one in part["facts"])
    made = fact_table(part["facts"], adds, language, "", told["currency"])
    notes = tuple(sums_of(told, part, language))
    if not adds:
        made = replace(made, columns=())
    title = "" if part["part"] == "amount" else _part(told, part, language)
    return replace(made, title=title, notes=notes)


def _part(told: Told, part: Told, language: Language) -> str:
    name = language.say(PARTS[part["part"]])
    if told["report"] == "leverage":
        said = ABOVE if part["part"] == "numerator" else BELOW
        name = f"{name} ({language.say(said[told['row']])})"
    amount = words.money(part["amount"], told["currency"], french=language.french)
    return f"{name}{words.colon(french=language.french)} {amount}"


def sums_of(told: Told, part: Told, language: Language) -> Iterator[str]:
    """Say how many facts make a part, and what they add up to."""

    def said(message: str, sums: Told) -> str:
        count = words.count(sums["count"], french=language.french)
        amount = words.money(sums["amount"], told["currency"], french=language.french)
        return language.say(message).format(count=count, amount=amount)

    if not part["count"]:
        yield language.say(NO_FACT)
        return
    if part["rest"]["count"]:
        yield said(MORE, part["rest"])
    yield said(SUM, part)


def fact_table(
    facts: Sequence[Told],
    adds: Sequence[str],
    language: Language,
    title: str,
    currency: str = "",
) -> Table:
    """Give facts as a table, with what each adds where that is told."""
    rows: list[Row] = [_row(one, language) for one in facts]
    columns = [one for one in _FACT if one.key != "agreement" or _any(rows, one.key)]
    if adds:
        columns.append(_ADDS)
        rows = [{**row, "adds": one} for row, one in zip(rows, adds, strict=True)]
    else:
        columns.append(_AMOUNT)
    if _any(rows, "state"):
        columns.append(_STATE)
    currency = currency or next((one["currency"] for one in facts if one["currency"]), "")
    return _table(title, columns, rows, language, currency)


def _any(rows: Sequence[Row], key: str) -> bool:
    return any(row[key] for row in rows)


def _row(fact: Told, language: Language) -> Row:
    return {
        "position": str(fact["position"]),
        "on": fact["on"],
        "recorded": fact["recorded_at"][: len("2026-01-01")],
        "kind": fact["kind"],
        "who": " · ".join(filter(None, (fact["party"], fact["project"]))),
        "agreement": fact["agreement"],
        "amount": fact["amount"],
        "state": states(fact, language),
    }


def _feeds(told: Told, language: Language) -> list[Table]:
    """Give the figures that facts add to, fund by fund."""
    if not told["feeds"]:
        return [_table(FED_NOTHING, (), (), language, "")]
    funds = dict.fromkeys((one["fund"], one["currency"]) for one in told["feeds"])
    made = []
    for fund, currency in funds:
        rows = [
            {
                "name": figure_name(one, language),
                "adds": one["adds"],
                "figure": one["figure"],
            }
            for one in told["feeds"]
            if one["fund"] == fund
        ]
        table = _table(FEEDS, _FEED, rows, language, currency)
        made.append(replace(table, title=table.title.format(fund=fund)))
    return made


def _table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    language: Language,
    currency: str,
) -> Table:
    said = tuple(replace(one, heading=language.say(one.heading)) for one in columns)
    shown = language.say(title) if title else ""
    return Table("explained", shown, said, tuple(rows), currency=currency)
