"""Within a tranche a loss is shared by what each has in it, and never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.bearing import Bearing, Stake, share_loss

STAKES = st.lists(
    st.builds(Stake, st.integers(-100, 10**12), st.integers(-100, 10**12)), max_size=6
)


@pytest.mark.parametrize(
    ("loss", "stakes", "found", "left"),
    [
        (0, [Stake(100, 0)], [(0, 0)], 0),
        (100, [Stake(100, 0), Stake(200, 0)], [(33, 0), (67, 0)], 0),
        (100, [Stake(50, 0)] * 3, [(34, 0), (33, 0), (33, 0)], 0),
        (120, [Stake(80, 20), Stake(20, 0)], [(80, 20), (20, 0)], 0),
        (150, [Stake(80, 20), Stake(20, 0)], [(80, 20), (20, 0)], 30),
        (10, [Stake(0, 300), Stake(0, 100)], [(0, 8), (0, 2)], 0),
        (10, [], [], 10),
    ],
)
def test_each_bears_as_much_as_its_part_of_the_tranche(
    loss: int, stakes: list[Stake], found: list[tuple[int, int]], left: int
) -> None:
    assert share_loss(loss, stakes) == ([Bearing(*one) for one in found], left)


@given(st.integers(0, 10**13), STAKES)
def test_what_is_borne_and_what_is_not_sum_to_the_loss(
    loss: int, stakes: list[Stake]
) -> None:
    found, left = share_loss(loss, stakes)
    assert sum(map(sum, found)) + left == loss
    for bearing, stake in zip(found, stakes, strict=True):
        assert 0 <= bearing.borne_minor <= max(0, stake.held_minor)
        assert 0 <= bearing.to_call_minor <= max(0, stake.open_minor)
    # What is promised is asked for once the money in the fund is used up.
    held = sum(max(0, stake.held_minor) for stake in stakes)
    assert not any(one.to_call_minor for one in found) or loss > held
    assert not left or loss > held + sum(max(0, stake.open_minor) for stake in stakes)
