"""Why a file is not TOML, in sentences: what Python's own reader says is no sentence."""

from __future__ import annotations

from typing import Final

from blendfund.domain.errors import Word

NO_STATEMENT: Final = Word("a line is a key, = and its value, or the name of a table in []")
NO_EQUALS: Final = Word("a key is followed by = and its value")
NO_KEY: Final = Word("a key is expected here")
NO_VALUE: Final = Word("the value after = cannot be read; a text stands in quotes")
TOO_MUCH: Final = Word(
    "something follows a value that is already whole; a text stands in quotes"
)
OPEN_LIST: Final = Word("a list is not closed: ] is missing")
OPEN_TABLE: Final = Word("a table is not closed: } is missing")
OPEN_TEXT: Final = Word("a text is not closed: its last quote is missing")
TWICE: Final = Word("a key or a table stands twice")
BAD_SIGN: Final = Word("a character may not stand here")
BAD_ESCAPE: Final = Word("a backslash stands before a character that it cannot change")
BAD_DAY: Final = Word("a day or a time is not one of the calendar")
TOO_LONG: Final = Word("a number is too long")
TOO_DEEP: Final = Word("lists or tables stand one in the other without end")
UNREADABLE: Final = Word("this line cannot be read")

# How each message of the reader begins; the first that fits is said.
_BEGINNINGS: Final = (
    ("Invalid statement", NO_STATEMENT),
    ("Expected '='", NO_EQUALS),
    ("Invalid initial character", NO_KEY),
    ("Invalid value", NO_VALUE),
    ("Expected newline", TOO_MUCH),
    ("Unclosed array", OPEN_LIST),
    ("Expected ']", OPEN_LIST),
    ("Unclosed inline table", OPEN_TABLE),
    ("Unterminated string", OPEN_TEXT),
    ("Expected ", OPEN_TEXT),
    ("Cannot ", TWICE),
    ("Duplicate ", TWICE),
    ("Found invalid character", BAD_SIGN),
    ("Illegal character", BAD_SIGN),
    ("Unescaped ", BAD_ESCAPE),
    ("Escaped ", BAD_ESCAPE),
    ("Invalid hex", BAD_ESCAPE),
    ("Invalid date", BAD_DAY),
)


def reason(said: str) -> Word:
    """Give the sentence that stands for a message of tomllib."""
    found = (word for beginning, word in _BEGINNINGS if said.startswith(beginning))
    return next(found, UNREADABLE)
