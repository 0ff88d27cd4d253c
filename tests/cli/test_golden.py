"""Whole sessions of the command, byte for byte, in French and in English.

``BLENDFUND_UPDATE_GOLDEN=1`` writes the transcripts anew; read the difference before
keeping it.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli import sessions, spreadsheet, worked
from tests.cli.test_surface import reachable

from blendfund.reports.words import day
from blendfund_cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

FOLDER = Path(__file__).parents[1] / "golden" / "sessions"
OPEN = (
    "fund open ALSACE --name 'Fonds Alsace' --territory 67 --territory 68"
    " --currency EUR --opened-on 2020-01-01 --siren 218601946"
)
START = f"init\n{OPEN}"
IMPORT = "import movements {folder}/fonds.csv --fund ALSACE"
AT = "--fund ALSACE --as-of 2020-12-31"
EARLY = "--fund ALSACE --as-of 2020-03-20"
FILES = {
    "fonds.csv": """
2020-01-02 commitment 50000 party='Région Grand Est' public grant concessional
2020-01-10 contribution 30000 party='Région Grand Est' public grant concessional
2020-02-10 contribution-refund 600 party='Région Grand Est'
2020-03-01 contribution 20000 party='Banque des Territoires' public loan market
2020-03-03 contribution 50.5 party='Lin Weber' crowdfunding donation concessional
2020-03-04 in-kind 1200 party='Atelier Bois' corporate label=Bureaux
2020-04-01 contract 15000 project='Épicerie de Thann' loan
2020-04-02 disbursement 10000 project='Épicerie de Thann' loan reference=V-1
2020-04-03 disbursement 2500 project='Jardin partagé' grant
2020-04-04 cofinancing 4000 party='Crédit coopératif' bank market project='Jardin partagé'
2020-09-01 repayment 1000 project='Épicerie de Thann'
2020-09-01 interest 25 project='Épicerie de Thann'
2020-09-02 write-off 300 project='Épicerie de Thann'
2020-09-03 recovery 100 project='Épicerie de Thann'
2020-10-01 reimbursement 2000 party='Banque des Territoires'
2020-10-01 funding-interest 40 party='Banque des Territoires'
2020-11-01 expense 350 label='Frais de tenue'
2020-11-02 treasury-interest 12 label='Intérêts'
""",
    "illisible.csv": """
2020-13-01 contribution 100 party=Lin crowdfunding donation concessional
2020-01-02 contribution 1,5 party=Lin crowdfunding donation concessional
2020-01-03 contribution 100 crowdfunding donation concessional
2020-01-04 cadeau 100 party=Lin
2020-01-05 contribution 100 party=Lin crowdfunding donation concessional currency=euro
""",
    "decouvert.csv": "2020-12-01 disbursement 60000 project='Trop grand' grant",
    "avant.csv": "2019-12-31 contribution 1 party=Lin crowdfunding donation concessional",
    "demain.csv": "2999-01-01 contribution 1 party=Lin crowdfunding donation concessional",
    "tardif.csv": "2020-06-01 expense 80 label='Frais de banque'",
    "autre.csv": "2020-04-02 disbursement 1 project='Jardin partagé' grant reference=V-1",
}
PAGES = tuple(path for path, _ in reachable(main))
SESSIONS = {
    "start": f"""
