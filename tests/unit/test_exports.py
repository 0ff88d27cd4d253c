"""Books for others: referees accept them, and find the balances that our reports say."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests import referees
from tests.unit.conftest import BANK, REGION, TODAY, Fund, row
from tests.unit.test_composition import DAYS, HISTORIES, LAWS, lived

from blendfund.application.correcting.corrections import Corrected, correct, undo
from blendfund.application.importing.imports import Options
from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.exports import Export, Sought
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import LedgerBusy
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Instrument
from blendfund.exchange.beancount import beancount, quoted
from blendfund.exchange.hledger import LONGEST, hledger, one_line
from blendfund.exchange.plaintext import ROOTS, account_name, shown, slug
from blendfund.journal.accounts import ACCOUNTS, Nature
from blendfund.journal.rules import ASSETS, FUNDING, RULES
from blendfund.journal.rules import lines as rule_lines
from blendfund.reports.columns import Language
from blendfund.reports.delimited import excel_fr_lines, rfc4180_lines
from blendfund.reports.journal import COLUMNS, lines
from blendfund.storage.books import readmodel
from blendfund.storage.books.readmodel import stands_at
from blendfund.storage.query import entries
from blendfund.storage.store import create_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from blendfund.exchange.plaintext import Books
    from blendfund.exchange.row import Row

WRITERS: dict[str, Callable[[Books], Iterable[str]]] = {
    "beancount": beancount,
    "hledger": hledger,
}
JUDGES = (("beancount", referees.beancount), ("hledger", referees.hledger))
BOTH = pytest.mark.parametrize("kind", WRITERS)


def text(fund: Fund, kind: str, **asked: Any) -> str:
    """Give a file of plain-text books."""
    with Reading(str(fund.path)) as reading:
        sought = Sought("ALSACE", **{"as_of": TODAY, **asked})
        return "".join(WRITERS[kind](Export(reading, sought).books()))


def written(fund: Fund, kind: str, **asked: Any) -> Path:
    file = fund.path.with_name(f"books.{kind}")
    file.write_text(text(fund, kind, **asked), encoding="utf-8")
    return file


def journal(fund: Fund, **asked: Any) -> list[dict[str, str]]:
    """Give the journal's lines by column."""
    with Reading(str(fund.path)) as reading:
        found = Export(reading, Sought("ALSACE", **{"as_of": TODAY, **asked}))
        body = lines(found.read("position"), "ALSACE")
        said = "".join(rfc4180_lines(COLUMNS, body))
    return list(csv.DictReader(io.StringIO(said, newline="")))


def reported(fund: Fund, **asked: Any) -> dict[str, Decimal]:
    rows = fund.report("balance", **asked)["rows"]
    return {account_name(one["account"]): Decimal(one["balance"]) for one in rows}


def judged(fund: Fund, **asked: Any) -> None:
    """Make every referee read the books, and compare with the report."""
    expected = reported(fund, **asked)
    assert referees.beancount(written(fund, "beancount", **asked)) == expected
    file = written(fund, "hledger", **asked)
    assert referees.hledger(file) == expected
    assert referees.ledger(file) == expected
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in journal(fund, **asked):
        sums[line["account"]] += Decimal(line["debit"] or 0) - Decimal(line["credit"] or 0)
    assert {account_name(one): n for one, n in sums.items() if n} == expected


@LAWS
@given(HISTORIES, st.floats(0, 1), DAYS)
def test_referees_find_our_balances_whatever_happened(
    history: tuple[list[Row], list[Row]], share: float, day: str
) -> None:
    with lived(history) as fund:
        judged(fund)
        position = 1 + int(share * (fund.verify().events - 1))
        judged(fund, as_of=date.fromisoformat(day), known_at=str(position))


