"""Finding movements: a search's tree as one condition on the index, with bound values."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.money import EXPONENT
from blendfund.domain.party import fold
from blendfund.projections.query import tree
from blendfund.storage.books.index import shapes
from blendfund.storage.log.condition import (
    EVERY,
    Where,
    among,
    between,
    denied,
    holds,
    joined,
)
from blendfund.storage.query.bounds import bounds
from blendfund.storage.query.files import files
from blendfund.storage.query.hits import Movements
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from blendfund.storage.books.index import Shape
    from blendfund.storage.keys import Vault

# The lines of the index's text.
_BREAK: Final = "instr(m.text, char(10))"
_REST: Final = f"substr(m.text, {_BREAK} + 1)"
_TEXTS: Final = {
    "label": f"substr(m.text, 1, {_BREAK} - 1)",
    "reference": f"substr({_REST}, 1, instr({_REST}, char(10)) - 1)",
    "reason": f"substr({_REST}, instr({_REST}, char(10)) + 1)",
    "evidence": "m.evidence",
}


class Finder(Movements):
    """Compiles searches over one ledger's books, as known at a position."""

    def __init__(
        self,
        books: sqlite3.Connection,
        vault: Vault,
        position: int,
        position_at: Callable[[str], int],
    ) -> None:
        super().__init__(books, vault, position)
        self.position_at = position_at
        self.shapes: dict[int, Shape] = shapes(books)
        self.people: dict[int, str] = {}

    def where(self, node: tree.Node, *frame: Where) -> Where:
        """Give the condition that a search stands for, inside conditions of the caller.

        Persons' names are decrypted only as far as the rest of the search leaves them in
        question.
        """
        parts = node.parts if isinstance(node, tree.All) else (node,)
        named = [part for part in parts if _names_parties(part)]
        plain = [self._of(part) for part in parts if part not in named]
        rest = joined("AND", [*frame, *plain])
        if named:
            self._meet(rest)
        return joined("AND", [rest, *(self._of(part) for part in named)])

    def _of(self, node: tree.Node) -> Where:
        match node:
            case tree.All(parts):
                return joined("AND", [self._of(part) for part in parts])
            case tree.Any(parts):
                return joined("OR", [self._of(part) for part in parts])
            case tree.Not(part):
                return denied(self._of(part))
            case tree.Text(phrase):
                return self._anywhere(fold(phrase))
            case tree.Filter(key, value):
                return _TESTS[key](self, value)

    def _anywhere(self, phrase: str) -> Where:
        register = (self._party, self._project, self._agreement)
        return joined(
            "OR",
            [holds("m.text", phrase), *(among_them(phrase) for among_them in register)],
        )

    def amount(self, value: tree.Amounts) -> Where:
        """Test the amount, whatever decimals each currency has."""
        currencies = {shape.currency for shape in self.shapes.values()}
        parts = []
        for digits in sorted({EXPONENT[one] for one in currencies}):
            tests = joined("AND", bounds(value, digits))
            if len({EXPONENT[one] for one in currencies}) > 1:
                same = self._shaped(partial(_has_digits, digits))
                tests = joined("AND", [same, tests])
            parts.append(tests)
        return joined("OR", parts)

    def date(self, value: tree.Days) -> Where:
        """Test the operation date."""
        return between("m.operation_date", value.first, value.last)

    def recorded(self, value: tree.Days) -> Where:
        """Test the day (UTC) a fact was recorded: recorded times never decrease."""
        parts = []
        if value.first is not None:
            before = self.position_at(f"{value.first}T00:00:00+00:00")
            parts.append(Where("m.position > ?", (before,)))
        if value.last is not None:
            upto = self.position_at(f"{value.last}T23:59:59.999999+00:00")
            parts.append(Where("m.position <= ?", (upto,)))
        return joined("AND", parts)

    def at_position(self, value: tree.Positions) -> Where:
        """Test the position."""
        return between("m.position", value.first, value.last)

    def reversed(self, value: bool) -> Where:  # noqa: FBT001 -- what the search says
        """Test whether the movement was taken back."""
        taken = among("m.position", self.taken_back)
        return taken if value else denied(taken)

    def word(self, column: str, value: str) -> Where:
        """Test a word of a closed list."""
        return self._shaped(lambda shape: getattr(shape, column) == value)

    def shaped_text(self, column: str, value: str) -> Where:
        """Test a text that many movements share; an empty one asks for none."""
        return self._shaped(partial(_says, column, fold(value)))

    def evidence(self, value: str) -> Where:
        """Test the movement's own evidence, and the files attached to it since."""
        own, phrase = self.own_text("evidence", value), fold(value)
        attached = [
            fact
            for one in files(self.books, self.vault, KNOWN, {"position": self.position})
            if phrase in fold(one.name) or phrase in one.sha256
            for fact in one.facts
        ]
        found = among("m.position", attached)
        return joined("OR", [own, found]) if phrase else joined("AND", [own, denied(found)])

    def own_text(self, column: str, value: str) -> Where:
        """Test a text of the movement itself; an empty one asks for none."""
        phrase = fold(value)
        text = _TEXTS[column]
        return holds(text, phrase) if phrase else Where(f"{text} = ''")

    def party(self, value: str) -> Where:
        """Test the party's name."""
        phrase = fold(value)
        return self._party(phrase) if phrase else Where("m.party = 0")

    def project(self, value: str) -> Where:
        """Test the project's name or reference."""
        phrase = fold(value)
        return self._project(phrase) if phrase else Where("m.project = 0")

    def agreement(self, value: str) -> Where:
        """Test the agreement's name, or its whole reference."""
        phrase = fold(value)
        if not phrase:
            return Where("m.agreement = 0")
        found = [
            number
            for number, (name, reference) in self._signed.items()
            if phrase in name or phrase == reference
        ]
        return among("m.agreement", found)

    def fund(self, value: str) -> Where:
        """Test the fund's reference, or a part of its name."""
        phrase = fold(value)
        rows = self.books.execute("SELECT id, reference, name FROM fund")
        found = {row[0] for row in rows if phrase == fold(row[1]) or phrase in fold(row[2])}
        return self.of_fund(found)

    def of_fund(self, ids: set[int]) -> Where:
        """Test that the movement is of one of some funds."""
        return self._shaped(lambda shape: shape.fund in ids)

    def territory(self, value: str) -> Where:
        """Test the codes of the territories of the fund."""
        rows = self.books.execute("SELECT id, territories FROM fund")
        found = {row[0] for row in rows if fold(value) in fold(row[1]).split()}
        return self.of_fund(found)

    def batch(self, value: str) -> Where:
        """Test the import: its whole reference, or a part of its file's name."""
        phrase = fold(value)
        rows = self.books.execute("SELECT reference, file, first, last FROM batch")
        found = [
            between("m.position", first, last)
            for reference, file, first, last in rows
            if phrase == fold(reference) or phrase in fold(file)
        ]
        return joined("OR", found) if phrase else denied(joined("OR", found))

    def _party(self, phrase: str) -> Where:
        rows = self.books.execute("SELECT id, name FROM party WHERE sealed = ''")
        found = {number for number, name in rows if phrase in fold(name)}
        found |= {number for number, name in self.people.items() if phrase in name}
        # A party that was merged is found by its own name and by the other's.
        found |= {one for one, into in self.merged.items() if into in found}
        return among("m.party", sorted(found))

    def _project(self, phrase: str) -> Where:
        rows = self.books.execute("SELECT id, folded, reference FROM project")
        found = [row[0] for row in rows if phrase in row[1] or phrase in fold(row[2])]
        return among("m.project", found)

    def _agreement(self, phrase: str) -> Where:
        found = [
            number
            for number, (name, reference) in self._signed.items()
            if phrase in name or phrase in reference
        ]
        return among("m.agreement", found)

    @cached_property
    def _signed(self) -> dict[int, tuple[str, str]]:
        """Give the folded names and references of the agreements."""
        rows = self.books.execute("SELECT id, name, reference FROM agreement")
        return {
            # A reference is one word: an ASCII one needs no more than its small letters.
            number: (name and fold(name), small.lower() if small.isascii() else fold(small))
            for number, name, small in rows
        }

    def _shaped(self, test: Callable[[Shape], bool]) -> Where:
        found = [number for number, shape in self.shapes.items() if test(shape)]
        return EVERY if len(found) == len(self.shapes) else among("m.shape", found)

    def _meet(self, rest: Where) -> None:
        """Decrypt the names of the persons that may still be meant."""
        sql = "SELECT id, stream_id, sealed FROM party WHERE sealed <> ''"
        if rest != EVERY and not self.merged:
            sql += f" AND id IN (SELECT m.party FROM movement m WHERE {rest.sql})"
        else:
            rest = EVERY
        rows = self.books.execute(sql, rest.given).fetchall()
        names = self.vault.names((row[1], row[2]) for row in rows)
        self.people = {
            row[0]: fold(name)
            for row, name in zip(rows, names, strict=True)
            if name is not None
        }


