from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, OPENED, Fund, row

from blendfund.application.reading.reader import Reading
from blendfund.application.recording.tranches import TrancheForm, define_tranche
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import NameMissing, NotPositive, TrancheExists
from blendfund.domain.tranche import Tranche, bear
from blendfund.domain.typed import Typed

LAYERS = [Tranche("senior", 3, 500), Tranche("first", 1, 200), Tranche("mezzanine", 2, 300)]


# Good Finance, first loss: each layer absorbs before the one above it is touched.
@pytest.mark.parametrize(
    ("loss", "borne", "left"),
    [
        (0, [0, 0, 0], 0),
        (350, [200, 150, 0], 0),
        (750, [200, 300, 250], 0),
        (1_000, [200, 300, 500], 0),
        (1_200, [200, 300, 500], 200),
    ],
)
def test_the_first_rank_bears_first(loss: int, borne: list[int], left: int) -> None:
    found, unallocated = bear(loss, LAYERS)
    assert [one.tranche.name for one in found] == ["first", "mezzanine", "senior"]
    assert ([one.borne_minor for one in found], unallocated) == (borne, left)


SIZES = st.lists(st.integers(1, 10**9), max_size=6)


@given(st.integers(0, 10**10), SIZES)
def test_what_is_borne_and_what_is_not_sum_to_the_loss(loss: int, sizes: list[int]) -> None:
    layers = [Tranche(str(rank), rank, size) for rank, size in enumerate(sizes, 1)]
    found, left = bear(loss, reversed(layers))
    assert sum(one.borne_minor for one in found) + left == loss
    assert all(one.borne_minor >= 0 and one.left_minor >= 0 for one in found)
    touched = [one for one in found if one.borne_minor]
    assert all(one.left_minor == 0 for one in touched[:-1])
    assert not left or all(one.left_minor == 0 for one in found)


def define(fund: Fund, name: str, rank: int, size: int, on: date = OPENED) -> Any:
    form = TrancheForm(name, rank, Typed(size))
    with Ledger(str(fund.path)) as ledger:
        return define_tranche(ledger, fund.command(), "ALSACE", form, on)


@pytest.fixture
def layered(rich: Fund) -> Fund:
    """The rich fund with a first loss of 20 and a senior tranche of 1,000."""
    define(rich, "Première perte", 1, 20)
    define(rich, "Senior", 2, 1_000)
    return rich


def test_a_loss_is_borne_and_nothing_is_written(layered: Fund) -> None:
    before = layered.verify().events
    report = layered.report("waterfall", loss=Typed(50))
    assert [(one["tranche"], one["borne"], one["left"]) for one in report["rows"]] == [
        ("Première perte", "20.00", "0.00"),
        ("Senior", "30.00", "970.00"),
    ]
    assert (report["unallocated"], report["flags"]) == ("0.00", [])
    assert layered.verify().events == before


def test_what_no_tranche_can_take_is_flagged(layered: Fund) -> None:
    report = layered.report("waterfall", loss=Typed(2_000))
    assert report["unallocated"] == "980.00"
    assert [one["code"] for one in report["flags"]] == ["loss-unallocated"]


def test_without_a_loss_it_is_what_the_fund_has_lost(layered: Fund) -> None:
    assert layered.report("waterfall")["loss"] == "30.00"  # 50 written off, 20 recovered
    layered.take(row("recovery", "2025-10-01", 3_000, **BAKERY))
    assert layered.report("waterfall")["loss"] == "0.00"


def test_a_name_and_a_rank_are_given_once(layered: Fund) -> None:
    for name, rank in (("Senior", 3), ("Mezzanine", 2)):
        with pytest.raises(TrancheExists):
            define(layered, name, rank, 10)
    with pytest.raises(NameMissing):
        define(layered, " ", 3, 10)
    with pytest.raises(NotPositive):
        define(layered, "Vide", 3, 0)


def test_a_tranche_is_known_from_its_day_and_can_be_taken_back(layered: Fund) -> None:
    define(layered, "Mezzanine", 3, 10, date(2026, 1, 1))
    later = layered.report("waterfall", loss=Typed(1))
    early = layered.report("waterfall", loss=Typed(1), as_of=date(2025, 12, 31))
    assert (len(later["rows"]), len(early["rows"])) == (3, 2)
    known = str(layered.verify().events)
    layered.undo()
    assert len(layered.report("waterfall", loss=Typed(1))["rows"]) == 2
    assert len(layered.report("waterfall", loss=Typed(1), known_at=known)["rows"]) == 3
    define(layered, "Mezzanine", 3, 10)
    with Reading(str(layered.path)) as reading:
        assert reading.replay(None)


def test_without_tranches_the_whole_loss_is_borne_by_none(rich: Fund) -> None:
    report = rich.report("waterfall", loss=Typed(1))
    assert (report["rows"], report["unallocated"]) == ([], "1.00")
    assert [one["code"] for one in report["flags"]] == ["loss-unallocated"]
