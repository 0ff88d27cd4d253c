"""A saved report is made again: the same, or what differs is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BANK, REGION, Fund, row
from tests.unit.histories import LAWS, REPORTS, History, opened
from tests.unit.test_erasing import NAME, erase
from tests.unit.test_loans import contract, schedule
from tests.unit.test_tranche import define
from tests.unit.test_tranching import put

from blendfund.application.auditing.reproducing import AGAIN, SIZE_MAX, reproduce
from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.reports import REPORTS as MAKERS
from blendfund.domain.errors import (
    FileRejected,
    FileUnreadable,
    NotReproduced,
    OtherHistory,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.application.auditing.reproducing import Reproduced

PLAIN = {False: str}


def saved(fund: Fund, content: dict[str, Any]) -> Path:
    path = fund.path.with_name("rapport.json")
    path.write_bytes(msgspec.json.encode(content) + b"\n")
    return path


def again(fund: Fund, path: Path) -> Reproduced:
    with Reading(str(fund.path)) as reading:
        return reproduce(reading, path, PLAIN)  # type: ignore[arg-type]


@LAWS
@given(st.data())
def test_every_report_of_any_history_comes_out_the_same_later(data: st.DataObject) -> None:
    with opened() as fund:
        history = History(fund)
        history.step(data)
        made = [fund.report(name, by=by) for name, by in REPORTS]
        for _ in range(data.draw(st.integers(0, 3))):
            history.step(data)
        for report in made:
            assert again(fund, saved(fund, report)).exact


def test_every_report_but_comparisons_can_be_made_again() -> None:
    assert set(AGAIN) == MAKERS.keys() - {"differences"}


def test_a_report_laid_out_otherwise_says_the_same(rich: Fund) -> None:
    report = rich.report("returns", by="project")
    path = saved(rich, dict(reversed(report.items())))
    assert not again(rich, path).exact


@pytest.mark.parametrize(
    ("change", "place", "said", "found"),
    [
        ({"currency": "CHF"}, "currency", "CHF", "EUR"),
        ({"note": "ajouté"}, "note", "ajouté", "null"),
        ({"rows": []}, "rows", "[]", None),
        ({"in_kind": 40}, "in_kind", "40", "40.00"),
    ],
)
def test_what_was_changed_is_named(
    rich: Fund, change: dict[str, Any], place: str, said: str, found: str | None
) -> None:
    path = saved(rich, {**rich.report("composition"), **change})
    with pytest.raises(NotReproduced) as refused:
        again(rich, path)
    (one,) = refused.value.differences
    assert one[:2] == (place, said)
    assert found in {one[2], None}
    assert refused.value.count == 1


def test_a_figure_of_a_row_is_named_by_its_key(rich: Fund) -> None:
    report = rich.report("composition")
    report["rows"][0]["received"] = "1.00"
    with pytest.raises(NotReproduced) as refused:
        again(rich, saved(rich, report))
    key = report["rows"][0]["key"]
    assert [one[0] for one in refused.value.differences] == [f"rows[{key}].received"]


def test_a_report_in_the_other_language_is_recognised(rich: Fund) -> None:
    with Reading(str(rich.path)) as reading:
        path = saved(rich, rich.report("leverage"))
        languages = {True: str.upper, False: str}
        assert reproduce(reading, path, languages).exact  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"position": 99}, {"root": "AAAA"}, {"position": 2}])
def test_facts_that_are_not_there_are_another_history(
    rich: Fund, change: dict[str, Any]
) -> None:
    path = saved(rich, {**rich.report("balance"), **change})
    with pytest.raises(OtherHistory):
        again(rich, path)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b'{"report": "balance"}'),
        *(
            b'{"report":"differences","fund":"A","as_of":"2024-01-01","position":1,"root":""}',
        ),
        *(b'{"report":"balance","fund":"A","as_of":"2024-01-01","position":-1,"root":""}',),
        *(b'{"report":"balance","fund":"A","as_of":"hier","position":1,"root":""}',),
        *(
            b'{"report":"balance","fund":"A","as_of":"2024-01-01","position":1e99,"root":""}',
        ),
    ],
)
def test_what_is_no_report_is_rejected(rich: Fund, content: bytes) -> None:
    path = rich.path.with_name("autre.json")
    path.write_bytes(content)
    with pytest.raises(FileRejected):
        again(rich, path)


def test_what_cannot_be_read_is_rejected(rich: Fund) -> None:
    with pytest.raises(FileUnreadable):
        again(rich, rich.path.with_name("absent.json"))
    large = rich.path.with_name("grand.json")
    with large.open("wb") as file:
        file.truncate(SIZE_MAX + 1)
    with pytest.raises(FileRejected):
        again(rich, large)


def test_a_report_of_the_past_is_made_again_from_the_past(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, **REGION))
    report = alsace.report("composition", known_at="1")
    assert again(alsace, saved(alsace, report)).exact


def test_what_a_report_was_asked_with_is_asked_again(rich: Fund) -> None:
    define(rich, "Première perte", 1, 20)
    contract(rich, "90", on="2024-03-01", schedule=schedule(), agreement="PRET-9")
    for report in (
        rich.report("schedule", agreement="PRET-9"),
        rich.report("portfolio", by="vintage"),
        rich.report("waterfall", loss=Typed(12, "34")),
        rich.report("waterfall"),
        rich.report("schedule", agreement="PRET-9", discount="0.05"),
        rich.report("distribution", loss=Typed(12, "34")),
        rich.report("distribution"),
        rich.report("funder", party="Région Grand Est"),
        rich.report("cash", months=5, past=3),
        rich.report("cash", months=40, past=0),
    ):
        assert again(rich, saved(rich, report)).exact
    broken = rich.report("waterfall") | {"loss": "12,5"}
    with pytest.raises(FileRejected):
        again(rich, saved(rich, broken))


@pytest.mark.parametrize("assigned", [True, False])
def test_a_funder_who_was_erased_since_stands_where_the_report_had_it(
    alsace: Fund, *, assigned: bool
) -> None:
    lender = {"party": NAME, "sector": "individual", "instrument": "loan"}
    said: dict[str, Any] = {**lender, "terms": "concessional", "agreement": "PRET"}
    alsace.take(
        row("contribution", "2024-01-10", 100_000, **BANK),
        row("contribution", "2024-02-10", 5_000, **said),
    )
    define(alsace, "Senior", 1, 2_000)
    if assigned:
        put(alsace, "PRET", "Senior")
    path = saved(alsace, alsace.report("returns", by="party"))
    erase(alsace)
    found = again(alsace, path)
    assert (found.erased, found.exact) == (1, False)
