from __future__ import annotations

import string
from datetime import date

import pytest

from blendfund.domain import errors
from blendfund.domain.errors import (
    BlendfundError,
    LineRefused,
    NotEnoughCash,
    UnknownPosition,
)
from blendfund.domain.money import Money

EVERY = [
    cls
    for name in dir(errors)
    if isinstance(cls := getattr(errors, name), type) and issubclass(cls, BlendfundError)
]


@pytest.mark.parametrize("cls", EVERY)
def test_a_refusal_says_only_what_it_holds(cls: type[BlendfundError]) -> None:
    named = {field for _, field, _, _ in string.Formatter().parse(cls.sentence) if field}
    assert named <= set(cls.names)
    assert cls.sentence.endswith((".", "}"))
    assert cls.__doc__


def test_codes_are_stable_words_and_stand_for_one_refusal_each() -> None:
    codes = [cls.code for cls in EVERY]
    assert len(set(codes)) == len(codes)
    assert all(set(code) <= {*string.ascii_lowercase, "-"} for code in codes)


def test_exit_statuses_are_those_of_the_contract() -> None:
    assert {cls.exit_code for cls in EVERY} <= {1, 2, 3, 4, 5, 6, 7, 70, 74}


def test_a_sentence_names_what_was_asked_and_what_stands_in_the_way() -> None:
    refusal = NotEnoughCash(
        Money(100, "EUR"), date(2026, 1, 2), Money(-5, "EUR"), date(2026, 1, 3)
    )
    assert str(refusal).startswith(
        "Paying 1.00 EUR on 2026-01-02 would leave the fund's cash at -0.05 EUR at the end"
        " of 2026-01-03: "
    )
    line = LineRefused("a.csv:3", refusal)
    assert (line.inner_code, str(line)) == ("not-enough-cash", f"a.csv:3: {refusal}")


def test_a_refusal_gives_its_fields_for_translation() -> None:
    assert UnknownPosition("x", 3).values() == {"asked": "x", "head": 3}
    assert str(BlendfundError()) == "Refused."


@pytest.mark.parametrize("given", [(), ("x",), ("x", 3, 4)])
def test_a_refusal_takes_its_fields_and_no_others(given: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="UnknownPosition takes asked, head"):
        UnknownPosition(*given)  # type: ignore[arg-type]
