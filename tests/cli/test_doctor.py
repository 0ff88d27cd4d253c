"""The doctor from the command line: words, JSON, exit status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_place_is_said_to_be_well_and_left_as_it_was(fund: Cli) -> None:
    before = tree(fund.ledger.parent)
    answer = fund("doctor")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "Tout va bien." in answer.stdout
    found = fund.done("doctor")
    assert found["ok"] is True
    assert {one["state"] for one in found["checks"]} == {"ok"}
    assert tree(fund.ledger.parent) == before


def test_what_has_to_be_mended_ends_with_one(fund: Cli) -> None:
    fund.ledger.with_name(f"{fund.ledger.name}.keys").touch(0o644)
    answer = fund("doctor", "--json")
    assert answer.exit_code == 1
    assert answer.json["ok"] is False
    assert "chmod 600" in fund("doctor").stdout


def test_the_key_one_signs_with_is_looked_at(fund: Cli, tmp_path: Path) -> None:
    own = tmp_path / "poste"
    own.touch(0o644)
    spoken = replace(fund, env={**fund.env, "BLENDFUND_SIGNING_KEY": str(own)})
    answer = spoken("doctor")
    assert (answer.exit_code, f"chmod 600 {own}" in answer.stdout) == (1, True)
    own.chmod(0o600)
    assert spoken("doctor").exit_code == 0


def test_a_note_changes_no_exit_status(fund: Cli) -> None:
    fund.ledger.chmod(0o644)
    answer = fund("doctor")
    assert answer.exit_code == 0
    assert "remarque" in answer.stdout
    assert "À faire" in answer.stdout


@pytest.mark.parametrize("content", [b"", b"not a ledger"])
def test_what_is_no_ledger_is_refused(cli: Cli, content: bytes) -> None:
    assert cli("doctor").exit_code == 4
    cli.ledger.write_bytes(content)
    answer = cli("doctor", "--json")
    assert (answer.exit_code, answer.stdout) == (4, "")
