"""A figure that is worked out, as tables: its formula step by step, then its facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.explained import (
    FIGURE,
    NO_FACT,
    NO_REASON,
    UNDEFINED,
    fact_table,
    sums_of,
)
from blendfund.reports.meanings import TABLES
from blendfund.reports.outline import label
from blendfund.reports.outlines import OUTLINES
from blendfund.reports.tables import KNOWN, Table
from blendfund.reports.terms import FUNCTIONS, columns, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.reports.columns import Language, Row

Told = dict[str, Any]

# Messages: English here, translated when a table is made.
DAY: Final = "{count} day"
DAYS: Final = "{count} days"
POSITION: Final = "position {positions}"
POSITIONS: Final = "positions {positions}"
LINE: Final = "Line {n}"
AND_MORE: Final = "{shown} and {count} more"
GROUNDS: Final = "The facts that the terms come from"
_SHOWN: Final = 4  # facts or figures named on one line
_DECIMALS: Final = 12
_FRACTION: Final = 9  # a fraction with more signs is written as a decimal
_NAME: Final = re.compile(r"[a-z_][a-z_0-9]*")
_SIGNS: Final = {"**": "^", "*": "\u00d7"}
_STEP: Final = (
    Column("term", "Term", Kind.TEXT),
    Column("value", "Value", Kind.TEXT),
    Column("from", "Comes from", Kind.TEXT),
)


def worked_tables(told: Told, language: Language) -> list[Table]:
    """Give the steps that a figure is worked out by, then the facts that they rest on."""
    (part,) = told["parts"]
    made = list(_tables(told, part, language)) or [_table("", (), (NO_FACT,), language)]
    head = f"{_title(told, language)}\n{told['meaning']}"
    if part["formula"]:
        value = value_of(part, told["currency"], language)
        head += f"\n\n{formula(part['formula'], language)} = {value}"
    above = f"{head}\n\n{made[0].title}" if made[0].title else head
    made[0] = replace(made[0], title=above)
    known = language.say(KNOWN).format(position=told["position"], root=told["root"])
    made[-1] = replace(made[-1], notes=(*made[-1].notes, known))
    return made


def _tables(told: Told, part: Told, language: Language) -> Iterator[Table]:
    rows = tuple(_steps(part, told["currency"], language))
    if rows:
        yield _table("", rows, (), language)
    summed = list(_summed(part))
    for one in summed:
        adds = tuple(fact["adds"] for fact in one["facts"])
        table = fact_table(one["facts"], adds, language, "", told["currency"])
        name = "" if one is part else _sum_title(one, told, language)
        yield replace(table, title=name, notes=tuple(sums_of(told, one, language)))
    shown = {fact["position"] for one in summed for fact in one["facts"]}
    grounds = {fact["position"]: fact for one in _walk(part) for fact in one["facts"]}
    rest = [grounds[one] for one in sorted(grounds) if one not in shown]
    if rest:
        yield fact_table(rest, (), language, GROUNDS)


def _sum_title(part: Told, told: Told, language: Language) -> str:
    value = value_of(part, told["currency"], language)
    name = term(part["part"], language)
    return f"{name[:1].upper()}{name[1:]}{words.colon(french=language.french)} {value}"


def _walk(part: Told) -> Iterator[Told]:
    yield part
    for one in part["parts"]:
        yield from _walk(one)


def _summed(part: Told) -> Iterator[Told]:
    """Give the parts that are sums of facts, each once."""
    seen = set()
    for one in _walk(part):
        summed = one["facts"] and one["facts"][0]["adds"] is not None
        key = (one["part"], one["value"], one["facts"][0]["position"]) if summed else None
        # A single fact that is the value stands among the steps.
        if key and key not in seen and (one is part or one["count"] > 1):
            seen.add(key)
            yield one


def _title(told: Told, language: Language) -> str:
    on = words.day(date.fromisoformat(told["as_of"]), french=language.french)
    (part,) = told["parts"]
    value = value_of(part, told["currency"], language)
    if told["value"] is None:
        reason = told["reason"] or language.say(NO_REASON)
        value = language.say(UNDEFINED).format(reason=reason)
    given = {"fund": told["fund"], "day": on, "value": value}
    return language.say(FIGURE).format(name=_name(told, language), **given)


def _name(told: Told, language: Language) -> str:
    """Say which figure: the report, what it is on, the row, the column."""
    report, table, row = told["report"], told["table"], told["row"]
    said = [language.say(OUTLINES[report][0].sheet), told["of"]]
    if table not in {"rows", "total"}:
        said.append(language.say(TABLES[table]))
    if row != table or table == "total":
        numbered = report == "schedule" and table == "rows"
        line = language.say(LINE).format(n=row)
        heading = columns(report, table, [told["column"]])[told["column"]]
        said += [line if numbered else label(row, language), language.say(heading)]
    return " · ".join(filter(None, said))


def _steps(part: Told, currency: str, language: Language, depth: int = 0) -> Iterator[Row]:
    """Give every term, those that make it below it and further in."""
    if not depth and part["figures"]:
        yield _step(part, currency, language, depth)
    for one in part["parts"]:
        yield _step(one, currency, language, depth)
        yield from _steps(one, currency, language, depth + 1)


def _step(part: Told, currency: str, language: Language, depth: int) -> Row:
    return {
        "term": "  " * depth + term(part["part"], language),
        "value": value_of(part, currency, language),
        "from": _from(part, language),
    }


def _from(part: Told, language: Language) -> str:
    """Say where a term comes from: a formula, facts, other figures."""
    said = []
    if part["formula"]:
        said.append(formula(part["formula"], language))
    if part["facts"]:
        positions = [str(one["position"]) for one in part["facts"]]
        listed = _listed(positions, part["count"], language)
        message = POSITION if part["count"] == 1 else POSITIONS
        said.append(language.say(message).format(positions=listed))
    if part["figures"]:
        figures = [one["figure"] for one in part["figures"]]
        count = len(figures) + part["rest"]["figures"]
        said.append(_listed(figures, count, language))
    return " · ".join(said)


def _listed(items: list[str], count: int, language: Language) -> str:
    shown = ", ".join(items[:_SHOWN])
    if count <= _SHOWN:
        return shown
    return language.say(AND_MORE).format(shown=shown, count=count - _SHOWN)


def formula(text: str, language: Language) -> str:
    """Say a formula in words."""
    for sign, shown in _SIGNS.items():
        text = text.replace(sign, shown)

    def said(found: re.Match[str]) -> str:
        name = found.group()
        function = FUNCTIONS.get(name)
        return language.say(function) if function else term(name, language)

    return _NAME.sub(said, text)


def value_of(part: Told, currency: str, language: Language) -> str:
    """Write a value as people read it."""
    value, french = part["value"], language.french
    match part["kind"]:
        case "amount":
            return words.money(value, currency, french=french)
        case "date":
            return words.day(date.fromisoformat(value), french=french)
        case "share":
            return words.share(value, french=french)
        case "days":
            single = int(value) in ((0, 1) if french else (1,))
            count = words.count(int(value), french=french)
            return language.say(DAY if single else DAYS).format(count=count)
    return _number(value, french=french, rate=part["kind"] == "rate")


def _number(value: str, *, french: bool, rate: bool) -> str:
    """Write a rate with all its decimals, a number as a fraction or with some."""
    if rate:
        exponent = (Decimal(value) * 100).normalize().as_tuple().exponent
        return words.percent(Decimal(value), max(0, -int(exponent)), french=french)
    if "." not in value and len(value) <= _FRACTION:
        return value
    above, _, below = value.partition("/")
    exact = Decimal(above) / Decimal(below or 1)
    rounded = exact.quantize(Decimal(1).scaleb(-_DECIMALS))
    return words.number(rounded, french=french)


def _table(
    title: str, rows: tuple[Row, ...], notes: tuple[str, ...], language: Language
) -> Table:
    said = tuple(replace(one, heading=language.say(one.heading)) for one in _STEP)
    shown = tuple(map(language.say, notes))
    return Table("worked", title, said if rows else (), rows, notes=shown)
