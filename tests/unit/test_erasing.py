from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.conftest import REGION, Fund, row

from blendfund.application.reading.lookup import parties
from blendfund.application.reading.reader import Reading
from blendfund.application.registering import erasing
from blendfund.application.registering.erasing import Erasure, erase_party
from blendfund.application.registering.parties import (
    PartyForm,
    merge_parties,
    register_party,
)
from blendfund.application.upkeep.doctor import examine
from blendfund.application.writing import ledger as ledgers
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    ErasedForGood,
    NotAPerson,
    PartyNotFound,
    ReasonMissing,
    RetentionNotOver,
)
from blendfund.domain.vocabulary import PartyKind
from blendfund.storage.keys import keys_path

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.application.registering.erasing import Erased

NAME = "Zoé Wagner-Muller"
OTHER = "Théo Klein"
GIFT = {"sector": "individual", "instrument": "donation", "terms": "concessional"}
BASIS = "RGPD, art. 17(1)(d)"


@pytest.fixture
def given(alsace: Fund) -> Fund:
    alsace.take(
        row("contribution", "2024-01-10", 5_000, party=NAME, **GIFT),
        row("contribution", "2024-01-11", 3_000, party=OTHER, **GIFT),
        row("contribution", "2024-01-12", 9_000, **REGION),
    )
    return alsace


def erase(fund: Fund, name: str = NAME, dry_run: bool = False, **said: Any) -> Erased:  # noqa: FBT001, FBT002
    with Ledger(str(fund.path)) as ledger:
        asked = Erasure(name, **{"reason": "demande", "legal_basis": BASIS, **said})
        return erase_party(ledger, fund.command(dry_run=dry_run), asked)


def listed(fund: Fund) -> list[str]:
    with Reading(str(fund.path)) as reading:
        return [one["name"] for one in parties(reading)]


def keys(fund: Fund) -> int:
    (row,) = Fund(keys_path(fund.path)).sql("SELECT count(*) FROM person")
    return int(row[0])


def checked(fund: Fund) -> str:
    with Reading(str(fund.path)) as reading:
        found = {one.check: one.state for one in examine(reading, str, french=False)}
    return found["keys"]


def replayed(fund: Fund) -> int:
    with Reading(str(fund.path)) as reading:
        return reading.replay(None)


def test_an_erased_person_is_gone_and_everybody_else_is_there(given: Fund) -> None:
    before = given.rows("composition", by="party")
    sealed, identity = given.sql("SELECT sealed, identity FROM party WHERE sealed <> ''")[0]
    before_root = given.verify().root
    stream = given.sql("SELECT hex(stream_id) FROM party WHERE sealed <> '' ORDER BY id")
    sql = "SELECT wrapped FROM person WHERE hex(stream_id) = ?"
    (key,) = Fund(keys_path(given.path)).sql(sql, stream[0])[0]
    number = erase(given).number
    shown = f"personne effacée ({number})"
    after = given.rows("composition", by="party")
    assert set(after) == {shown, OTHER, REGION["party"]}
    assert after[shown]["received"] == before[NAME]["received"] == "50.00"
    assert listed(given).count(shown) == 1
    assert keys(given) == 1
    with given.log() as log:
        assert log.root(given.verify().events - 1) == before_root
    for path in given.path.parent.glob("registre.db*"):
        content = path.read_bytes()
        for gone in (NAME.encode(), b"Wagner", identity.encode(), key):
            assert gone not in content, path.name
    assert sealed.encode() in given.path.read_bytes()  # the log itself is as it was
    replayed(given)


def test_no_journal_of_the_keys_is_left(given: Fund) -> None:
    erase(given)
    names = {path.name for path in given.path.parent.iterdir()}
    assert not {name for name in names if name.endswith("-journal")}


def test_a_restored_keys_file_revives_nobody(given: Fund, tmp_path: Path) -> None:
    copy = tmp_path / "copie"
    shutil.copy(keys_path(given.path), copy)
    number = erase(given).number
    shutil.copy(copy, keys_path(given.path))
    assert f"personne effacée ({number})" in given.rows("composition", by="party")
    with Reading(str(given.path)) as reading:
        reading.rebuild()
    assert NAME not in listed(given)
    assert keys(given) == 2
    assert checked(given) == "problem"
    given.take(row("expense", "2024-06-01", 100, label="Frais"))
    assert keys(given) == 1
    assert checked(given) == "ok"
    replayed(given)