def test_a_correction_and_an_undo_are_entries_like_others(rich: Fund) -> None:
    (position,) = rich.sql("SELECT max(position) FROM event WHERE topic LIKE 'disb%'")[0]
    with Ledger(str(rich.path)) as ledger:
        changed = Corrected(amount=Typed(90))
        correct(ledger, rich.command(), position, changed, "Mal saisi")
    judged(rich)
    facts = [one for one in journal(rich) if one["ordinal"] == "0"]
    reversal, replacement = facts[-2:]
    assert (reversal["reverses"], reversal["reason"]) == (str(position), "Mal saisi")
    assert (replacement["replaces"], replacement["debit"]) == (str(position), "90.00")
    assert reversal["operation_date"] == replacement["operation_date"] == "2024-04-10"
    said = text(rich, "beancount")
    assert said.count(f"^fact-{position}") == 3
    assert f"#movement-reversed ^F-2024-0002 ^fact-{reversal['position']}" in said
    with Ledger(str(rich.path)) as ledger:
        undo(ledger, rich.command(), "Finalement non")
    judged(rich)


def test_a_taken_back_fact_keeps_its_label(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, label="Acompte", **REGION))
    with Ledger(str(alsace.path)) as ledger:
        undo(ledger, alsace.command(), "Doublon")
    assert [one["label"] for one in journal(alsace)] == ["Acompte"] * 4
    assert reported(alsace) == {}
    judged(alsace)


@pytest.mark.parametrize(("kind", "judge"), JUDGES)
def test_a_wrong_projection_is_found_by_the_referee(
    rich: Fund, kind: str, judge: Callable[[Path], object]
) -> None:
    sql = "SELECT id FROM class WHERE account = 'bank' LIMIT 1"
    rich.tamper(f"UPDATE daily SET amount = amount + 1 WHERE class = ({sql})")  # noqa: S608
    with pytest.raises(referees.Refused, match=r"(?i)balance"):
        judge(written(rich, kind))


def test_ledger_checks_the_balances_too(rich: Fund) -> None:
    file = written(rich, "hledger")
    file.write_text(file.read_text().replace("= 938.90", "= 938.91"))
    with pytest.raises(referees.Refused, match=r"off by 0\.01 EUR"):
        referees.ledger(file)


@BOTH
def test_every_month_from_first_to_last_ends_with_every_account(
    rich: Fund, kind: str
) -> None:
    said = text(rich, kind, as_of=date(2024, 6, 15))
    mark = {"beancount": " balance Assets:Bank ", "hledger": "    Assets:Bank  0.00"}[kind]
    assert said.count(mark) == 4  # from January to April
    said = text(rich, kind, as_of=date(2024, 4, 20))
    last = "2024-04-21 balance" if kind == "beancount" else "2024-04-20 * balances"
    assert last in said


@pytest.mark.parametrize(("currency", "minor"), [("XPF", 1500), ("TND", 1234567)])
def test_currencies_keep_their_decimals(empty: Fund, currency: str, minor: int) -> None:
    with Ledger(str(empty.path)) as ledger:
        opened = date(2020, 1, 1)
        ledger.open_fund(empty.command(), "ALSACE", "Fonds", ["FR-67"], currency, opened)
    gift = row("contribution", "2024-01-10", minor, **REGION)
    empty.take(structs.replace(gift, currency=currency))
    judged(empty)


@BOTH
def test_an_empty_fund_gives_books_without_an_entry(alsace: Fund, kind: str) -> None:
    assert dict(JUDGES)[kind](written(alsace, kind)) == {}


