"""The messages of the sources, and the catalogues that translate them.

``python tests/catalogues.py`` lists the messages; with ``--update`` it adds the new ones to
both catalogues, drops those nobody says any more, and compiles. What stays empty in the
French catalogue is to be translated by hand; then run it again.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from blendfund.domain import vocabulary
from blendfund.domain.earmark import LIMITS
from blendfund.journal.rules import ASSETS, FUNDING, RULES
from blendfund.projections.composition import UNSPECIFIED, Uses
from blendfund.projections.earmarks import UNEARMARKED
from blendfund.projections.leverage import leverage
from blendfund.projections.losses import FUNDERS, UNTRANCHED
from blendfund.storage.log.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "blendfund"
LOCALE: Final = SOURCE / "locale"
LANGUAGES: Final = {"fr": "French", "en": "English"}
PLURALS: Final = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
WORDS: Final = ("Sector", "Terms", "Instrument", "LegalForm", "PartyKind", "Kind")
SQL: Final = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|PRAGMA)\b")
# Where every constant is a message.
WORDED: Final = {"meanings", "outline", "terms", "workbook"}
FIELD: Final = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
CODE: Final = re.compile(r"[a-z][a-z_-]*")

Messages = dict[str, str]  # the plural of each message, or ""


class Book(Catalog):
    """A catalogue whose header says nothing that changes from one run to the next."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        language = str(self.locale)
        return [
            ("Project-Id-Version", "blendfund"),
            ("Language", language),
            ("Plural-Forms", PLURALS[language]),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    mime_headers = property(_get_mime_headers)


@cache
def own() -> Messages:
    """Give every message of blendfund's own sources and closed vocabularies."""
    found: Messages = dict.fromkeys(_words(), "")
    for path in sorted([*ROOT.glob("cli/**/*.py"), *SOURCE.glob("**/*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= _calls(tree)
        found |= dict.fromkeys(_sentences(tree), "")
        if {"exchange", "application", "reports"} & set(path.parts):
            found |= dict.fromkeys(_constants(tree, words=path.stem in WORDED), "")
            found |= dict.fromkeys(_headings(tree), "")
        if path.parent.name == "projections":
            found |= dict.fromkeys(_reasons(tree), "")
    # A message made of fields only says the same in every language.
    worded = (one for one in found if re.search(r"\w", FIELD.sub("", one)))
    return {one: found[one] for one in worded}


@cache
def clicks() -> Messages:
    """Give every message of the installed click: it reads our catalogue too."""
    spec = find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    found: Messages = {"required": ""}
    for path in sorted(Path(spec.origin).parent.glob("*.py")):
        found |= _calls(ast.parse(path.read_text(encoding="utf-8")))
    return found


def _words() -> Iterator[str]:
    for name in WORDS:
        yield from (word.value for word in getattr(vocabulary, name))
    yield from (topic.rsplit("/", 1)[0] for topic in TOPICS)
    yield from Uses.__slots__
    yield UNSPECIFIED
    yield from (UNEARMARKED, UNTRANCHED, FUNDERS, *LIMITS)
    for measure in leverage([], []):  # of an empty fund: each says why it is undefined
        yield from (measure.name, measure.reason or "")
    yield from FUNDING.values()
    yield from ASSETS.values()
    for rule in RULES.values():
        for instrument in (vocabulary.Instrument.GRANT, vocabulary.Instrument.GUARANTEE):
            try:
                yield from (line.account for line in rule(instrument))
            except KeyError:  # no cash moves under a guarantee
                continue


def _text(node: ast.expr | None) -> str:
    """Give the text of a literal, "" for anything else."""
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if literal and isinstance(node, ast.Constant) else ""


def _calls(tree: ast.Module) -> Messages:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            text = _text(node.args[0])
            if node.func.id in {"_", "N_", "Word", "gettext"} and text:
                found[text] = ""
            elif node.func.id == "ngettext" and text:
                found[text] = _text(node.args[1])
    return found


def _assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.value is not None
        ):
            yield node.target.id, node.value


def _sentences(tree: ast.Module) -> Iterator[str]:
    yield from (_text(value) for name, value in _assigned(tree) if name == "sentence")


def _constants(tree: ast.Module, *, words: bool) -> Iterator[str]:
    for name, value in _assigned(tree):
        if not name.isupper() or name.startswith("_"):
            continue
        text = _text(value)
        if " " in text.strip() and not SQL.match(text):
            yield text
        elif words:
            yield from (_text(node) for node in _values(value))


def _headings(tree: ast.Module) -> Iterator[str]:
    """Find the titles and headings of reports' tables."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"Column", "Outline"}
        ):
            yield from (_text(argument) for argument in node.args[1:2])
            sheets = (word.value for word in node.keywords if word.arg == "sheet")
            yield from map(_text, sheets)


def _values(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return node.values
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _reasons(tree: ast.Module) -> Iterator[str]:
    """Find the measures' names, and why a figure is undefined."""
    places = {"_measure": (0, 3), "Measure": (0, 4), "Rate": (1,)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = places.get(node.func.id, ())
            yield from (_text(node.args[i]) for i in at if i < len(node.args))
    for name, value in _assigned(tree):
        if name in {"reason", "unknown"} or name.startswith("no_"):
            branches = ast.walk(value) if isinstance(value, ast.IfExp) else [value]
            yield from (_text(node) for node in branches if isinstance(node, ast.Constant))


def read(language: str) -> Catalog:
    """Read a catalogue's text file."""
    path = po(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, language)


def po(language: str) -> Path:
    """Give the place of a catalogue's text file."""
    return LOCALE / language / "LC_MESSAGES" / "blendfund.po"


def updated(language: str, old: Catalog) -> Book:
    """Give a catalogue of all messages, with the translations that ``old`` has."""
    header = f"# blendfund in {LANGUAGES[language]}"
    new = Book(language, header_comment=header, fuzzy=False)
    mine, theirs = own(), clicks()
    for one, many in {**theirs, **mine}.items():
        known = old.get(one)
        plain = ("", "") if many else ""
        string: Any = known.string if known is not None else plain
        if isinstance(string, str) == bool(many):
            string = plain
        if language == "en" and not "".join(string):
            string = (one, many) if many else _spelled(one) if one in mine else one
        if language == "fr":
            string = tuple(map(typeset, string)) if many else typeset(string)
        new.add((one, many) if many else one, string, auto_comments=_note(one, mine))
    for message in old:
        # Another release of click may still say it.
        if message.id and "click" in message.auto_comments and message.id not in new:
            new.add(message.id, message.string, auto_comments=["click"])
    return new


def _note(one: str, mine: Messages) -> list[str]:
    return [] if one in mine else ["click"]


def _spelled(message: str) -> str:
    code = CODE.fullmatch(message)
    return re.sub("[_-]", " ", message).capitalize() if code else message


def typeset(text: str) -> str:
    """Put French no-break spaces and apostrophes where plain ones were typed."""
    text = re.sub(r"(?<=\w)'(?=[\w{])", "\u2019", text)
    text = re.sub(r"(?<=«) | (?=[:»]|%(?!\())", "\u00a0", text)
    return re.sub(r" (?=[;?!])|(?<=\d) (?=\d{3}\b)", "\u202f", text)


def compiled(catalogue: Catalog) -> bytes:
    """Give the catalogue as gettext reads it."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def of_click(catalogue: Catalog) -> Catalog:
    """Give the part of a catalogue that click reads."""
    book = Book(str(catalogue.locale), fuzzy=False)
    said = clicks()
    for one in catalogue:
        if one.id and ("click" in one.auto_comments or _first(one.id) in said):
            book.add(one.id, one.string)
    return book


def _first(said: Any) -> str:
    return str(said if isinstance(said, str) else said[0])


def written(catalogue: Catalog) -> bytes:
    """Give the catalogue as people read it."""
    file = BytesIO()
    write_po(file, catalogue, sort_output=True, no_location=True)
    return file.getvalue()


def update() -> list[str]:
    """Bring both catalogues up to date; give what is still to be translated."""
    empty = []
    for language in LANGUAGES:
        book = updated(language, read(language))
        place = po(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(written(book))
        place.with_suffix(".mo").write_bytes(compiled(book))
        place.with_name("click.mo").write_bytes(compiled(of_click(book)))
        empty += [str(one.id) for one in book if one.id and not all(_forms(one.string))]
    return empty


def _forms(string: Any) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def main(arguments: list[str]) -> int:
    """Run the script."""
    lines = update() if arguments == ["--update"] else sorted(own())
    sys.stdout.writelines(f"{line!r}\n" for line in lines)
    return 1 if arguments and lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
