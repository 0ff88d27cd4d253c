from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.conftest import BAKERY, BANK, OPENED, REGION, Fund, row

from blendfund.application.importing.files import FileReport, import_movements, import_scdl
from blendfund.application.importing.imports import Options
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    BlendfundError,
    FileRejected,
    FileUnreadable,
    FundNotFound,
    KeyReused,
    LineRefused,
    ReferenceReused,
)
from blendfund.exchange.movements import HEADER, OPTIONAL

if TYPE_CHECKING:
    from pathlib import Path

IN = row("contribution", "2024-01-10", 1_000, **REGION)
OUT = row("disbursement", "2024-02-10", 600, **BAKERY)
FULL = ",".join(HEADER)
LINE = "2024-01-10,contribution,Région,public,grant,concessional,,,10.00,EUR,,"
QUARANTINE = Options(quarantine=True)


def write(folder: Path, *lines: str, name: str = "m.csv") -> Path:
    path = folder / name
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def read(fund: Fund, path: Path, options: Options = Options(), **said: Any) -> FileReport:  # noqa: B008
    with Ledger(str(fund.path)) as ledger:
        keep = said.pop("keep", None)
        command = fund.command(**said)
        return import_movements(ledger, command, "ALSACE", path, options, keep)


def problems(fund: Fund, path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(FileRejected) as found:
        read(fund, path)
    return [
        (one.line, one.column, one.why.format(**one.given)) for one in found.value.problems
    ]


def test_lines_are_recorded_in_date_order_and_file_order_within_a_day(alsace: Fund) -> None:
    alsace.take(
        row("expense", "2024-03-01", 3, label="c"),
        row("contribution", "2024-01-10", 1_000, **REGION),
        row("expense", "2024-02-01", 1, label="a"),
        row("expense", "2024-02-01", 2, label="b"),
    )
    sql = "SELECT state ->> 'line' FROM event WHERE topic LIKE '%e%paid%' ORDER BY position"
    assert [one[0] for one in alsace.sql(sql)] == [4, 5, 2]


def test_the_same_file_again_records_nothing(alsace: Fund) -> None:
    first = alsace.take(IN, OUT, file="a.csv")
    again = alsace.take(IN, OUT, file="a.csv")
    assert (first.recorded, first.known, first.outcome.already) == (2, 0, False)
    assert (again.recorded, again.known, again.outcome.already) == (0, 2, True)
    assert again.outcome.reference == first.outcome.reference
    assert first.outcome.reference.endswith("-0001")
    assert again.outcome.position == first.outcome.position == alsace.verify().events


def test_a_grown_file_records_only_its_new_lines(alsace: Fund) -> None:
    alsace.take(IN)
    grown = alsace.take(OUT, IN)
    assert (grown.recorded, grown.known, grown.outcome.already) == (1, 1, False)
    assert alsace.uses()["cash"] == "4.00"


def test_true_twins_are_kept_and_recognised_by_their_count(alsace: Fund) -> None:
    assert alsace.take(IN, IN).recorded == 2
    assert alsace.take(IN, IN, IN).recorded == 1
    assert alsace.uses()["cash"] == "30.00"


def test_a_reference_is_one_line_for_ever(alsace: Fund) -> None:
    named = {"reference": "VIR-1"} | REGION
    alsace.take(row("contribution", "2024-01-10", 1_000, **named))
    again = alsace.take(row("contribution", "2024-01-10", 1_000, **named))
    assert again.outcome.already
    with pytest.raises(ReferenceReused, match=r"b\.csv:2: the reference VIR-1"):
        alsace.take(row("contribution", "2024-01-10", 1_001, **named), file="b.csv")


def test_a_reference_twice_in_one_file_is_one_line_or_a_conflict(alsace: Fund) -> None:
    named = {"reference": "VIR-1"} | REGION
    one = row("contribution", "2024-01-10", 1_000, **named)
    assert alsace.take(one, one).recorded == 1
    other = row("contribution", "2024-01-10", 2_000, **REGION | {"reference": "VIR-2"})
    with pytest.raises(ReferenceReused):
        alsace.take(other, row("expense", "2024-02-10", 1, label="x", reference="VIR-2"))


def test_a_key_answers_for_the_file_it_was_used_with(alsace: Fund) -> None:
    first = alsace.take(IN, key="k", file="a.csv")
    again = alsace.take(IN, key="k", file="a.csv")
    assert again.outcome.already
    assert again.outcome.position == first.outcome.position
    assert again.outcome.reference == first.outcome.reference
    with pytest.raises(KeyReused):
        alsace.take(OUT, key="k", file="b.csv")


def test_a_file_is_recorded_whole_or_not_at_all(alsace: Fund) -> None:
    with pytest.raises(LineRefused) as refused:
        alsace.take(IN, row("expense", "2024-02-10", 1_001, label="x"))
    assert refused.value.inner_code == "not-enough-cash"
    assert "-0.01 EUR" in str(refused.value)
    assert alsace.verify().events == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(alsace: Fund) -> None:
    dry = alsace.take(IN, OUT, dry_run=True, file="a.csv")
    assert alsace.verify().events == 1
    assert alsace.take(IN, OUT, file="a.csv") == dry


def test_no_day_ends_below_zero_unless_the_bank_has_proven_it(alsace: Fund) -> None:
    late = row("contribution", "2024-03-01", 1_000, **REGION)
    early = row("expense", "2024-02-10", 100, label="x")
    with pytest.raises(LineRefused):
        alsace.take(late, early)
    done = alsace.take(late, early, options=Options(allow_overdraft=True))
    assert alsace.report("balance")["flags"] == []
    (flag,) = alsace.report("balance", as_of=date(2024, 2, 15))["flags"]
    assert flag["code"] == "cash-below-zero"
    assert "below zero: -€1.00" in flag["text"]
    (position,) = flag["positions"]
    assert position < done.outcome.position


def test_a_quarantine_leaves_out_bad_lines_and_what_depends_on_them(alsace: Fund) -> None:
    bad = row("contribution", "2019-01-10", 500, **BANK)
    depends = row("reimbursement", "2024-02-10", 100, party=BANK["party"])
    done = alsace.take(IN, bad, depends, OUT, options=QUARANTINE)
    assert {line: one.code for line, one in done.refused.items()} == {  # type: ignore[union-attr]
        3: "before-fund",
        4: "above-received",
    }
    assert (done.recorded, alsace.uses()["cash"]) == (2, "4.00")


def test_a_quarantine_leaves_out_what_there_is_no_cash_for(alsace: Fund) -> None:
    too_much = row("expense", "2024-02-11", 500, label="x")
    done = alsace.take(IN, OUT, too_much, options=QUARANTINE)
    assert list(done.refused) == [4]
    assert alsace.uses()["cash"] == "4.00"


def test_more_lines_than_one_question_holds_are_recognised(alsace: Fund) -> None:
    rows = [row("contribution", "2024-01-10", n, **REGION) for n in range(1, 702)]
    assert alsace.take(*rows).recorded == 701
    assert alsace.take(*rows).known == 701


def test_a_file_of_an_unknown_fund_is_refused(empty: Fund) -> None:
    with pytest.raises(FundNotFound):
        empty.take(IN)


def test_a_movement_file_is_recorded_and_counted(alsace: Fund, tmp_path: Path) -> None:
    other = LINE.replace("Région", "Banque").replace("10.00", "2.5")
    path = write(tmp_path, f"\ufeff{FULL}", LINE, "," * 11, other)
    told = read(alsace, path).contract()
    assert {key: told[key] for key in ("lines", "recorded", "known", "skipped")} == {
        "lines": 2,
        "recorded": 2,
        "known": 0,
        "skipped": 1,
    }
    assert (told["total"], told["parties"], told["quarantined"]) == ("12.50", 2, 0)
    assert told["position"] == alsace.verify().events
    assert (told["events"], told["already"]) == (6, False)


def test_optional_columns_are_read_wherever_they_stand(
    alsace: Fund, tmp_path: Path
) -> None:
    header = ",".join([FULL, *reversed(OPTIONAL)])
    cells = ",,,,,,,,,,,ab,Ville,512,emploi,amorçage,FSE,organisation"
    read(alsace, write(tmp_path, header, f"{LINE},{cells}"))
    (found,) = alsace.sql("SELECT origin, compartment, carrier FROM agreement")
    assert found == ("FSE", "amorçage", "Ville")


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (LINE.replace("2024-01-10", "2024-02-30"), "date", "is not a date"),
        (LINE.replace("2024-01-10", "10/01/2024"), "date", "is not a date"),
        (LINE.replace("contribution", "don"), "kind", "is not one of: commitment"),
        (LINE.replace("contribution", ""), "kind", "is not one of"),
        (LINE.replace("public", "état"), "sector", "is not one of: public"),
        (LINE.replace("10.00", "1e3"), "amount", "is not an amount"),
        (LINE.replace("10.00", "0"), "amount", "is not an amount"),
        (LINE.replace("10.00", "10000000000000.01"), "amount", "is not an amount"),
        (LINE.replace("EUR", "€"), "currency", "is not a currency code"),
        (LINE.replace("Région", " "), "party", "contribution needs a value here"),
        (LINE.replace("contribution,Région", "repayment,"), "project", "or agreement"),
        (LINE + ",", "", "13 columns where the header has 12"),
        (LINE.replace("Région", "A\0"), "", "NUL byte"),
        ('"' + LINE, "", "unexpected end of data"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    alsace: Fund, tmp_path: Path, line: str, column: str, why: str
) -> None:
    ((number, where, said),) = problems(alsace, write(tmp_path, FULL, LINE, line))
    assert (number, where) == (3, column)
    assert why in said
    assert alsace.verify().events == 1


def test_every_bad_line_is_told_in_order(alsace: Fund, tmp_path: Path) -> None:
    bad = LINE.replace("10.00", "x").replace("public", "y")
    path = write(tmp_path, FULL, bad, LINE, bad)
    found = [one[:2] for one in problems(alsace, path)]
    assert sorted(found) == [(2, "amount"), (2, "sector"), (4, "amount"), (4, "sector")]
    assert [line for line, _ in found] == [2, 2, 4, 4]


@pytest.mark.parametrize(
    "header", ["", "date", FULL + ",surprise", f"{FULL},origin,origin", '"' + FULL]
)
def test_another_header_is_no_movement_file(
    alsace: Fund, tmp_path: Path, header: str
) -> None:
    ((line, _, why),) = problems(alsace, write(tmp_path, header, LINE))
    assert line == 1
    assert "the header must be exactly" in why


def test_a_file_in_another_encoding_is_told_line_by_line(
    alsace: Fund, tmp_path: Path
) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(f"{FULL}\n{LINE}\n".encode("cp1252"))
    assert problems(alsace, path)[0][:2] == (2, "")
    path.write_bytes(FULL.encode() + b"\n" + b"x" * (1 << 20) + b"\n")
    assert "longer than 1 MiB" in problems(alsace, path)[0][2]


def test_a_file_that_is_not_there_is_told(alsace: Fund, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="there is no such file"):
        read(alsace, tmp_path / "absent.csv")


def test_a_quarantine_gets_unreadable_lines_and_refused_ones(
    alsace: Fund, tmp_path: Path
) -> None:
    kept: list[Any] = []
    late = LINE.replace("2024", "2031")
    path = write(tmp_path, FULL, LINE.replace("10.00", "x"), LINE, late)
    told = read(alsace, path, QUARANTINE, keep=lambda *given: kept.append(given))
    ((header, cells, why),) = kept
    assert header == HEADER
    assert sorted(why) == [2, 4]
    assert cells[4] == late.split(",")
    assert isinstance(why[4], BlendfundError)
    assert (told.left_out, told.lines, told.imported.recorded) == (2, 3, 1)


def test_a_quarantine_needs_no_place_and_never_takes_a_wrong_header(
    alsace: Fund, tmp_path: Path
) -> None:
    assert read(alsace, write(tmp_path, FULL, LINE, "x"), QUARANTINE).left_out == 1
    with pytest.raises(FileRejected):
        read(alsace, write(tmp_path, "date", LINE), QUARANTINE)


def test_two_names_that_look_like_one_are_pointed_at(alsace: Fund, tmp_path: Path) -> None:
    one, other, third = (
        LINE.replace("Région", name)
        for name in ("Association Le Pré", "Le Pré", "Prè (association)")
    )
    told = read(alsace, write(tmp_path, FULL, one, other))
    ((text, given),) = told.warnings
    assert text.startswith("Two names look like one party: ")
    assert given == {"one": "Association Le Pré", "other": "Le Pré"}
    told = read(alsace, write(tmp_path, FULL, third))
    assert len(told.warnings) == 2
    told = read(alsace, write(tmp_path, FULL, LINE.replace("Région", "De la")))
    assert told.warnings == ()


@pytest.mark.parametrize(
    ("label", "personal"),
    [
        ("de zoe@exemple.fr", True),
        ("FR76 3000 6000 0112 3456 7890 189", True),
        ("06 12 34 56 78", True),
        ("+33 6.12.34.56.78", True),
        ("Virement 2024 FR", False),
        ("arobase @ seule, facture 0", False),
    ],
)
def test_personal_data_in_labels_are_pointed_at(
    alsace: Fund,
    tmp_path: Path,
    label: str,
    personal: bool,  # noqa: FBT001
) -> None:
    told = read(alsace, write(tmp_path, FULL, f'{LINE}"{label}"'))
    assert [given for _, given in told.warnings] == ([{"count": 1}] if personal else [])


SCDL = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,"
    "idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement"
)
FUND_SIREN, VILLE, PRE = "218601946", "21670482500019", "78467169500087"


