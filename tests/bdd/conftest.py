"""The sentences of the features, each spoken to the real commands.

A dated sentence of a fund's life is one line of the movement file; ``SENTENCES`` says
which. An ``Étant donné`` must be accepted; a ``Quand`` may be refused, and the ``Alors``
that follows says how.
"""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then, when
from tests.cli.test_signing import made

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Answer, Cli, Movements

AMOUNT = r"(?P<amount>\d[\d\s]*(?:,\d\d)?) €"
PARTY = r"« (?P<party>[^»]+) » \((?P<sector>\w+)\)"
PROJECT = "« (?P<project>[^»]+) »"
HOW = "en (?P<how>[^\\d]+)"
SENTENCES = {
    f"{PARTY} s'engage pour {AMOUNT} {HOW}": "commitment",
    f"{PARTY} apporte {AMOUNT} {HOW}": "contribution",
    f"{PARTY} met à disposition l'équivalent de {AMOUNT}": "in-kind",
    f"{PARTY} cofinance {PROJECT} de {AMOUNT} (?P<how>.+)": "cofinancing",
    f"le fonds reverse {AMOUNT} de trop-perçu à « (?P<party>[^»]+) »": (
        "contribution-refund"
    ),
    f"le fonds rembourse {AMOUNT} à « (?P<party>[^»]+) »": "reimbursement",
    f"le fonds paie {AMOUNT} d'intérêts à « (?P<party>[^»]+) »": "funding-interest",
    f"le fonds conventionne {AMOUNT} avec {PROJECT} {HOW}": "contract",
    f"le fonds décaisse {AMOUNT} pour {PROJECT} {HOW}": "disbursement",
    f"{PROJECT} rembourse {AMOUNT}": "repayment",
    f"{PROJECT} paie {AMOUNT} d'intérêts": "interest",
    f"le fonds passe {AMOUNT} en perte sur {PROJECT}": "write-off",
    f"le fonds récupère {AMOUNT} sur {PROJECT}": "recovery",
    f"la banque crédite {AMOUNT} d'« (?P<label>[^»]+) »": "treasury-interest",
    f"le fonds règle {AMOUNT} de « (?P<label>[^»]+) »": "expense",
}
SECTORS = {
    "public": "public",
    "solidaire": "solidarity",
    "participatif": "crowdfunding",
    "fondation": "philanthropy",
    "entreprise": "corporate",
    "banque": "bank",
    "particulier": "individual",
}
HOWS = {
    "subvention": "grant concessional",
    "don": "donation concessional",
    "prêt bonifié": "loan concessional",
    "prêt au marché": "loan market",
    "apport avec droit de reprise": "returnable-contribution concessional",
    "prêt": "loan",
    "aide": "grant",
    "au marché": "market",
    "à des conditions bonifiées": "concessional",
}
DATED = re.compile(
    r"(?:pour le fonds « (?P<fund>\w+) », )?(?P<what>.+) le (?P<day>\d\d/\d\d/\d{4})"
)


def iso(day: str) -> str:
    return "-".join(reversed(day.split("/")))


def plain(amount: str) -> str:
    return re.sub(r"\s", "", amount).replace(",", ".")


def compact(sentence: str) -> str:
    """Turn a dated sentence into one row of a movement file."""
    dated = DATED.fullmatch(sentence)
    assert dated, sentence
    found = {
        kind: match.groupdict()
        for pattern, kind in SENTENCES.items()
        if (match := re.fullmatch(pattern, dated["what"]))
    }
    assert len(found) == 1, f"{len(found)} readings of: {sentence}"
    ((kind, said),) = found.items()
    words = [iso(dated["day"]), kind, plain(said.pop("amount"))]
    words += [SECTORS[said.pop("sector")]] if "sector" in said else []
    words += HOWS[said.pop("how")].split() if "how" in said else []
    words += [f"{column}={value}" for column, value in said.items()]
    return shlex.join(words)


