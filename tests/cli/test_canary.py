"""A name, an IBAN, keys that are nobody else's: where they are read, and where never."""

from __future__ import annotations

import shlex
import sqlite3
from base64 import b64decode, b64encode
from contextlib import closing
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile, is_zipfile

import click
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.cli.test_surface import COMMANDS

from blendfund.storage.keys import keys_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.conftest import Answer, Cli, Movements

CANARY: Final = "Zéphyrine Kwasniewski-Oberlé"
IBAN: Final = "FR7630006000011234567890189"
GROUPED: Final = " ".join(IBAN[i : i + 4] for i in range(0, len(IBAN), 4))
WORDS: Final = (CANARY, CANARY.upper(), "Kwasniewski", "zephyrine", "oberle")
NAMES: Final = tuple(
    word.encode(encoding) for word in WORDS for encoding in ("utf-8", "utf-16-le")
)
IBANS: Final = tuple(
    word.encode(encoding)
    # An account number gives itself away without its country and its check digits.
    for word in (IBAN, GROUPED, IBAN[4:], GROUPED[5:])
    for encoding in ("utf-8", "utf-16-le")
)
TOTALS: Final = "date = 2020-12-31\n[total]\nreceived = 120\n"
BASIS: Final = ("--legal-basis", "RGPD, art. 17(1)(d)", "--reason", "demande")
# Everything that reads but is not asked who gave; {folder} is written anew each time.
ANONYMOUS: Final = (
    "audit diff 1 3 --json",
    "audit export {folder}/dossier",
    "audit prove 2",
    "audit replay --json",
    "audit reproduce {folder}/composition.json",
    "audit timestamp --request {folder}/demande.tsq",
    "audit verify --json",
    "backup {folder}/copie.db",
    "committee members --fund ALSACE",
    "completion bash",
    "doctor --json",
    "earmark list --fund ALSACE",
    "events --json",
    "events --search tiers:Zéphyrine",
    "export journal --fund ALSACE --no-names",
    "export beancount --fund ALSACE --no-names --out {folder}/anonyme.beancount",
    "export hledger --fund ALSACE --no-names",
    "financing show PRET-1",
    "guarantee show PRET-1",
    "fund compartments ALSACE",
    "fund list",
    "fund show ALSACE",
    "projection rebuild",
    "project file La-Recyclerie --fund ALSACE",
    "project list",
    "project show La-Recyclerie",
    "report balance --fund ALSACE --json",
    "report carried --fund ALSACE",
    "report cash --fund ALSACE",
    "report differences --fund ALSACE --totals {folder}/totaux.toml",
    "report distribution --fund ALSACE",
    "report earmarks --fund ALSACE",
    "report guarantees --fund ALSACE",
    "report leverage --fund ALSACE --json",
    "report portfolio --fund ALSACE",
    "report returns --fund ALSACE --by fund --json",
    "report returns --fund ALSACE --by party",
    "report schedule PRET-2 --fund ALSACE",
    "report waterfall --fund ALSACE",
    "report why 2020-01-31 2020-02-28 --fund ALSACE",
    "resume",
    "restore {folder}/copie.db --replace",
    "signer list",
    "status",
    "support list La-Recyclerie --fund ALSACE",
)
# What names the giver while the key is there.
NAMED: Final = (
    "audit explain composition:individual:received --fund ALSACE",
    "export beancount --fund ALSACE",
    "export hledger --fund ALSACE",
    "export journal --fund ALSACE --out {folder}/journal.csv",
    "export journal --fund ALSACE",
    "history DON-1 --json",
    "party list --json",
    "party list",
    "party show 2",
    "report composition --fund ALSACE --by party --format csv --out {folder}/parts.csv",
    "report composition --fund ALSACE --by party --format xlsx --out {folder}/parts.xlsx",
    "report composition --fund ALSACE --by party --json",
    "search don",
    "tranche list --fund ALSACE",
)
# What asks for the giver by name: after an erasure, only who asks says it.
BY_NAME: Final = f"report funder '{CANARY}' --fund ALSACE"
# What reads no ledger of ours, or prepares what the lines above read.
ELSEWHERE: Final = {"init", "demo", "migrate", "audit seal"}


