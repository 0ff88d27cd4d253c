from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.exchange.expected import Expected
from blendfund.projections.differences import BY, FIGURES, LeftOut, Part, clues

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

AMOUNTS = st.lists(st.integers(1, 10**7), min_size=1, max_size=8, unique=True)


def parts(*amounts: int) -> list[Part]:
    return [Part(n, "2024-01-01", minor) for n, minor in enumerate(amounts, 1)]


def found(difference: int, *amounts: int, left: tuple[int, ...] = ()) -> dict[str, Any]:
    left_out = [LeftOut(line, minor) for line, minor in enumerate(left, 10)]
    return {
        one.code: [part.position for part in one.parts] or list(one.lines)
        for one in clues(difference, parts(*amounts), left_out)
    }


@pytest.mark.parametrize(
    ("difference", "code", "positions"),
    [
        (-500, "without", [2]),
        (500, "twice", [2]),
        (-1000, "sign", [2]),
        (-622, "without-both", [1, 2]),
        (622, "both-twice", [1, 2]),
        (9, "digits", [1]),
        (27_000, "nine", []),
    ],
)
def test_each_slip_leaves_its_own_mark(
    difference: int, code: str, positions: list[int]
) -> None:
    # 122 read 212 is 90 more; 112 read 121 is 9 more.
    amounts = (112, 500, 7000) if code == "digits" else (122, 500, 7001)
    assert found(difference, *amounts)[code] == positions


def test_a_line_left_out_is_the_first_suspect() -> None:
    assert found(300, 1, left=(300, 50)) == {"left-out": [10]}
    assert found(350, 1, left=(300, 50)) == {"all-left-out": [10, 11]}


def test_no_more_than_three_suspects_of_a_sort_are_named() -> None:
    assert found(-5, *[5] * 9)["without"] == [1, 2, 3]
    named = [one for one in clues(-5, parts(*[2, 3] * 9)) if one.code == "without-both"]
    assert len(named) == 3


@given(AMOUNTS, st.integers(0, 7))
def test_a_movement_forgotten_is_always_pointed_at(amounts: list[int], which: int) -> None:
    forgotten = which % len(amounts)
    assert forgotten + 1 in found(-amounts[forgotten], *amounts)["without"]


@given(AMOUNTS, st.integers(-(10**7), 10**7).filter(bool))
def test_every_clue_explains_the_difference_it_is_given(
    amounts: list[int], difference: int
) -> None:
    times = {"without": -1, "twice": 1, "sign": -2, "without-both": -1, "both-twice": 1}
    for one in clues(difference, parts(*amounts)):
        if one.code in {"without-both", "both-twice"}:
            assert times[one.code] * sum(p.minor for p in one.parts) == difference
        elif one.code in times:
            assert all(times[one.code] * part.minor == difference for part in one.parts)
        else:
            assert difference % 9 == 0


def compared(fund: Fund, **said: Any) -> dict[str, Any]:
    said.setdefault("date", date(2026, 6, 30))
    return fund.report("differences", as_of=None, expected=Expected.model_validate(said))


def test_every_figure_of_a_composition_can_be_expected(rich: Fund) -> None:
    report = rich.report("composition", as_of=date(2026, 6, 30))
    known = {**report["total"], **report["uses"]}
    told = compared(rich, total={name: known[name] for name in FIGURES})
    assert (told["agreed"], told["differing"]) == (len(FIGURES), 0)
    assert all(row["difference"] == "0.00" for row in told["rows"])


@pytest.mark.parametrize(
    ("by", "figure", "key", "amount"),
    [
        ("party", "received", "region grand est", "1000"),
        ("party", "reimbursed", "Crédit Coopératif", "200"),
        ("project", "outstanding", "Boulangerie solidaire", "200"),
        ("sector", "received", "public", "1000"),
        ("year", "disbursed", "2024", "500"),
        ("year", "expenses", "2025", "7"),
    ],
)
def test_a_figure_can_be_expected_of_a_part(
    rich: Fund, by: str, figure: str, key: str, amount: str
) -> None:
    assert figure in BY[by]
    assert compared(rich, **{by: {figure: {key: amount}}})["agreed"] == 1


def test_a_difference_points_at_the_movement_by_position_and_day(rich: Fund) -> None:
    (row,) = compared(rich, total={"received": "1000"})["rows"]
    assert (row["given"], row["computed"], row["difference"]) == (
        *("1000.00", "1500.00"),
        "-500.00",
    )
    (clue,) = [one for one in row["clues"] if one["code"] == "without"]
    (position,) = clue["positions"]
    assert f"€500.00 on 10 February 2024 (position {position})" in clue["text"]


def test_a_name_nobody_bears_is_told_with_the_nearest(rich: Fund) -> None:
    said = {"Boulangerie solidère": 1, "Zzz": 1}
    rows = compared(rich, project={"disbursed": said})["rows"]
    texts = [row["clues"][0]["text"] for row in rows]
    assert "did you mean “Boulangerie solidaire”?" in texts[0]
    assert texts[1] == "nothing here is called “Zzz”"


def test_what_was_taken_back_explains_nothing(rich: Fund) -> None:
    from blendfund.application.correcting import corrections
    from blendfund.application.writing.ledger import Ledger

    with Ledger(str(rich.path)) as ledger:
        corrections.undo(ledger, rich.command(), "essai")
    (row,) = compared(rich, total={"received": 15})["rows"]
    assert (row["computed"], row["clues"]) == ("0.00", [])


def test_positions_stay_apart_from_one_figure_to_the_next(rich: Fund) -> None:
    rows = compared(rich, total={"cash": -1, "available": "0,00"})["rows"]
    assert [row["figure"] for row in rows] == ["cash", "available"]
    assert all(row["given"] != row["computed"] for row in rows)


def test_this_file_names_no_figure_twice() -> None:
    assert len(set(FIGURES)) == len(FIGURES)
    assert all(set(named) <= set(FIGURES) for named in BY.values())