def test_a_crash_between_fact_and_key_ends_erased(
    given: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def crash(_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(ledgers, "finish_erasures", lambda *_: None)
        patch.setattr(erasing, "clean", crash)
        with pytest.raises(KeyboardInterrupt):
            erase(given)
    assert keys(given) == 2
    assert NAME not in given.rows("composition", by="party")
    given.take(row("expense", "2024-06-01", 100, label="Frais"))
    assert keys(given) == 1


def test_the_evidence_is_kept_ten_years_unless_a_basis_is_given(given: Fund) -> None:
    with pytest.raises(RetentionNotOver) as refused:
        erase(given, legal_basis=" ")
    assert refused.value.until == date(2034, 12, 31)
    assert NAME in listed(given)
    with pytest.raises(RetentionNotOver):
        erase(given, legal_basis="", until=date(2026, 7, 1))
    assert erase(given, legal_basis="", until=date(2026, 6, 30)).outcome.events == 1


def test_the_day_after_the_last_one_needs_no_basis(given: Fund) -> None:
    with Ledger(str(given.path)) as ledger:
        late = Command(actor="camille", today=date(2035, 1, 1))
        assert erase_party(ledger, late, Erasure(NAME, "échue")).until == date(2034, 12, 31)


def test_a_person_without_movement_has_no_evidence(alsace: Fund) -> None:
    with Ledger(str(alsace.path)) as ledger:
        form = PartyForm(NAME, PartyKind.PERSON)
        register_party(ledger, alsace.command(), form, None)
    done = erase(alsace, legal_basis="")
    assert (done.until, done.outcome.events) == (None, 1)


def test_erasing_again_writes_nothing(given: Fund) -> None:
    first = erase(given)
    again = erase(given, str(first.number))
    assert (again.outcome.already, again.number) == (True, first.number)
    assert again.outcome.position == first.outcome.position


def test_a_dry_run_erases_nobody(given: Fund) -> None:
    assert erase(given, dry_run=True).outcome.events == 1
    assert NAME in listed(given)
    assert keys(given) == 2


def test_who_was_merged_goes_along(given: Fund) -> None:
    with Ledger(str(given.path)) as ledger:
        merge_parties(ledger, given.command(), OTHER, NAME, "doublon")
    assert erase(given).outcome.events == 2
    assert keys(given) == 0
    assert not {NAME, OTHER} & set(listed(given))


def test_the_same_name_again_is_somebody_new(given: Fund) -> None:
    gone = f"personne effacée ({erase(given).number})"
    given.take(row("contribution", "2024-03-10", 700, party=NAME, **GIFT))
    found = given.rows("composition", by="party")
    assert (found[NAME]["received"], found[gone]["received"]) == ("7.00", "50.00")


@pytest.mark.parametrize(
    ("name", "refusal"),
    [(REGION["party"], NotAPerson), ("Inconnue", PartyNotFound), ("999", PartyNotFound)],
)
def test_only_a_known_person_is_erased(
    given: Fund, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        erase(given, name)


def test_an_erasure_says_why(given: Fund) -> None:
    with pytest.raises(ReasonMissing):
        erase(given, reason=" ")


def test_an_erasure_is_never_undone(given: Fund) -> None:
    erase(given)
    with pytest.raises(ErasedForGood):
        given.undo()


def test_a_ledger_without_persons_has_no_keys_to_destroy(rich: Fund) -> None:
    with Ledger(str(rich.path)) as ledger:
        ledger.vault.erase([b"x" * 16])
    assert not keys_path(rich.path).exists()


def test_no_write_reads_every_party_to_find_who_was_erased(rich: Fund) -> None:
    """Each write looks for keys a crash left: its cost must not follow the register."""
    sql = "SELECT stream_id FROM party WHERE kind = 'person' AND sealed = ''"
    (plan,) = rich.sql(f"EXPLAIN QUERY PLAN {sql}")
    assert "INDEX party_erased" in plan[-1]
