from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from blendfund.application.importing.proposal import propose
from blendfund.domain.errors import FileRejected
from blendfund.exchange.mapped import read_mapped
from blendfund.exchange.mapping import Mapping, read_mapping

if TYPE_CHECKING:
    from pathlib import Path

LOANS = """Suivi du fonds;;;;;;
Date de vote;Date de versement;Bénéficiaire;Type d'aide;Objet;Montant voté;Montant versé
15/01/2024;20/02/2024;Recyclerie;Prêt à taux zéro;Tri;45 000,00 €;20 000,00
16/01/2024;;Épicerie;Subvention;Bocaux;1 000,50;
;;Total;;;46 000,50;20 000,00
"""
MONEY = """Date,Financeur,Nature,SIRET,Montant,Commentaire
2024-01-15,Région Grand Est,Subvention,21860194600013,60000.00,
2024-02-15,Caisse,Troc,,40000.00,à vérifier
"""
BANK = """Jour;Libellé;Débit;Crédit
01.02.24;Frais;12,00;
02.02.24;Don;;50,00
"""


def proposed(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Mapping, str, Path]:
    path = folder / "suivi.csv"
    path.write_bytes(text.encode(encoding))
    said = propose(path, str)
    (folder / "suivi.toml").write_text(said, encoding="utf-8")
    assert propose(path, str) == said
    return read_mapping(folder / "suivi.toml")[0], said, path


def test_a_proposal_of_loans_can_be_used_as_it_is(tmp_path: Path) -> None:
    mapping, _, path = proposed(tmp_path, LOANS, "cp1252")
    layout = mapping.file
    assert (layout.header, layout.encoding, layout.separator) == (2, "cp1252", ";")
    assert (layout.decimal, layout.dates) == (",", ["%d/%m/%Y"])
    assert mapping.values["instrument"] == {
        "Prêt à taux zéro": "zero-loan",
        "Subvention": "grant",
    }
    file = read_mapped(path, mapping, "EUR")
    assert [(row.kind, row.amount_minor) for row in file.rows] == [
        ("contract", 4_500_000),
        ("disbursement", 2_000_000),
        ("contract", 100_050),
    ]
    assert (file.skipped, file.problems) == (1, [])


def test_a_proposal_says_what_is_to_be_checked_and_filled_in(tmp_path: Path) -> None:
    mapping, text, _ = proposed(tmp_path, MONEY)
    assert mapping.fixed == {
        "kind": "contribution",
        "sector": "public",
        "terms": "concessional",
    }
    assert mapping.columns["party_identifier"] == "SIRET"
    assert '# "Troc" = ""  # to fill in' in text
    assert "# Columns not used: Commentaire." in text


def test_two_columns_of_a_bank_are_two_movements(tmp_path: Path) -> None:
    mapping, _, path = proposed(tmp_path, BANK)
    assert [one.fixed["kind"] for one in mapping.movements()] == ["contribution", "expense"]
    assert mapping.file.dates == ["%d.%m.%y"]
    assert [row.kind for row in read_mapped(path, mapping, "EUR").rows] == ["expense"]


def test_a_workbook_needs_no_format(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Montant", "Objet", "Mouvement"])
    sheet.append([dt.date(2024, 1, 1), 12.5, "Loyer", "Frais bancaires"])
    sheet.append([45323, 1, "Livret", "Intérêts livret"])
    book.save(tmp_path / "suivi.xlsx")
    said = tomllib.loads(propose(tmp_path / "suivi.xlsx", str))
    assert said["file"] == {"header": 1, "dates": ["excel"]}
    assert said["columns"]["kind"] == "Mouvement"
    assert said["values"]["kind"] == {
        "Frais bancaires": "expense",
        "Intérêts livret": "treasury-interest",
    }


def test_lines_without_an_amount_are_passed_over(tmp_path: Path) -> None:
    text = "Date;Montant;Objet\n2024-01-01;1;a\n2024-01-02;;b\n"
    assert proposed(tmp_path, text)[0].ignore == {"Montant": [""]}


@pytest.mark.parametrize("content", [b"", b"\0;\0\n", b"12;13\n14;15\n", b"PK\x03\x04"])
def test_what_has_no_headings_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "suivi.csv"
    path.write_bytes(content)
    with pytest.raises(FileRejected):
        propose(path, str)


def test_headings_that_say_nothing_leave_all_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "suivi.csv"
    path.write_text("Un;Deux\nx;y\n", encoding="utf-8")
    text = propose(path, str)
    assert '# date = ""' in text
    assert '# amount = ""' in text


def test_a_sheet_of_thousands_of_columns_is_looked_at_where_people_write(
    tmp_path: Path,
) -> None:
    head, first, *_ = MONEY.splitlines()
    wide = f"{head}{',x' * 20_000}\n{first}{',' * 20_000}\n"
    mapping, text, _ = proposed(tmp_path, wide)
    assert mapping.columns["amount"] == "Montant"
    (unused,) = [
        line for line in text.splitlines() if line.startswith("# Columns not used")
    ]
    assert unused.endswith(", etc.")
    assert unused.count(",") == 60


def test_a_key_of_a_megabyte_is_not_said_back(tmp_path: Path) -> None:
    path = tmp_path / "cle.toml"
    path.write_text(f'"{"a" * 900_000}" = 1\n', encoding="utf-8")
    with pytest.raises(FileRejected) as refused:
        read_mapping(path)
    (problem,) = refused.value.problems
    assert problem.given["value"].startswith("aaa")
    assert len(problem.given["value"]) < 300
    assert len(problem.column) < 300