HARSH_TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(alphabet='a;:|,[]()"\\=@{}#^!*/-% \t\n12é', max_size=30),
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(HARSH_TEXTS, HARSH_TEXTS), min_size=1, max_size=6))
def test_no_text_of_a_person_can_break_the_books(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("texts") / "registre.db"
    create_ledger(str(path))
    fund = Fund(path)
    fund.open()
    rows = [
        row("contribution", "2024-01-10", 100, **{**REGION, "party": f"P{who}"})
        for who, _ in texts
    ]
    said = [
        structs.replace(one, label=what, bank_account=what, earmark=what, agreement=what)
        for one, (_, what) in zip(rows, texts, strict=True)
    ]
    fund.take(*said, options=Options(quarantine=True))
    judged(fund)
    known = {one["label"] for one in journal(fund)}
    books = referees.directives(written(fund, "beancount"))
    told = {one.narration for one in books if hasattr(one, "narration")}
    assert told == {shown_within(label) or "contribution-received" for label in known}


def shown_within(label: str) -> str:
    """Show what hides in a text, line breaks and tabs left as they are."""
    return "".join(one if one in "\n\t" else shown(one) for one in label)


def test_texts_are_written_as_each_program_reads_them() -> None:
    assert quoted('a"b\\c\nd\te\u202e') == '"a\\"b\\\\c\\nd\\te\\\\u202e"'
    assert one_line(" a\r\n\tb \x1b ") == "a b \\u001b"
    assert len(one_line("é" * 5000)) == LONGEST
    assert slug("Prêt d'honneur n° 4/2024") == "Pret-d-honneur-n-4-2024"


def test_a_line_is_never_longer_than_ledger_reads(alsace: Fund) -> None:
    long = {**REGION, "party": "€" * 3000}
    alsace.take(row("contribution", "2024-01-10", 100, label="€" * 3000, **long))
    judged(alsace)


def test_money_that_others_carry_is_out_unless_asked(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 100, **REGION),
        row("contribution", "2024-01-11", 700, carrier="Caisse", **BANK),
    )
    judged(alsace)
    assert [one["carrier"] for one in journal(alsace)] == ["", ""]
    both = journal(alsace, carried=True)
    assert [one["carrier"] for one in both] == ["", "", "Caisse", "Caisse"]
    assert [one["debit"] for one in both if one["account"] == "bank"] == ["1.00", "7.00"]


def test_persons_can_stand_by_their_number(alsace: Fund) -> None:
    donor = {"party": "Noémie Wurtz", "sector": "individual", "instrument": "donation"}
    alsace.take(row("contribution", "2024-01-10", 100, terms="concessional", **donor))
    (first, _) = journal(alsace)
    assert first["party"] == "Noémie Wurtz"
    hidden = journal(alsace, people=False)[0]
    assert hidden["party"] == f"({first['party_number']})"
    for kind in WRITERS:
        assert "Wurtz" in text(alsace, kind)
        assert "Wurtz" not in text(alsace, kind, people=False)


def test_a_later_journal_only_adds_lines(rich: Fund) -> None:
    whole = journal(rich)
    for position in (5, 12, 20):
        early = journal(rich, known_at=str(position))
        assert early == whole[: len(early)]
    assert [int(one["position"]) for one in whole] == sorted(
        int(one["position"]) for one in whole
    )


def test_a_journal_line_says_every_dimension(alsace: Fund) -> None:
    said = {
        "label": "Acompte",
        "reference": "VIR-1",
        "origin": "FEDER",
        "bank_account": "Crédit coop",
        "earmark": "jeunesse",
        "agreement": "CONV-1",
        "evidence": "ab" * 32,
    }
    alsace.take(row("contribution", "2024-01-10", 125050, **said, **REGION))
    line = journal(alsace)[0]
    assert line.pop("recorded_at").endswith("Z")
    assert line == {
        "position": "4",
        "ordinal": "0",
        "operation_date": "2024-01-10",
        "accounting_date": "2024-01-10",
        "topic": "contribution-received/1",
        "movement": "contribution-received",
        "account": "bank",
        "debit": "1250.50",
        "credit": "",
        "currency": "EUR",
        "fund": "ALSACE",
        "compartment": "",
        "bank_account": "Crédit coop",
        "party": "Région Grand Est",
        "party_number": "2",
        "sector": "public",
        "origin": "FEDER",
        "terms": "concessional",
        "instrument": "grant",
        "carrier": "",
        "project": "",
        "agreement": "C-2024-0001",
        "agreement_name": "CONV-1",
        "earmark": "jeunesse",
        "label": "Acompte",
        "reference": "VIR-1",
        "reverses": "",
        "replaces": "",
        "reason": "",
        "actor": "camille",
        "evidence": "ab" * 32,
    }
    judged(alsace)


