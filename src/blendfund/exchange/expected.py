"""The totals that somebody expects of a fund, in a small TOML file."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from blendfund.domain.money import MAX_MINOR
from blendfund.domain.typed import Typed, read_amount
from blendfund.domain.vocabulary import Sector
from blendfund.exchange.settings import Mistake, read_toml, unknown_key
from blendfund.projections.differences import BY, FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from blendfund.exchange.settings import Place

NOT_A_TOTAL: Final = (
    "'{value}' is not an amount: write 1250, 1250.50 or, in quotes, 1 250,50"
)
NOT_A_YEAR: Final = "'{value}' is not a year, as 2026"
NO_TOTALS: Final = "this file holds no total"
NOT_A_DAY: Final = "a date without quotes is expected here, as 2026-12-31"

_YEAR: Final = re.compile("[0-9]{4}", re.ASCII)


class Signed(BaseModel):
    """An amount before its currency is known; cash can be below zero."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    negative: bool
    typed: Any

    @model_validator(mode="before")
    @classmethod
    def _read(cls, said: Any) -> Any:
        text = str(said).strip() if type(said) in {int, str} else ""
        negative = text.startswith(("-", "\u2212"))
        typed = read_amount(text[1:] if negative else text)
        if typed is None or typed.units > MAX_MINOR:
            raise Mistake(NOT_A_TOTAL, value=str(said)[:40])
        return {"negative": negative, "typed": typed}

    def minor(self, currency: str) -> int:
        """Give minor units. Raises TooManyDecimals, AmountTooLarge."""
        typed: Typed = self.typed
        return (-1 if self.negative else 1) * typed.minor(currency)


Amounts = dict[str, Signed]


class Expected(BaseModel):
    """Totals by figure; under a party, project, sector or year: by figure, then by key."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    date: dt.date | None = None
    total: Amounts = {}
    party: dict[str, Amounts] = {}
    project: dict[str, Amounts] = {}
    sector: dict[str, Amounts] = {}
    year: dict[str, Amounts] = {}

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, said: Any) -> Any:
        if type(said) is not dt.date:
            raise Mistake(NOT_A_DAY)
        return said

    @field_validator("total", "party", "project", "sector", "year", mode="after")
    @classmethod
    def _figures(cls, said: Any, info: Any) -> Any:
        for figure in said:
            if figure not in BY[info.field_name]:
                raise unknown_key(figure, BY[info.field_name], (figure,))
        return said

    @field_validator("sector")
    @classmethod
    def _sectors(cls, said: dict[str, Amounts]) -> dict[str, Amounts]:
        for figure, amounts in said.items():
            for name in amounts:
                if name not in set(Sector):
                    raise unknown_key(name, Sector, (figure, name))
        return said

    @field_validator("year")
    @classmethod
    def _years(cls, said: dict[str, Amounts]) -> dict[str, Amounts]:
        for figure, amounts in said.items():
            for name in amounts:
                if not _YEAR.fullmatch(name):
                    raise Mistake(NOT_A_YEAR, (figure, name), value=name[:40])
        return said

    @model_validator(mode="after")
    def _some(self) -> Expected:
        if not list(self.each()):
            raise Mistake(NO_TOTALS)
        return self

    def each(self) -> Iterable[tuple[str, str, str, Signed]]:
        """Give what the totals are by, the figure, the key and the amount of each."""
        for figure in FIGURES:
            if figure in self.total:
                yield "", figure, "", self.total[figure]
        for by in ("party", "project", "sector", "year"):
            for figure, amounts in getattr(self, by).items():
                yield from ((by, figure, key, one) for key, one in amounts.items())


def read_expected(path: Path) -> Expected:
    """Read a file of totals. Raises FileRejected, FileUnreadable."""
    return read_toml(path, Expected, _keys)[0]


def _keys(_place: Place) -> Iterable[str]:
    return Expected.model_fields
