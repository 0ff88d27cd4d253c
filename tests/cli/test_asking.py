"""A missing option is asked for on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli

PROGRAM = "from blendfund_cli.main import main; main(prog_name='blendfund')"
PATIENCE_SECONDS = 20
COMMIT = ("contribution", "commit")
GIVEN = (
    *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
    *("--amount", "100", "--on", "2020-02-01"),
)


@dataclass
class Talk:
    """What a person saw on the terminal, and how the command ended."""

    shown: str
    exit_code: int


def talk(cli: Cli, words: tuple[str, ...], *answers: str, **env: str) -> Talk:
    """Run a command on a terminal of its own and answer its questions."""
    process, screen = pty.fork()
    if process == 0:  # pragma: no cover -- the child, which coverage does not follow
        os.environ.update({**cli.env, "TERM": "dumb", **env})
        # Whoever runs the tests in the background ignores it, and hands that down.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM, *cli.arguments(*words)])  # noqa: S606 -- our own command
    shown, waiting = b"", list(answers)
    while select.select([screen], [], [], PATIENCE_SECONDS)[0]:
        try:
            got = os.read(screen, 4096)
        except OSError:  # the child has gone
            break
        if not got:
            break
        shown += got
        if shown.endswith(b": ") and waiting:
            os.write(screen, waiting.pop(0).encode())
    os.close(screen)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert not waiting, shown.decode()
    return Talk(shown.decode().replace("\r\n", "\n"), status)


def told(cli: Cli) -> int:
    return len(cli.events())


def test_every_missing_option_is_asked_for(fund: Cli) -> None:
    answers = ("CONV-1\n", "\n", "Région\n", "public\n", "Subvention\n", "concessionnel\n")
    words = (*COMMIT, "--create", "--on", "2020-02-01")
    done = talk(fund, words, *answers, "1 250,50\n")
    assert done.exit_code == 0, done.shown
    assert "Quel fonds [ALSACE]" in done.shown, "the only fund is the default"
    assert "1\u202f250,50\u00a0€" in done.shown
    assert 'blendfund undo --reason "..."' in done.shown
    assert fund.report("composition")["total"]["committed"] == "1250.50"


def test_a_bad_answer_is_explained_and_asked_again(fund: Cli) -> None:
    words = (*COMMIT, "CONV-1", "--party", "Région", "--create", "--fund", "ALSACE")
    answers = ("publique\n", "public\n", "pret\n", "marché\n", "\n", "market\n")
    done = talk(fund, (*words, "--on", "2020-02-01"), *answers, "1.234\n", "1234\n")
    assert done.exit_code == 0, done.shown
    assert "Vouliez-vous dire Public" in done.shown
    assert "1234 ou 1,23" in done.shown


def test_only_a_known_fund_is_taken_for_an_answer(fund: Cli) -> None:
    words = ("report", "balance", "--no-pager", "--no-picture")
    done = talk(fund, words, "LORRAINE\n", "ALSACE\n")
    assert done.exit_code == 0, done.shown
    assert "LORRAINE n’est aucun de ceux-ci\u00a0: ALSACE." in done.shown


def test_a_long_list_of_names_is_shown_when_asked_for(fund: Cli) -> None:
    for number in range(10):
        fund.done("project", "add", f"Projet {number}", "--on", "2020-01-02")
    done = talk(fund, ("project", "show"), "?\n", "Projet 9\n")
    assert done.exit_code == 0, done.shown
    assert "ou\u202f? pour la liste" in done.shown
    assert "Projet 9\n" in done.shown.partition("liste")[2]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_a_question_writes_nothing(fund: Cli, key: str) -> None:
    done = talk(fund, (*COMMIT, "CONV-1"), "ALSACE\n", key)
    assert done.exit_code == 130
    assert "rien n’a été écrit" in done.shown
    assert "Traceback" not in done.shown
    assert told(fund) == 1


def test_a_key_that_writes_no_letter_is_asked_again(fund: Cli) -> None:
    done = talk(fund, ("party", "add"), "\x1b[D\n", "Mairie\n")
    assert done.exit_code == 0, done.shown
    assert "caractère illisible" in done.shown
    assert [one["name"] for one in fund.done("party", "list")] == ["Mairie"]


def test_each_unknown_name_is_asked_for_by_itself(fund: Cli) -> None:
    words = (
        *("project", "cofinancing", "Recyclerie", "--fund", "ALSACE", "--party"),
        *("Banque du Rhin", "--status", "planned", "--amount", "50", "--sector", "bank"),
        *("--terms", "market", "--on", "2020-02-01"),
    )
    before = told(fund)
    refused = talk(fund, words, "o\n", "n\n")
    assert (refused.exit_code, "[party-not-found]" in refused.shown) == (4, True)
    assert told(fund) == before
    done = talk(fund, words, "o\n", "o\n")
    assert done.exit_code == 0, done.shown
    names = [fund.done(one, "list")[0]["name"] for one in ("party", "project")]
    assert names == ["Banque du Rhin", "Recyclerie"]


@pytest.mark.parametrize(("answer", "exit_code"), [("o\n", 0), ("\n", 4)])
def test_an_unknown_party_is_registered_if_somebody_says_so(
    fund: Cli, answer: str, exit_code: int
) -> None:
    words = (*COMMIT, "CONV-1", "--fund", "ALSACE", "--party", "Région", *GIVEN)
    done = talk(fund, words, answer)
    assert done.exit_code == exit_code, done.shown
    assert ("[party-not-found]" in done.shown) == bool(exit_code)
    assert len(fund.done("party", "list")) == (0 if exit_code else 1)


@pytest.mark.parametrize(
    ("answers", "count"), [(("peut-être\n", "oui\n"), 2), (("n\n",), 1)]
)
def test_a_near_duplicate_is_asked_about(
    fund: Cli, answers: tuple[str, ...], count: int
) -> None:
    fund.done("party", "add", "Région Grand Est")
    done = talk(fund, ("party", "add", "La Région Grand-Est"), *answers)
    assert done.exit_code == (0 if count > 1 else 1), done.shown
    assert "Deux noms semblent désigner un même tiers" in done.shown
    assert len(fund.done("party", "list")) == count


def test_a_place_without_a_ledger_is_said_before_the_first_question(cli: Cli) -> None:
    done = talk(cli, ("fund", "show"))
    assert (done.exit_code, "[ledger-not-found]" in done.shown) == (4, True)


def test_territories_are_answered_on_one_line(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    answers = ("LOR\n", "Fonds Lorraine\n", "54, 55\n", "1/2/2020\n", "2020-02-01\n")
    done = talk(cli, ("fund", "open"), *answers)
    assert done.exit_code == 0, done.shown
    assert "écrivez 2020-02-01" in done.shown
    assert cli.done("fund", "show", "LOR")["territories"] == ["54", "55"]


def test_nothing_is_asked_when_nobody_may_be(fund: Cli) -> None:
    words = ("--no-input", *COMMIT)
    for done in (talk(fund, words), talk(fund, COMMIT, BLENDFUND_NO_INPUT="1")):
        assert done.exit_code == 2
        assert "Il manque l’argument" in done.shown


def test_nothing_is_asked_without_a_terminal(fund: Cli) -> None:
    for words in (COMMIT, ("report", "balance"), ("fund", "show"), ("party", "add")):
        answer = fund(*words)
        assert answer.exit_code == 2
        assert answer.stdout == ""
        assert "manque" in answer.stderr


def test_a_missing_terminal_leaves_even_the_only_fund_to_be_named(fund: Cli) -> None:
    words = (*COMMIT, "CONV-1", "--party", "Région", "--create", *GIVEN)
    assert "--fund" in fund(*words).stderr
    assert told(fund) == 1


@pytest.mark.parametrize(
    ("sector", "instrument"),
    [
        ("public", "grant"),
        ("Finance solidaire", "Prêt"),
        ("FINANCE-SOLIDAIRE", "pret a taux zero"),
        ("Solidarity", "Zero loan"),
    ],
)
def test_words_are_taken_in_french_and_in_english(
    fund: Cli, sector: str, instrument: str
) -> None:
    words = (*COMMIT, "CONV-1", "--fund", "ALSACE", "--party", "R", "--create")
    chosen = ("--sector", sector, "--instrument", instrument, "--terms", "market")
    fund.done(*words, *chosen, "--amount", "1", "--on", "2020-02-01")
    (row,) = fund.report("composition")["rows"]
    assert row["key"] in {"public", "solidarity"}


def test_a_word_that_is_none_is_answered_with_those_there_are(fund: Cli) -> None:
    words = (*COMMIT, "CONV-1", "--fund", "ALSACE", "--party", "R", "--sector")
    answer = fund(*words, "zzz")
    assert answer.exit_code == 2
    assert "Public, Finance solidaire" in answer.stderr
    assert "Did you mean Public?" in fund(*words, "publique", lang="en").stderr


@pytest.mark.parametrize(("word", "ago"), [("hier", 1), ("Today", 0), ("aujourd’hui", 0)])
def test_today_and_yesterday_are_days(fund: Cli, word: str, ago: int) -> None:
    fund.done("party", "add", "Mairie", "--on", word)
    day = datetime.now(UTC).astimezone().date() - timedelta(days=ago)
    assert f'"on":"{day}"' in fund.events()[-1]["state"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31/12/2025", "écrivez 2025-12-31"),
        ("2025-1-5", "écrivez 2025-01-05"),
        ("30/02/2025", "écrivez AAAA-MM-JJ"),
        ("demain", "écrivez AAAA-MM-JJ"),
    ],
)
def test_a_day_written_otherwise_is_answered_with_how_to(
    fund: Cli, typed: str, says: str
) -> None:
    answer = fund("party", "add", "Mairie", "--on", typed)
    assert answer.exit_code == 2
    assert says in answer.stderr


def test_a_percentage_without_its_sign_is_answered_with_it(fund: Cli) -> None:
    words = ("financing", "contract", "P", "--fund", "ALSACE", "--rate")
    assert "écrivez 2\u00a0%" in fund(*words, "2").stderr


def test_an_erasure_is_confirmed_where_somebody_is_there(fund: Cli) -> None:
    assert fund("party", "add", "Lin Weber", "--kind", "person").exit_code == 0
    words = ("party", "erase", "Lin Weber", "--reason", "demande")
    kept = talk(fund, words, "n\n")
    assert (kept.exit_code, told(fund)) == (1, 2), kept.shown
    assert "Lin Weber" in fund("party", "list").stdout
    gone = talk(fund, words, "o\n")
    assert (gone.exit_code, told(fund)) == (0, 3), gone.shown
    assert "Lin Weber" not in fund("party", "list").stdout
