"""One finding about the state of the place, and what every check is given to look at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from msgspec import Struct

from blendfund.reports import words
from blendfund.storage.books import readmodel
from blendfund.storage.log.engine import driver
from blendfund.storage.log.versions import BOOKS_VERSION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from blendfund.application.reading.reader import Reading

State = Literal["ok", "note", "problem"]


class Check(Struct, frozen=True):
    """What one check found, in the reader's language, and what to do about it."""

    check: str
    state: State
    text: str
    todo: str | None = None


class Checkup:
    """What the checks look at; nothing here writes."""

    def __init__(
        self,
        reading: Reading,
        say: Callable[[str], str],
        now: datetime,
        *,
        french: bool,
        own_key: Path | None = None,
    ) -> None:
        self.reading = reading
        self.path = reading.path
        self.raw = driver(reading.connection)
        self.say = say
        self.now = now
        self.french = french
        self.own_key = own_key

    @cached_property
    def books(self) -> sqlite3.Connection:
        """Give the read models: the stored ones when current, else folded in memory."""
        head = self.reading.log.head().position
        if self.standing == (BOOKS_VERSION, head):
            return self.raw
        return driver(readmodel.replayed(self.raw, None, head))

    @property
    def standing(self) -> tuple[int, int]:
        """Give the shape and the position of the stored read models, zeros for none."""
        try:
            return readmodel.progress(self.reading.connection)
        except (sa.exc.DBAPIError, sa.exc.NoResultFound):
            return 0, 0

    def size(self, count: int) -> str:
        """Write a number of bytes."""
        return words.size(count, french=self.french)

    def ok(self, check: str, text: str, **values: object) -> Check:
        """Say that all is well."""
        return Check(check, "ok", self._said(text, values))

    def note(self, check: str, text: str, todo: str, **values: object) -> Check:
        """Say what is worth knowing."""
        return Check(check, "note", self._said(text, values), self._said(todo, values))

    def problem(self, check: str, text: str, todo: str, **values: object) -> Check:
        """Say what has to be mended."""
        return Check(check, "problem", self._said(text, values), self._said(todo, values))

    def _said(self, text: str, values: dict[str, Any]) -> str:
        return self.say(text).format(**values)