@dataclass
class World:
    """One scenario: the ledger, the last answer, and what was noted on the way."""

    cli: Cli
    movements: Movements
    last: Answer | None = None
    before: list[dict[str, Any]] = field(default_factory=list)
    noted: int = 0
    files: int = 0
    reports: dict[str, Any] = field(default_factory=dict)
    line: str = ""

    def act(self, *words: object) -> Answer:
        """Run a command, remembering the history as it stood."""
        self.before = self.cli.events()
        self.last = self.cli(*words)
        return self.last

    def say(self, sentence: str) -> Answer:
        """Record what a dated sentence says, from a file of its own."""
        self.files += 1
        file = self.movements(compact(sentence), f"ligne-{self.files}.csv")
        dated = DATED.fullmatch(sentence)
        fund = (dated and dated["fund"]) or "ALSACE"
        return self.act("import", "movements", file, "--fund", fund, "--json")

    def report(self, name: str, *words: object, fund: str = "ALSACE") -> Any:
        return self.cli.done("report", name, "--fund", fund, *words)

    def every_report(self) -> dict[str, Any]:
        """Give every report but for the position and the root it was made at."""
        found = {}
        for name in ("composition", "leverage", "returns", "balance", "earmarks"):
            report = self.report(name)
            found[name] = {
                key: value
                for key, value in report.items()
                if key not in {"position", "root"}
            }
        return found

    def earmarked(self, earmark: str) -> Decimal:
        """Give the cash left under an earmark."""
        rows = {row["key"]: row["cash"] for row in self.report("earmarks")["rows"]}
        return Decimal(rows.get(earmark, "0"))

    @property
    def answer(self) -> Answer:
        assert self.last is not None
        return self.last


@pytest.fixture
def world(cli: Cli, movements: Movements) -> World:
    assert cli("init").exit_code == 0
    return World(cli, movements)


@given(
    parsers.re(
        r"un (?:autre )?fonds « (?P<fund>\w+) » tenu en (?P<currency>[A-Z]{3}) "
        r"depuis le (?P<day>[\d/]+)(?:, de SIREN (?P<siren>\d+))?"
    )
)
def _(world: World, fund: str, currency: str, day: str, siren: str | None) -> None:
    more = ("--siren", siren) if siren else ()
    world.cli.done(
        *("fund", "open", fund, "--name", f"Fonds {fund}", "--territory", "FR-67"),
        *("--currency", currency, "--opened-on", iso(day), *more),
    )


@given(parsers.re(r"(?P<sentence>(?!un (autre )?fonds).+ le \d\d/\d\d/\d{4})"))
def _(world: World, sentence: str) -> None:
    answer = world.say(sentence)
    assert answer.exit_code == 0, answer.stderr


@when(parsers.re(r"(?P<sentence>.+ le \d\d/\d\d/\d{4})"))
def _(world: World, sentence: str) -> None:
    world.say(sentence)


def native(world: World, name: str, table: list[list[str]]) -> Path:
    """Write a native file from a table whose first row names its columns."""
    header, *rows = table
    lines = []
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        first = [cells.pop(column) for column in ("date", "kind", "amount")]
        told = [f"{column}={value}" for column, value in cells.items() if value]
        lines.append(shlex.join([*first, *told]))
    return world.movements("\n".join(lines), name)


@given(parsers.re(r"le fichier « (?P<name>\S+) » importé :"))
def _(world: World, name: str, datatable: list[list[str]]) -> None:
    file = native(world, name, datatable)
    answer = world.act("import", "movements", file, "--fund", "ALSACE", "--json")
    assert answer.exit_code == 0, answer.stderr


@when(parsers.re(r"on importe « (?P<name>\S+) »(?: (?P<with_>avec .+|à blanc))? :"))
def _(world: World, name: str, with_: str | None, datatable: list[list[str]]) -> None:
    file = native(world, name, datatable)
    more = options(with_ or "", file)
    world.act("import", "movements", file, "--fund", "ALSACE", *more, "--json")


@when(parsers.re(r"on importe de nouveau « (?P<name>\S+) »(?: (?P<with_>avec .+))?"))
def _(world: World, name: str, with_: str | None) -> None:
    file = world.movements.folder / name
    more = options(with_ or "", file)
    world.act("import", "movements", file, "--fund", "ALSACE", *more, "--json")


def options(said: str, file: Path) -> list[object]:
    """Give the options that words of a sentence stand for."""
    given_key = re.search(r"la clé « (.+) »", said)
    words: list[object] = ["--key", given_key[1]] if given_key else []
    if "une quarantaine" in said:
        words += ["--quarantine", file.with_name("quarantaine.csv")]
    words += ["--allow-overdraft"] * ("la preuve de la banque" in said)
    return words + ["--dry-run"] * (said == "à blanc")


