"""What an auditor is given: a folder that verifies alone, and proofs of single facts."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_sealing import outside, seal, tamper
from tests.verifiers import EACH, runner

from blendfund.application.auditing import handover
from blendfund.storage.proof.merkle import leaf_hash
from blendfund.storage.proof.proofs import consistent, included

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.conftest import Cli, Movements


@pytest.fixture
def rich(fund: Cli, movements: Movements) -> Cli:
    rows = [
        f"2020-03-{day:02d} contribution {day} party='É{day}' public grant market"
        for day in range(1, 12)
    ]
    fund.take(movements("\n".join(rows)))
    fund.done("party", "add", "Lin Weber", "--kind", "person")
    return fund


@pytest.fixture
def folder(rich: Cli, tmp_path: Path) -> Path:
    """A folder with two checkpoints, and a fact that came later."""
    seal(rich, tmp_path / "un")
    rich.done("party", "add", "Ville", "--kind", "organisation")
    seal(rich, tmp_path / "deux", "--rotate")
    rich.done("party", "add", "Comté", "--kind", "organisation")
    rich.done("audit", "export", tmp_path / "audit")
    return tmp_path / "audit"


@pytest.mark.parametrize("verifier", EACH)
def test_the_folder_verifies_alone(rich: Cli, folder: Path, verifier: str) -> None:
    names = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*"))
    first, last = (len(rich.events()) - back for back in (2, 1))
    notes = [f"checkpoints/{number:012d}.txt" for number in (first, last)]
    kept = ["events.jsonl", "manifest.json", "verifier-keys.txt", *sorted(EACH)]
    assert names == ["checkpoints", *notes, *kept]
    done = subprocess.run(  # noqa: S603 -- the file it was given
        [*runner(verifier), verifier, "events.jsonl", "verifier-keys.txt", *notes],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"OK: {last} events sealed, 1 since." in done.stdout


def test_the_folder_holds_the_facts_as_they_are_stored(rich: Cli, folder: Path) -> None:
    lines = (folder / "events.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rich.events()
    assert "Lin Weber" not in "\n".join(lines)


def test_the_manifest_names_every_file_and_its_digest(rich: Cli, folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    found = rich.done("audit", "verify")
    assert (told["events"], told["root"]) == (found["events"], found["root"])
    assert told["origin"] == f"blendfund/{told['ledger']}"
    files = {one.relative_to(folder).as_posix() for one in folder.rglob("*.*")}
    assert {one["name"] for one in told["files"]} == files - {"manifest.json"}
    for one in told["files"]:
        content = (folder / one["name"]).read_bytes()
        assert one["sha256"] == sha256(content).hexdigest()
        assert one["bytes"] == len(content)


def test_exporting_writes_no_fact_and_replaces_nothing(
    rich: Cli, folder: Path, tmp_path: Path
) -> None:
    before = rich.events()
    answer = rich("audit", "export", folder)
    assert (answer.exit_code, "file-kept" in answer.stderr) == (1, True)
    empty = tmp_path / "vide"
    empty.mkdir()
    done = rich.done("audit", "export", empty)
    assert (done["checkpoints"], done["since"]) == (2, 1)
    assert "verify.py" in rich("audit", "export", tmp_path / "autre").stderr
    file = tmp_path / "fichier"
    file.touch()
    assert rich("audit", "export", file).exit_code == 1
    assert rich("audit", "export", tmp_path / "absent" / "audit").exit_code == 74
    assert rich.events() == before


def test_a_ledger_that_was_never_sealed_is_exported_and_told_so(
    fund: Cli, tmp_path: Path
) -> None:
    answer = fund("audit", "export", tmp_path / "audit")
    assert answer.exit_code == 0
    assert "blendfund audit seal" in answer.stderr
    assert fund("audit", "prove", 1).exit_code == 4


def test_nothing_is_left_of_an_export_that_fails(
    rich: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handover, "verifier", full)
    assert rich("audit", "export", tmp_path / "audit").exit_code == 74
    assert not [one for one in tmp_path.iterdir() if "audit" in one.name]
    monkeypatch.undo()
    tamper(rich, "UPDATE event SET topic = 'a/1' WHERE position = 3")
    assert rich("audit", "export", tmp_path / "audit").exit_code == 6
    assert not [one for one in tmp_path.iterdir() if "audit" in one.name]


def proof(rich: Cli, *words: object) -> Any:
    return rich.done("audit", "prove", *words)


def test_one_fact_is_proved_against_the_last_checkpoint(rich: Cli, folder: Path) -> None:
    facts = rich.events()
    note = max((folder / "checkpoints").iterdir()).read_text("utf-8")
    for position in (1, 2, 7, len(facts) - 1):
        found = proof(rich, position)
        event, there = found["event"], found["inclusion"]
        assert (event, found["checkpoint"]) == (facts[position - 1], note)
        stream = bytes.fromhex(event["stream_id"].replace("-", ""))
        state = event["state"].encode()
        leaf = leaf_hash(position, stream, event["version"], event["topic"], state)
        assert b64decode(found["leaf_hash"]) == leaf
        path = [b64decode(one) for one in there["inclusion_path"]]
        index, size, top = there["leaf_index"], there["tree_size"], there["root_hash"]
        assert (size, top) == (int(note.split("\n")[1]), note.split("\n")[2])
        assert included(leaf, index, size, path, b64decode(top))


def test_a_later_checkpoint_is_proved_to_add_only(rich: Cli, folder: Path) -> None:
    notes = [
        one.read_text("utf-8").split("\n")
        for one in sorted((folder / "checkpoints").iterdir())
    ]
    grown = proof(rich, 1)["consistency"]
    assert (str(grown["tree_size_1"]), grown["root_hash_1"]) == tuple(notes[0][1:3])
    assert (str(grown["tree_size_2"]), grown["root_hash_2"]) == tuple(notes[1][1:3])
    for since in (1, 3, 8, len(rich.events()) - 1):
        grown = proof(rich, 1, "--from", since)["consistency"]
        known = rich.report("composition", "--known-at", since)
        assert grown["root_hash_1"] == known["root"]
        assert consistent(
            *(since, grown["tree_size_2"]),
            [b64decode(one) for one in grown["consistency_path"]],
            *(b64decode(grown[f"root_hash_{which}"]) for which in (1, 2)),
        )
    assert proof(rich, 1, "--from", 0)["consistency"] is None


def test_what_is_not_sealed_yet_is_not_proved(rich: Cli, folder: Path) -> None:
    assert folder.exists()
    last = len(rich.events())
    answer = rich("audit", "prove", last)
    assert (answer.exit_code, "not-sealed-yet" in answer.stderr) == (1, True)
    assert rich("audit", "prove", 0).exit_code == 2
    assert rich("audit", "prove", 1, "--from", last).exit_code == 2
    assert json.loads(rich("audit", "prove", 1).stdout) == proof(rich, 1)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET topic = 'a/1' WHERE position = 3", "DELETE FROM event"],
)
def test_a_changed_log_proves_nothing(rich: Cli, folder: Path, statement: str) -> None:
    assert (
        outside(
            folder / "events.jsonl",
            str(folder / "verifier-keys.txt"),
            *(folder / "checkpoints").iterdir(),
        )[0]
        == 0
    )
    tamper(rich, statement)
    assert rich("audit", "prove", 7).exit_code == 6
