"""The reference is what the code says, and nothing of the code is left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from tests.docs import french as fr
from tests.docs import lending, standing
from tests.docs.console import Shell, replay
from tests.docs.pages import every_command, every_refusal
from tests.docs.refusals import EXAMPLES, TOLD, script
from tests.reference import REFERENCE, made, main

from blendfund.application.reporting.flags import FLAGS
from blendfund.domain import aid, bearing, tranche
from blendfund.domain import vocabulary as words
from blendfund.exchange.movements import HEADER, OPTIONAL
from blendfund.journal.accounts import ACCOUNTS, Nature
from blendfund.projections import (
    carried,
    cash,
    composition,
    earmarks,
    funding,
    guarantees,
    leverage,
    returns,
    risk,
)
from blendfund.projections.query.keys import FORMS, KEYS
from blendfund.reports.journal import COLUMNS as JOURNAL
from blendfund.storage.log.topics import TOPICS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_reference_is_current() -> None:
    for name, text in made().items():
        assert page(name) == text, f"{name}: run `python tests/reference.py --update`"
    assert main([]) == 0


def test_every_command_has_help_an_example_and_a_place_in_the_reference() -> None:
    text = page("commandes.md")
    for context in every_command():
        command = context.command
        assert command.help, context.command_path
        assert getattr(command, "example", "").startswith("blendfund"), context.command_path
        assert f"\n## {context.command_path}\n" in text
        for one in command.params:
            if isinstance(one, click.Option) and one.name not in {"help", "version"}:
                assert one.help, f"{context.command_path} {one.opts}"


def test_every_refusal_is_documented_with_an_example() -> None:
    text = page("refus.md")
    codes = [cls.code for cls in every_refusal()]
    assert len(codes) == len(set(codes)), "two refusals share a code"
    assert set(codes) == set(EXAMPLES) | set(TOLD)
    assert not set(EXAMPLES) & set(TOLD)
    for code in codes:
        assert f"\n## {code}\n" in text


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_refusal_is_met_by_its_example(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exits = {cls.code: cls.exit_code for cls in every_refusal()}
    *before, (_, refused), (_, status) = replay(script(EXAMPLES[code]), Shell(tmp_path))
    assert all("[" not in "".join(got) for _, got in before), before
    assert refused[-1].endswith(f"[{code}]")
    assert status == [str(exits[code])]


def test_every_topic_is_documented() -> None:
    assert set(fr.TOPICS) == set(TOPICS)
    text = page("evenements.md")
    for topic in TOPICS:
        assert f"`{topic}`" in text


def test_every_measure_is_documented_with_formula_and_source() -> None:
    text = page("mesures.md")
    found = leverage.leverage([], [])
    assert set(fr.MEASURES) == {one.name for one in found}
    for one in found:
        assert f"### {one.name}\n" in text
        assert one.formula in text
        assert one.source in text
    assert set(fr.SOURCES) == set(composition.Source.__slots__)
    assert set(fr.USES) == set(composition.Uses.__slots__)
    assert set(fr.RETURNS) == set(returns.Return._fields) - {"key", "reason"}
    of_funders = set(funding.FunderReturn._fields) - set(returns.Return._fields)
    assert set(fr.FUNDED) == of_funders
    for said in (composition, returns, funding, bearing, cash, aid):
        assert said.FORMULA in text
        assert said.SOURCE in text


def test_every_figure_of_earmarks_and_status_is_documented(fund: Cli) -> None:
    text = page("mesures.md")
    assert set(standing.POTS) == set(earmarks.Pot.__slots__)
    money = ("--amount", "500", "--on", "2024-01-10", "--create", "--earmark", "jeunes")
    fund.done(
        *("contribution", "commit", "CONV", "--fund", "ALSACE", "--party", "Région"),
        *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
        *money,
    )
    (row,) = fund.report("earmarks")["rows"]
    assert set(row) == {*standing.POTS, *standing.LIMITS}
    found = fund.done("status")
    (one,) = found["funds"]
    assert set(one) == {"fund", "currency", *standing.STATUS}
    assert set(found["last_write"]) == set(standing.WRITE)
    for name in (*standing.POTS, *standing.LIMITS, *standing.STATUS, *standing.WRITE):
        assert f"| `{name}` |" in text


def test_every_figure_of_the_portfolio_is_documented() -> None:
    text = page("mesures.md")
    assert set(lending.KEPT) == set(carried.AMOUNTS)
    assert set(lending.GUARANTEED) == set(guarantees.Guaranteed.__slots__)
    assert set(lending.COLUMNS) == set(risk.Sums.__slots__)
    for name in lending.COLUMNS:
        assert f"| `{name}` |" in text
    for said in (risk, tranche):
        assert said.FORMULA in text
        assert said.SOURCE in text


def test_every_flag_is_documented_with_its_sentences() -> None:
    text = page("mesures.md")
    assert set(standing.RAISED) == set(FLAGS)
    for code in FLAGS:
        assert f"\n### {code}\n" in text


def test_every_column_kind_and_word_is_documented() -> None:
    assert set(fr.COLUMNS) == {*HEADER, *OPTIONAL}
    # A cancellation takes no amount: it is a command, not a line of a file.
    in_files = set(words.Kind) - {words.Kind.CANCELLATION}
    assert set(fr.KINDS) == {kind.value for kind in in_files}
    enums = (words.Sector, words.Terms, words.Instrument, words.PartyKind)
    assert set(fr.WORDS) == {word.value for enum in enums for word in enum}


def test_every_logical_account_and_column_of_the_journal_is_documented() -> None:
    assert list(fr.ACCOUNTS) == list(ACCOUNTS)
    assert set(fr.NATURES) == set(Nature)
    assert list(fr.JOURNAL) == [one.key for one in JOURNAL]
    text = page("comptes.md")
    for account in ACCOUNTS:
        assert f"| `{account}` |" in text


def test_every_filter_is_documented_under_each_of_its_names() -> None:
    text = page("filtres.md")
    assert set(fr.FILTERS) == {key.english for key in KEYS}
    assert set(fr.SORTS) == set(FORMS)
    for key in KEYS:
        for name in (key.french, key.english, *key.others):
            assert f"`{name}`" in text
        assert key.sort != "word" or f"### {key.french}\n" in text
