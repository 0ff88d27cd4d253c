"""What people read is a sentence in their own language: no code, no word of a library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest
from tests.cli.test_surface import COMMANDS

from blendfund.application.reading.involved import positions, standing
from blendfund.application.reading.names import positions_of
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import NotFound
from blendfund_cli.asking.classes import Option
from blendfund_cli.asking.scheduling import ordered
from blendfund_cli.asking.types import Whole
from blendfund_cli.commands.support import Hours
from blendfund_cli.text import speaking

if TYPE_CHECKING:
    from tests.conftest import Answer, Cli, Movements, Refusals


def said(answer: Answer) -> str:
    """Give what was said on standard error, its no-break spaces as spaces."""
    return answer.stderr.replace("\xa0", " ").replace("\u202f", " ")


CODE_LIKE = re.compile(r"[<>]=?|\bx\b|integer|range", re.IGNORECASE)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("approve abc", "abc n’est pas un nombre entier égal ou supérieur à 1"),
        ("events --from 0", "0 n’est pas un nombre entier égal ou supérieur à 1"),
        ("report cash --fund ALSACE --months 0", "0 n’est pas un nombre entier de 1 à 120"),
        ("report cash --fund ALSACE --past 1.5", "1.5 n’est pas un nombre entier de 0 à"),
        ("report cash --fund ALSACE --months ٣", "n’est pas un nombre entier"),
        ("report cash --fund ALSACE --months 1_0", "n’est pas un nombre entier"),
    ],
)
def test_a_number_that_cannot_be_read_is_refused_in_words(
    refuses: Refusals, command: str, says: str
) -> None:
    told = said(refuses(2, *command.split()))
    assert says in told
    assert not CODE_LIKE.search(told.splitlines()[-1]), told


def test_a_number_within_its_bounds_is_read() -> None:
    assert [Whole(1, 3).convert(typed, None, None) for typed in ("1", " 3 ")] == [1, 3]


@pytest.mark.parametrize("path", COMMANDS)
def test_no_help_describes_bounds_as_code(path: str) -> None:
    for option in COMMANDS[path].params:
        assert not isinstance(option.type, click.IntRange | click.FloatRange)
        if isinstance(option, click.Option):
            assert isinstance(option, Option), option.name  # its help is translated


def test_the_help_says_bounds_in_words(cli: Cli) -> None:
    assert "[de 1 à 120]" in cli("report", "cash", "--help").stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"# r\xe9glement\n", r":1: .*UTF-8 .* enregistrez le fichier en texte UTF-8"),
        (b"bonjour ; monde\n", r":1: .*une clé est suivie de = et de sa valeur"),
        (b"quorum = un\n", r":1: .*la valeur après = ne se lit pas"),
        (b"quorum = 1\nquorum = 2\n", r":2: .*une clé ou une table figure deux fois"),
        (b"legal_forms = [1\n", r": .*une liste n’est pas fermée"),
        (b'[limits\nquorum = "a"\n', r":1: .*une liste n’est pas fermée"),
        (b'quorum = "1\n', r": .*un texte n’est pas fermé|un caractère n’a pas sa place"),
        (
            b"",
            r":1: .*ce fichier ne dit rien ; écrivez, comme quorum = 1, .*ticket_min",
        ),
        (b"# rien\n", r":1: .*ce fichier ne dit rien"),
    ],
)
def test_a_charter_that_cannot_be_read_says_why_in_words(
    fund: Cli, movements: Movements, refuses: Refusals, text: bytes, says: str
) -> None:
    assert fund.ledger
    file = movements.raw(text, "reglement.toml")
    told = said(refuses(3, "fund", "charter", "ALSACE", file))
    assert re.search(says, told), told
    assert not re.search(r"CSV|Invalid|Expected|Cannot|Unclosed|Illegal", told), told
    refuses(1, "fund", "charter", "ALSACE", code="charter-missing")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "ticket_min = 10\nticket_max = 5",
            "pour ticket_min : un montant qui ne dépasse pas",
        ),
        ("quorum = 0", "pour quorum : un nombre entier égal ou supérieur à 1"),
        (
            'provisions = [{days = 90, rate = "1 %"}, {days = 30, rate = "2 %"}]',
            "une liste de jours croissants",
        ),
    ],
)
def test_a_charter_that_contradicts_itself_is_refused_in_words(
    fund: Cli, movements: Movements, refuses: Refusals, text: str, says: str
) -> None:
    assert fund.ledger
    file = movements.raw(text, "reglement.toml")
    told = said(refuses(1, "fund", "charter", "ALSACE", file, code="bad-charter"))
    assert says in told


def test_an_order_of_payment_is_refused_in_the_words_of_its_reader(
    fund: Cli, refuses: Refusals
) -> None:
    assert fund.ledger
    words = (
        "financing contract P1 --fund ALSACE --project Recyclerie --instrument loan"
        " --amount 100 --rate 1% --create --start 2024-01-31 --periods 4 --every month"
        " --allocation"
    )
    typed = "interets,commission,Principal,penalite"
    told = said(refuses(1, *words.split(), typed, code="bad-allocation"))
    assert "intérêts, commission, principal, pénalité n’est pas un ordre" in told
    assert "chacun de commission, pénalité, intérêts, principal une fois" in told


def test_words_of_payment_are_read_in_both_languages() -> None:
    order = ("fee", "penalty", "interest", "principal")
    for typed in (
        "commission,pénalité,intérêts,principal",
        "Fee, penalty,INTEREST,principal",
    ):
        for language in ("fr", "en"):
            with speaking(language):
                assert ordered(typed) == order


def test_the_day_a_guarantee_must_reach_is_said_in_words(
    fund: Cli, refuses: Refusals
) -> None:
    assert fund.ledger
    words = (
        "guarantee grant G1 --fund ALSACE --project Recyclerie --lender Banque --loan 1000"
        " --quota 50% --create --on 2024-06-01 --expires 2024-05-31"
    )
    says = "pour --expires : le 1er juin 2024 ou plus tard"
    assert says in said(refuses(1, *words.split(), code="bad-guarantee"))


@pytest.mark.parametrize(
    "command",
    [
        "audit explain",
        "history",
        "financing contract --fund ALSACE --project R --instrument loan --amount 1",
        "financing repay --amount 1",
        "contribution receive --amount 1",
        "guarantee call --amount 1",
        "project show",
        "party show",
        "fund show",
    ],
)
@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_without_a_letter_is_refused(
    fund: Cli, movements: Movements, refuses: Refusals, command: str, name: str
) -> None:
    # What has no name is not what an empty name means.
    fund.take(movements("2024-01-01 contribution 10 party=R public grant concessional"))
    refuses(2, *command.split(), name, code="name-missing", says="pas vide")


def test_no_fact_has_an_empty_name(fund: Cli, movements: Movements) -> None:
    fund.take(movements("2024-01-01 contribution 10 party=R public grant concessional"))
    with Reading(fund.place) as reading:
        for find in (positions, positions_of):
            with pytest.raises(NotFound):
                find(reading.books, " ")
        assert standing(reading.books, "") == []


@pytest.mark.parametrize("sirens", [(), ("--siren", "123"), ("--siren", "21860194A")])
def test_an_undertaking_is_made_of_valid_sirens(
    fund: Cli, refuses: Refusals, sirens: tuple[str, ...]
) -> None:
    fund.done("project", "add", "Recyclerie")
    refuses(2, "project", "undertaking", "Recyclerie", "--fund", "ALSACE", *sirens)


@pytest.mark.parametrize(
    "typed", ["2h75", "2h305", "2,333", "٢h", "h30", "2h-5", "1e3", ""]
)
def test_a_time_that_is_none_is_refused(fund: Cli, refuses: Refusals, typed: str) -> None:
    fund.done("project", "add", "Recyclerie")
    given = ("--fund", "ALSACE", "--support", "D", "--hours", typed)
    refuses(2, "support", "deliver", "Recyclerie", *given, says="n’est pas une durée")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("2", 120), ("2h", 120), ("2 h 05", 125), ("2h5", 125), ("2,5", 150), ("2.25 ", 135)],
)
def test_a_time_is_read_as_people_write_it(typed: str, minutes: int) -> None:
    assert Hours().convert(typed, None, None) == minutes


def test_what_a_committee_decides_is_said_as_of_one_project(
    fund: Cli, movements: Movements
) -> None:
    file = movements.raw("quorum = 1\n", "reglement.toml")
    fund.done("fund", "charter", "ALSACE", file, "--on", "2024-01-02")
    fund.done("project", "add", "Recyclerie", "--on", "2024-01-02")
    seat = ("--fund", "ALSACE", "--on", "2024-01-02")
    fund.done("committee", "appoint", "camille", *seat)
    fund.done("committee", "hold", "S1", *seat, "--present", "camille")
    given = ("--fund", "ALSACE", "--session", "S1", "--for", "camille", "--result")
    answer = fund("committee", "decide", "Recyclerie", *given, "refus")
    assert "Recyclerie : refus (" in answer.stdout.replace("\xa0", " "), answer.stderr
    shown = fund("fund", "show", "ALSACE").stdout.replace("\xa0", " ")
    assert "Dépassement du disponible : non permis\n" in shown


def test_an_amount_exceeds_in_the_singular(fund: Cli, movements: Movements) -> None:
    fund.take(movements("2024-01-01 contribution 9000 party=R public grant concessional"))
    given = ("--fund", "ALSACE", "--project", "P", "--instrument", "loan", "--rate", "0")
    terms = ("--start", "2024-01-31", "--periods", 4, "--every", "month", "--create")
    fund.done("financing", "contract", "P1", *given, "--amount", 400, *terms)
    fund.done("financing", "disburse", "P1", "--amount", 400, "--on", "2024-01-31")
    told = said(fund("financing", "repay", "P1", "--amount", 3000, "--on", "2024-02-29"))
    assert told.startswith("3 000,00 € dépasse ce que P1 doit encore"), told


def test_a_reference_with_other_content_is_named_as_french_writes(
    fund: Cli, movements: Movements
) -> None:
    fund.take(movements("2024-01-01 commitment 90 party=R public grant concessional"))
    (name,) = {one["key"] for one in fund.report("composition", "--by", "party")["rows"]}
    assert name == "R"
    for amount, exit_code in ((5, 0), (6, 5)):
        given = ("--amount", amount, "--reference", "R1", "--on", "2024-02-01")
        answer = fund("contribution", "receive", "C-2024-0001", *given)
        assert answer.exit_code == exit_code
    assert said(answer).startswith("C-2024-0001 : la référence R1 est déjà")


@pytest.mark.parametrize("key", ["absente.txt", "vide.txt"])
def test_a_verifier_key_that_is_none_is_named(
    fund: Cli, movements: Movements, refuses: Refusals, key: str
) -> None:
    file = movements.raw("", "vide.txt").with_name(key)
    given = ("--checkpoint", file, "--verifier-key", file)
    told = said(refuses(2, "audit", "verify", *given, code="not-a-verifier-key"))
    assert fund.ledger
    assert told.startswith(f"{file} n’est pas une clé de vérification")


def test_what_the_disk_refuses_is_named_as_french_writes(
    fund: Cli, refuses: Refusals
) -> None:
    out = fund.ledger.parent / "absent" / "sceau.txt"
    told = said(refuses(74, "audit", "seal", "--out", out, code="storage-refused"))
    assert f"({out} : fichier ou dossier absent)" in told


def test_the_history_of_a_project_says_which_support_and_whose_aid(fund: Cli) -> None:
    fund.done("project", "add", "Recyclerie", "--on", "2024-01-02")
    of = ("Recyclerie", "--fund", "ALSACE")
    made = ("--support", "DLA-1", "--provider", "Réseau", "--on", "2024-01-03")
    fund.done("support", "open", *of, *made)
    fund.done("support", "deliver", *of, *made[:2], "--hours", "2h05", "--on", "2024-01-04")
    aid = (
        "--regime",
        "de-minimis",
        "--amount",
        10,
        "--giver",
        "Ville",
        "--on",
        "2024-01-05",
    )
    fund.done("project", "aid", *of, *aid)
    labels = [one["label"] for one in fund.done("history", "Recyclerie")["facts"]]
    assert labels == ["", "DLA-1", "DLA-1, 2 h 05", "Ville"]
    shown = fund("history", "Recyclerie").stdout
    assert "Accompagnement donné (DLA-1, 2 h 05)" in shown


def test_ceilings_in_euros_bind_no_fund_in_another_currency(
    cli: Cli, refuses: Refusals
) -> None:
    opened = ("--currency", "CHF", "--opened-on", "2024-01-01", "--territory", "67")
    cli.done("fund", "open", "S", "--name", "Suisse", *opened)
    cli.done("project", "add", "P", "--on", "2024-01-02")
    said_ = ("--fund", "S", "--regime", "de-minimis", "--amount", 0)
    refuses(1, "project", "aid", "P", *said_, code="other-currency")
