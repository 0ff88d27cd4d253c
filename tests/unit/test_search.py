"""Finding movements: each filter, and that a search finds what reading all rows finds."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import structs
from tests.unit.conftest import BAKERY, OPENED, REGION, Fund, row
from tests.unit.test_query import FRENCH, TREES

from blendfund.application.correcting.corrections import Corrected, correct, undo
from blendfund.application.importing.imports import Options, Source, import_rows
from blendfund.application.reading.kinds import KINDS
from blendfund.application.reading.reader import Reading
from blendfund.application.reading.search import Sought, positions, search
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import Corrupt, FundNotFound, UnknownFilter, UnknownPosition
from blendfund.domain.party import fold
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Kind
from blendfund.journal.rules import RULES
from blendfund.projections.query import tree
from blendfund.storage.books import index
from blendfund.storage.log import engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PERSON = {
    "party": "Noémie Wurtz",
    "sector": "individual",
    "instrument": "donation",
    "terms": "concessional",
}
GIFT = {"label": "Don", "earmark": "jeunesse", "reference": "HA-12"}


def found(ledger: Fund, query: str, **asked: Any) -> dict[str, Any]:
    with Reading(str(ledger.path)) as reading:
        return search(reading, Sought(query, **asked))


def labels(ledger: Fund, query: str, **asked: Any) -> list[str]:
    return [one["label"] for one in found(ledger, query, **asked)["rows"]]


@pytest.fixture
def full(alsace: Fund) -> Fund:
    """A fund whose movements are told apart by their labels."""
    alsace.take(
        row("commitment", "2024-01-02", 90_000, label="Convention 2024", **REGION),
        row("contribution", "2024-01-10", 90_000, label="Solde (ÉTÉ)", **REGION),
        row("contribution", "2024-02-10", 2_550, **GIFT, **PERSON),
        row("contract", "2024-03-01", 60_000, label="Contrat", **BAKERY),
        row("disbursement", "2024-03-31", 40_000, label="Premier tirage", **BAKERY),
        row("expense", "2024-04-01", 1_000, label="Frais_de 100 %", evidence="cd" * 32),
        file="janvier.csv",
    )
    return alsace


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("", "Convention 2024|Solde (ÉTÉ)|Don|Contrat|Premier tirage|Frais_de 100 %"),
        ("ete", "Solde (ÉTÉ)"),
        ("wurtz", "Don"),
        ("NOEMIE", "Don"),
        ("noemie wurtz", "Don"),
        ('"wurtz noemie"', ""),
        ("wurtz tirage", ""),
        ("wurtz|tirage", "Don|Premier tirage"),
        ("-source:public -wurtz", "Contrat|Premier tirage|Frais_de 100 %"),
        ("boulangerie", "Contrat|Premier tirage"),
        ('"c-2024"', "Convention 2024|Solde (ÉTÉ)|Don"),
        ("ha-12", "Don"),
        ('"100 %"', "Frais_de 100 %"),
        ("source:public", "Convention 2024|Solde (ÉTÉ)"),
        ("source:public,particuliers montant:<=900", "Convention 2024|Solde (ÉTÉ)|Don"),
        ("montant:25,50", "Don"),
        ("montant:25,51..400", "Premier tirage"),
        ("montant:>400 montant:<900", "Contrat"),
        ('montant:>="400" -montant:900', "Contrat|Premier tirage"),
        ("2024-T1 sorte:décaissement", "Premier tirage"),
        ("2024-04", "Frais_de 100 %"),
        ("le:>2024-03", "Frais_de 100 %"),
        ("enregistré:..2020", ""),
        (
            "enregistré:2021..",
            "Convention 2024|Solde (ÉTÉ)|Don|Contrat|Premier tirage|Frais_de 100 %",
        ),
        ("tiers:region", "Convention 2024|Solde (ÉTÉ)"),
        ('tiers:"" projet:""', "Frais_de 100 %"),
        ("tiers:wurtz", "Don"),
        ("-tiers:wurtz montant:<100", "Frais_de 100 %"),
        ("projet:boulangerie sorte:contract", "Contrat"),
        ("convention:f-2024-0001", "Contrat|Premier tirage"),
        ("convention:f-2024-000", ""),
        ('convention:""', "Frais_de 100 %"),
        ("affectation:jeune", "Don"),
        ('affectation:"" instrument:loan', "Contrat|Premier tirage"),
        ("libellé:frais_", "Frais_de 100 %"),
        ("libellé:ha-12", ""),
        ("libellé:e%e", ""),
        ("référence:ha", "Don"),
        ("référence:don", ""),
        ('-référence:""', "Don"),
        ('motif:"" wurtz', "Don"),
        ("pièce:cdcd", "Frais_de 100 %"),
        ("acteur:Camille montant:900", "Convention 2024|Solde (ÉTÉ)"),
        ("acteur:lea", ""),
        ("lot:janvier montant:10", "Frais_de 100 %"),
        ("lot:I-2026-0001 montant:10", "Frais_de 100 %"),
        ("lot:I-2026-0002", ""),
        ("fonds:alsace montant:10", "Frais_de 100 %"),
        ("fonds:lorraine", ""),
        ("territoire:fr-67 montant:10", "Frais_de 100 %"),
        ("territoire:67", ""),
        ("compartiment:garantie", ""),
        ('origine:"" montant:10', "Frais_de 100 %"),
        ("position:1..4", "Convention 2024"),
        ("annulé:oui", ""),
        ("annulé:non montant:10", "Frais_de 100 %"),
    ],
)
def test_a_filter_finds_its_movements(full: Fund, query: str, meant: str) -> None:
    assert "|".join(labels(full, query)) == meant


def test_a_row_tells_everything_about_its_movement(full: Fund) -> None:
    answer = found(full, "wurtz")
    (one,) = answer["rows"]
    assert one.pop("recorded_at")
    assert one == {
        "position": answer["rows"][0]["position"],
        "on": "2024-02-10",
        "topic": "contribution-received/1",
        "kind": "contribution",
        "amount": "25.50",
        "currency": "EUR",
        "fund": "ALSACE",
        "sector": "individual",
        "instrument": "donation",
        "terms": "concessional",
        "origin": "",
        "compartment": "",
        "party": "Noémie Wurtz",
        "project": "",
        "agreement": "C-2024-0002",
        "label": "Don",
        "reference": "HA-12",
        "earmark": "jeunesse",
        "reason": "",
        "note": "",
        "actor": "camille",
        "reversed": False,
        "replaces": None,
        "replaced_by": None,
    }
    assert (answer["query"], answer["read"], answer["count"]) == ("wurtz", "wurtz", 1)
    assert answer["total"] == {"EUR": "25.50"}


def test_the_newest_come_last_and_a_limit_keeps_them(full: Fund) -> None:
    answer = found(full, "", limit=2)
    assert [one["on"] for one in answer["rows"]] == ["2024-03-31", "2024-04-01"]
    assert answer["count"] == 6
    assert answer["total"] == {"EUR": "2835.50"}


def test_a_search_stands_at_a_day_and_a_position(full: Fund) -> None:
    later = row("contribution", "2024-01-05", 700, label="Tard", **REGION)
    full.take(row("commitment", "2024-01-05", 700, **REGION), later)
    assert "Tard" in labels(full, "2024-01")
    assert "Tard" not in labels(full, "2024-01", known_at="12")
    assert labels(full, "", as_of=row("expense", "2024-01-09", 1).on)[-1] == "Tard"
    with pytest.raises(UnknownPosition):
        found(full, "", known_at="99")


def test_a_fund_is_searched_alone_and_currencies_are_not_mixed(full: Fund) -> None:
    with Ledger(str(full.path)) as ledger:
        said = ("PACIFIQUE", "Fonds du Pacifique", ["987"], "XPF", OPENED)
        ledger.open_fund(full.command(), *said)
        one = row("contribution", "2024-05-01", 1_001, label="Franc", **REGION)
        rows = [structs.replace(one, currency="XPF")]
        source = Source("p.csv", "0" * 64, "movements", 1)
        import_rows(ledger, full.command(), "PACIFIQUE", rows, source, Options())
    assert labels(full, "", fund="PACIFIQUE") == ["Franc"]
    assert labels(full, "montant:>1000") == ["Franc"]
    assert labels(full, "montant:>1000.5") == ["Franc"]
    assert labels(full, "montant:>1001,5|1001,50") == []
    assert labels(full, "montant:<=1001,5 montant:>900") == ["Franc"]
    assert labels(full, "montant:>=1001,5") == []
    assert labels(full, "territoire:987 montant:<1001,01") == ["Franc"]
    assert found(full, "")["total"] == {"EUR": "2835.50", "XPF": "1001"}
    with pytest.raises(FundNotFound):
        found(full, "", fund="LORRAINE")


def test_what_is_recorded_after_a_search_is_found_by_the_next(full: Fund) -> None:
    assert labels(full, "tardif") == []
    full.take(row("contribution", "2024-06-01", 100, label="Don tardif", **PERSON))
    assert labels(full, "tardif") == ["Don tardif"]
    full.tamper("DELETE FROM projection WHERE name = 'movements'")
    assert labels(full, "tardif") == ["Don tardif"]


def test_a_person_is_found_by_name_and_never_stored_by_it(full: Fund) -> None:
    assert labels(full, "wurtz") == ["Don"]
    for file in full.path.parent.glob(f"{full.path.name}*"):
        assert b"wurtz" not in file.read_bytes().lower()


def test_a_person_whose_key_is_gone_is_found_by_nothing(full: Fund) -> None:
    os.truncate(full.path.with_name("registre.db.keys"), 0)
    assert labels(full, "wurtz") == []
    (one,) = found(full, "libellé:don")["rows"]
    assert one["party"].startswith("(")


def test_many_persons_are_found_at_once(alsace: Fund) -> None:
    people = [
        row("contribution", "2024-01-01", 100, **{**PERSON, "party": f"Personne {i:03d}"})
        for i in range(120)
    ]
    alsace.take(*people)
    assert [one["party"] for one in found(alsace, "personne tiers:007")["rows"]] == [
        "Personne 007"
    ]
    assert found(alsace, 'personne -tiers:"ne 00"')["count"] == 110


def test_what_was_taken_back_is_shown_and_not_counted(full: Fund) -> None:
    (don,) = found(full, "libellé:don")["rows"]
    with Ledger(str(full.path)) as ledger:
        done = correct(
            ledger, full.command(), don["position"], Corrected(Typed(51)), "Deux dons"
        )
    was, is_now = found(full, "wurtz")["rows"]
    assert (was["reversed"], was["replaced_by"]) == (True, is_now["position"])
    assert (is_now["reversed"], is_now["replaces"]) == (False, was["position"])
    assert (is_now["amount"], is_now["reason"]) == ("51.00", "Deux dons")
    assert found(full, "wurtz")["total"] == {"EUR": "51.00"}
    assert found(full, "wurtz annulé:oui")["rows"] == [was]
    assert found(full, "wurtz annulé:non")["rows"] == [is_now]
    assert labels(full, "motif:deux") == ["Don"]
    before = found(full, "wurtz", known_at=str(don["position"]))
    assert before["rows"] == [don]
    assert done.position >= is_now["position"]


def test_what_an_undo_took_back_is_marked(full: Fund) -> None:
    full.take(row("contribution", "2024-06-01", 100, label="Double", **PERSON))
    with Ledger(str(full.path)) as ledger:
        undo(ledger, full.command(), "Saisi deux fois")
    (one,) = found(full, "double")["rows"]
    assert (one["reversed"], one["replaced_by"]) == (True, None)
    assert found(full, "double")["total"] == {"EUR": "0.00"}


def test_a_merged_party_is_found_by_both_its_names(full: Fund) -> None:
    full.take(row("contribution", "2024-07-01", 5, **{**REGION, "party": "CR GE"}))
    (now,), (old,) = full.sql("SELECT id FROM party WHERE sealed = '' ORDER BY id")
    full.tamper(f"INSERT INTO merge VALUES (1, {old}, {now}, 0)")  # noqa: S608
    both = [one["party"] for one in found(full, "tiers:région")["rows"]]
    assert both == ["Région Grand Est"] * 3
    assert found(full, 'tiers:"cr ge"')["count"] == 1
    assert found(full, "wurtz")["count"] == 1


def test_an_attached_file_is_found_from_its_name_and_its_hash(full: Fund) -> None:
    (don,) = found(full, "libellé:don")["rows"]
    place = f"x'01', 'Reçu Wurtz.pdf', '{'ab' * 32}', 12, '{don['position']}', x'', ''"
    full.tamper(f"INSERT INTO attachment VALUES (1, {place}, 0)")  # noqa: S608
    assert labels(full, 'pièce:"recu wurtz"') == labels(full, "evidence:abab") == ["Don"]
    bare = labels(full, 'pièce:""')
    assert len(bare) == 4
    assert "Don" not in bare
    head = full.sql("SELECT max(position) FROM event")[0][0]
    full.tamper(f"UPDATE attachment SET withdrawn = {head} WHERE id = 1")  # noqa: S608
    assert labels(full, "evidence:abab") == []
    assert labels(full, "evidence:abab", known_at=str(head - 1)) == ["Don"]


def test_somebody_who_may_only_read_searches_all_the_same(full: Fund) -> None:
    labels(full, "")
    full.take(row("contribution", "2024-06-01", 100, label="Don tardif", **PERSON))
    sealed(full.path.parent, 0o500)
    try:
        assert labels(full, "tardif") == ["Don tardif"]
        full.path.chmod(0o400)
        assert labels(full, "tardif wurtz") == ["Don tardif"]
    finally:
        sealed(full.path.parent, 0o700)


def test_a_search_does_not_fail_because_somebody_writes(
    full: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.report("composition")
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0)
    with full.path.with_name(f"{full.path.name}.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert labels(full, "wurtz") == ["Don"]
    assert full.sql("SELECT count(*) FROM projection") == [(1,)]


def sealed(folder: Path, mode: int) -> None:
    folder.chmod(mode)


def test_the_index_in_memory_says_what_the_stored_one_says(full: Fund) -> None:
    with Reading(str(full.path)) as reading:
        stored = reading.movements.execute("SELECT * FROM movement").fetchall()
        books = reading.books
        index.beside(books, books, reading.log.head().position)
        assert books.execute("SELECT * FROM temp.movement").fetchall() == stored


def test_a_long_index_forgets_agreements_and_finds_them_again(
    full: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(full, "")["rows"]
    full.tamper("DELETE FROM projection WHERE name = 'movements'")
    monkeypatch.setattr(index, "REMEMBERED_MAX", 1)
    assert found(full, "")["rows"] == before


def test_a_movement_of_no_known_fund_is_told(full: Fund) -> None:
    found(full, "")
    full.tamper(
        "DELETE FROM projection WHERE name = 'movements'",
        "UPDATE fund SET stream_id = zeroblob(16)",
    )
    with pytest.raises(Corrupt, match="a fund that was never registered"):
        found(full, "")


def test_other_commands_ask_for_the_positions(full: Fund) -> None:
    with Reading(str(full.path)) as reading:
        rows = search(reading, Sought("2024-03"))["rows"]
        assert positions(reading, "2024-03", french=True) == [
            one["position"] for one in rows
        ]
        with pytest.raises(UnknownFilter):
            positions(reading, "souce:x", french=True)


def by_hand(node: tree.Node, one: dict[str, Any]) -> bool:
    """Tell whether a row is meant, without SQL and without an index."""
    match node:
        case tree.All(parts):
            return all(by_hand(part, one) for part in parts)
        case tree.Any(parts):
            return any(by_hand(part, one) for part in parts)
        case tree.Not(part):
            return not by_hand(part, one)
        case tree.Text(phrase):
            keys = ("label", "reference", "party", "project", "called", "agreement")
            texts = [*(one[key] for key in keys), f"{one['reason']} {one['note']}"]
            return any(fold(phrase) in fold(text) for text in texts)
        case tree.Filter(key, value):
            return filtered(key, value, one)


def filtered(key: str, value: Any, one: dict[str, Any]) -> bool:
    match value:
        case tree.Amounts(low, high, strict):
            minor = int(one["amount"].replace(".", ""))
            inside = not strict
            return (low is None or minor > low - inside) and (
                high is None or minor < high + inside
            )
        case tree.Days(first, last):
            day = one["on" if key == "date" else "recorded_at"][:10]
            return between(first and str(first), day, last and str(last))
        case tree.Positions(first, last):
            return between(first, one["position"], last)
        case bool():
            return value is bool(one["reversed"])
    return WORDS[key](fold(value), one) if key in WORDS else says(fold(value), one[key])


def between(first: Any, value: Any, last: Any) -> bool:
    return (first is None or first <= value) and (last is None or value <= last)


def says(phrase: str, said: str) -> bool:
    return phrase in fold(said) if phrase else not fold(said)


PARTS_OF_THE_FILE = {"f0.csv"[i:j] for i in range(6) for j in range(i + 1, 7)}
WORDS: dict[str, Callable[[str, dict[str, Any]], bool]] = {
    "kind": lambda code, one: KINDS.get(code, code) == one["kind"],
    "sector": lambda code, one: code == one["sector"],
    "instrument": lambda code, one: code == one["instrument"],
    "terms": lambda code, one: code == one["terms"],
    "fund": lambda phrase, _: phrase == "alsace" or phrase in "fonds",
    "territory": lambda phrase, _: phrase == "fr-67",
    "project": lambda phrase, one: (
        says(phrase, one["project"]) or bool(phrase and phrase in fold(one["called"]))
    ),
    "batch": lambda phrase, _: phrase in {"i-2026-0001", *PARTS_OF_THE_FILE},
    "evidence": lambda phrase, _: not phrase,
    "reason": lambda phrase, one: says(phrase, f"{one['reason']} {one['note']}"),
    # No agreement of this fund has a name: only its whole reference is one.
    "agreement": lambda phrase, one: phrase == fold(one["agreement"]),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(TREES)
def test_a_search_finds_what_reading_every_row_finds(rich: Fund, node: tree.Node) -> None:
    with Reading(str(rich.path)) as reading:
        every = search(reading, Sought(""))["rows"]
        answer = search(reading, Sought(str(node)))
    references = dict(rich.sql("SELECT name, reference FROM project"))
    called = [{**one, "called": references.get(one["project"], "")} for one in every]
    meant = [one["position"] for one in called if by_hand(node, one)]
    assert [one["position"] for one in answer["rows"]] == meant
    assert answer["count"] == len(meant)


def test_every_kind_of_line_is_a_kind_of_movement() -> None:
    assert set(KINDS.values()) == {str(kind) for kind in Kind}
    assert set(KINDS) <= set(RULES)


def test_every_listed_kind_of_movement_is_known(rich: Fund) -> None:
    kinds = {one["kind"] for one in found(rich, "")["rows"]}
    assert kinds <= set(KINDS.values())
    for code in FRENCH.shown["kind"]:
        found(rich, f"kind:{code}")