@pytest.fixture
def given(fund: Cli, movements: Movements) -> Cli:
    """Give a fund with the canary in it: registered by hand, then met in a file."""
    on = ("--on", "2020-01-15")
    said(fund("party", "add", CANARY, "--kind", "person", "--iban", GROUPED, *on))
    text = (
        f"2020-02-01 contribution 50 party='{CANARY}' individual donation concessional"
        " label=don reference=DON-1\n"
        "2020-02-02 contribution 70 party='Théo Klein' individual donation concessional"
        " label=rendu\n"
        "2020-03-01 disbursement 60 project=La-Recyclerie loan market agreement=PRET-1"
    )
    file = movements(text, "dons.csv")
    said(fund("import", "movements", file, "--fund", "ALSACE"))
    file.unlink()
    loan = ("financing", "contract", "PRET-2", "--fund", "ALSACE", "--amount", "40")
    when = ("--on", "2020-03-02", "--start", "2020-06-30", "--periods", "2")
    terms = ("--instrument", "zero-loan", "--every", "month")
    said(fund(*loan, "--project", "La-Recyclerie", *when, *terms, "--create"))
    receipt = fund.ledger.with_name("papiers") / f"Recu {CANARY}.pdf"
    receipt.parent.mkdir()
    receipt.write_text(f"Recu de {CANARY}, {IBAN}", encoding="utf-8")
    said(fund("attach", receipt, "DON-1"))
    receipt.unlink()
    said(fund("audit", "seal", "--out", fund.ledger.parent / "scelle.txt"))
    return fund


def said(answer: Answer) -> bytes:
    """Give all that a command said, which must not be a failure."""
    assert answer.exit_code == 0, answer.stderr
    return (answer.stdout + answer.stderr).encode()


def run(fund: Cli, folder: Path, lines: Iterable[str]) -> dict[str, bytes]:
    """Run commands, each with an empty folder's name; give what each one said and wrote."""
    found = {}
    report = ("report", "composition", "--fund", "ALSACE", "--format", "json")
    folder.mkdir()
    said(fund(*report, "--out", folder / "composition.json"))
    (folder / "totaux.toml").write_text(TOTALS, encoding="utf-8")
    for line in lines:
        words = [word.replace("{folder}", str(folder)) for word in shlex.split(line)]
        before = {path for path in folder.rglob("*") if path.is_file()}
        told = said(fund(*words))
        written = {path for path in folder.rglob("*") if path.is_file()} - before
        written -= set(vouchers(folder))  # what was attached says what it says
        found[line] = told + b"".join(map(content, sorted(written)))
    return found


def content(path: Path) -> bytes:
    """Give a file's bytes, those of a workbook unpacked."""
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as book:
        return b"".join(map(book.read, book.namelist()))


def files_with(fund: Cli, parts: Iterable[bytes], *apart: Path) -> list[str]:
    """Name the ledger's files, and those of commands without an answer, that hold one."""
    looked = [path for path in fund.ledger.parent.rglob("*") if path.is_file()]
    assert keys_path(fund.ledger) in looked
    return [
        path.name
        for path in looked
        if path not in apart and any(part in path.read_bytes() for part in parts)
    ]


def secrets(fund: Cli) -> tuple[bytes, ...]:
    """Give every key there is, as bytes, in hexadecimal and in base64."""
    with closing(sqlite3.connect(keys_path(fund.ledger))) as database:
        wrapping, blinding = database.execute(
            "SELECT wrapping, blinding FROM master"
        ).fetchone()
        rows = database.execute("SELECT stream_id, wrapped FROM person").fetchall()
    persons = [AESGCM(wrapping).decrypt(key[:12], key[12:], who) for who, key in rows]
    assert len(persons) == 2
    lines = signing_key(fund).read_text().splitlines()
    whole = b64decode("".join(line for line in lines if not line.startswith("-----")))
    keys = [wrapping, blinding, *persons, *(key for _, key in rows), whole[-32:]]
    assert {len(key) for key in keys} == {32, 60}
    written = [line.encode() for line in lines if not line.startswith("-----")]
    shapes = [[key, key.hex().encode(), b64encode(key).rstrip(b"=")] for key in keys]
    return (*written, *(shape for three in shapes for shape in three))


def vouchers(folder: Path) -> list[Path]:
    """Give the files that were attached, and their copies."""
    return [path for path in folder.rglob("*.attachments/*/*") if path.is_file()]