def grants(fund: Fund, path: Path) -> FileReport:
    with Ledger(str(fund.path)) as ledger:
        ledger.open_fund(
            *(fund.command(), "ALSACE", "Fonds", ["FR-67"], "EUR", OPENED),
            siren=FUND_SIREN,
        )
        return import_scdl(ledger, fund.command(), "ALSACE", path)


def grant(giver: str, to: str, beneficiary: str, amount: str = "1000") -> str:
    return (
        f"{giver},{giver},2024-01-10,D1,{to},{beneficiary},,Aide,{amount},numéraire,unique"
    )


def test_a_grant_file_is_seen_from_the_fund(empty: Fund, tmp_path: Path) -> None:
    fund = f"{FUND_SIREN}00013"
    path = write(
        tmp_path,
        SCDL,
        grant(fund, "Le Pré", PRE),
        grant(VILLE, "Le fonds", fund, "2000"),
        grant(VILLE, "Le Pré", PRE, "300"),
        grant(VILLE, "Le Pré", VILLE, "400"),
    )
    told = grants(empty, path)
    assert (told.lines, told.total, told.left_out) == (4, "3700.00", 0)
    uses = empty.uses()
    assert (uses["contracted"], uses["cash"]) == ("1000.00", "0.00")
    assert empty.rows("composition")["public"]["committed"] == "2000.00"
    assert empty.rows("leverage")["cofinancing"]["numerator"] == "300.00"
    names = [name for (name,) in empty.sql("SELECT name FROM project ORDER BY id")]
    assert names == ["Le Pré", f"Le Pré ({VILLE})"]


