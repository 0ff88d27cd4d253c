"""One row of an SCDL file, checked; loaded only where a file is read."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.scdl_values import UnreadableValue, amount_minor, day, identity


def one_line(text: str) -> str:
    """Fold every run of white space into one space."""
    return " ".join(text.split())


def named(text: str) -> str:
    """Give a name on one line, which must not be empty.

    Raises:
        UnreadableValue: there is no name.
    """
    name = one_line(text)
    if not name:
        raise UnreadableValue(say.MISSING, {})
    return name


def paragraphs(text: str) -> str:
    """Keep the lines of a text, whatever ends them, without the white space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def register(text: str) -> str:
    """Write an RNA number without spaces, in capitals."""
    return "".join(text.split()).upper()


class GrantRow(BaseModel):
    """The fields of a grant; those that a file does not have stay empty."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    giver_name: Annotated[str, BeforeValidator(named)]
    giver_id: Annotated[str, BeforeValidator(identity)]
    beneficiary_name: Annotated[str, BeforeValidator(named)]
    beneficiary_id: Annotated[str, BeforeValidator(identity)] = ""
    beneficiary_rna: Annotated[str, BeforeValidator(register)] = ""
    on: Annotated[dt.date, BeforeValidator(day)]
    reference: Annotated[str, BeforeValidator(one_line)] = ""
    label: Annotated[str, BeforeValidator(paragraphs)] = ""
    amount_minor: Annotated[int, BeforeValidator(amount_minor)]
    nature: Annotated[str, BeforeValidator(one_line)] = ""
    conditions: Annotated[str, BeforeValidator(one_line)] = ""


def checked(fields: dict[str, str]) -> tuple[GrantRow | None, dict[str, UnreadableValue]]:
    """Give the grant in a row, or for each field that cannot be read why not."""
    try:
        return GrantRow.model_validate(fields), {}
    except ValidationError as refused:
        return None, {
            str(error["loc"][0]): error["ctx"]["error"] for error in refused.errors()
        }
