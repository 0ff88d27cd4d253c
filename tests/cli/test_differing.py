"""Two states of a history: the facts and the figures that differ, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Cli, Movements

DAY = ("--as-of", "2020-12-31")


@pytest.fixture
def rich(fund: Cli, movements: Movements) -> Cli:
    file = movements(
        "2020-02-01 contribution 100 party=Région public grant concessional reference=R1\n"
        "2020-02-02 contribution 7 party=Mairie public grant concessional reference=R2\n"
        "2020-03-01 disbursement 40 project=Épicerie loan reference=D1"
    )
    fund.take(file)
    return fund


@pytest.fixture
def export(rich: Cli, tmp_path: Path) -> Path:
    rich.done("audit", "export", tmp_path / "avant")
    return tmp_path / "avant"


def changed(export: Path, change: Callable[[list[dict[str, Any]]], object]) -> Path:
    """Make an export that somebody changed."""
    lines = (export / "events.jsonl").read_text("utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    change(facts)
    for position, fact in enumerate(facts, 1):
        fact["position"] = position
    other = export.with_name("apres.jsonl")
    text = "".join(f"{json.dumps(fact, ensure_ascii=False)}\n" for fact in facts)
    other.write_text(text, encoding="utf-8")
    return other


def money(facts: list[dict[str, Any]]) -> dict[str, Any]:
    return next(fact for fact in facts if fact["topic"] == "contribution-received/1")


def test_two_positions_differ_by_what_was_recorded_between(rich: Cli) -> None:
    head = len(rich.events())
    last = rich.done("audit", "diff", head - 1, head, *DAY)
    assert last["counts"] == {"added": 1, "removed": 0, "changed": 0, "moved": 0}
    (fact,) = last["facts"]
    assert (fact["position_a"], fact["position_b"]) == (None, head)
    assert fact["topic"] == "disbursement-paid/1"
    figures = {one["figure"]: one for one in last["figures"]}
    assert figures["cash"] == {
        "fund": "ALSACE",
        "figure": "cash",
        "currency": "EUR",
        "a": "107.00",
        "b": "67.00",
        "difference": "-40.00",
    }
    back = rich.done("audit", "diff", head, head - 1, *DAY)
    assert (back["counts"]["removed"], back["same"]) == (1, False)
    whole = rich.done("audit", "diff", 0, head, *DAY)
    assert whole["counts"]["added"] == head
    none = rich.done("audit", "diff", head, head)
    assert (none["same"], none["facts"], none["figures"]) == (True, [], [])
    assert rich("audit", "diff", 1, head + 1).exit_code == 2


def test_an_export_is_the_ledger_it_was_made_of(rich: Cli, export: Path) -> None:
    head = len(rich.events())
    for sides in ((export, head), (head, export / "events.jsonl"), (export, export)):
        found = rich.done("audit", "diff", *sides)
        assert (found["same"], found["figures"], found["reason"]) == (True, [], "")
    assert "mêmes faits" in rich("audit", "diff", export, export).stdout


def test_a_changed_amount_is_named_with_what_it_changes(rich: Cli, export: Path) -> None:
    def more(facts: list[dict[str, Any]]) -> None:
        fact = money(facts)
        fact["state"] = fact["state"].replace("10000", "90000")

    found = rich.done("audit", "diff", export, changed(export, more), *DAY)
    assert found["counts"] == {"added": 0, "removed": 0, "changed": 1, "moved": 0}
    (fact,) = found["facts"]
    assert fact["fields"] == [{"field": "amount_minor", "a": 10000, "b": 90000}]
    figures = {one["figure"]: one["difference"] for one in found["figures"]}
    assert figures["received"] == figures["cash"] == "800.00"
    said = rich("audit", "diff", export, export.with_name("apres.jsonl"), *DAY).stdout
    assert "amount_minor: 10000 -> 90000" in said
    assert "800,00" in said


def test_facts_that_were_added_removed_or_moved_are_told_apart(
    rich: Cli, export: Path
) -> None:
    def swapped(facts: list[dict[str, Any]]) -> None:
        facts[1], facts[2] = facts[2], facts[1]

    found = rich.done("audit", "diff", export, changed(export, swapped))
    assert found["counts"]["moved"] == 2
    assert found["reason"]  # a stream that begins before its party
    without = changed(export, lambda facts: facts.pop())
    found = rich.done("audit", "diff", export, without, *DAY)
    assert found["counts"]["removed"] == 1
    assert {one["figure"] for one in found["figures"]} >= {"cash", "disbursed"}
    found = rich.done("audit", "diff", without, export, *DAY)
    assert found["counts"]["added"] == 1

    def retold(facts: list[dict[str, Any]]) -> None:
        facts[1]["topic"] = "nothing/1"
        facts[2]["state"] = "[]"

    odd = changed(export, retold)
    found = rich.done("audit", "diff", export, odd)
    assert found["counts"]["changed"] == 2
    assert found["facts"][0]["fields"][0]["field"] == "topic"
    assert rich("audit", "diff", export, odd, "--limit", 1).exit_code == 0


def test_a_side_that_cannot_be_read_is_told(rich: Cli, export: Path) -> None:
    bad = export.with_name("autre.jsonl")
    for text in ("{}", "[]", "x", '{"position": 2}', "[" * 100_000):
        bad.write_text(f"{text}\n", encoding="utf-8")
        answer = rich("audit", "diff", export, bad)
        assert (answer.exit_code, "not-an-export" in answer.stderr) == (3, True), text
    lines = (export / "events.jsonl").read_text("utf-8").splitlines()
    bad.write_text(f"{lines[0]}\n{lines[2]}\n", encoding="utf-8")
    assert rich("audit", "diff", bad, export).exit_code == 3
    assert rich("audit", "diff", export.with_name("absent"), export).exit_code == 74