def signing_key(fund: Cli) -> Path:
    return fund.ledger.with_name(f"{fund.ledger.name}.signing-key")


def holds(told: bytes, parts: Iterable[bytes]) -> bool:
    return any(part in told for part in parts)


def test_every_command_that_reads_is_tried() -> None:
    """A new command that reads is tried too, or this test says so."""
    readers = {
        path
        for path, command in COMMANDS.items()
        if not isinstance(command, click.Group)
        and "key" not in {param.name for param in command.params}
    }
    lines = (*ANONYMOUS, *NAMED, BY_NAME)
    tried = {
        path for path in readers if any(f"{one} ".startswith(f"{path} ") for one in lines)
    }
    assert readers - tried == ELSEWHERE


def test_a_name_is_said_only_where_it_is_asked_for(given: Cli, tmp_path: Path) -> None:
    assert not files_with(given, (*NAMES, *IBANS), *vouchers(tmp_path))
    for line, told in run(given, tmp_path / "sorties", ANONYMOUS).items():
        assert not holds(told, NAMES), line
    assert len(vouchers(tmp_path)) == 2, "its copy too"
    assert not files_with(given, (*NAMES, *IBANS), *vouchers(tmp_path))
    for line, told in run(given, tmp_path / "nommees", (*NAMED, BY_NAME)).items():
        assert CANARY.encode() in told, line


def test_an_iban_is_said_whole_only_where_it_is_asked_for(
    given: Cli, tmp_path: Path
) -> None:
    lines = (*ANONYMOUS, *NAMED, BY_NAME)
    found = run(given, tmp_path / "sorties", lines)
    assert not [line for line, told in found.items() if holds(told, IBANS)]
    assert "FR76 **** **** 0189" in given("party", "show", CANARY).stdout
    assert IBAN in given("party", "show", CANARY, "--whole-iban").stdout
    assert given.done("party", "show", "2")["iban"] == "FR76 **** **** 0189"


def test_a_refused_iban_is_not_repeated(given: Cli) -> None:
    """What fails its check is nearly somebody's account: its end says which one."""
    wrong = f"{IBAN[:-1]}8"
    answer = given("party", "add", "Ida Roth", "--kind", "person", "--iban", wrong)
    assert answer.exit_code == 2
    assert "[bad-iban]" in answer.stderr
    assert wrong not in answer.stderr
    assert wrong[-4:] in answer.stderr


def test_a_label_that_holds_an_iban_is_pointed_at_without_it(
    given: Cli, movements: Movements
) -> None:
    text = f"2020-04-01 expense 1 label='Virement {IBAN}'"
    file = movements(text, "frais.csv")
    answer = given("import", "movements", file, "--fund", "ALSACE", "--dry-run")
    told = said(answer)
    assert "un IBAN ou un téléphone\N{NO-BREAK SPACE}: 1." in answer.stderr
    assert not holds(told, IBANS)


def test_no_key_is_ever_said_or_copied(given: Cli, tmp_path: Path) -> None:
    keys = secrets(given)
    own = (keys_path(given.ledger), signing_key(given))
    assert not files_with(given, keys, *own)
    found = run(given, tmp_path / "sorties", (*ANONYMOUS, *NAMED, BY_NAME))
    assert not [line for line, told in found.items() if holds(told, keys)]
    assert not files_with(given, keys, *own)


def test_who_is_erased_is_said_nowhere(given: Cli, tmp_path: Path) -> None:
    said(given("search", "don"))  # makes the index of movements
    before = given.report("composition")["uses"]
    gone = secrets(given)
    answer = given.done("party", "erase", CANARY, *BASIS)
    assert answer["retained_until"] == "2030-12-31"
    assert (answer["files_destroyed"], answer["files_left"]) == (1, [])
    assert "pièce effacée (" in given("history", "DON-1").stdout
    assert not files_with(given, (*NAMES, *IBANS))
    lines = (*ANONYMOUS, *NAMED, "party show 2 --whole-iban --json")
    for line, told in run(given, tmp_path / "sorties", lines).items():
        assert not holds(told, (*NAMES, *IBANS, *gone)), line
    assert given.done("party", "show", "2", "--whole-iban")["iban"] is None
    assert "Théo Klein" in given("party", "list").stdout
    assert given.report("composition")["uses"] == before
    assert not files_with(given, (*NAMES, *IBANS))
