"""The name of a file that concerns a person is theirs: sealed, read, gone with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, REGION, Fund, row
from tests.unit.test_erasing import GIFT, NAME, OTHER, erase, given, replayed

from blendfund.application.reading.history import history
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.attachments import Attached, attach
from blendfund.application.registering.registering import ProjectForm, register_project
from blendfund.application.upkeep.doctor import examine
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import StorageRefused
from blendfund.storage.attached import PERSONS_MAX, open_name, seal_name
from blendfund.storage.keys import Vault
from blendfund.storage.log.ids import uuid7

__all__ = ["given"]
PLAIN = "releve.pdf"


def position(fund: Fund, name: str) -> str:
    """Give the position of somebody's gift."""
    rows = fund.sql(
        "SELECT max(position) FROM posting WHERE operation_date = ?",
        [{NAME: "2024-01-10", OTHER: "2024-01-11", REGION["party"]: "2024-01-12"}[name]],
    )
    return str(rows[0][0])


def joined(
    fund: Fund, file: str, *names: str, content: str = "x", dry_run: bool = False
) -> Attached:
    path = fund.path.parent / "papiers" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    with Ledger(str(fund.path)) as ledger:
        return attach(ledger, fund.command(dry_run=dry_run), path, names, "")


def attached(fund: Fund, name: str) -> list[dict[str, Any]]:
    with Reading(str(fund.path)) as reading:
        found: list[dict[str, Any]] = history(reading, name)["attachments"]
        return found


def checked(fund: Fund) -> tuple[str, str]:
    with Reading(str(fund.path)) as reading:
        (found,) = [
            one for one in examine(reading, str, french=False) if one.check == "files"
        ]
    return found.state, found.text


def in_clear(fund: Fund, word: str) -> bool:
    return any(
        word.encode() in path.read_bytes()
        for path in fund.path.parent.glob("registre.db*")
        if path.is_file()
    )


def test_the_name_of_a_persons_file_is_read_while_they_are_known(given: Fund) -> None:
    done = joined(given, "recu-du-10.pdf", position(given, NAME))
    assert (done.persons, done.crowded) == (1, False)
    (one,) = attached(given, position(given, NAME))
    assert (one["name"], one["present"], one["erased"]) == ("recu-du-10.pdf", True, False)
    assert not in_clear(given, "recu-du-10")


def test_a_file_about_an_organisation_is_named_in_clear(given: Fund) -> None:
    assert joined(given, "convention.pdf", position(given, REGION["party"])).persons == 0
    assert in_clear(given, "convention.pdf")


@pytest.mark.parametrize(
    "file", ["Wagner_Muller-ZOE.pdf", "reçu de Zoé Wagner-Muller 2.pdf"]
)
def test_a_file_that_is_named_after_a_person_is_theirs_too(given: Fund, file: str) -> None:
    assert joined(given, file, position(given, REGION["party"])).persons == 1
    assert not in_clear(given, file)
    erase(given)
    (one,) = attached(given, position(given, REGION["party"]))
    assert one["name"] == f"pièce effacée ({one['position']})"
    assert one["present"], "it shows the region's grant, and stays"


def test_a_name_that_is_no_word_names_nobody(given: Fund) -> None:
    given.take(row("contribution", "2024-02-10", 5, party="...", **GIFT))
    assert joined(given, "convention.pdf", position(given, REGION["party"])).persons == 0


def test_a_borrowers_file_is_theirs(given: Fund) -> None:
    with Ledger(str(given.path)) as ledger:
        form = ProjectForm("Boulangerie solidaire", party=NAME)
        register_project(ledger, given.command(), form, None)
    given.take(row("contract", "2024-03-10", 100, agreement="PRET-9", **BAKERY))
    assert joined(given, PLAIN, "PRET-9").persons == 1


def test_erasing_takes_the_name_and_the_file(given: Fund) -> None:
    done = joined(given, "recu-du-10.pdf", position(given, NAME))
    root = given.verify().root
    before = given.verify().events
    erased = erase(given)
    assert (erased.gone, erased.left) == (1, ())
    (one,) = attached(given, position(given, NAME))
    assert one["name"] == f"pièce effacée ({one['position']})"
    assert (one["present"], one["erased"]) == (False, True)
    assert not list(given.path.parent.glob(f"registre.db.attachments/*/{done.sha256}"))
    with given.log() as log:
        assert log.root(before) == root
    assert checked(given)[0] == "ok"
    replayed(given)


def test_a_file_that_shows_others_facts_too_stays_and_is_named(given: Fund) -> None:
    both = (position(given, NAME), position(given, REGION["party"]))
    place = joined(given, PLAIN, *both).place
    erased = erase(given)
    assert (erased.gone, erased.left) == (0, (place,))
    (one,) = attached(given, both[0])
    assert one["present"]
    assert one["name"] == f"pièce effacée ({one['position']})"


