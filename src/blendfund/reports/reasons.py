"""Why a report differs, told as a colleague would: what changed, and because of what."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from blendfund.reports import words
from blendfund.reports.explained import figure_name
from blendfund.reports.meanings import PARTS
from blendfund.reports.outline import label
from blendfund.reports.outlines import OUTLINES
from blendfund.reports.printed import text
from blendfund.reports.tables import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.reports.columns import Language

Told = dict[str, Any]

# Messages: English here, translated when they are shown.
DAYS: Final = "Why the report {report} of the fund {fund} changed from {one} to {other}:"
POSITIONS: Final = (
    "Why the report {report} of the fund {fund} on {day} changed from position {one} to"
    " position {other}:"
)
NOTHING: Final = "No figure of this report changed."
_AMOUNT: Final = "{name}{colon} {before} → {after} ({difference})"
_RATIO: Final = "{name}{colon} {before} → {after}"
_PART: Final = "{part}{colon} {before} → {after}"
_CAUSE: Final = "{amount}  {cause}, {kind}{colon} {count} ({facts})"
SAID: Final = "reason: {reasons}"
AT: Final = "position {position}"
SEVERAL: Final = "positions {positions}"
BECAME: Final = "{position} by {last}"
NEW: Final = "New facts"
LATE: Final = "Facts recorded late"
CORRECTED: Final = "Corrections"
UNDONE: Final = "Taken back"
COUNTED: Final = "Counted otherwise since"
_CAUSES: Final = {
    "new": NEW,
    "late": LATE,
    "corrected": CORRECTED,
    "undone": UNDONE,
    "counted": COUNTED,
}


def lines(told: Told, language: Language) -> Iterator[str]:
    """Give the explanation line by line; figures that differ alike are told together."""
    yield _title(told, language)
    if not told["rows"] and not told["ratios"]:
        yield ""
        yield language.say(NOTHING)
    for _, alike in groupby(_sorted(told["rows"]), key=lambda row: _key(row["causes"])):
        rows = list(alike)
        yield ""
        yield from (_amount(row, told["currency"], language) for row in rows)
        for cause in rows[0]["causes"]:
            yield from _cause(cause, told["currency"], language)
    ratios = list(_ratios(told, language))
    if ratios:
        yield from ("", *ratios)
    yield ""
    last = told["between"][1]
    yield language.say(KNOWN).format(position=last["position"], root=last["root"])


def _title(told: Told, language: Language) -> str:
    one, other = told["between"]
    given = {
        "report": language.say(OUTLINES[told["report"]][0].sheet),
        "fund": told["fund"],
    }
    days = [
        words.day(date.fromisoformat(at["as_of"]), french=language.french)
        for at in (one, other)
    ]
    if one["position"] == other["position"]:
        return language.say(DAYS).format(**given, one=days[0], other=days[1])
    ends = {"one": one["position"], "other": other["position"], "day": days[1]}
    return language.say(POSITIONS).format(**given, **ends)


def _sorted(rows: list[Told]) -> list[Told]:
    """Put figures that differ alike one after the other, where the first stands."""
    places: dict[str, int] = {}
    for row in rows:
        places.setdefault(_key(row["causes"]), len(places))
    return sorted(rows, key=lambda row: places[_key(row["causes"])])


def _key(causes: list[Told]) -> str:
    return repr(
        [(one["cause"], one["kind"], one["amount"], one["facts"]) for one in causes]
    )


def _amount(row: Told, currency: str, language: Language) -> str:
    def money(amount: str) -> str:
        return words.money(amount, currency, french=language.french)

    return _AMOUNT.format(
        colon=words.colon(french=language.french),
        name=figure_name(row, language, within=True),
        before=money(row["before"]),
        after=money(row["after"]),
        difference=_signed(row["difference"], currency, language),
    )


def _signed(amount: str, currency: str, language: Language) -> str:
    shown = words.money(amount, currency, french=language.french)
    return shown if amount.startswith("-") else f"+{shown}"


def _cause(cause: Told, currency: str, language: Language) -> Iterator[str]:
    given = {
        "colon": words.colon(french=language.french),
        "amount": _signed(cause["amount"], currency, language),
        "cause": language.say(_CAUSES[cause["cause"]]),
        "kind": label(cause["kind"], language),
        "count": words.count(cause["count"], french=language.french),
        "facts": _facts(cause, language),
    }
    yield "    " + _CAUSE.format(**given)
    if cause["reasons"]:
        said = "; ".join(cause["reasons"])
        yield "        " + language.say(SAID).format(reasons=said)


def _facts(cause: Told, language: Language) -> str:
    shown = [_fact(one, cause["cause"], language) for one in cause["facts"]]
    if cause["count"] == 1:
        return language.say(AT).format(position=shown[0])
    more = ["..."] if cause["count"] > len(shown) else []
    return language.say(SEVERAL).format(positions=", ".join([*shown, *more]))


def _fact(fact: Told, cause: str, language: Language) -> str:
    if cause in {"corrected", "undone"} and fact["last"] != fact["position"]:
        return language.say(BECAME).format(**fact)
    return str(fact["position"])


def _ratios(told: Told, language: Language) -> Iterator[str]:
    """Give the ratios that read otherwise, each with what changed of its two terms."""
    columns = {
        column.key: column
        for outline in OUTLINES[told["report"]]
        for column in outline.columns
    }
    for row in told["ratios"]:
        column = columns[row["column"]]
        before, after = (
            text({column.key: row[end]}, column, told["currency"], language)
            for end in ("before", "after")
        )
        if before != after:
            name = figure_name(row, language, within=True)
            terms = ", ".join(_terms(row, told["currency"], language))
            given = {"name": name, "before": before, "after": after}
            given["colon"] = words.colon(french=language.french)
            shown = _RATIO.format(**given)
            yield f"{shown} ({terms})"


def _terms(row: Told, currency: str, language: Language) -> Iterator[str]:
    for part in row["parts"]:
        if part["before"] != part["after"]:
            ends = {
                end: words.money(part[end], currency, french=language.french)
                for end in ("before", "after")
            }
            ends["colon"] = words.colon(french=language.french)
            name = language.say(PARTS[part["part"]]).lower()
            yield _PART.format(part=name, **ends)
