from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from tests.unit.conftest import Fund, row

from blendfund.storage.keys import Vault, keys_path
from blendfund.storage.log.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOPIC = "party-registered/1"
NAME = "Zoé Wagner-Muller"
GIFT = {"sector": "individual", "instrument": "donation", "terms": "concessional"}


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault(tmp_path / "keys")
    yield vault
    vault.close()


def given(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 5_000, party=NAME, **GIFT))


def parties(fund: Fund) -> list[str]:
    return list(fund.rows("composition", by="party"))


def test_a_persons_name_stands_in_no_file_in_clear(alsace: Fund) -> None:
    given(alsace)
    with alsace.log():  # the write-ahead log is still there
        files = list(alsace.path.parent.glob("registre.db*"))
        assert {path.name for path in files} >= {"registre.db", "registre.db.keys"}
        for path in files:
            content = path.read_bytes().lower()
            for part in (NAME.lower(), "wagner", "zoé"):
                assert part.encode() not in content, path.name


def test_a_report_reads_the_name_and_the_next_gift_finds_its_giver(alsace: Fund) -> None:
    given(alsace)
    assert parties(alsace) == [NAME]
    alsace.take(row("contribution", "2024-03-10", 7_000, party=f" {NAME.upper()} ", **GIFT))
    assert alsace.sql("SELECT count(*) FROM party") == [(1,)]
    assert alsace.rows("composition", by="party")[NAME]["received"] == "120.00"


def test_without_its_key_a_name_is_gone_and_the_figures_stay(alsace: Fund) -> None:
    given(alsace)
    assert parties(alsace) == [NAME]
    keys = Fund(keys_path(alsace.path))
    keys.sql("DELETE FROM person")
    (shown,) = parties(alsace)
    assert shown.startswith("(")
    assert alsace.verify().events
    keys.path.unlink()
    assert parties(alsace) == [shown]


def test_what_is_sealed_is_opened_before_and_after_the_key_is_kept(
    vault: Vault, tmp_path: Path
) -> None:
    stream = uuid7()
    sealed = vault.seal_new(stream, TOPIC, "person", NAME).sealed
    assert vault.open(stream.bytes, 1, TOPIC, "person", sealed) == NAME
    vault.commit()
    vault.commit()
    other = Vault(tmp_path / "keys")
    assert other.open(stream.bytes, 1, TOPIC, "person", sealed) == NAME
    other.close()


def test_many_keys_at_hand_open_what_each_alone_does(vault: Vault) -> None:
    people = [uuid7() for _ in range(250)]
    sealed = {
        one.bytes: vault.seal_new(one, TOPIC, "person", f"Zoé {number}").sealed
        for number, one in enumerate(people)
    }
    vault.commit()
    gone, kept = (
        people[::7],
        {one.bytes for one in people} - {one.bytes for one in people[::7]},
    )
    vault.erase([one.bytes for one in gone])
    with vault.expecting([*sealed, uuid7().bytes]):
        found = {
            one: vault.open(one, 1, TOPIC, "person", text) for one, text in sealed.items()
        }
    alone = {one: vault.open(one, 1, TOPIC, "person", text) for one, text in sealed.items()}
    assert found == alone
    assert {one for one, name in found.items() if name is not None} == kept
    # A key that is destroyed afterwards is not remembered.
    (last, *_) = sorted(kept)
    vault.erase([last])
    assert vault.open(last, 1, TOPIC, "person", sealed[last]) is None


def test_a_ciphertext_opens_nowhere_but_in_its_place(vault: Vault) -> None:
    one, other = uuid7(), uuid7()
    sealed = vault.seal_new(one, TOPIC, "person", NAME).sealed
    vault.seal_new(other, TOPIC, "person", "Autre")
    vault.commit()
    assert vault.open(other.bytes, 1, TOPIC, "person", sealed) is None
    assert vault.open(one.bytes, 2, TOPIC, "person", sealed) is None
    assert vault.open(one.bytes, 1, "other/1", "person", sealed) is None
    assert vault.open(one.bytes, 1, TOPIC, "other", sealed) is None
    assert vault.open(one.bytes, 1, TOPIC, "person", sealed) == NAME


def test_a_wrapped_key_moved_to_another_person_opens_nothing(
    vault: Vault, tmp_path: Path
) -> None:
    one, other = uuid7(), uuid7()
    sealed = vault.seal_new(one, TOPIC, "person", NAME).sealed
    vault.commit()
    Fund(tmp_path / "keys").sql("UPDATE person SET stream_id = ?", (other.bytes,))
    assert vault.open(other.bytes, 1, TOPIC, "person", sealed) is None
    assert vault.open(one.bytes, 1, TOPIC, "person", sealed) is None


def test_keys_that_were_not_committed_are_forgotten(vault: Vault) -> None:
    stream = uuid7()
    sealed = vault.seal_new(stream, TOPIC, "person", NAME).sealed
    vault.forget_fresh()
    assert vault.open(stream.bytes, 1, TOPIC, "person", sealed) is None


def test_only_its_owner_may_read_the_keys(vault: Vault, tmp_path: Path) -> None:
    assert not (tmp_path / "keys").exists()
    vault.blind(NAME)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_a_fingerprint_ignores_spelling_and_differs_between_ledgers(
    vault: Vault, tmp_path: Path
) -> None:
    other = Vault(tmp_path / "other")
    assert vault.blind(NAME) == vault.blind(f" {NAME.upper()}")
    assert vault.blind(NAME) != other.blind(NAME)
    assert NAME not in vault.blind(NAME)
    other.close()


def test_a_file_refused_keeps_no_key_of_a_person(alsace: Fund) -> None:
    gift = row("contribution", "2024-01-10", 5_000, party=NAME, **GIFT)
    alsace.take(gift, dry_run=True)
    keys = keys_path(alsace.path)
    assert not keys.exists() or Fund(keys).sql("SELECT count(*) FROM person") == [(0,)]


def test_a_ledger_without_any_person_has_no_keys(rich: Fund) -> None:
    rich.report("composition", by="party")
    assert not keys_path(rich.path).exists()