init
init
fund list
{OPEN} --dry-run
{OPEN}
{OPEN}
fund open BAS --name Bas --territory 67 --currency EUR --opened-on 2020-02-30
fund open BAS --name Bas --territory 67 --currency XXX --opened-on 2020-01-01
fund open BAS --name Bas --territory 67 --opened-on 2020-01-01 --siren 123456789
fund list
fund compartment ALSACE guarantee --on 2020-02-01
report composition --fund LORRAINE
report composition
""",
    "import": f"{START}\n{IMPORT} --dry-run\n{IMPORT}\naudit verify\naudit replay",
    "known-twice": f"{START}\n{IMPORT}\n{IMPORT}\n{IMPORT} --key K\n{IMPORT} --key K"
    "\nimport movements {folder}/autre.csv --fund ALSACE",
    "refused-file": f"""
{START}
import movements {{folder}}/illisible.csv --fund ALSACE
import movements {{folder}}/absent.csv --fund ALSACE
import movements {{folder}}/avant.csv --fund ALSACE
import movements {{folder}}/demain.csv --fund ALSACE
import movements {{folder}}/illisible.csv --fund ALSACE --quarantine {{folder}}/ecart.csv
""",
    "refused-overdraft": f"""
{START}
{IMPORT}
import movements {{folder}}/decouvert.csv --fund ALSACE
import movements {{folder}}/decouvert.csv --fund ALSACE --allow-overdraft
report balance {AT}
""",
    "reports": "\n".join(
        (
            START,
            IMPORT,
            *(
                f"report composition {AT} --by {key}"
                for key in ("sector", "instrument", "terms", "party", "origin", "year")
            ),
            f"report leverage {AT}",
            *(
                f"report returns {AT} --by {key}"
                for key in ("fund", "agreement", "project", "party")
            ),
            f"report balance {AT}",
            "report composition --fund ALSACE --as-of 2020-02-01 --known-at 1",
        )
    ),
    "spreadsheets": f"""
{START}
{IMPORT}
report composition {AT} --by party --format csv
report composition {AT} --by party --format csv --dialect excel-fr
report composition {AT} --format csv --table uses
report returns {AT} --format csv --dialect excel-fr
report returns {AT} --format csv --table curve
report leverage {AT} --format csv
report balance {AT} --format csv --dialect excel-fr --out {{folder}}/soldes.csv
report balance {AT} --format xlsx --out {{folder}}/soldes.xlsx
report balance {AT} --format xlsx
report balance {AT} --format xlsx --json
report balance {AT} --dialect excel-fr
report balance {AT} --format csv --table emplois
report balance {AT} --format csv --out {{folder}}/absent/soldes.csv
""",
    "exports": f"""
{START}
{IMPORT}
export journal {EARLY}
export journal {EARLY} --dialect excel-fr
export journal {AT} --out {{folder}}/journal.csv
export journal {AT} --dialect excel-fr --out {{folder}}/journal.csv --json
export beancount {EARLY}
export hledger {EARLY} --no-names
export hledger {AT} --out {{folder}}/alsace.journal
export beancount {AT} --json
export journal --fund LORRAINE
export journal {AT} --out {{folder}}/absent/journal.csv
export hledger {AT} --known-at 99
""",
    "events": f"{START}\n{IMPORT}\nevents\nevents --from 20",
    "search": f"""
{START}
search ''
{IMPORT}
search 'source:public montant:>10000 2020'
search 'épicerie sorte:décaissement,passage'
search --limit 2 --as-of 2020-09-30 'montant:>=100'
search 'lin | instrument:loan -repayment'
search 'inconnu'
search 'souce:public'
search 'source:publik'
search 'montant:1.234'
search '2020-02-30'
search '(lin'
search --fund LORRAINE lin
search --json 'sorte:recovery'
correct 12 --amount 60 --reason 'Ticket relu'
search 'lin annulé:oui,non'
undo --reason 'Le premier ticket était le bon'
search --limit 1 'lin'
search 'annulé:oui'
""",
    "doctor": f"""
