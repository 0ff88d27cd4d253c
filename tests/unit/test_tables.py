from __future__ import annotations

from datetime import date

import pytest
from tests.unit.conftest import REGION, Fund, row

from blendfund.application.importing.imports import Options
from blendfund.reports.columns import Column, Kind, Language, Value
from blendfund.reports.plain import render
from blendfund.reports.printed import Printed, printed, report_printed, text
from blendfund.reports.tables import tables

EVERY = pytest.mark.parametrize("name", ["composition", "leverage", "returns", "balance"])


def shown(fund: Fund, name: str, *, french: bool = False) -> str:
    language = Language(str, french)
    return render(report_printed(fund.report(name), language))


@EVERY
def test_a_report_is_shown_in_words_and_says_what_it_was_made_from(
    rich: Fund, name: str
) -> None:
    said = shown(rich, name)
    report = rich.report(name)
    assert "on 1 July 2026" in said
    assert f"As known at position {report['position']}, log root {report['root']}." in said
    assert "{" not in said
    assert "1er juillet 2026" in shown(rich, name, french=True)


@EVERY
def test_a_report_of_nothing_is_shown_too(alsace: Fund, name: str) -> None:
    assert "As known at position 1" in shown(alsace, name)


def test_a_composition_shows_its_rows_its_total_and_its_uses(rich: Fund) -> None:
    said = shown(rich, "composition", french=True)
    assert "-30,00\u00a0€" not in said
    assert "1\u202f000,00\u00a0€" in said
    assert "66,0\u00a0%" in said
    assert "Total" in said
    assert "Support in kind (never cash)" in said


def test_what_cannot_be_computed_says_why(alsace: Fund) -> None:
    assert "Not computed: private_per_public (no public resources)." in shown(
        alsace, "leverage"
    )
    assert "Not computed: Net of running costs (flows never change sign)." in shown(
        alsace, "returns"
    )


def test_two_balances_that_cancel_out_are_not_shown(alsace: Fund) -> None:
    alsace.take(
        row("treasury-interest", "2024-01-01", 5, label="x"),
        row("expense", "2024-01-01", 5, label="x"),
    )
    (table,) = tables(alsace.report("balance"), Language())
    assert [row["account"] for row in table.rows] == ["expenses", "treasury_income"]


def test_debits_and_credits_stand_apart(rich: Fund) -> None:
    (table,) = tables(rich.report("balance"), Language())
    for name, debit, credit in printed(table, Language()).rows:
        assert name
        assert bool(debit) != bool(credit)
        assert "-" not in debit + credit


def test_cash_below_zero_is_flagged_on_every_report(alsace: Fund) -> None:
    overdraft = Options(allow_overdraft=True)
    alsace.take(row("expense", "2024-01-01", 500, label="x"), options=overdraft)
    for name in ("composition", "leverage", "returns", "balance"):
        assert "! The fund's cash is below zero: -€5.00" in shown(alsace, name)


def test_a_plain_table_lines_its_figures_up() -> None:
    table = Printed("T", ("Key", "Amount"), (("a", "1.00"), ("bcde", "100.00")), ("Note.",))
    assert render([table]).splitlines() == [
        "T",
        "",
        "Key   Amount",
        "----  ------",
        "a       1.00",
        "bcde  100.00",
        "",
        "Note.",
    ]
    assert render([Printed("T", ("Key",), ())]) == "T\n\nKey\n---\n"


def test_a_table_speaks_the_language_it_is_asked_in(rich: Fund) -> None:
    report = rich.report("balance", as_of=date(2024, 3, 1))
    language = Language(lambda text: text.replace("Debit", "Débit"), french=True)
    (table,) = tables(report, language)
    assert printed(table, language).columns == ("Account", "Débit", "Credit")


def test_each_kind_of_value_is_written_as_people_read_it() -> None:
    values: dict[Kind, tuple[Value, str]] = {
        Kind.WORD: ("total", "Total"),
        Kind.NAME: ("unspecified", "non précisé"),
        Kind.TEXT: ("total", "total"),
        Kind.MONEY: ("-1234.50", "-1\u202f234,50\u00a0€"),
        Kind.SHARE: ("0.5", "50,0\u00a0%"),
        Kind.RATE: ("0.0484", "4,84\u00a0%"),
        Kind.MULTIPLE: ("1.005", "1,00"),
        Kind.COUNT: (1234, "1\u202f234"),
        Kind.YEAR: (2026, "2026"),
        Kind.DATE: ("2026-03-01", "1er mars 2026"),
    }
    language = Language(
        lambda text: text.replace("unspecified", "non précisé"), french=True
    )
    assert set(values) == set(Kind)
    for kind, (value, shown) in values.items():
        column = Column("x", "X", kind, empty="rien")
        assert text({"x": value}, column, "EUR", language) == shown
        assert text({"x": None}, column, "EUR", language) == "rien"


def test_a_party_called_total_is_not_the_total(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 5, **{**REGION, "party": "net"}))
    language = Language(lambda text: text.replace("Total", "Somme"))
    (table, *_) = tables(alsace.report("composition", by="party"), language)
    assert [cells[0] for cells in printed(table, language).rows] == ["net", "Somme"]