@when(parsers.re(r"on cherche « (?P<query>.+) »"))
def _(world: World, query: str) -> None:
    world.act("search", query, "--json")


@when(parsers.re(r"on importe le fichier SCDL « (?P<name>\S+) » :"))
def _(world: World, name: str, docstring: str) -> None:
    file = world.movements.raw(docstring + "\n", name)
    world.act("import", "scdl", file, "--fund", "ALSACE", "--json")


@given("la position du registre est notée")
def _(world: World) -> None:
    world.noted = len(world.cli.events())


def retouched(ledger: Path) -> None:
    """Change an amount behind blendfund's back."""
    database = sqlite3.connect(ledger)
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in names.fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    database.execute(
        "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), '100', '900') AS BLOB)"
    )
    database.commit()
    database.close()


@when("quelqu'un retouche l'historique dans le fichier du registre")
def _(world: World) -> None:
    retouched(world.cli.ledger)


def typed(world: World, words: str) -> Answer:
    """Run a command as a person types it, without the program's name."""
    return world.act(*shlex.split(words))


@given(parsers.re(r"la commande « (?P<words>.+) »"))
def _(world: World, words: str) -> None:
    answer = typed(world, words)
    assert answer.exit_code == 0, answer.stderr


@when(parsers.re(r"on tape « (?P<words>.+) »"))
def _(world: World, words: str) -> None:
    typed(world, words)


@given(parsers.re(r"le règlement « (?P<text>.+) »(?:, adopté depuis le (?P<day>[\d/]+))?"))
def _(world: World, text: str, day: str | None) -> None:
    path = world.movements.folder / "reglement.toml"
    path.write_text(text, encoding="utf-8")
    on = iso(day) if day else "2024-01-02"
    world.act("fund", "charter", "ALSACE", str(path), "--on", on)
    assert world.answer.exit_code == 0, world.answer.stderr


@given(parsers.re(r"un comité de (?P<names>.+) le (?P<day>[\d/]+)"))
def _(world: World, names: str, day: str) -> None:
    who = names.replace(" et ", ", ").split(", ")
    for name in who:
        world.act("committee", "appoint", name, "--fund", "ALSACE", "--on", "2024-01-03")
        assert world.answer.exit_code == 0, world.answer.stderr
    on = "-".join(reversed(day.split("/")))
    present = [word for name in who for word in ("--present", name)]
    world.act("committee", "hold", "S1", "--fund", "ALSACE", "--on", on, *present)
    assert world.answer.exit_code == 0, world.answer.stderr


@given("les versements de A, B et C")
def _(world: World) -> None:
    for name in "ABC":
        said = ("contribution", "receive", name, "--amount", "100", "--on", "2024-02-01")
        world.act(*said)
        assert world.answer.exit_code == 0, world.answer.stderr


@given("les rapports sont notés")
def _(world: World) -> None:
    world.reports = world.every_report()


@when("on annule l'import")
def _(world: World) -> None:
    batch = json.loads(world.answer.stdout)["reference"]
    world.act("import", "undo", batch, "--reason", "mauvais fichier")
    assert world.answer.exit_code == 0, world.answer.stderr


@when(parsers.re(r"on reprend « (?P<name>\S+) » :"))
def _(world: World, name: str, datatable: list[list[str]]) -> None:
    file = native(world, name, datatable)
    world.act("import", "opening", file, "--fund", "ALSACE")


@given(parsers.re(r"le fichier « (?P<name>\S+) » repris :"))
def _(world: World, name: str, datatable: list[list[str]]) -> None:
    file = native(world, name, datatable)
    answer = world.act("import", "opening", file, "--fund", "ALSACE")
    assert answer.exit_code == 0, answer.stderr


def attached(world: World, name: str, what: str) -> Answer:
    file = world.movements.raw("Convention signée\n", name)
    return world.act("attach", file, what)


@given(parsers.re(r"« (?P<name>\S+) » est joint à « (?P<what>[^»]+) »"))
def _(world: World, name: str, what: str) -> None:
    answer = attached(world, name, what)
    assert answer.exit_code == 0, answer.stderr


@when(parsers.re(r"on joint « (?P<name>\S+) » à « (?P<what>[^»]+) »"))
def _(world: World, name: str, what: str) -> None:
    attached(world, name, what)


