"""Anybody's spreadsheet through the real command: recorded, put aside, compared."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements, Refusals

SHEET = """Suivi du fonds;;;;;
Date;Financeur;Type;Montant;N°;Observations
15/01/2024;Région Grand Est;Subvention;60 000,00 €;V1;
20/01/2024;Caisse;Prêt;40 000,00 €;V2;à vérifier
;Total;;100 000,00 €;;
"""
MAPPING = """[file]
separator = ";"
decimal = ","
dates = "%d/%m/%Y"
[columns]
date = "Date"
party = "financeur"
instrument = "Type"
amount = "Montant"
reference = "N°"
[fixed]
kind = "contribution"
sector = "public"
terms = "concessional"
[values.instrument]
"Subvention" = "grant"
"Prêt" = "loan"
[ignore]
"Financeur" = ["Total*"]
"""
TOTALS = """date = 2024-12-31
[total]
received = 106000
[party.received]
"Region Grand Est" = 66000
"Caisse" = 40000
"""


class Files:
    """A spreadsheet, its mapping and the totals expected, in one folder."""

    def __init__(self, movements: Movements) -> None:
        self.sheet = movements.raw(SHEET, "suivi.csv")
        self.mapping = movements.raw(MAPPING, "suivi.toml")
        self.totals = movements.raw(TOTALS, "totaux.toml")
        self.aside = self.sheet.with_name("ecart.csv")

    def command(self, *more: object, sheet: Path | None = None) -> tuple[object, ...]:
        first = ("import", "mapped", sheet or self.sheet, "--mapping", self.mapping)
        return (*first, "--fund", "ALSACE", *more)


@pytest.fixture
def files(movements: Movements) -> Files:
    return Files(movements)


def test_a_spreadsheet_is_recorded_once(fund: Cli, files: Files) -> None:
    done = fund.done(*files.command())
    assert (done["lines"], done["recorded"], done["skipped"]) == (2, 2, 1)
    assert (done["total"], done["parties"]) == ("100000.00", 2)
    again = fund.done(*files.command())
    assert (again["recorded"], again["known"], again["already"]) == (0, 2, True)
    rows = fund.report("composition", "--by", "instrument")["rows"]
    assert {row["key"]: row["received"] for row in rows} == {
        "grant": "60000.00",
        "loan": "40000.00",
    }


def test_a_dry_run_writes_nothing(fund: Cli, files: Files) -> None:
    before = fund.events()
    assert fund.done(*files.command("--dry-run"))["recorded"] == 2
    assert fund.events() == before


def test_a_key_belongs_to_the_spreadsheet_and_its_mapping(fund: Cli, files: Files) -> None:
    first = fund.done(*files.command("--key", "k"))
    assert fund.done(*files.command("--key", "k"))["position"] == first["position"]
    files.mapping.write_text(MAPPING + '"Observations" = ["à v*"]\n', encoding="utf-8")
    assert fund(*files.command("--key", "k")).exit_code == 5


def test_the_batch_says_which_mapping_read_it(fund: Cli, files: Files) -> None:
    fund.done(*files.command())
    text = fund("events", "--json").stdout
    assert re.search(r"mapped:[0-9a-f]{16}", text)


def test_bad_cells_are_told_at_the_lines_of_the_sheet(
    refuses: Refusals, files: Files
) -> None:
    text = SHEET.replace("60 000,00", "soixante").replace("Prêt", "Troc")
    files.sheet.write_text(text, encoding="utf-8")
    answer = refuses(3, *files.command())
    assert "suivi.csv:3: Montant: " in answer.stderr
    assert "suivi.csv:4: Type: " in answer.stderr


def test_a_mistake_in_the_mapping_is_told_at_its_line(
    refuses: Refusals, files: Files
) -> None:
    files.mapping.write_text(MAPPING.replace("decimal", "decimale"), encoding="utf-8")
    refuses(3, *files.command(), says=r"suivi.toml:3: file.decimale: .*decimal")


def test_a_spreadsheet_without_a_mapping_asks_for_one(refuses: Refusals) -> None:
    refuses(2, "import", "mapped", "suivi.csv", "--fund", "ALSACE", says="--mapping")
    refuses(2, "import", "mapped", "suivi.csv", "--mapping", "m.toml", says="--fund")


def test_what_was_put_aside_comes_back_corrected_by_the_same_mapping(
    fund: Cli, files: Files
) -> None:
    text = SHEET.replace("40 000,00", "quarante")
    files.sheet.write_text(text, encoding="utf-8")
    done = fund.done(*files.command("--quarantine", files.aside))
    assert (done["recorded"], done["quarantined"]) == (1, 1)
    kept = files.aside.read_text(encoding="utf-8-sig")
    head, line = kept.splitlines()
    assert head == "Date;Financeur;Type;Montant;N°;Observations;why"
    assert line.startswith("20/01/2024;Caisse;Prêt;quarante €;V2;à vérifier;Montant: ")
    files.aside.write_text(kept.replace("quarante", "40 000"), encoding="utf-8-sig")
    assert fund.done(*files.command(sheet=files.aside))["recorded"] == 1
    assert fund.report("composition")["total"]["received"] == "100000.00"


def test_a_line_refused_by_the_fund_is_put_aside_whole(fund: Cli, files: Files) -> None:
    files.sheet.write_text(SHEET.replace("20/01/2024", "20/01/2019"), encoding="utf-8")
    assert fund(*files.command()).exit_code == 1
    done = fund.done(*files.command("--quarantine", files.aside))
    assert (done["recorded"], done["quarantined"]) == (1, 1)
    assert "before-fund" in files.aside.read_text(encoding="utf-8-sig")


def test_an_import_is_compared_with_what_was_expected_before_it_is_done(
    fund: Cli, files: Files
) -> None:
    before = fund.events()
    done = fund.done(*files.command("--totals", files.totals, "--dry-run"))
    told = done["differences"]
    assert (told["agreed"], told["differing"]) == (1, 2)
    assert [row["difference"] for row in told["rows"]] == ["6000.00", "6000.00", "0.00"]
    assert fund.events() == before
    fund.done(*files.command())
    report = fund.report("differences", "--totals", files.totals)
    assert report["rows"] == told["rows"]
    again = fund.done(*files.command("--totals", files.totals, "--key", "k"))
    assert again["differences"]["rows"] == told["rows"]


def test_a_line_left_out_is_pointed_at(fund: Cli, files: Files) -> None:
    files.sheet.write_text(SHEET.replace("20/01/2024", "20/13/2024"), encoding="utf-8")
    words = ("--quarantine", files.aside, "--totals", files.totals, "--dry-run")
    rows = fund.done(*files.command(*words))["differences"]["rows"]
    codes = [clue["code"] for clue in rows[2]["clues"]]
    assert codes == ["unknown-name", "left-out"]
    assert rows[2]["clues"][1]["lines"] == [4]
    shown = fund(*files.command(*words))
    assert "Totaux qui s’accordent" in shown.stdout


def test_a_native_file_is_compared_too(
    fund: Cli, movements: Movements, files: Files
) -> None:
    file = movements(
        """
        2024-01-15 contribution 60000 party=Région public grant concessional
        2019-01-15 contribution 46000 party=Région public grant concessional
        """
    )
    words = ("--quarantine", files.aside, "--totals", files.totals)
    rows = fund.take(file, *words)["differences"]["rows"]
    assert rows[0]["clues"][0]["lines"] == [3]


def test_a_report_of_differences_is_a_report_like_any_other(
    fund: Cli, files: Files
) -> None:
    fund.done(*files.command())
    words = ("report", "differences", "--fund", "ALSACE", "--totals", files.totals)
    report = fund.done(*words)
    assert report["as_of"] == "2024-12-31"
    assert {"position", "root", "flags", "rows", "agreed", "differing"} <= set(report)
    table = fund(*words, "--format", "csv", "--dialect", "excel-fr").stdout
    assert "Chiffre;De;Attendu;Trouvé;Écart;Indices" in table
    assert fund(*words, "--as-of", "2024-01-16", "--json").json["rows"][0]["computed"] == (
        "60000.00"
    )


def test_totals_that_cannot_be_read_are_a_rejected_file(
    refuses: Refusals, files: Files
) -> None:
    files.totals.write_text("[total]\nreceived = '1.234'\n", encoding="utf-8")
    words = ("report", "differences", "--fund", "ALSACE", "--totals", files.totals)
    refuses(3, *words, says=r"totaux.toml:2: total.received: ")


def test_a_mapping_is_proposed_from_the_spreadsheet(cli: Cli, files: Files) -> None:
    answer = cli("import", "mapped", files.sheet, "--propose")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert 'party = "Financeur"' in answer.stdout
    assert "# à vérifier" in answer.stdout
    told: Any = cli("import", "mapped", files.sheet, "--propose", "--json").json
    assert told == {"mapping": answer.stdout}


def test_a_workbook_that_unpacks_without_end_is_refused(
    refuses: Refusals, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = files.sheet.with_name("bombe.xlsx")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5000)
    monkeypatch.setattr("blendfund.exchange.grid.UNPACKED_BYTES_MAX", 4999)
    refuses(3, *files.command(sheet=bomb), says="bombe.xlsx:1: ")
    assert cli_proposes_nothing(refuses.cli, bomb)


def cli_proposes_nothing(cli: Cli, file: Path) -> bool:
    return cli("import", "mapped", file, "--propose").exit_code == 3


def test_a_spreadsheet_says_in_which_tranche_a_funder_stands(
    fund: Cli, files: Files, movements: Movements
) -> None:
    day = ("--fund", "ALSACE", "--on", "2024-01-02")
    fund.done("tranche", "define", "Senior", "--rank", 1, "--size", 60000, *day)
    mapping = MAPPING.replace("[fixed]", 'tranche = "Observations"\n[fixed]')
    mapping += '[values.tranche]\n"à vérifier" = "Senior"\n'
    movements.raw(mapping, "suivi.toml")
    fund.done(*files.command())
    (senior, *_) = fund.done("tranche", "list", "--fund", "ALSACE")["rows"]
    assert [one["party"] for one in senior["contributions"]] == ["Caisse"]
