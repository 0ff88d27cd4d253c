"""A fund's charter (règlement d'intervention) in a small TOML file, written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, field_validator

from blendfund.domain.charter import FORMS, Charter, Stage
from blendfund.domain.errors import FileRejected, Problem
from blendfund.domain.typed import Typed, read_amount, read_rate
from blendfund.exchange.settings import Mistake, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from blendfund.exchange.settings import Place

NOT_A_SUM: Final = "'{value}' is not an amount: write 1250, 1250.50 or, in quotes, 1 250,50"
NOT_A_PART: Final = "'{value}' is not a rate: write, in quotes, 0,02 or 2 %"
NOT_A_FORM: Final = "'{value}' is not one of: {known}"
# A charter binds contracts to the committee, whatever else it says: never by an empty file.
EMPTY: Final = "this file says nothing; write, as quorum = 1, some of these keys: {known}"
NOT_A_COUNT: Final = "a whole number, 0 or more, is expected here"


class StageSaid(BaseModel):
    """A line of the table of provisions."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    days: int
    rate: str

    @field_validator("rate", mode="before")
    @classmethod
    def _rate(cls, said: Any) -> Any:
        read = read_rate(str(said))
        if read is None:
            raise Mistake(NOT_A_PART, value=str(said)[:40])
        return read


class CharterSaid(BaseModel):
    """What the file holds; what is left out is no limit."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True
    )

    quorum: int = 1
    ticket_min: Any = None
    ticket_max: Any = None
    validity_days: int = 0
    legal_forms: list[str] = []
    esus_required: bool = False
    territories: list[str] = []
    disbursement_above: Any = None
    guarantee_above: Any = None
    guarantee_multiplier: Any = None
    provisions: list[StageSaid] = []
    product_terms: bool = False

    @field_validator(
        "ticket_min", "ticket_max", "disbursement_above", "guarantee_above", mode="before"
    )
    @classmethod
    def _amount(cls, said: Any) -> Any:
        typed = read_amount(str(said)) if type(said) in {int, str} else None
        if typed is None:
            raise Mistake(NOT_A_SUM, value=str(said)[:40])
        return typed

    @field_validator("guarantee_multiplier", mode="before")
    @classmethod
    def _multiplier(cls, said: Any) -> Any:
        typed = read_amount(str(said)) if type(said) in {int, str} else None
        if typed is None:
            raise Mistake(NOT_A_SUM, value=str(said)[:40])
        return str(typed).replace(",", ".")

    @field_validator("quorum", "validity_days")
    @classmethod
    def _count(cls, said: int) -> int:
        if said < 0:
            raise Mistake(NOT_A_COUNT)
        return said

    @field_validator("legal_forms")
    @classmethod
    def _forms(cls, said: list[str]) -> list[str]:
        for one in said:
            if one not in FORMS:
                raise Mistake(NOT_A_FORM, value=one[:40], known=", ".join(FORMS))
        return said

    def charter(self, currency: str) -> Charter:
        """Give the charter. Raises TooManyDecimals, AmountTooLarge."""

        def minor(typed: Typed | None) -> int | None:
            return None if typed is None else typed.minor(currency)

        return Charter(
            quorum=self.quorum,
            ticket_min_minor=minor(self.ticket_min) or 0,
            ticket_max_minor=minor(self.ticket_max) or 0,
            validity_days=self.validity_days,
            legal_forms=tuple(self.legal_forms),
            esus_required=self.esus_required,
            territories=tuple(self.territories),
            disbursement_above_minor=minor(self.disbursement_above),
            guarantee_above_minor=minor(self.guarantee_above),
            guarantee_multiplier=self.guarantee_multiplier or "",
            provisions=tuple(Stage(one.days, one.rate) for one in self.provisions),
            product_terms=self.product_terms,
        )


def read_charter(path: Path) -> tuple[CharterSaid, str]:
    """Read a charter; give it with the SHA-256 of its file.

    Raises FileRejected, FileUnreadable.
    """
    said, digest = read_toml(path, CharterSaid, _keys)
    if not said.model_fields_set:
        given = {"known": ", ".join(CharterSaid.model_fields)}
        raise FileRejected(path.name, 1, (Problem(1, "", EMPTY, given),))
    return said, digest


def _keys(place: Place) -> Iterable[str]:
    return StageSaid.model_fields if place else CharterSaid.model_fields