@when("quelqu'un retouche la pièce")
def _(world: World) -> None:
    folder = world.cli.ledger.with_name(f"{world.cli.ledger.name}.attachments")
    (kept,) = [path for path in folder.rglob("*") if path.is_file()]
    kept.write_text("Autre chose\n", encoding="utf-8")


@given("la correspondance du tableur :")
def _(world: World, docstring: str) -> None:
    world.movements.raw(docstring + "\n", "suivi.toml")


@when(parsers.re(r"on reprend le tableur(?P<aside> avec une quarantaine)? :"))
def _(world: World, aside: str | None, docstring: str) -> None:
    file = world.movements.raw(docstring + "\n", "suivi.csv")
    mapping = file.with_name("suivi.toml")
    totals = world.movements.raw("[total]\ncontracted = '50 000,50'\n", "totaux.toml")
    more = ("--quarantine", file.with_name("ecart.csv"), "--totals", totals)
    words = ("import", "mapped", file, "--mapping", mapping, "--fund", "ALSACE")
    world.act(*words, *(more if aside else ()), "--json")


@then(
    parsers.re(
        r"l'écart du « (?P<figure>\w+) » attendu de (?P<amount>[\d ,]+) € "
        r"vient de la ligne (?P<line>\d+)"
    )
)
def _(world: World, figure: str, amount: str, line: str) -> None:
    (row,) = world.answer.json["differences"]["rows"]
    assert (row["figure"], row["given"]) == (figure, plain(amount))
    assert [int(line)] in [clue["lines"] for clue in row["clues"]]


@then(
    parsers.re(
        r"l'écart du « (?P<figure>\w+) » attendu de (?P<amount>[\d ,]+) € "
        r"s'explique par « (?P<code>[\w-]+) »"
    )
)
def _(world: World, figure: str, amount: str, code: str) -> None:
    text = f"[total]\n{figure} = {plain(amount)}\n"
    totals = world.movements.raw(text, "totaux.toml")
    report: Any = world.report("differences", "--totals", totals)
    assert code in [clue["code"] for clue in report["rows"][0]["clues"]]


@given("le rapport de composition par apporteur, remis au 31/12/2020")
def _(world: World) -> None:
    words = ("report", "composition", "--fund", "ALSACE", "--by", "party", "--json")
    answer = world.cli(*words, "--as-of", "2020-12-31")
    assert answer.exit_code == 0, answer.stderr
    handed(world).write_text(answer.stdout, encoding="utf-8")


def handed(world: World) -> Path:
    """Give where the report that was handed over is kept."""
    return world.cli.ledger.with_name("rapport.json")


@when(parsers.re(r"le rapport remis dit (?P<new>\S+) au lieu de (?P<old>\S+)"))
def _(world: World, new: str, old: str) -> None:
    text = handed(world).read_text(encoding="utf-8")
    assert old in text
    handed(world).write_text(text.replace(old, new), encoding="utf-8")


@when("on refait le rapport remis")
def _(world: World) -> None:
    world.act("audit", "reproduce", handed(world))


def signed(world: World, who: str, words: str) -> Answer:
    """Run a command signed by the key of the scenario, as somebody."""
    options = {"actor": who, "sign-with": str(world.cli.ledger.with_name("camille"))}
    world.before = world.cli.events()
    world.last = world.cli(*shlex.split(words), **options)
    return world.last


@given("« camille » a enregistré sa clé")
def _(world: World) -> None:
    path = made(world.cli.ledger.parent, "camille")
    world.cli.done("signer", "add", "camille", path.with_suffix(".pub"))


@when(parsers.re(r"on enregistre pour « (?P<who>\w+) » la clé privée de « (?P<key>\w+) »"))
def _(world: World, who: str, key: str) -> None:
    world.act("signer", "add", who, world.cli.ledger.with_name(key))


@given(parsers.re(r"l'écriture signée de « (?P<who>\w+) » : « (?P<words>.+) »"))
def _(world: World, who: str, words: str) -> None:
    answer = signed(world, who, words)
    assert answer.exit_code == 0, answer.stderr


@when(parsers.re(r"« (?P<who>\w+) » signe « (?P<words>.+) »"))
def _(world: World, who: str, words: str) -> None:
    signed(world, who, words)
