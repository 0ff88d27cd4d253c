from __future__ import annotations

from datetime import date

import pytest
from tests.unit.conftest import Fund, row

from blendfund.application.imports import Options
from blendfund.reports.columns import Language
from blendfund.reports.plain import render
from blendfund.reports.printed import Printed, printed, report_printed
from blendfund.reports.tables import tables

EVERY = pytest.mark.parametrize("name", ["composition", "leverage", "returns", "balance"])


def shown(fund: Fund, name: str, *, french: bool = False) -> str:
    language = Language(str, french)
    return render(report_printed(fund.report(name), language))


@EVERY
def test_a_report_is_shown_in_words_and_says_what_it_was_made_from(
    rich: Fund, name: str
) -> None:
    text = shown(rich, name)
    report = rich.report(name)
    assert "on 1 July 2026" in text
    assert f"As known at position {report['position']}, log root {report['root']}." in text
    assert "{" not in text
    assert "1er juillet 2026" in shown(rich, name, french=True)


@EVERY
def test_a_report_of_nothing_is_shown_too(alsace: Fund, name: str) -> None:
    assert "As known at position 1" in shown(alsace, name)


def test_a_composition_shows_its_rows_its_total_and_its_uses(rich: Fund) -> None:
    text = shown(rich, "composition", french=True)
    assert "-30,00\u00a0€" not in text
    assert "1\u202f000,00\u00a0€" in text
    assert "66,0\u00a0%" in text
    assert "Total" in text
    assert "Support in kind (never cash)" in text


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
