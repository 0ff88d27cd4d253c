"""A value that cannot be read, or may not stand, is refused where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

GRANT = "2020-03-01 contribution {} party=Région public grant concessional"
UNREADABLE = {
    "zero": "0",
    "zero-with-cents": "0.00",
    "negative": "-5",
    "signed": "+5",
    "three-decimals": "1.234",
    "decimal-comma": "1,50",
    "thousands-comma": "1,234",
    "exponent": "1e9",
    "huge-exponent": "1e1000000",
    "not-a-number": "NaN",
    "infinity": "inf",
    "arabic-indic": "٣٠٠",
    "full-width": "３００",  # noqa: RUF001 -- the very point
    "underscore": "1_000",
    "hexadecimal": "0x10",
    "spaces-inside": "'1 000'",
    "currency-sign": "300€",
    "ten-to-the-16": "10000000000000000",
    "one-above-the-bound": "10000000000000.01",
    "empty": "''",
    "bare-point": ".5",
    "trailing-point": "5.",
}


@pytest.mark.parametrize("amount", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_amount_rejects_the_file(
    refuses: Refusals, movements: Movements, amount: str
) -> None:
    refuses.file(movements(GRANT.format(amount)), "2: amount")


@pytest.mark.parametrize("amount", ["1250", "1250.5", "1250.50", "0.01"])
def test_a_plain_ascii_amount_is_read(fund: Cli, movements: Movements, amount: str) -> None:
    taken = fund.take(movements(GRANT.format(amount)))
    assert taken["total"] == f"{float(amount):.2f}"


def test_the_largest_amount_is_read(fund: Cli, movements: Movements) -> None:
    fund.take(movements(GRANT.format("10000000000000.00")))  # 10^15 cents
    total = fund.report("composition")["total"]
    assert total["received"] == "10000000000000.00"


@pytest.mark.parametrize(
    "on",
    [
        *("2021-02-29", "2020-13-01", "2020-00-10", "2020-3-1", "01/03/2020"),
        *("20200301", "2020-03-01T10:00", "２０２０-03-01", "hier", "''"),  # noqa: RUF001
    ],
)
def test_a_date_that_does_not_exist_rejects_the_file(
    refuses: Refusals, movements: Movements, on: str
) -> None:
    file = movements(f"{on} contribution 10 party=Région public grant concessional")
    refuses.file(file, "2: date")


@pytest.mark.parametrize(
    ("on", "code"), [("2019-12-31", "before-fund"), ("2999-01-01", "future-date")]
)
def test_a_date_outside_the_life_of_the_fund_is_refused(
    refuses: Refusals, movements: Movements, on: str, code: str
) -> None:
    file = movements(f"{on} contribution 10 party=Région public grant concessional")
    refuses(
        *(1, "import", "movements", file, "--fund", "ALSACE"),
        code=code,
        says=r"mouvements\.csv:2\b",
    )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2020-03-01 subvention 10 party=R public grant concessional", "kind"),
        ("2020-03-01 Contribution 10 party=R public grant concessional", "kind"),
        ("2020-03-01 '' 10 party=R public grant concessional", "kind"),
        ("2020-03-01 contribution 10 party=R sector=état grant concessional", "sector"),
        ("2020-03-01 contribution 10 party=R grant concessional", "sector"),
        ("2020-03-01 contribution 10 party=R public instrument=x concessional", "instr"),
        ("2020-03-01 contribution 10 party=R public concessional", "instrument"),
        ("2020-03-01 contribution 10 party=R public grant terms=doux", "terms"),
        ("2020-03-01 contribution 10 party=R public grant", "terms"),
        ("2020-03-01 contribution 10 public grant concessional", "party"),
        ("2020-03-01 disbursement 10 project=P1", "instrument"),
        ("2020-03-01 disbursement 10 loan", "project"),
        ("2020-03-01 contract 10 loan", "project"),
        ("2020-03-01 cofinancing 10 party=B bank market", "project"),
        ("2020-03-01 expense 10", "label"),
        ("2020-03-01 contribution 10 party=R public grant concessional party_kind=x", "p"),
    ],
)
def test_an_unknown_word_or_a_missing_value_rejects_the_file(
    refuses: Refusals, movements: Movements, line: str, column: str
) -> None:
    refuses.file(movements(line), rf"2: {column}\w*")


def test_an_unknown_currency_word_is_refused(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements(GRANT.format("10") + " currency=CHF")
    refuses(
        *(1, "import", "movements", file, "--fund", "ALSACE"),
        code="other-currency",
        says=r"mouvements\.csv:2\b",
    )


@pytest.mark.parametrize("instrument", ["guarantee", "in-kind"])
def test_a_contribution_is_never_a_guarantee_nor_in_kind(
    refuses: Refusals, movements: Movements, instrument: str
) -> None:
    file = movements(f"2020-03-01 contribution 10 party=R public {instrument} market")
    answer = refuses.cli("import", "movements", file, "--fund", "ALSACE")
    assert answer.exit_code in {1, 3}
    assert "mouvements.csv:2" in answer.stderr
    assert len(refuses.cli.events()) == 1


def test_every_bad_line_is_listed(refuses: Refusals, movements: Movements) -> None:
    file = movements(
        """
        2020-03-01 contribution 1e9 party=Région public grant concessional
        2020-03-02 contribution 100 party=Région public grant concessional
        2020-02-30 contribution 100 party=Région public grant concessional
        2020-03-04 virement 100 party=Région public grant concessional
        """
    )
    answer = refuses.file(file, "2: amount")
    assert "mouvements.csv:4: date: " in answer.stderr
    assert "mouvements.csv:5: kind: " in answer.stderr
    assert "mouvements.csv:3" not in answer.stderr


def test_an_unreadable_line_wins_over_a_forbidden_one(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements(
        """
        2020-03-01 disbursement 500 project=P1 loan
        2020-03-02 contribution 1e9 party=Région public grant concessional
        """
    )
    refuses.file(file, "3: amount")


@pytest.mark.parametrize(
    "words",
    [
        ("report", "composition", "--fund", "LORRAINE"),
        ("report", "leverage", "--fund", "LORRAINE"),
        ("report", "returns", "--fund", "LORRAINE"),
        ("report", "balance", "--fund", "LORRAINE", "--json"),
    ],
)
def test_an_unknown_fund_is_said(refuses: Refusals, words: tuple[str, ...]) -> None:
    refuses(4, *words, code="fund-not-found", says="LORRAINE")


def test_an_import_into_an_unknown_fund_is_refused(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements(GRANT.format("10"))
    refuses(*(4, "import", "movements", file, "--fund", "LORRAINE"), code="fund-not-found")


@pytest.mark.parametrize(
    "words",
    [
        ("report", "composition", "--fund", "ALSACE", "--as-of", "2021-02-29"),
        ("report", "composition", "--fund", "ALSACE", "--known-at", "99"),
        ("report", "composition", "--fund", "ALSACE", "--known-at", "-1"),
        ("report", "composition", "--fund", "ALSACE", "--known-at", "hier"),
        ("report", "composition", "--fund", "ALSACE", "--by", "couleur"),
        ("report", "returns", "--fund", "ALSACE", "--by", "couleur"),
        ("report", "composition"),
        ("fund", "open", "B", "--name", "B", "--territory", "FR-67"),
        ("events", "--from", "x"),
        ("events", "--stream", "pas-un-uuid"),
        ("nimporte",),
    ],
)
def test_a_command_that_cannot_be_read_is_a_usage_error(
    refuses: Refusals, words: tuple[str, ...]
) -> None:
    refuses(2, *words)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--currency", "XYZ"),
        ("--siren", "123456789"),
        ("--siren", "12"),
        ("--siren", "２18601946"),  # noqa: RUF001
        ("--legal-form", "club"),
        ("--opened-on", "2021-02-29"),
        ("--name", "  "),
    ],
)
def test_a_fund_is_not_opened_on_bad_words(
    refuses: Refusals, option: str, value: str
) -> None:
    given = {
        "--name": "Fonds Moselle",
        "--territory": "FR-57",
        "--currency": "EUR",
        "--opened-on": "2020-01-01",
        option: value,
    }
    refuses(2, "fund", "open", "MOSELLE", *(w for pair in given.items() for w in pair))


def test_a_fund_is_opened_once(refuses: Refusals) -> None:
    refuses(
        *(1, "fund", "open", "ALSACE", "--name", "Autre", "--territory", "FR-68"),
        *("--currency", "EUR", "--opened-on", "2021-01-01"),
        code="fund-exists",
    )


def test_english_is_spoken_when_asked(fund: Cli) -> None:
    words = ("report", "composition", "--fund", "LORRAINE")
    french, english = fund(*words), fund(*words, lang="en")
    assert "No fund has the reference LORRAINE" in english.stderr
    assert french.stderr != english.stderr
    assert french.stderr.split("[")[-1] == english.stderr.split("[")[-1]
