"""Reading a search: ``source:public montant:>10000 2026-T1 -projet:ressourcerie``.

    search      = { term }                       every term must hold
    term        = factor { "|" factor }          one of them must
    factor      = "-" factor | "(" search ")" | filter | period | phrase | word
    filter      = key ":" value { ("," | "|") value }

A comma does not separate amounts: it is their decimal mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.domain.errors import (
    UnknownFilter,
    UnknownWord,
    UnreadableFilter,
    UnreadableQuery,
)
from blendfund.domain.party import fold
from blendfund.projections.query import values
from blendfund.projections.query.keys import FORMS, KEYS, NAMED
from blendfund.projections.query.tree import All, Any, Filter, Node, Not, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.projections.query.keys import Key

MOST_FILTERS: Final = 100
MOST_NESTED: Final = 20
_KEY: Final = re.compile(r"([^\W\d_][\w-]*):")
_QUOTES: Final = {'"': '"', "«": "»", "“": "”"}
_ENDS: Final = frozenset('()|"«“')
_SHOWN: Final = 40


class Lexicon(Struct, frozen=True):
    """The words that may follow the keys of closed lists, in the languages people write.

    ``words`` maps a key's English name to its folded words and the codes they stand for;
    ``shown`` to its codes and the word each is shown by.
    """

    words: Mapping[str, Mapping[str, frozenset[str]]]
    shown: Mapping[str, Mapping[str, str]]
    french: bool = False

    def codes(self, key: str, text: str, name: str) -> list[str]:
        """Find a word of a list: as it is, else the ones that hold all its words.

        Raises UnknownWord.
        """
        known, shown = self.words[key], self.shown[key]
        asked = spelled(text)
        found = known.get(asked, frozenset[str]())
        if not found and (parts := set(asked.split())):
            holding = (known[one] for one in known if parts <= set(one.split()))
            found = found.union(*holding)
        if not found:
            near = shown[min(known[_closest(asked, known)])]
            raise UnknownWord(text[:_SHOWN], name, near, ", ".join(shown.values()))
        return [code for code in shown if code in found]


def parse(query: str, lexicon: Lexicon) -> Node:
    """Read a search.

    Raises UnknownFilter, UnknownWord, UnreadableFilter, UnreadableQuery.
    """
    return _Parser(query, lexicon).parsed()


class _Parser:
    def __init__(self, query: str, lexicon: Lexicon) -> None:
        # What no text can hold (a lone surrogate) is looked for as a question mark.
        self.text = query.encode("utf-8", "replace").decode()
        self.lexicon = lexicon
        self.at = 0
        self.filters = 0
        self.depth = 0

    def parsed(self) -> Node:
        found = self._search()
        if self.at < len(self.text):  # a closing parenthesis that closes nothing
            raise self._unreadable(self.at)
        return found

    def _search(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in {"", ")"}:
            part = self._term()
            parts += part.parts if isinstance(part, All) else [part]
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _term(self) -> Node:
        parts = self._either(self._factor())
        while self._peek() == "|":
            self.at += 1
            parts += self._either(self._factor())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    @staticmethod
    def _either(part: Node) -> list[Node]:
        return list(part.parts) if isinstance(part, Any) else [part]

    def _factor(self) -> Node:
        start = self.at
        sign = self._peek()
        if sign in {"", "|", ")"}:
            raise self._unreadable(start)
        self._count()
        if sign == "(":
            return self._nested()
        if sign == "-" and self._negates():
            self.at += 1
            return Not(self._deeper(self._factor))
        if sign in _QUOTES:
            return Text(self._quoted())
        key = _KEY.match(self.text, self.at)
        if key is not None:
            return self._filter(key)
        return self._word()

    def _count(self) -> None:
        self.filters += 1
        if self.filters > MOST_FILTERS:
            raise self._unreadable(self.at)

    def _nested(self) -> Node:
        start = self.at
        self.at += 1
        found = self._deeper(self._search)
        if self._peek() != ")":
            raise self._unreadable(start)
        self.at += 1
        return found

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise self._unreadable(self.at)
        found = read()
        self.depth -= 1
        return found

    def _negates(self) -> bool:
        """Tell whether a dash stands right before what it denies."""
        after = self.text[self.at + 1 : self.at + 2]
        return bool(after) and not after.isspace() and after not in ")|"

    def _word(self) -> Node:
        word = self._run(_ENDS)
        period = values.days(word) if word[0].isdigit() else None
        if period is not None:
            return Filter("date", period)
        if values.meant_as_days(word):
            raise UnreadableFilter(word[:_SHOWN], self._name(NAMED["date"]), FORMS["day"])
        return Text(word)

    def _filter(self, found: re.Match[str]) -> Node:
        start = self.at
        key = NAMED.get(fold(found[1]))
        if key is None:
            raise self._unknown(found[1])
        self.at = found.end()
        parts = self._either(self._value(key, start))
        while self._goes_on():
            self.at += 1
            self._count()
            parts += self._either(self._value(key, start))
        return parts[0] if len(parts) == 1 else Any(tuple(dict.fromkeys(parts)))

    def _goes_on(self) -> bool:
        """Tell whether another value of the same filter follows."""
        sign, after = self.text[self.at : self.at + 1], self.text[self.at + 1 :]
        if sign == "|":
            # What follows may be a filter of its own: source:public|montant:>10
            return not re.match(r"[\s|()-]|$", after) and not _KEY.match(after)
        return sign == ","

    def _value(self, key: Key, start: int) -> Node:
        text, written = "", False
        sign = self._peek()
        while sign and sign not in "()|" and not sign.isspace():
            if sign == "," and key.sort != "amount":
                break
            if sign in _QUOTES:
                text += self._quoted()
            else:
                text += self._run(_ENDS if key.sort == "amount" else _ENDS | {","})
            written = True
            # The bound may stand a space away from its sign: montant:> 10000
            compares = key.sort != "text" and text[-1:] in {">", "<", "="}
            sign = self._peek() if compares else self.text[self.at : self.at + 1]
        if not written:
            raise self._unreadable(start)
        return self._read(key, text)

    def _read(self, key: Key, text: str) -> Node:
        if key.sort == "word":
            return self._listed(key, text)
        value: Value | None = (
            text.strip() if key.sort == "text" else _READERS[key.sort](text)
        )
        if value is None:
            raise UnreadableFilter(text[:_SHOWN], self._name(key), FORMS[key.sort])
        return Filter(key.english, value)

    def _listed(self, key: Key, text: str) -> Node:
        codes = self.lexicon.codes(key.english, text, self._name(key))
        found = [Filter(key.english, code) for code in codes]
        return found[0] if len(found) == 1 else Any(tuple(found))

    def _quoted(self) -> str:
        start = self.at
        closing = _QUOTES[self.text[start]]
        text = ""
        self.at += 1
        while (sign := self.text[self.at : self.at + 1]) != closing:
            if sign == "\\" and closing == '"':
                self.at += 1
                sign = self.text[self.at : self.at + 1]
            if not sign:
                raise self._unreadable(start)
            text += sign
            self.at += 1
        self.at += 1
        return text if closing == '"' else text.strip()

    def _run(self, ends: frozenset[str]) -> str:
        start = self.at
        while (sign := self.text[self.at : self.at + 1]) and sign not in ends:
            if sign.isspace():
                break
            self.at += 1
        return self.text[start : self.at]

    def _peek(self) -> str:
        """Give the next sign that is no space, and stand on it; "" at the end."""
        while (sign := self.text[self.at : self.at + 1]).isspace():
            self.at += 1
        return sign

    def _name(self, key: Key) -> str:
        return key.shown(french=self.lexicon.french)

    def _unknown(self, word: str) -> UnknownFilter:
        near = self._name(NAMED[_closest(fold(word), NAMED)])
        return UnknownFilter(word[:_SHOWN], near, ", ".join(map(self._name, KEYS)))

    def _unreadable(self, at: int) -> UnreadableQuery:
        rest = self.text[at : at + _SHOWN] or self.text[-_SHOWN:]
        return UnreadableQuery(rest, at + 1, MOST_FILTERS)


_READERS: Final[Mapping[str, Callable[[str], Value | None]]] = {
    "text": str.strip,
    "amount": values.amounts,
    "day": values.days,
    "position": values.positions,
    "choice": values.choice,
}


def spelled(text: str) -> str:
    """Give what spellings of a listed word have in common: no case, accent or dash."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


def _closest(word: str, known: Iterable[str]) -> str:
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    return get_close_matches(word, known, 1, 0.0)[0]
