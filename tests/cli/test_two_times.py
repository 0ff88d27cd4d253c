"""A report stands on two times: the business day, and what was known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

FEBRUARY = "2020-02-01 contribution 100 party=Région public grant concessional"
JANUARY = "2020-01-15 contribution 40 party=Lin crowdfunding donation concessional"


def received(fund: Cli, *words: object) -> str:
    return str(fund.report("composition", *words)["total"]["received"])


@pytest.fixture
def late(fund: Cli, movements: Movements) -> Cli:
    """February was recorded first, January came later."""
    fund.take(movements(FEBRUARY, "fevrier.csv"))
    fund.take(movements(JANUARY, "janvier.csv"))
    return fund


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2020-01-14", "0.00"),
        ("2020-01-15", "40.00"),
        ("2020-01-31", "40.00"),
        ("2020-02-01", "140.00"),
    ],
)
def test_as_of_a_day_is_inclusive(late: Cli, day: str, amount: str) -> None:
    assert received(late, "--as-of", day) == amount


def test_known_at_a_position_ignores_what_came_later(late: Cli) -> None:
    positions = [
        event["position"]
        for event in late.events()
        if event["topic"].startswith("contribution-received/")
    ]
    assert [received(late, "--known-at", known) for known in positions] == [
        "100.00",
        "140.00",
    ]
    assert received(late, "--known-at", 1) == "0.00"
    first = ("--known-at", positions[0], "--as-of", "2020-01-31")
    assert received(late, *first) == "0.00"


def test_known_at_a_time_is_the_last_position_recorded_by_then(late: Cli) -> None:
    events = late.events()
    times = [json.loads(event["state"])["recorded_at"] for event in events]
    assert times == sorted(times)
    for known in times:
        report = late.report("composition", "--known-at", known)
        last = max(e["position"] for e, t in zip(events, times, strict=True) if t <= known)
        assert report["position"] == last
    assert late.report("composition", "--known-at", "2999-01-01T00:00:00Z")[
        "position"
    ] == len(events)


def test_before_the_first_event_nothing_was_known(late: Cli) -> None:
    report = late.report("composition", "--known-at", "2001-01-01T00:00:00Z")
    assert (report["position"], report["rows"]) == (0, [])
    assert report["uses"]["cash"] == "0.00"


def test_a_known_report_never_changes(late: Cli, movements: Movements) -> None:
    position = len(late.events())
    asked = [
        ("report", name, "--fund", "ALSACE", "--json", "--as-of", "2020-12-31")
        for name in ("composition", "leverage", "returns", "balance")
    ]
    before = [late(*words, "--known-at", position).stdout for words in asked]
    late.take(movements("2020-01-20 disbursement 30 project=P1 loan", "plus-tard.csv"))
    assert [late(*words, "--known-at", position).stdout for words in asked] == before
    assert [late(*words).stdout for words in asked] != before
