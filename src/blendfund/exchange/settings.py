"""Small TOML files that people write by hand: every mistake is one clear sentence."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeVar

from blendfund.domain.errors import FileRejected, Problem
from blendfund.exchange.lines import NOT_UTF8_TEXT, Lines
from blendfund.exchange.toml_reasons import TOO_DEEP, TOO_LONG, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pydantic import BaseModel, ValidationError

NOT_TOML: Final = "this is not TOML ({why})"
UNKNOWN_KEY: Final = "there is no key {value} here; the keys are: {known}"
UNKNOWN_KEY_NEAR: Final = "there is no key {value} here: did you mean {near}?"
KEY_MISSING: Final = "this key is missing"
NOT_A_CHOICE: Final = "{value} is not one of: {known}"
NOT_A_TEXT: Final = "a text in quotes is expected here"
NOT_A_TABLE: Final = "a table of keys is expected here"
NOT_A_LIST: Final = "a list in brackets is expected here"
NOT_A_NUMBER: Final = "a whole number is expected here"
NOT_UNDERSTOOD: Final = "this value cannot be understood"

SIZE_MAX: Final = 1 << 20
NAME_MAX: Final = 200
TOO_LARGE: Final = "this file is larger than 1 MiB: nobody wrote it by hand"

_PLACE: Final = re.compile(r" \(at line (\d+), column \d+\)$")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_SORTS: Final = {
    "string_type": NOT_A_TEXT,
    "model_type": NOT_A_TABLE,
    "dict_type": NOT_A_TABLE,
    "list_type": NOT_A_LIST,
    "tuple_type": NOT_A_LIST,
    "int_type": NOT_A_NUMBER,
    "missing": KEY_MISSING,
}

M = TypeVar("M", bound="BaseModel")
Place = tuple[int | str, ...]


class Mistake(ValueError):
    """What is wrong with a value: a message, its named fields, and the key if another."""

    def __init__(self, why: str, key: Sequence[int | str] = (), **values: str) -> None:
        super().__init__(why)
        self.why = why
        self.key = tuple(key)
        self.values = values


def near(name: str, known: Iterable[str]) -> str:
    """Give the known name that a name looks like, empty if none does."""
    if len(name) > NAME_MAX:
        return ""  # nobody mistyped that, and comparing takes the square of its length
    return next(iter(get_close_matches(name, sorted(known), 1, 0.6)), "")


def _short(name: str) -> str:
    return name if len(name) <= NAME_MAX else f"{name[:NAME_MAX]}..."


def unknown_key(name: str, known: Iterable[str], key: Place = ()) -> Mistake:
    """Say that a key does not exist, and which one was meant."""
    names = list(known)
    like = near(name, names)
    why = UNKNOWN_KEY_NEAR if like else UNKNOWN_KEY
    return Mistake(why, key, value=_short(name), near=like, known=", ".join(names))


def read_toml(
    path: Path, model: type[M], keys: Callable[[Place], Iterable[str]]
) -> tuple[M, str]:
    """Read a file of settings; give what it says, and its SHA-256.

    Args:
        path: The file.
        model: What it must hold.
        keys: Gives the keys that exist at a place of the file.

    Raises:
        FileRejected: with every mistake, at its line and under its key.
        FileUnreadable: it is not there, or may not be read.
    """
    from pydantic import ValidationError

    text, digest = _text(path)
    try:
        said = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as refused:
        found = _PLACE.search(str(refused))
        why = reason(_PLACE.sub("", str(refused)))
        line = int(found[1]) if found else max(text.count("\n"), 1)
        raise _rejected(path, [Problem(line, "", NOT_TOML, {"why": why})]) from refused
    except ValueError as refused:  # a number of thousands of digits
        problem = Problem(1, "", NOT_TOML, {"why": TOO_LONG})
        raise _rejected(path, [problem]) from refused
    except RecursionError as refused:
        problem = Problem(1, "", NOT_TOML, {"why": TOO_DEEP})
        raise _rejected(path, [problem]) from refused
    try:
        return model.model_validate(said), digest
    except ValidationError as refused:
        raise _rejected(path, _problems(refused, text, keys)) from refused


def _text(path: Path) -> tuple[str, str]:
    lines = Lines(path, NOT_UTF8_TEXT)
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        if size > SIZE_MAX:
            raise _rejected(path, [Problem(lines.number, "", TOO_LARGE, {})])
        kept.append(line)
    if lines.problems:
        raise _rejected(path, lines.problems)
    return "".join(kept), lines.digest()


def _rejected(path: Path, problems: Sequence[Problem]) -> FileRejected:
    return FileRejected(path.name, len(problems), tuple(problems))


def _problems(
    refused: ValidationError, text: str, keys: Callable[[Place], Iterable[str]]
) -> list[Problem]:
    lines = text.splitlines()
    found = []
    for error in refused.errors():
        mistake, place = _mistake(error, keys)
        found.append(
            Problem(_line(lines, place), _dotted(place), mistake.why, mistake.values)
        )
    return sorted(found, key=lambda one: (one.line, one.column))


def _mistake(error: Any, keys: Callable[[Place], Iterable[str]]) -> tuple[Mistake, Place]:
    place: Place = error["loc"]
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Mistake):
        return own, place + own.key
    if error["type"] == "extra_forbidden":
        return unknown_key(str(place[-1]), keys(place[:-1])), place
    if error["type"] in {"literal_error", "enum"}:
        known = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        shown = str(error["input"])[:40]
        return Mistake(NOT_A_CHOICE, value=shown, known=known), place
    return Mistake(_SORTS.get(error["type"], NOT_UNDERSTOOD)), place


def _dotted(place: Place) -> str:
    """Write a place as TOML does; the movements of a list are counted from one."""
    said = ""
    for part in place:
        if isinstance(part, int):
            said += f"[{part + 1}]"
        else:
            name = _short(part)
            name = name if _BARE.fullmatch(name) else f'"{name}"'
            said += f".{name}" if said else name
    return said


def _line(lines: Sequence[str], place: Place) -> int:
    """Find the line that holds a key: under its table, else the line of the table."""
    at = 0
    for index, part in enumerate(place):
        if isinstance(part, int):
            at = _nth(lines, str(place[index - 1]), part)
            continue
        if len(part) > NAME_MAX:
            continue  # looking for it takes a pattern of its length
        key = re.compile(
            rf"""^\s*(?:\[+\s*)?(?:[\w-]+\s*\.\s*)*["']?{re.escape(part)}["']?\s*[=\].]"""
        )
        inside = re.compile(rf"""[{{,.]\s*["']?{re.escape(part)}["']?\s*[=.]""")
        for number in range(at, len(lines)):
            if key.search(lines[number]) or inside.search(lines[number]):
                at = number
                break
    return at + 1


def _nth(lines: Sequence[str], name: str, index: int) -> int:
    found = [at for at, line in enumerate(lines) if line.strip().startswith(f"[[{name}]]")]
    return found[index] if index < len(found) else 0