doctor
{START}
{IMPORT}
doctor
import movements {{folder}}/decouvert.csv --fund ALSACE --allow-overdraft
doctor --json
""",
    "explain": f"""
{START}
{IMPORT}
audit explain composition:public:received --as-of 2020-12-31
audit explain composition/party:region-grand-est:net --as-of 2020-12-31 --limit 1
audit explain composition:total:share_net --as-of 2020-12-31 --limit 2
audit explain leverage:cofinancing --as-of 2020-12-31
audit explain leverage:guarantee_exposure --as-of 2020-12-31
audit explain returns:irr --as-of 2020-12-31
audit explain composition:uses:in_kind --as-of 2020-01-31
correct 9 --amount 25000 --reason 'avis de virement'
audit explain 9 --as-of 2020-12-31
audit explain 'Épicerie de Thann' --as-of 2020-12-31 --limit 3
audit explain composition:publik:received
audit explain composition:public
audit explain compositon:public:received
audit explain Thann
audit explain 999
audit explain 9 --as-of 2020-12-31 --json
""",
    "why": f"""
{START}
{IMPORT}
report why 2020-02-29 2020-04-30 --fund ALSACE
report why 2020-04-30 2020-09-30 --fund ALSACE --report returns
report why 2020-03-31 2020-04-30 --fund ALSACE --report leverage --json
import movements {{folder}}/tardif.csv --fund ALSACE
correct 9 --amount 25000 --reason 'avis de virement'
correct 6 --amount 550 --reason 'avis de virement'
undo --reason 'le premier montant était juste'
report why 32 39 --fund ALSACE --as-of 2020-12-31
report why 32 39 --fund ALSACE --as-of 2020-12-31 --by party
report why 39 39 --fund ALSACE
report why 2020-02-30 2020-04-30 --fund ALSACE
report why 1 999 --fund ALSACE
report why 1 2 --fund ALSACE --report levrage
""",
    "help": "\n".join(f"{page} --help" for page in PAGES),
}
SESSIONS |= sessions.SESSIONS
SESSIONS["tableur"] = f"{START}\n{spreadsheet.SESSION}"
SESSIONS["worked"] = worked.SESSION
FILES |= sessions.FILES
BATCH = re.compile(r"\bI-\d{4}-\d{4}\b")
MASKS = (
    (
        re.compile(r"[\d.,\u202f]+[\u00a0 ](?:octets|bytes|[KMGT]io|[KMGT]iB)\b"),
        "<size>",
    ),
    (re.compile(r"\bSQLite [\d.]+\d"), "SQLite <version>"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"(?<=<uuid>)\+[0-9a-f]{8}\+[\w+/]{44}", re.ASCII), "+<key>"),
    (re.compile(r"(?<![\w+/])[\w+/]{91}=", re.ASCII), "<signature>"),
    (re.compile(r"(?:(?<![\w+/])|(?<=\\n))[\w+/]{43}=", re.ASCII), "<root>"),
    (re.compile(r"\b\d{1,2}(?:er)? \w+ \d{4}(?: à|,) \d\d:\d\d:\d\d UTC"), "<time>"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)"), "<time>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\bI-(?!\.)[\w-]+"), "<batch>"),
    (re.compile(r"(?<=\"days_left\":)-?\d+"), "<days>"),
)


def masked(text: str, folder: Path) -> str:
    text = text.replace(str(folder), "<folder>")
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    today = date.today()  # noqa: DTZ011 -- the day the command says, where it runs
    recorded = datetime.now(UTC).date().isoformat()
    for shown in (
        recorded,
        today.isoformat(),
        day(today, french=True),
        day(today, french=False),
    ):
        text = text.replace(shown, "<today>")
    return text


def played(cli: Cli, commands: str, folder: Path) -> str:
    """Run the commands and give what a person would see, standard error after ``2>``."""
    shown: list[str] = []
    batch = ""
    for line in commands.strip().splitlines():
        typed = line.replace("{folder}", str(folder)).replace("{batch}", batch)
        answer = cli(*shlex.split(typed))
        batch = (BATCH.findall(answer.stdout) or [batch])[0]
        told = line.replace("{folder}", "<folder>").replace("{batch}", "<batch>")
        shown.append(f"$ blendfund {told.lstrip()}\n")
        shown.append(answer.stdout)
        shown += [f"2> {said}\n" for said in answer.stderr.splitlines()]
        if answer.exit_code:
            shown.append(f"$ echo $?\n{answer.exit_code}\n")
        shown.append("\n")
    return masked("".join(shown), folder)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_stays_as_it_was_read(
    cli: Cli, movements: Movements, tmp_path: Path, name: str, language: str
) -> None:
    for file, rows in FILES.items():
        movements(rows, file)
    for file, text in {**spreadsheet.TEXTS, **sessions.TEXTS}.items():
        movements.raw(text, file)
    cli = replace(cli, env={**cli.env, "BLENDFUND_LANG": language, "COLUMNS": "100"})
    transcript = played(cli, SESSIONS[name], tmp_path)
    golden = FOLDER / f"{name}.{language}.txt"
    if os.environ.get("BLENDFUND_UPDATE_GOLDEN"):
        golden.write_text(transcript, encoding="utf-8")
    assert transcript.splitlines() == golden.read_text(encoding="utf-8").splitlines()
    assert transcript.encode() == golden.read_bytes()


def test_every_transcript_is_of_a_session() -> None:
    names = {f"{name}.{language}.txt" for name in SESSIONS for language in ("fr", "en")}
    assert {path.name for path in FOLDER.iterdir()} == names
