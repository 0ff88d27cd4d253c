from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.reports.columns import Column, Kind, Language, Row
from blendfund.reports.pictures import Canvas, picture
from blendfund.reports.tables import Table, tables

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

FRENCH = Language(lambda text: {"lowest point": "point bas"}.get(text, text), french=True)
PARTS = (Column("key", "Nom", Kind.NAME), Column("share", "Part", Kind.SHARE))
YEARS = (Column("year", "Année", Kind.YEAR), Column("cumulative", "Cumul"))


def parts(*shares: str | None, width: int = 60, blocks: bool = True) -> tuple[str, ...]:
    rows: tuple[Row, ...] = tuple(
        {"key": f"N{at}", "share": share} for at, share in enumerate(shares)
    )
    table = Table("composition", "T", PARTS, rows)
    return picture(table, Canvas(width, FRENCH, blocks))


def curve(*sums: str, blocks: bool = True) -> tuple[str, ...]:
    rows: tuple[Row, ...] = tuple(
        {"year": 2020 + at, "cumulative": total} for at, total in enumerate(sums)
    )
    return picture(Table("curve", "T", YEARS, rows), Canvas(60, FRENCH, blocks))


def test_the_largest_part_fills_the_line_and_the_others_follow() -> None:
    assert parts("0.5", "0.25", "0.2") == (
        f"N0 50,0\u00a0% {'█' * 40}",
        f"N1 25,0\u00a0% {'█' * 20}",
        f"N2 20,0\u00a0% {'█' * 16}",
    )


def test_a_part_however_small_is_seen_and_none_is_not() -> None:
    assert parts("0.9999", "0.0001", "0", None)[1:] == (
        "N1   0,0\u00a0% ▏",
        "N2   0,0\u00a0%",
        "N3   0,0\u00a0%",
    )


def test_plain_characters_draw_where_blocks_cannot_be_shown() -> None:
    assert parts("0.75", "0.25", width=30, blocks=False) == (
        f"N0 75,0\u00a0% {'#' * 19}",
        f"N1 25,0\u00a0% {'#' * 6}",
    )


def test_one_part_nothing_and_nothing_to_share_are_not_drawn() -> None:
    assert parts("1") == parts() == parts("0", "0") == ()


def test_of_many_parts_the_largest_are_drawn_in_their_order() -> None:
    drawn = parts(*(f"0.{at:02}" for at in range(1, 31)))
    assert [line[:3] for line in drawn] == [f"N{at}" for at in range(15, 30)]


def test_the_curve_goes_down_then_up_and_marks_its_lowest_point() -> None:
    assert curve("-50.00", "-100.00", "-25.00", "100.00") == (
        "2020        ▐███████│                 -50,00\u00a0€",
        "2021 ███████████████│                -100,00\u00a0€  ◄ point bas",
        "2022            ▐███│                 -25,00\u00a0€",
        "2023                │███████████████  100,00\u00a0€",
    )


def test_a_curve_in_plain_characters() -> None:
    first, last = curve("-10.00", "10.00", blocks=False)
    assert first.endswith("< point bas")
    assert first.count("#") == last.count("#") > 0
    assert "|" in last


def test_a_curve_of_one_year_or_of_nothing_is_not_drawn() -> None:
    assert curve("-10.00") == curve() == curve("0.00", "0.00") == ()


def test_a_curve_that_never_goes_below_zero_has_no_lowest_point() -> None:
    assert all("point bas" not in line for line in curve("10.00", "20.00"))


def test_only_what_a_picture_helps_is_drawn(rich: Fund) -> None:
    canvas = Canvas(80)
    drawn = {
        table.name
        for name in ("composition", "leverage", "returns", "balance")
        for table in tables(rich.report(name), Language())
        if picture(table, canvas)
    }
    assert drawn == {"composition", "curve"}