def test_a_file_of_two_persons_goes_with_the_second(given: Fund) -> None:
    joined(given, PLAIN, position(given, NAME), position(given, OTHER))
    (one,) = attached(given, position(given, OTHER))
    assert one["name"] == PLAIN
    assert erase(given).gone == 0
    (one,) = attached(given, position(given, OTHER))
    assert one["name"] == f"pièce effacée ({one['position']})"
    assert erase(given, OTHER).gone == 1


def test_the_same_bytes_stay_while_something_else_is_shown_by_them(given: Fund) -> None:
    joined(given, PLAIN, position(given, NAME))
    joined(given, PLAIN, position(given, REGION["party"]))
    assert erase(given).gone == 0
    (one,) = attached(given, position(given, REGION["party"]))
    assert (one["name"], one["present"]) == (PLAIN, True)


def test_files_are_kept_where_it_is_asked_and_go_when_it_is_no_more(given: Fund) -> None:
    place = joined(given, PLAIN, position(given, NAME)).place
    number = erase(given, files=False)
    assert (number.gone, number.left) == (0, (place,))
    assert checked(given) == (
        "note",
        f"Attached files of erased persons that are still there: {place}.",
    )
    again = erase(given, str(number.number))
    assert (again.outcome.already, again.gone, again.left) == (True, 1, ())
    assert checked(given)[0] == "ok"


def test_a_dry_run_destroys_nothing_and_says_what_would_go(given: Fund) -> None:
    joined(given, PLAIN, position(given, NAME))
    assert erase(given, dry_run=True).gone == 1
    assert attached(given, position(given, NAME))[0]["present"]


def test_a_file_that_cannot_be_destroyed_is_said(
    given: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(given, PLAIN, position(given, NAME))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", refuse)
        with pytest.raises(StorageRefused):
            erase(given)
    assert checked(given)[0] == "note"
    (number,) = given.sql("SELECT id FROM party WHERE kind = 'person' AND sealed = ''")[0]
    assert erase(given, str(number)).gone == 1


def test_the_same_file_again_is_known_under_its_sealed_name(given: Fund) -> None:
    first = joined(given, PLAIN, position(given, NAME))
    again = joined(given, PLAIN, position(given, NAME))
    assert again.outcome.already
    assert again.outcome.position == first.outcome.position
    renamed = joined(given, "autre.pdf", position(given, NAME))
    assert not renamed.outcome.already


def test_a_file_about_a_crowd_is_named_in_clear_and_it_is_said(alsace: Fund) -> None:
    crowd = [
        row("contribution", "2024-01-10", 500, party=f"Donateur {i}", **GIFT)
        for i in range(PERSONS_MAX + 1)
    ]
    alsace.take(*crowd)
    ((batch,),) = alsace.sql("SELECT reference FROM batch")
    said = joined(alsace, PLAIN, batch)
    assert (said.persons, said.crowded) == (0, True)
    named = joined(alsace, "recu-donateur-3.pdf", batch)
    assert (named.persons, named.crowded) == (1, False)


def test_without_the_keys_a_file_goes_by_its_position(given: Fund) -> None:
    joined(given, PLAIN, position(given, NAME))
    given.path.with_name("registre.db.keys").unlink()
    (one,) = attached(given, position(given, NAME))
    assert one["name"] == f"({one['position']})"


def test_a_name_that_stood_in_clear_before_still_does(given: Fund) -> None:
    """What was attached before names were sealed is read as it was; its bytes go."""
    joined(given, PLAIN, position(given, NAME))
    given.tamper(
        "UPDATE event SET state = CAST(json_set(json_remove(CAST(state AS TEXT),"
        " '$.persons', '$.sealed'), '$.name', 'ancien.pdf') AS BLOB)"
        " WHERE topic = 'evidence-attached/1'"
    )
    with Reading(str(given.path)) as reading:
        reading.rebuild()
    assert erase(given).gone == 1
    (one,) = attached(given, position(given, NAME))
    assert (one["name"], one["erased"]) == ("ancien.pdf", False)
    assert checked(given)[0] == "ok"


@settings(deadline=None, max_examples=25)
@drawn(
    st.text(min_size=1, max_size=200).filter(lambda text: text.isprintable()),
    st.integers(1, PERSONS_MAX),
    st.data(),
)
def test_any_one_of_the_persons_takes_the_name_away(
    tmp_path_factory: pytest.TempPathFactory, name: str, count: int, data: st.DataObject
) -> None:
    vault = Vault(tmp_path_factory.mktemp("cles") / "cles")
    persons = [uuid7() for _ in range(count)]
    for person in persons:
        vault.seal_new(person, "party-registered/1", "person", "Lin Weber")
    vault.commit()
    stream = UUID(int=7)
    sealed = seal_name(vault, stream, persons, name).sealed
    raw = [person.bytes for person in persons]
    assert open_name(vault, stream.bytes, raw, sealed) == name
    assert open_name(vault, persons[0].bytes, raw, sealed) is None, "it is of its place"
    vault.erase([data.draw(st.sampled_from(raw))])
    assert open_name(vault, stream.bytes, raw, sealed) is None
    vault.close()
