"""A tranche that can bear another amount: from a day on, and never less than it holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_tranche import SIZES, layered
from tests.unit.test_worked import asked

from blendfund.application.reading.reader import Reading
from blendfund.application.recording.tranches import resize_tranche
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    DateBeforeFund,
    NotPositive,
    SizeUnchanged,
    TrancheInUse,
    TrancheNotFound,
)
from blendfund.domain.tranche import Tranche, bear
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

__all__ = ["layered"]  # a fixture


def resize(fund: Fund, name: str, size: int, on: date, **said: Any) -> Any:
    with Ledger(str(fund.path)) as ledger:
        command = fund.command(**said)
        return resize_tranche(ledger, command, "ALSACE", name, Typed(size), on)


def sizes(fund: Fund, **asked: Any) -> list[str]:
    rows = fund.report("waterfall", loss=Typed(2_000), **asked)["rows"]
    return [one["size"] for one in rows]


LATER = date(2025, 6, 1)


def test_a_tranche_is_resized_from_a_day_on_and_old_days_keep_their_size(
    layered: Fund,
) -> None:
    known = str(layered.verify().events)
    resize(layered, "Senior", 2_000, LATER)
    assert layered.report("waterfall", loss=Typed(2_000))["flags"] == []
    assert sizes(layered) == ["20.00", "2000.00"]
    assert sizes(layered, as_of=date(2025, 5, 31)) == ["20.00", "1000.00"]
    assert sizes(layered, known_at=known) == ["20.00", "1000.00"]
    told = asked(layered, "waterfall:senior:size", amount=Typed(2_000))
    (fact,) = told["parts"][0]["facts"]
    assert (fact["topic"], fact["adds"]) == ("tranche-resized", "2000.00")
    resize(layered, "Senior", 1_500, date(2025, 3, 1))
    assert sizes(layered, as_of=date(2025, 3, 1)) == ["20.00", "1500.00"]
    assert sizes(layered) == ["20.00", "2000.00"], "the day decides, not the recording"
    with Reading(str(layered.path)) as reading:
        assert reading.replay(None)


def test_a_size_is_taken_back_and_the_same_key_resizes_once(layered: Fund) -> None:
    first = resize(layered, "Senior", 2_000, LATER, key="K-1")
    again = resize(layered, "Senior", 2_000, LATER, key="K-1")
    assert (first.already, again.already, again.position) == (False, True, first.position)
    layered.undo()
    assert sizes(layered) == ["20.00", "1000.00"]
    with Reading(str(layered.path)) as reading:
        assert reading.replay(None)


def test_a_size_that_is_none_is_refused(layered: Fund) -> None:
    before = layered.verify().events
    for name, size, on, refusal in (
        ("Senior", 1_000, LATER, SizeUnchanged),
        ("Senior", 0, LATER, NotPositive),
        ("Mezzanine", 10, LATER, TrancheNotFound),
        ("Senior", 10, date(2019, 1, 1), DateBeforeFund),
        ("Première perte", 19, LATER, TrancheInUse),  # it bears 20 of the 30 lost
    ):
        with pytest.raises(refusal):
            resize(layered, name, size, on)
    assert layered.verify().events == before


@given(st.integers(0, 3_000), SIZES, st.integers(0, 5), st.integers(0, 10**9))
def test_a_larger_tranche_never_leaves_more_unborne(
    loss: int, bounds: list[int], place: int, more: int
) -> None:
    layers = [Tranche(str(rank), rank, size) for rank, size in enumerate(bounds, 1)]
    _, before = bear(loss, layers)
    wider = [
        one._replace(size_minor=one.size_minor + more * (at == place))
        for at, one in enumerate(layers)
    ]
    found, after = bear(loss, wider)
    assert after <= before
    assert sum(one.borne_minor for one in found) + after == loss
