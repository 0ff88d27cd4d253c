from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from blendfund.domain.errors import Corrupt, UnknownPosition
from blendfund.storage.log import recorder
from blendfund.storage.log.condition import Where
from blendfund.storage.log.verifying import verify

if TYPE_CHECKING:
    from tests.unit.conftest import Fund


def found(fund: Fund) -> Corrupt:
    with pytest.raises(Corrupt) as refused:
        fund.verify()
    return refused.value


def test_an_untouched_ledger_verifies_and_tells_how_far_it_is(rich: Fund) -> None:
    told: list[int] = []
    with rich.log() as log:
        verified = verify(log, told.append)
        assert verified == (log.head().position, log.root(verified.events))
    assert told == [verified.events]


def test_an_empty_ledger_verifies(empty: Fund) -> None:
    verified = empty.verify()
    assert verified == (0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


@pytest.mark.parametrize(
    ("statement", "position", "what"),
    [
        (
            "UPDATE event SET state = CAST(replace(state, '100000', '900000') AS BLOB)",
            4,
            "this fact is not the one that was recorded",
        ),
        ("UPDATE event SET state = x'7b' WHERE position = 4", 4, "cannot be read"),
        ("UPDATE event SET recorded_at = '2000' WHERE position = 4", 4, "a column differs"),
        ("UPDATE event SET key = 'mine' WHERE position = 4", 4, "a column differs"),
        ("UPDATE event SET version = 9 WHERE position = 4", 4, "not the one"),
        ("UPDATE event SET topic = 'expense-paid/1' WHERE position = 4", 4, "not the one"),
        ("UPDATE event SET stream_id = zeroblob(16) WHERE position = 4", 4, "not the one"),
        ("DELETE FROM event WHERE position = 4", 4, "this fact is missing"),
        ("DELETE FROM event WHERE position = 1", 1, "this fact is missing"),
        (
            "UPDATE event SET topic = CAST(x'ff' AS TEXT) WHERE position = 4",
            4,
            "cannot be read",
        ),
        ("UPDATE fingerprint SET leaves = zeroblob(16)", 1, "the fact itself is unchanged"),
        ("UPDATE head SET frontier = zeroblob(length(frontier))", 1, "not the one"),
        ("UPDATE head SET frontier = x''", 0, "the head of the log cannot be read"),
    ],
)
def test_any_change_behind_the_back_is_found(
    rich: Fund, statement: str, position: int, what: str
) -> None:
    rich.tamper(statement)
    refused = found(rich)
    assert (refused.position, what in refused.what) == (position, True), str(refused)


def test_two_facts_that_changed_places_are_found(alsace: Fund) -> None:
    for reference in ("B", "C", "D"):
        alsace.open(reference)
    alsace.tamper(
        "CREATE TEMP TABLE kept AS SELECT * FROM event WHERE position = 2",
        "DELETE FROM event WHERE position = 2",
        "UPDATE event SET position = 2 WHERE position = 3",
        "INSERT INTO event SELECT ledger_id, 3, stream_id, version, topic, state,"
        " recorded_at, key FROM kept",
    )
    refused = found(alsace)
    assert refused.position == 3
    assert "recorded before" in refused.what


def test_a_cut_tail_is_found(rich: Fund) -> None:
    last = rich.verify().events
    rich.tamper(f"DELETE FROM event WHERE position > {last - 2}")  # noqa: S608
    refused = found(rich)
    assert refused.position == last - 1
    assert "another number of facts" in str(refused)


def test_a_cut_tail_with_its_head_moved_back_gives_no_known_root(rich: Fund) -> None:
    last = rich.verify().events
    rich.tamper(
        f"DELETE FROM event WHERE position > {last - 1}",  # noqa: S608
        "UPDATE head SET position = position - 1",
        f"UPDATE head SET frontier = zeroblob(32 * {(last - 1).bit_count()})",  # noqa: S608
    )
    assert "not the one that was recorded" in found(rich).what


def test_a_change_is_placed_between_two_stored_roots(
    rich: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "FRONTIER_EVERY", 4)
    rich.open("B")
    rich.open("C")
    rich.open("D")
    rich.open("E")
    with rich.log() as log:
        marks = log.marks()
    mark = next(iter(marks))
    assert mark % 4 == 0
    rich.tamper(f"UPDATE frontier SET frontier = zeroblob(32) WHERE position = {mark}")  # noqa: S608
    refused = found(rich)
    assert (refused.position, "root of the past" in refused.what) == (mark, True)


def test_every_past_root_is_what_the_head_was_then(alsace: Fund) -> None:
    roots = []
    for reference in ("B", "C", "D"):
        alsace.open(reference)
        with alsace.log() as log:
            roots.append(log.root(log.head().position))
    with alsace.log() as log:
        assert [log.root(position) for position in (2, 3, 4)] == roots
        assert log.root(0) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_a_moment_is_a_position_or_a_time(alsace: Fund) -> None:
    alsace.open("B")
    times = [
        row[0] for row in alsace.sql("SELECT recorded_at FROM event ORDER BY position")
    ]
    with alsace.log() as log:
        assert [log.position_at(asked) for asked in (None, "0", "1", "2")] == [2, 0, 1, 2]
        assert [log.position_at(time) for time in times] == [1, 2]
        assert log.position_at("2000-01-01T00:00:00Z") == 0
        assert log.position_at("2999-01-01T00:00:00+02:00") == 2


@pytest.mark.parametrize(
    "asked",
    ["3", "9" * 5000, "-1", "+1", "\u0661", "", "hier", "2026-01-01", "2026-01-01T00:00"],
)
def test_what_is_neither_is_refused(alsace: Fund, asked: str) -> None:
    with alsace.log() as log, pytest.raises(UnknownPosition):
        log.position_at(asked)


def test_the_history_is_given_line_by_line_as_it_is_stored(alsace: Fund) -> None:
    alsace.open("B")
    with alsace.log() as log:
        lines: list[dict[str, Any]] = [json.loads(line) for line in log.lines()]
        second = UUID(lines[1]["stream_id"]).bytes
        assert [
            json.loads(one) for one in log.lines(Where("position >= ?", (2,)))
        ] == lines[1:]
        assert [
            json.loads(one) for one in log.lines(Where("stream_id = ?", (second,)))
        ] == lines[1:]
        assert list(log.lines(Where("stream_id = ?", (bytes(16),)))) == []
    assert list(lines[0]) == ["position", "stream_id", "version", "topic", "state"]
    assert json.loads(lines[1]["state"])["reference"] == "B"
