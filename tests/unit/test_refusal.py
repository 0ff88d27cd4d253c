"""A refusal names what was typed by its options, and a file's line by its columns."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from blendfund.domain.errors import BadGuarantee, BadSchedule, Field, LineRefused, Word
from blendfund_cli.answering.quarantine import write_quarantine
from blendfund_cli.answering.refusal import sentence

if TYPE_CHECKING:
    from pathlib import Path

REFUSAL = BadSchedule(Field("periods, grace"), "1-600")


@pytest.mark.parametrize(
    ("refusal", "named"),
    [
        (REFUSAL, "--periods, --grace"),
        (
            BadGuarantee(Field("loan, quota, cap_mode"), Word("above zero")),
            "--loan, --quota, --cap-mode",
        ),
    ],
)
def test_what_is_typed_is_named_by_its_options(
    refusal: BadSchedule | BadGuarantee, named: str
) -> None:
    assert re.search(rf" {named}[\s:]", sentence(refusal))
    assert "--" not in str(refusal)


def test_a_line_of_a_file_is_named_by_its_columns() -> None:
    said = sentence(LineRefused("prets.csv:2", REFUSAL))
    assert "periods, grace" in said
    assert "--" not in said


def test_a_line_in_quarantine_is_named_by_its_columns(tmp_path: Path) -> None:
    aside = tmp_path / "aside.csv"
    write_quarantine(aside)(["date"], {2: ["2020-01-31"]}, {2: REFUSAL})
    with aside.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["date"] == "2020-01-31"
    assert "periods, grace" in row["why"]
    assert "--" not in row["why"]