_TESTS: Final[Mapping[str, Callable[[Finder, Any], Where]]] = {
    "sector": lambda finder, value: finder.word("sector", value),
    "instrument": lambda finder, value: finder.word("instrument", value),
    "terms": lambda finder, value: finder.word("terms", value),
    "kind": lambda finder, value: finder.word("movement", value),
    "amount": Finder.amount,
    "date": Finder.date,
    "recorded": Finder.recorded,
    "party": Finder.party,
    "project": Finder.project,
    "agreement": Finder.agreement,
    "fund": Finder.fund,
    "compartment": lambda finder, value: finder.shaped_text("compartment", value),
    "earmark": lambda finder, value: finder.shaped_text("earmark", value),
    "origin": lambda finder, value: finder.shaped_text("origin", value),
    "territory": Finder.territory,
    "label": lambda finder, value: finder.own_text("label", value),
    "reference": lambda finder, value: finder.own_text("reference", value),
    "reason": lambda finder, value: finder.own_text("reason", value),
    "evidence": Finder.evidence,
    "actor": lambda finder, value: finder.shaped_text("actor", value),
    "batch": Finder.batch,
    "position": Finder.at_position,
    "reversed": Finder.reversed,
}


def _names_parties(node: tree.Node) -> bool:
    match node:
        case tree.All(parts) | tree.Any(parts):
            return any(_names_parties(part) for part in parts)
        case tree.Not(part):
            return _names_parties(part)
        case tree.Filter(key, value):
            return key == "party" and bool(value)
    return True


def _says(column: str, phrase: str, shape: Shape) -> bool:
    said = fold(getattr(shape, column))
    return phrase in said if phrase else not said


def _has_digits(digits: int, shape: Shape) -> bool:
    return EXPONENT[shape.currency] == digits