def test_an_unreadable_grant_rejects_the_file(empty: Fund, tmp_path: Path) -> None:
    path = write(tmp_path, SCDL, grant(VILLE, "Le Pré", PRE, "beaucoup"))
    with pytest.raises(FileRejected) as found:
        grants(empty, path)
    assert [one.line for one in found.value.problems] == [2]


def test_a_second_grant_file_finds_the_projects_of_the_first(
    empty: Fund, tmp_path: Path
) -> None:
    grants(empty, write(tmp_path, SCDL, grant(VILLE, "Le Pré", PRE)))
    with Ledger(str(empty.path)) as ledger:
        path = write(tmp_path, SCDL, grant(VILLE, "Le Pré", PRE, "7"), name="2.csv")
        import_scdl(ledger, empty.command(), "ALSACE", path)
    assert empty.sql("SELECT count(*) FROM project") == [(1,)]


def test_a_late_line_is_decided_with_its_history_whatever_was_opened_before(
    alsace: Fund,
) -> None:
    alsace.take(row("contribution", "2024-01-02", 10_000, **REGION))
    garden = {"project": "Jardin", "instrument": "equity", "agreement": "Parts"}
    alsace.take(row("disbursement", "2024-03-10", 600, **garden))
    other = {"project": "Jardin", "instrument": "grant", "agreement": "Prime"}
    late = row("repayment", "2024-02-10", 100, **garden)
    with pytest.raises(LineRefused, match="outstanding of Parts"):
        alsace.take(row("contract", "2024-01-10", 100, **other), late)