def test_a_journal_for_excel_runs_no_formula(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, label="=1+1;2", **REGION))
    with Reading(str(alsace.path)) as reading:
        entries = Export(reading, Sought("ALSACE")).read("position")
        said = "".join(excel_fr_lines(COLUMNS, lines(entries, "ALSACE"), Language()))
    first = said.splitlines()[1]
    assert said.startswith("\ufeffPosition;Line;")
    assert ";10/01/2024;10/01/2024;" in first
    assert ";bank;1,00;;EUR;" in first
    assert ';"\'=1+1;2";' in first


def test_a_merged_party_stands_under_the_one_it_is_now(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 100, **REGION),
        row("contribution", "2024-01-11", 100, **{**REGION, "party": "Région G. Est"}),
    )
    first, second = alsace.sql("SELECT id FROM party ORDER BY id")
    with alsace.raw() as books:
        books.execute("INSERT INTO merge VALUES (1, ?, ?, 0)", (*second, *first))
    assert {one["party"] for one in journal(alsace)} == {"Région Grand Est"}


def test_books_of_any_size_are_read_a_batch_at_a_time(
    alsace: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (date(2024, 1, 1) + timedelta(days=n // 3) for n in range(60))
    alsace.take(
        *(
            row("contribution", day.isoformat(), 100, **{**REGION, "party": f"P{n % 7}"})
            for n, day in enumerate(days)
        )
    )
    whole = {kind: text(alsace, kind) for kind in WRITERS}
    monkeypatch.setattr(entries, "BATCH", 7)
    monkeypatch.setattr(entries, "REMEMBERED_MAX", 3)
    assert {kind: text(alsace, kind) for kind in WRITERS} == whole
    judged(alsace)


def test_what_others_write_meanwhile_is_not_in_the_books(rich: Fund) -> None:
    before, expected = text(rich, "hledger"), reported(rich)
    with Reading(str(rich.path)) as reading, reading.still():
        parts = hledger(Export(reading, Sought("ALSACE", TODAY)).books())
        first = next(iter(parts))
        rich.take(row("contribution", "2024-01-09", 500, **REGION))
        assert first + "".join(parts) == before
    assert reported(rich) != expected
    judged(rich)


def test_a_held_ledger_has_its_books_at_its_head(rich: Fund) -> None:
    with Reading(str(rich.path)) as reading:
        assert reading.books
        rich.take(row("contribution", "2024-01-09", 500, **REGION))
        with reading.still():
            assert stands_at(reading.books) == reading.log.head().position


def test_a_ledger_that_never_rests_is_said_to_be_busy(
    rich: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readmodel, "stands_at", lambda _: -1)
    with Reading(str(rich.path)) as reading, pytest.raises(LedgerBusy), reading.still():
        pass


def test_every_logical_account_has_a_nature_and_a_name_of_its_own() -> None:
    posted = {*FUNDING.values(), *ASSETS.values()}
    for movement in RULES:
        for instrument in Instrument:
            with suppress(KeyError):  # no cash moves under a guarantee
                posted |= {line.account for line in rule_lines(movement, instrument)}
    assert posted == set(ACCOUNTS)
    names = {account_name(account) for account in ACCOUNTS}
    assert len(names) == len(ACCOUNTS)
    assert set(ROOTS) == set(Nature)


def test_what_is_off_the_balance_sheet_nets_to_zero(rich: Fund) -> None:
    off = f"{ROOTS[Nature.OFF_BALANCE]}:"
    found = referees.beancount(written(rich, "beancount"))
    assert sum(n for account, n in found.items() if account.startswith(off)) == 0
