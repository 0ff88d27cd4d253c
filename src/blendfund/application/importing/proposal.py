"""A first mapping for somebody's spreadsheet, with comments, to be corrected by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.vocabulary import Kind
from blendfund.exchange.guess import guess
from blendfund.exchange.needs import NEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from blendfund.exchange.guess import Guess

INTRO: Final = "A mapping guessed from {file}: read it over, then try it with --dry-run."
COLUMNS: Final = "Each field, and the column it comes from by its heading or its letter."
UNUSED_MAX: Final = 60
UNUSED: Final = "Columns not used: {columns}."
FIXED: Final = "What every line says without a column of its own."
CHECK: Final = "to check"
FILL: Final = "to fill in"
VALUES: Final = "What the words of a column mean."
IGNORE: Final = "Lines to pass over: a column, and what stands there (* is anything)."
MOVEMENTS: Final = "The movements a line can hold; one whose amount is empty is none."
LAYOUT: Final = "How the spreadsheet is laid out."

_LIKELY: Final = {
    "sector": "public",
    "instrument": "grant",
    "terms": "concessional",
    "label": "Reprise",
}


class _Plan(NamedTuple):
    """The columns of every movement, and for each one its kind and its own columns."""

    shared: dict[str, str]
    movements: list[tuple[str, dict[str, str]]]


def propose(path: Path, say: Callable[[str], str]) -> str:
    """Write a mapping for a spreadsheet. Raises FileRejected, FileUnreadable."""
    found = guess(path)
    plan = _plan(found.columns)
    lines = [
        f"# {say(INTRO).format(file=_one_line(path.name))}",
        *_layout(found, say),
        *_columns(found, plan, say),
        *_fixed(plan, found, say),
        *_values(found, say),
        *_ignore(found, say),
        *_movements(plan, say),
    ]
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(words: list[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _plan(columns: dict[str, str]) -> _Plan:
    """Tell which movements a line holds from the columns of amounts and dates."""
    shared = {
        field: name
        for field, name in columns.items()
        if not field.startswith(("date", "amount", "identifier"))
    }
    if "identifier" in columns:
        side = "beneficiary" if "project" in shared else "party"
        shared.setdefault(f"{side}_identifier", columns["identifier"])
    for pair in (("promised", "paid"), ("in", "out")):
        own = [_own(columns, which) for which in pair]
        if all("amount" in one for one in own):
            return _Plan(
                shared, [(_kind(w, shared), o) for w, o in zip(pair, own, strict=True)]
            )
    for which in ("promised", "paid", "in", "out", ""):
        own = [_own(columns, which)]
        if "amount" in own[0] and ("amount" not in columns or not which):
            break
    return _Plan(own[0] | shared, [("" if "kind" in shared else _kind(which, shared), {})])


def _own(columns: dict[str, str], which: str) -> dict[str, str]:
    """Give the columns of date and amount of a movement, its own before any."""
    dates = [f for f in columns if f.startswith("date")]
    likely = [f"date_{which}" if which else "date", "date", *dates]
    date = next((columns[f] for f in likely if f in columns), "")
    amount = columns.get(f"amount_{which}" if which else "amount", "")
    return {k: v for k, v in (("date", date), ("amount", amount)) if v}


def _kind(which: str, shared: dict[str, str]) -> str:
    lent = "project" in shared
    match which:
        case "promised":
            return "contract" if lent else "commitment"
        case "out":
            return "disbursement" if lent else "expense"
        case "in":
            return "contribution"
        case _:
            return "disbursement" if lent and "party" not in shared else "contribution"


def _layout(found: Guess, say: Callable[[str], str]) -> Iterator[str]:
    yield from ("", f"# {say(LAYOUT)}", "[file]", f"header = {found.layout.header}")
    for name in ("encoding", "separator", "decimal", "thousands"):
        if said := getattr(found.layout, name):
            yield f"{name} = {_text(said)}"
    if found.layout.dates:
        yield f"dates = {_list(found.layout.dates)}"


def _columns(found: Guess, plan: _Plan, say: Callable[[str], str]) -> Iterator[str]:
    yield from ("", f"# {say(COLUMNS)}", "[columns]")
    yield from (f"{field} = {_text(name)}" for field, name in plan.shared.items())
    own = [name for _, one in plan.movements for name in one.values()]
    used = {*plan.shared.values(), *own}
    unused = [_one_line(name) for name in found.headings if name not in used]
    if len(unused) > UNUSED_MAX:
        unused = [*unused[:UNUSED_MAX], "etc"]
    if unused:
        yield f"# {say(UNUSED).format(columns=', '.join(unused))}"


def _fixed(plan: _Plan, found: Guess, say: Callable[[str], str]) -> Iterator[str]:
    """Write what the movements need and no column says."""
    kinds = [kind for kind, _ in plan.movements if kind]
    kinds += [word for word in found.words.get("kind", {}).values() if word]
    said = {*plan.shared, *(f for _, one in plan.movements for f in one)}
    needs = [need for kind in kinds for need in NEEDS[Kind(kind)]]
    wanted = [need.split("|")[0] for need in needs if not said & {*need.split("|")}]
    yield from ("", f"# {say(FIXED)}", "[fixed]")
    if len(plan.movements) == 1 and kinds and "kind" not in plan.shared:
        yield f"kind = {_text(kinds[0])}  # {say(CHECK)}"
    for field in ("date", "amount"):
        if field not in said:
            yield f'# {field} = ""  # {say(FILL)}'
    for field in dict.fromkeys(wanted):
        likely = _LIKELY.get(field)
        known = f"{field} = {_text(likely)}  # {say(CHECK)}" if likely else ""
        yield known or f'# {field} = ""  # {say(FILL)}'


def _values(found: Guess, say: Callable[[str], str]) -> Iterator[str]:
    said = {field: words for field, words in found.words.items() if words}
    if said:
        yield from ("", f"# {say(VALUES)}")
    for field, words in said.items():
        yield f"[values.{field}]"
        for text, word in words.items():
            line = f"{_text(text)} = {_text(word)}"
            yield f"{line}  # {say(CHECK)}" if word else f"# {line}  # {say(FILL)}"


def _ignore(found: Guess, say: Callable[[str], str]) -> Iterator[str]:
    empty = {name: [""] for name in found.empty}
    passed = {
        name: [*found.totals.get(name, []), *empty.get(name, [])]
        for name in (*found.totals, *empty)
    }
    if passed:
        yield from ("", f"# {say(IGNORE)}", "[ignore]")
    yield from (f"{_text(name)} = {_list(words)}" for name, words in passed.items())


def _movements(plan: _Plan, say: Callable[[str], str]) -> Iterator[str]:
    if len(plan.movements) == 1:
        return
    yield from ("", f"# {say(MOVEMENTS)}")
    for number, (kind, own) in enumerate(plan.movements):
        yield from ("",) if number else ()
        yield from ("[[movement]]", f"fixed.kind = {_text(kind)}  # {say(CHECK)}")
        yield from (f"columns.{field} = {_text(name)}" for field, name in own.items())
