"""What the features promise: the ``Alors`` sentences, and every scenario bound."""

from __future__ import annotations

import csv
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from base64 import b64decode, b64encode
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner
from pytest_bdd import given, parsers, scenarios, then, when
from tests import referees
from tests.authority import Authority
from tests.bdd.conftest import retouched
from tests.by_hand import redone, referred
from tests.torture.tampering import INSIDE, OUTSIDE, Attacked
from tests.verifiers import runner

from blendfund.application.reading.reader import Reading
from blendfund.application.writing.authorship import NOT_SIGNED, check_proofs
from blendfund.domain.errors import Corrupt
from blendfund.exchange.plaintext import account_name
from blendfund.storage.proof.proofs import included
from blendfund_cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bdd.conftest import World
    from tests.conftest import Answer

scenarios(".")

# Argument 1: whether the command dies before its commit or after it; then its words.
KILLED = """
import os, signal, sys
from blendfund.storage.log.recorder import LedgerRecorder
from blendfund_cli.main import main
when, *words = sys.argv[1:]
whole = LedgerRecorder._transaction
def struck(self, *given):
    if when == "avant":
        os.kill(os.getpid(), signal.SIGKILL)
    yield from whole(self, *given)
    os.kill(os.getpid(), signal.SIGKILL)
LedgerRecorder._transaction = struck
main(words, prog_name="blendfund")
"""

AMOUNT = r"(?P<amount>-?\d[\d\s]*(?:,\d\d)?) €"
FIGURES = {
    "les engagements reçus": ("total", "committed"),
    "les apports reçus": ("total", "received"),
    "les trop-perçus reversés": ("total", "refunded"),
    "les remboursements aux apporteurs": ("total", "reimbursed"),
    "le net apporté": ("total", "net"),
    "le montant conventionné": ("uses", "contracted"),
    "les décaissements": ("uses", "disbursed"),
    "les aides versées": ("uses", "grants_paid"),
    "les remboursements reçus": ("uses", "repaid"),
    "les produits": ("uses", "income"),
    "les passages en perte": ("uses", "written_off"),
    "les récupérations": ("uses", "recovered"),
    "l'encours": ("uses", "outstanding"),
    "les frais": ("uses", "expenses"),
    "la trésorerie": ("uses", "cash"),
    "le disponible": ("uses", "available"),
    "les apports en nature": ("in_kind",),
}
FIGURE = "(?P<figure>" + "|".join(FIGURES) + ")"
FUND = r"(?:pour le fonds « (?P<fund>\w+) », )?"
GUARANTEED = {
    "le recours": "recourse",
    "la perte": "net_loss",
    "l'engagement net": "net_exposure",
    "l'engagement": "exposure",
    "la part appelée des contre-garants": "counter_called",
    "le dû aux contre-garants": "counter_due",
    "le reste des termes": "left",
    "l'appelé non réglé": "claimed",
    "la commission": "fee",
    "la commission reçue": "fee_received",
    "la commission à recevoir": "fee_left",
}
GIVEN = "(?P<given>" + "|".join(GUARANTEED) + ")"
WHEN = r"(?: au (?P<day>\d\d/\d\d/\d{4}))?"
KNOWN = "(?P<known>, vu de la position notée)?"


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


def times(world: World, day: str | None, known: str | None = None) -> list[object]:
    """Give the options for the two times a report stands on."""
    words: list[object] = []
    if day:
        words += ["--as-of", "-".join(reversed(day.split("/")))]
    return words + (["--known-at", world.noted] if known else [])


@then(parsers.re(f"{FUND}{FIGURE} (?:est|sont) de {AMOUNT}{WHEN}{KNOWN}"))
def _(
    world: World,
    fund: str | None,
    figure: str,
    amount: str,
    day: str | None,
    known: str | None,
) -> None:
    report: Any = world.report(
        "composition", *times(world, day, known), fund=fund or "ALSACE"
    )
    for key in FIGURES[figure]:
        report = report[key]
    assert Decimal(report) == number(amount)


def rounded(value: str, like: str) -> bool:
    """Tell whether ``value`` reads ``like`` once rounded to its decimals."""
    shown = number(like)
    return Decimal(value).quantize(shown) == shown


@then(parsers.re(r"la part « (?P<key>[\w-]+) » est de (?P<share>[\d,]+) %"))
def _(world: World, key: str, share: str) -> None:
    rows = {row["key"]: row["share"] for row in world.report("composition")["rows"]}
    assert rounded(str(Decimal(rows[key]) * 100), share)


@then(parsers.re(rf"la mesure « (?P<name>\w+) » vaut (?P<value>[\d,]+){WHEN}"))
def _(world: World, name: str, value: str, day: str | None) -> None:
    rows = world.report("leverage", *times(world, day))["rows"]
    (row,) = [row for row in rows if row["measure"] == name]
    assert rounded(row["value"], value)


@then(parsers.re(rf"la mesure « (?P<name>\w+) » n'est pas calculable{WHEN}"))
def _(world: World, name: str, day: str | None) -> None:
    rows = world.report("leverage", *times(world, day))["rows"]
    (row,) = [row for row in rows if row["measure"] == name]
    assert row["value"] is None
    assert row["reason"]


@then("chaque mesure dit sa formule et sa source")
def _(world: World) -> None:
    rows = world.report("leverage")["rows"]
    assert rows
    assert all(row["formula"] and row["source"] for row in rows)


@then(
    parsers.re(
        r"le cofinancement est déclaré dans (?P<declared>\d+) projets? "
        r"sur (?P<projects>\d+)"
    )
)
def _(world: World, declared: str, projects: str) -> None:
    coverage = {"declared": int(declared), "projects": int(projects)}
    assert world.report("leverage")["coverage"] == coverage


def returned(world: World, key: str, day: str | None) -> Any:
    rows = world.report("returns", "--by", "project", *times(world, day))["rows"]
    (row,) = [row for row in rows if row["key"] == key]
    return row


@then(parsers.re(rf"le TRI de « (?P<key>[^»]+) » est de (?P<rate>-?[\d,]+) %{WHEN}"))
def _(world: World, key: str, rate: str, day: str | None) -> None:
    assert rounded(str(Decimal(returned(world, key, day)["irr"]) * 100), rate)


@then(parsers.re(rf"le TRI de « (?P<key>[^»]+) » n'est pas calculable{WHEN}"))
def _(world: World, key: str, day: str | None) -> None:
    row = returned(world, key, day)
    assert row["irr"] is None
    assert row["reason"]


@then(parsers.re(rf"le multiple de « (?P<key>[^»]+) » est de (?P<value>[\d,]+){WHEN}"))
def _(world: World, key: str, value: str, day: str | None) -> None:
    assert rounded(returned(world, key, day)["moic"], value)


@then("le fonds n'a pas de rendement")
def _(world: World) -> None:
    report = world.report("returns")
    assert report["net"]["irr"] is None
    assert all(
        row["irr"] is None and row["reason"] for row in [*report["rows"], report["net"]]
    )


@then("c'est enregistré")
def _(world: World) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    assert len(world.cli.events()) > len(world.before)


REFUSED = {"refusé": 1, "illisible": 2, "rejeté": 3, "introuvable": 4, "en conflit": 5}


@then(parsers.re(rf"c'est (?P<how>{'|'.join(REFUSED)}) : « (?P<code>[\w-]+) »"))
def _(world: World, how: str, code: str) -> None:
    assert world.answer.exit_code == REFUSED[how]
    assert world.answer.stderr.rstrip().endswith(f"[{code}]")


@then("rien n'est écrit")
def _(world: World) -> None:
    assert world.cli.events() == world.before


@then(parsers.re(r"le message cite « (?P<words>[^»]+) »"))
def _(world: World, words: str) -> None:
    said = re.sub(r"\s", " ", world.answer.stderr)
    assert words in said


@then(
    parsers.re(r"le fichier est rejeté à la ligne (?P<line>\d+), colonne « (?P<name>\w+) »")
)
def _(world: World, line: str, name: str) -> None:
    assert world.answer.exit_code == 3
    assert f".csv:{line}: {name}: " in world.answer.stderr


COUNTS = {
    "enregistrées": "recorded",
    "enregistrée": "recorded",
    "déjà connues": "known",
    "déjà connue": "known",
    "blanche sautée": "skipped",
    "blanches sautées": "skipped",
    "lues": "lines",
}


@then(parsers.re(rf"(?P<count>\d+) lignes? (?:est|sont) (?P<what>{'|'.join(COUNTS)})"))
def _(world: World, count: str, what: str) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    assert world.answer.json[COUNTS[what]] == int(count)


@then(parsers.re(rf"la recherche trouve (?P<count>\d+) mouvements pour {AMOUNT}"))
def _(world: World, count: str, amount: str) -> None:
    found = world.answer.json
    assert (found["count"], len(found["rows"])) == (int(count), int(count))
    assert Decimal(found["total"].get("EUR", "0")) == number(amount)


@then(parsers.re(r"la recherche est illisible : « (?P<code>[\w-]+) »"))
def _(world: World, code: str) -> None:
    assert world.answer.exit_code == 2
    assert world.answer.stderr.rstrip().endswith(f"[{code}]")


@then("tout était déjà enregistré")
def _(world: World) -> None:
    assert world.answer.json["already"] is True
    assert world.cli.events() == world.before


@then(parsers.re(r"la quarantaine garde les références « (?P<references>.+) »"))
def _(world: World, references: str) -> None:
    path = world.movements.folder / "quarantaine.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["reference"] for row in rows] == references.split(", ")
    assert all(row["why"] for row in rows)


@then("un avertissement est donné")
def _(world: World) -> None:
    assert world.answer.json["warnings"]


@then(
    parsers.re(
        r"les rapports (?P<how>signalent un découvert|ne signalent rien)(?P<when>.*)"
    )
)
def _(world: World, how: str, when: str) -> None:
    day = re.fullmatch(r" au (\d\d/\d\d/\d{4})", when)
    for name in ("composition", "leverage", "returns", "balance"):
        flags = world.report(name, *times(world, day and day[1]))["flags"]
        assert bool(flags) == (how == "signalent un découvert"), name


@then(parsers.re(r"le registre (?P<how>se vérifie|ne se vérifie plus)"))
def _(world: World, how: str) -> None:
    assert world.cli("audit", "verify").exit_code == (0 if how == "se vérifie" else 6)


def copy_of(world: World) -> Path:
    return world.movements.folder / "copie.db"


@given(parsers.re(r"une copie du registre(?P<changed>, retouchée depuis)?"))
def _(world: World, changed: str | None) -> None:
    world.cli.done("backup", copy_of(world))
    if changed:
        retouched(copy_of(world))


@given("une copie du registre, où la signature du point de contrôle est fausse")
def _(world: World) -> None:
    world.cli.done("backup", copy_of(world))
    with closing(sqlite3.connect(copy_of(world))) as database, database:
        ((note,),) = database.execute("SELECT note FROM checkpoint")
        text, _, line = note.partition("\n\n")
        raw = bytearray(b64decode(line.split()[-1]))
        raw[-1] ^= 1
        forged = f"{text}\n\n{line.rpartition(' ')[0]} {b64encode(raw).decode()}\n"
        database.execute("UPDATE checkpoint SET note = ?", (forged,))


@then("les clés de vérification sont revenues avec le registre")
def _(world: World) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    keys = world.cli.ledger.with_name(f"{world.cli.ledger.name}.verifier-keys")
    assert keys.read_text(encoding="utf-8").split() == [world.line]
    note = world.movements.folder / "scelle.txt"
    words = ("audit", "verify", "--checkpoint", note, "--verifier-key", keys)
    assert world.cli.done(*words)["own_checkpoints"] == 1


@then("la clé qui signe n'est dans aucun fichier de la copie")
def _(world: World) -> None:
    assert not world.cli.ledger.with_name(f"{world.cli.ledger.name}.signing-key").exists()
    files = [one for one in copy_of(world).parent.rglob("copie*") if one.is_file()]
    assert not any(b"PRIVATE+KEY" in file.read_bytes() for file in files)


@then("on peut sceller de nouveau, sous une clé que l'on annonce")
def _(world: World) -> None:
    note = world.movements.folder / "nouveau.txt"
    answer = world.cli("audit", "seal", "--out", note)
    assert answer.exit_code == 0
    assert "une autre clé" in answer.stderr
    assert answer.stdout.strip() != world.line


@given("le registre est perdu")
def _(world: World) -> None:
    for file in world.cli.ledger.parent.glob(f"{world.cli.ledger.name}*"):
        file.unlink()


@when("on copie le registre")
def _(world: World) -> None:
    world.act("backup", copy_of(world))


@when(parsers.re(r"on rétablit la copie(?P<replace> à la place du registre)?"))
def _(world: World, replace: str | None) -> None:
    words = ("restore", copy_of(world), *(("--replace",) if replace else ()))
    world.last = world.cli(*words)


@then(parsers.re(r"la copie se vérifie et contient (?P<count>\d+) faits"))
def _(world: World, count: str) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    found = replace(world.cli, ledger=copy_of(world)).done("audit", "verify")
    assert (found["ok"], found["events"]) == (True, int(count))


@then("la copie et le registre ont la même racine")
def _(world: World) -> None:
    copy = replace(world.cli, ledger=copy_of(world))
    assert copy.done("audit", "verify") == world.cli.done("audit", "verify")


@then("ni la copie ni ses pièces ne contiennent les clés des personnes")
def _(world: World) -> None:
    keys = world.cli.ledger.with_name(f"{world.cli.ledger.name}.keys")
    with closing(sqlite3.connect(keys)) as database:
        secrets = database.execute("SELECT wrapped FROM person").fetchall()
    assert secrets
    files = [one for one in copy_of(world).parent.rglob("copie*") if one.is_file()]
    assert files
    assert not any(one in file.read_bytes() for file in files for (one,) in secrets)


@then(parsers.re(r"l'intégrité est en cause : « (?P<code>[\w-]+) »"))
def _(world: World, code: str) -> None:
    assert world.answer.exit_code == 6
    assert world.answer.stderr.rstrip().endswith(f"[{code}]")


FORGERIES = {
    "change un montant": "amount",
    "change un tiers": "party",
    "efface un fait": "delete",
    "insère un fait": "insert",
    "échange deux conventions": "swap-streams",
    "coupe la fin": "cut-tail",
    "récrit tout et le scelle de sa propre clé": "rewrite",
    "change une colonne": "column",
}


def sealed(world: World, name: str = "scelle.txt", *more: str) -> Answer:
    """Seal the ledger into a file that the auditor keeps."""
    note = world.movements.folder / name
    return world.act("audit", "seal", "--out", note, *more, "--json")


def held(world: World, name: str = "scelle.txt") -> Attacked:
    """Give the ledger as the auditor looks at it, with what they kept."""
    note = world.movements.folder / name
    events = int(note.read_text(encoding="utf-8").split("\n")[1])
    return Attacked(world.cli, note, world.line, events, note)


@given("un registre scellé")
def _(world: World) -> None:
    world.line = sealed(world).json["verifier_key"]


@when("on scelle le registre")
def _(world: World) -> None:
    sealed(world, "nouveau.txt")


@when("on scelle de nouveau au même endroit")
def _(world: World) -> None:
    with closing(sqlite3.connect(world.cli.ledger)) as database, database:
        database.execute("DELETE FROM checkpoint")
    sealed(world)


@when("on change de clé de signature")
def _(world: World) -> None:
    sealed(world, "nouveau.txt", "--rotate")


@then(parsers.re(r"le point de contrôle scelle (?P<count>\d+) faits"))
def _(world: World, count: str) -> None:
    assert world.answer.json["events"] == int(count)
    world.line = world.answer.json["verifier_key"]
    assert held(world, "nouveau.txt").seen_outside() == ""


@then("la clé de signature n'est lisible que de son propriétaire")
def _(world: World) -> None:
    key = world.cli.ledger.with_name(f"{world.cli.ledger.name}.signing-key")
    assert key.stat().st_mode & 0o777 == 0o600


@then("aucun point de contrôle n'est émis")
def _(world: World) -> None:
    assert not (world.movements.folder / "nouveau.txt").exists()


@then("l'ancienne clé et la nouvelle vérifient le nouveau point de contrôle")
def _(world: World) -> None:
    old, new = world.line, world.answer.json["verifier_key"]
    assert old != new
    for key in (old, new):
        assert replace(held(world, "nouveau.txt"), key=key).seen_outside() == ""


@then("l'ancienne clé vérifie encore l'ancien point de contrôle")
def _(world: World) -> None:
    assert held(world).seen_outside() == ""


@then("seule la nouvelle vérifie ce qui est scellé ensuite")
def _(world: World) -> None:
    new = world.answer.json["verifier_key"]
    world.cli.done("party", "add", "Ville de Thann", "--kind", "organisation")
    sealed(world, "ensuite.txt")
    assert held(world, "ensuite.txt").seen_outside() != ""
    assert replace(held(world, "ensuite.txt"), key=new).seen_outside() == ""


@when(
    parsers.re("on demande un horodatage et (?P<who>que l'|qu'une autre )autorité répond")
)
def _(world: World, who: str) -> None:
    world.before = world.cli.events()
    folder, known = world.movements.folder, Authority()
    world.cli.done("audit", "timestamp", "--request", folder / "demande.tsq")
    answers = known if who == "que l'" else Authority()
    answer = answers.answer((folder / "demande.tsq").read_bytes())
    (folder / "reponse.tsr").write_bytes(answer)
    (folder / "racine.pem").write_bytes(known.trusted())
    words = ("--response", folder / "reponse.tsr", "--certificate", folder / "racine.pem")
    world.act("audit", "timestamp", *words)


@then(parsers.re(r"la vérification dit « (?P<words>[^»]+) »"))
def _(world: World, words: str) -> None:
    assert words in world.cli("audit", "verify").stdout


@when(parsers.re(f"quelqu'un (?P<what>{'|'.join(FORGERIES)})"))
def _(world: World, what: str) -> None:
    world.before = world.cli.events()
    attack = {**OUTSIDE, **INSIDE}[FORGERIES[what]]
    attack(held(world), Random(what))  # noqa: S311 -- chance for tests


@then("le registre, seul, n'en dit rien")
def _(world: World) -> None:
    with closing(sqlite3.connect(world.cli.ledger)) as database, database:
        database.execute("DELETE FROM checkpoint")
    assert world.cli.done("audit", "verify")["ok"] is True


@then("l'auditeur la voit avec verify.py et le point de contrôle qu'il a gardé")
def _(world: World) -> None:
    assert held(world).seen_outside().startswith("ÉCHEC")


@then("« audit verify » la voit aussi")
def _(world: World) -> None:
    answer = held(world).audited()
    assert (answer.exit_code, answer.json["ok"]) == (6, False)


def handed(world: World) -> Path:
    return world.movements.folder / "audit-2020"


@given("un dossier d'audit remis")
@when("on remet le dossier d'audit")
def _(world: World) -> None:
    world.act("audit", "export", handed(world))
    assert world.answer.exit_code == 0, world.answer.stderr


@then(
    parsers.re(
        r"(?P<name>verify\.\w+) vérifie le dossier et compte (?P<count>\d+) faits depuis"
    )
)
def _(world: World, name: str, count: str) -> None:
    folder = handed(world)
    done = subprocess.run(  # noqa: S603 -- what the auditor was given
        [
            *runner(name),
            *(folder / name, folder / "events.jsonl"),
            *(world.line, world.movements.folder / "scelle.txt"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{count} depuis" in done.stdout


@when(parsers.re(r"on prouve le (?:fait (?P<position>\d+)|dernier fait)"))
def _(world: World, position: str | None) -> None:
    world.act("audit", "prove", position or len(world.cli.events()), "--json")


@then("la preuve tient sous le point de contrôle de l'auditeur")
def _(world: World) -> None:
    kept = (world.movements.folder / "scelle.txt").read_text(encoding="utf-8")
    proof: Any = world.answer.json
    assert proof["checkpoint"] == kept
    there = proof["inclusion"]
    path = [b64decode(one) for one in there["inclusion_path"]]
    leaf, root = b64decode(proof["leaf_hash"]), b64decode(kept.split("\n")[2])
    assert included(leaf, proof["position"] - 1, there["tree_size"], path, root)


@when("on compare le dossier au registre")
def _(world: World) -> None:
    last = len(world.cli.events())
    world.act("audit", "diff", handed(world), last, "--as-of", "2020-12-31", "--json")


@then(
    parsers.re(rf"(?P<count>\d+) faits sont ajoutés et la trésorerie augmente de {AMOUNT}")
)
def _(world: World, count: str, amount: str) -> None:
    found: Any = world.answer.json
    assert found["counts"]["added"] == len(found["facts"]) == int(count)
    (cash,) = [one for one in found["figures"] if one["figure"] == "cash"]
    assert Decimal(cash["difference"]) == number(amount)


@when("quelqu'un retouche un chiffre gardé")
def _(world: World) -> None:
    world.report("balance")
    world.before = world.cli.events()
    with closing(sqlite3.connect(world.cli.ledger)) as database, database:
        database.execute("UPDATE daily SET amount = amount + 100")


@when(parsers.re(r"on rejoue l'historique(?: jusqu'à la position (?P<last>\d+))?"))
def _(world: World, last: str | None) -> None:
    world.act("audit", "replay", *(("--to", last) if last else ()))


@when("on refait les modèles de lecture")
def _(world: World) -> None:
    world.act("projection", "rebuild")


@then(parsers.re(r"(?P<count>\d+) faits sont rejoués"))
def _(world: World, count: str) -> None:
    assert world.answer.stdout.startswith(f"{count} faits rejoués")


@when(parsers.re(r"une commande est tuée juste (?P<when>avant|après) son enregistrement"))
def _(world: World, when: str) -> None:
    words = world.cli.arguments("party", "add", "Mairie", "--kind", "organisation")
    command = (sys.executable, "-c", KILLED, when, *words)
    done = subprocess.run(command, check=False)  # noqa: S603 -- our own command
    assert done.returncode == -signal.SIGKILL


@then(parsers.re(r"la reprise dit qu'elle est enregistrée à la position (?P<position>\d+)"))
def _(world: World, position: str) -> None:
    (one,) = world.cli.done("resume")["entries"]
    assert (one["state"], one["position"]) == ("recorded", int(position))
    assert len(world.cli.events()) == int(position)


@then("plus aucune commande n'attend de réponse")
def _(world: World) -> None:
    assert world.cli.done("resume")["entries"] == []


@then("la reprise donne la ligne qui la refait")
def _(world: World) -> None:
    (one,) = world.cli.done("resume")["entries"]
    assert one["state"] == "absent"
    world.line = one["repeat"]


@then("cette ligne, lancée deux fois, n'enregistre qu'une fois")
def _(world: World) -> None:
    before = len(world.cli.events())
    program, *words = shlex.split(world.line)
    assert program == "blendfund"
    for _time in range(2):
        result = CliRunner().invoke(main, words, prog_name=program)
        assert result.exit_code == 0, result.output
    assert len(world.cli.events()) == before + 1
    assert world.cli.done("resume")["entries"] == []


@then("le rejeu de l'historique redonne les mêmes chiffres")
def _(world: World) -> None:
    before = world.cli.events()
    assert world.cli("audit", "replay").exit_code == 0
    assert world.cli.events() == before


@then("le rapport porte la position et l'empreinte du registre")
def _(world: World) -> None:
    report, verified = world.report("composition"), world.cli.done("audit", "verify")
    assert (report["position"], report["root"]) == (verified["events"], verified["root"])


@then("chaque événement nomme « camille » et son heure d'enregistrement")
def _(world: World) -> None:
    states = [event["state"] for event in world.cli.events()]
    assert all('"camille"' in state and '"recorded_at"' in state for state in states)


@then(parsers.re(r"« (?P<name>[^»]+) » ne se lit en clair dans aucun fichier du registre"))
def _(world: World, name: str) -> None:
    every = world.cli.ledger.parent.rglob("*")
    files = [one for one in every if one.is_file() and one.name.startswith("registre.db")]
    assert world.cli.ledger in files
    for encoding in ("utf-8", "utf-16-le"):
        assert not any(name.encode(encoding) in file.read_bytes() for file in files)
    assert name not in world.cli("events", "--json").stdout


@then(parsers.re(r"« (?P<name>[^»]+) » figure parmi les apporteurs"))
def _(world: World, name: str) -> None:
    rows = world.report("composition", "--by", "party")["rows"]
    assert name in [row["key"] for row in rows]


@then(parsers.re(r"« (?P<name>[^»]+) » ne figure plus parmi les apporteurs"))
def _(world: World, name: str) -> None:
    rows = world.report("composition", "--by", "party")["rows"]
    assert rows
    assert name not in [row["key"] for row in rows]


@then("le bilan s'équilibre")
def _(world: World) -> None:
    rows = world.report("balance")["rows"]
    assert sum(Decimal(row["balance"]) for row in rows) == 0


DATE = r"(?P<day>\d\d/\d\d/\d{4})"


@when(parsers.re(rf"on exporte la comptabilité pour (?P<program>\w+) au {DATE}"))
def _(world: World, program: str, day: str) -> None:
    exported(world, program, day)


@when(parsers.re(rf"on exporte le journal(?P<how> sans les noms)? au {DATE}"))
def _(world: World, how: str | None, day: str) -> None:
    exported(world, "journal", day, *(["--no-names"] if how else []))


def exported(world: World, kind: str, day: str, *words: str) -> str:
    """Export to the file that every sentence speaks of; give what is in it."""
    out = world.movements.folder / "export.txt"
    asked = ("export", kind, "--fund", "ALSACE", *times(world, day), *words)
    world.act(*asked, "--out", out)
    assert world.answer.exit_code == 0, world.answer.stderr
    return out.read_text(encoding="utf-8")


@when(parsers.re("on annule la dernière écriture, parce que « (?P<reason>.+) »"))
def _(world: World, reason: str) -> None:
    world.act("undo", "--reason", reason, "--json")
    assert world.answer.exit_code == 0, world.answer.stderr


@when(parsers.re("quelqu'un change « (?P<old>.+) » en « (?P<new>.+) » dans le fichier"))
def _(world: World, old: str, new: str) -> None:
    out = world.movements.folder / "export.txt"
    before = out.read_text(encoding="utf-8")
    assert old in before
    out.write_text(before.replace(old, new, 1), encoding="utf-8")


JUDGES = {
    "beancount": referees.beancount,
    "hledger": referees.hledger,
    "ledger": referees.ledger,
}


@then(
    parsers.re(
        r"(?P<judge>\w+) accepte le fichier et retrouve les soldes du rapport au"
        rf" {DATE}"
    )
)
def _(world: World, judge: str, day: str) -> None:
    rows = world.report("balance", *times(world, day))["rows"]
    expected = {account_name(row["account"]): Decimal(row["balance"]) for row in rows}
    assert JUDGES[judge](world.movements.folder / "export.txt") == expected


@then(parsers.re(r"(?P<judge>\w+) refuse le fichier"))
def _(world: World, judge: str) -> None:
    with pytest.raises(referees.Refused):
        JUDGES[judge](world.movements.folder / "export.txt")


@then(parsers.re("le fichier (?P<how>contient|ne contient pas) « (?P<text>.+) »"))
def _(world: World, how: str, text: str) -> None:
    said = (world.movements.folder / "export.txt").read_text(encoding="utf-8")
    assert (text in said) == (how == "contient")


@then(
    parsers.re(
        rf"le nouveau journal au {DATE} commence par l'ancien et a (?P<count>\d+) lignes"
        " de plus"
    )
)
def _(world: World, day: str, count: str) -> None:
    old = (world.movements.folder / "export.txt").read_text(encoding="utf-8")
    new = exported(world, "journal", day)
    assert new.startswith(old)
    assert len(new.splitlines()) == len(old.splitlines()) + int(count)


EXPORTS = {"la composition par tiers": ("composition", "--by", "party")}


@when(parsers.re(rf"(?P<what>{'|'.join(EXPORTS)}) est écrite en CSV « (?P<dialect>\S+) »"))
def _(world: World, what: str, dialect: str) -> None:
    out = world.movements.folder / "export.csv"
    asked = (*EXPORTS[what], "--fund", "ALSACE", "--format", "csv", "--dialect", dialect)
    world.act("report", *asked, "--out", out)
    assert world.answer.exit_code == 0, world.answer.stderr


@then("le fichier s'ouvre en français dans Excel")
def _(world: World) -> None:
    content = (world.movements.folder / "export.csv").read_bytes()
    assert content.startswith("\ufeffSource;".encode())
    assert content.endswith(b"\r\n")


@then(parsers.re("la cellule « (?P<column>.+) » de « (?P<key>.+) » est « (?P<value>.+) »"))
def _(world: World, column: str, key: str, value: str) -> None:
    text = (world.movements.folder / "export.csv").read_bytes().decode("utf-8-sig")
    mark = ";" if ";" in text.splitlines()[0] else ","
    head, *rows = csv.reader(text.splitlines(), delimiter=mark)
    (row,) = [row for row in rows if row[0] == key]
    assert row[head.index(column)] == value


@when("le rendement est écrit dans un classeur")
def _(world: World) -> None:
    write_workbook(world, "rendement.xlsx")


def write_workbook(world: World, name: str) -> bytes:
    out = world.movements.folder / name
    asked = ("--fund", "ALSACE", "--as-of", "2021-12-31", "--format", "xlsx", "--out", out)
    world.act("report", "returns", *asked)
    assert world.answer.exit_code == 0, world.answer.stderr
    return out.read_bytes()


@then(parsers.re("la feuille « Courbe en J » dit (?P<figures>.+)"))
def _(world: World, figures: str) -> None:
    book = openpyxl.load_workbook(world.movements.folder / "rendement.xlsx")
    said = re.findall(rf"{AMOUNT} en (\d{{4}})", figures)
    wanted = {int(year): float(number(amount)) for amount, year in said}
    sheet = book["Courbe en J"]
    assert wanted
    assert {
        cells[0].value: cells[2].value for cells in sheet.iter_rows(min_row=2)
    } == wanted


@then("la feuille « À propos » dit la position et la racine du journal")
def _(world: World) -> None:
    book = openpyxl.load_workbook(world.movements.folder / "rendement.xlsx")
    said = dict(list(book["À propos"].iter_rows(values_only=True))[2:7])
    report = world.report("returns", "--as-of", "2021-12-31")
    assert said["Position dans le journal"] == report["position"]
    assert said["Racine du journal"] == report["root"]


@then("l'écrire de nouveau donne les mêmes octets")
def _(world: World) -> None:
    first = (world.movements.folder / "rendement.xlsx").read_bytes()
    assert write_workbook(world, "encore.xlsx") == first


@then(parsers.re(r"c'est introuvable : « (?P<code>[\w-]+) »"))
def _(world: World, code: str) -> None:
    assert world.answer.exit_code == 4, world.answer.stderr
    assert world.answer.stderr.rstrip().endswith(f"[{code}]")


@then("c'est illisible")
def _(world: World) -> None:
    assert world.answer.exit_code == 2, world.answer.stderr


@then(parsers.re(r"la réponse cite « (?P<words>[^»]+) »"))
def _(world: World, words: str) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    assert words in re.sub(r"\s", " ", world.answer.stdout)


@then(parsers.re(r"les rapports signalent « (?P<code>[\w-]+) »"))
def _(world: World, code: str) -> None:
    for name in ("composition", "leverage", "returns", "balance", "earmarks"):
        assert code in [flag["code"] for flag in world.report(name)["flags"]], name


@then(parsers.re(f"le disponible à engager est de {AMOUNT}"))
def _(world: World, amount: str) -> None:
    (one,) = world.cli.done("status", "--fund", "ALSACE")["funds"]
    assert Decimal(one["available"]) == number(amount)


@then(parsers.re(f"la situation montre {AMOUNT} de promesses"))
def _(world: World, amount: str) -> None:
    (one,) = world.cli.done("status", "--fund", "ALSACE")["funds"]
    assert Decimal(one["pledged"]) == number(amount)
    assert sum(Decimal(pledge["amount"]) for pledge in one["pledges"]) == number(amount)


@then("les rapports sont ceux qui étaient notés")
def _(world: World) -> None:
    assert world.every_report() == world.reports


@then(parsers.re(r"l'historique de « (?P<what>[^»]+) » cite « (?P<words>[^»]+) »"))
def _(world: World, what: str, words: str) -> None:
    answer = world.cli("history", what)
    assert answer.exit_code == 0, answer.stderr
    assert words in answer.stdout


@then(parsers.re(rf"il reste {AMOUNT} sous l'affectation « (?P<earmark>[^»]+) »"))
def _(world: World, amount: str, earmark: str) -> None:
    assert world.earmarked(earmark) == number(amount)


@then(parsers.re(rf"il reste {AMOUNT} sans affectation"))
def _(world: World, amount: str) -> None:
    assert world.earmarked("unearmarked") == number(amount)


@when(parsers.re(r"on explique « (?P<figure>[^»]+) »"))
def _(world: World, figure: str) -> None:
    world.act("audit", "explain", figure, "--fund", "ALSACE", "--json")


@when(parsers.re(r"on explique « (?P<figure>[^»]+) » au (?P<day>[\d/]+)"))
def _(world: World, figure: str, day: str) -> None:
    said = ("--as-of", "-".join(reversed(day.split("/"))), "--fund", "ALSACE", "--json")
    world.act("audit", "explain", figure, *said)


@then(parsers.re(r"il se calcule par « (?P<formula>[^»]+) »"))
def _(world: World, formula: str) -> None:
    (part,) = world.answer.json["parts"]
    assert part["formula"] == formula


@then("le calcul refait donne la même chose")
def _(world: World) -> None:
    (part,) = world.answer.json["parts"]
    assert part["parts"]
    redone(part)


@then(
    parsers.re(
        r"le terme « (?P<name>\w+) » vaut « (?P<value>[^»]+) »"
        r"(?:, dit par « (?P<topic>.+) »)?"
    )
)
def _(world: World, name: str, value: str, topic: str | None) -> None:
    terms = {one["part"]: one for one in world.answer.json["parts"][0]["parts"]}
    assert terms[name]["value"] == value
    assert topic is None or [one["topic"] for one in terms[name]["facts"]] == [topic]


@then(parsers.re(r"il vient de « (?P<figure>[^»]+) »"))
def _(world: World, figure: str) -> None:
    (part,) = world.answer.json["parts"]
    assert figure in [of for of, _ in referred(part)]


@when(parsers.re(r"on corrige le dernier fait en (?P<amount>[\d,]+) €"))
def _(world: World, amount: str) -> None:
    said = ("--amount", amount, "--reason", "essai")
    world.act("correct", len(world.cli.events()), *said)


@when("on explique le dernier fait")
def _(world: World) -> None:
    world.act("audit", "explain", len(world.cli.events()), "--json")


@then(parsers.re(r"le chiffre vaut « (?P<value>[^»]+) »"))
def _(world: World, value: str) -> None:
    assert world.answer.json["value"] == value


@then(parsers.re(rf"ses faits sont au nombre de (?P<count>\d+) et font {AMOUNT}"))
def _(world: World, count: str, amount: str) -> None:
    part = world.answer.json["parts"][0]
    assert (part["count"], Decimal(part["amount"])) == (int(count), number(amount))
    assert sum(Decimal(fact["adds"]) for fact in part["facts"]) == number(amount)


@then(parsers.re(rf"il alimente « (?P<figure>[^»]+) » pour {AMOUNT}"))
def _(world: World, figure: str, amount: str) -> None:
    feeds = {one["figure"]: one["adds"] for one in world.answer.json["feeds"]}
    assert Decimal(feeds[figure]) == number(amount)


CHANGED = r"on demande pourquoi « (?P<report>\w+) » a changé "


@when(parsers.re(CHANGED + r"entre le (?P<one>[\d/]+) et le (?P<other>[\d/]+)"))
def _(world: World, report: str, one: str, other: str) -> None:
    days = ("-".join(reversed(day.split("/"))) for day in (one, other))
    said = ("--fund", "ALSACE", "--report", report, "--json")
    world.act("report", "why", *days, *said)


@when(parsers.re(CHANGED + "depuis la position notée"))
def _(world: World, report: str) -> None:
    places = (world.noted, len(world.cli.events()))
    said = ("--fund", "ALSACE", "--report", report, "--json")
    world.act("report", "why", *places, *said)


@then(parsers.re(rf"« (?P<figure>[^»]+) » a changé de {AMOUNT} : « (?P<cause>\w+) »"))
def _(world: World, figure: str, amount: str, cause: str) -> None:
    (row,) = (one for one in world.answer.json["rows"] if one["figure"] == figure)
    assert Decimal(row["difference"]) == number(amount)
    assert [one["cause"] for one in row["causes"]] == [cause]


LOAN = "« (?P<name>[^»]+) »"


def scheduled(world: World, name: str, *words: object) -> Any:
    return world.cli.done("report", "schedule", name, *words)


@then(parsers.re(rf"l'échéancier de {LOAN} compte (?P<count>\d+) échéances"))
def _(world: World, name: str, count: str) -> None:
    assert [one["n"] for one in scheduled(world, name)["lines"]] == list(
        range(1, int(count) + 1)
    )


@then(
    parsers.re(
        rf"l'échéance (?P<line>\d+) de {LOAN}, due le (?P<due>[\d/]+), est de "
        r"(?P<principal>[\d ,]+) € de principal et (?P<interest>[\d ,]+) € d'intérêts"
    )
)
def _(world: World, line: str, name: str, due: str, principal: str, interest: str) -> None:
    found = scheduled(world, name)["lines"][int(line) - 1]
    assert found["due"] == "-".join(reversed(due.split("/")))
    assert Decimal(found["principal"]) == number(principal)
    assert Decimal(found["interest"]) == number(interest)


@then(
    parsers.re(
        rf"(?P<what>le principal|les intérêts) de l'échéancier de {LOAN} "
        rf"(?:est|sont) de {AMOUNT}"
    )
)
def _(world: World, what: str, name: str, amount: str) -> None:
    column = {"le principal": "principal", "les intérêts": "interest"}[what]
    found = scheduled(world, name)
    assert Decimal(found["totals"][column]) == number(amount)
    assert sum(Decimal(one[column]) for one in found["lines"]) == number(amount)


@then(
    parsers.re(
        rf"l'échéance (?P<line>\d+) de {LOAN} a (?P<days>\d+) jours? de retard{WHEN}"
    )
)
def _(world: World, line: str, name: str, days: str, day: str | None) -> None:
    found = scheduled(world, name, *times(world, day))["lines"][int(line) - 1]
    assert found["days_late"] == int(days)


@then(parsers.re(rf"l'échéancier de {LOAN} demande encore {AMOUNT}{WHEN}"))
def _(world: World, name: str, amount: str, day: str | None) -> None:
    totals = scheduled(world, name, *times(world, day))["totals"]
    assert Decimal(totals["left"]) == number(amount)


@then(
    parsers.re(
        rf"l'impayé de {LOAN} est de {AMOUNT}, en retard de "
        rf"(?P<days>\d+) jours{WHEN}"
    )
)
def _(world: World, name: str, amount: str, days: str, day: str | None) -> None:
    totals = scheduled(world, name, *times(world, day))["totals"]
    assert Decimal(totals["overdue"]) == number(amount)
    assert totals["days_late"] == int(days)


@then(parsers.re(rf"l'encours brut est de {AMOUNT}{WHEN}"))
def _(world: World, amount: str, day: str | None) -> None:
    found = world.report("portfolio", *times(world, day))["gross_outstanding"]
    assert Decimal(found["amount"]) == number(amount)


@then(
    parsers.re(rf"le « (?P<name>par\d+) » est de {AMOUNT}, soit (?P<share>[\d,]+) %,{WHEN}")
)
def _(world: World, name: str, amount: str, share: str, day: str | None) -> None:
    found = world.report("portfolio", *times(world, day))[name]
    assert Decimal(found["amount"]) == number(amount)
    assert rounded(str(Decimal(found["ratio"]) * 100), share)


@then(parsers.re(rf"le règlement demande une provision de {AMOUNT}{WHEN}"))
def _(world: World, amount: str, day: str | None) -> None:
    found = world.report("portfolio", *times(world, day))
    assert Decimal(found["provision_required"]) == number(amount)
    assert Decimal(found["total"]["provision_required"]) == number(amount)


@then(parsers.re(rf"le règlement ne demande aucune provision{WHEN}"))
def _(world: World, day: str | None) -> None:
    assert world.report("portfolio", *times(world, day))["provision_required"] is None


@then(
    parsers.re(
        rf"le « (?P<name>par\d+) » n'est pas calculable{WHEN} : "
        r"(?P<loans>\d+) prêts? (?:est|sont) sans échéancier"
    )
)
def _(world: World, name: str, day: str | None, loans: str) -> None:
    found = world.report("portfolio", *times(world, day))[name]
    assert (found["amount"], found["ratio"]) == (None, None)
    assert found["loans"] == int(loans)
    assert found["reason"]


@then(
    parsers.re(
        rf"le portefeuille dit {AMOUNT} passés en perte et "
        r"(?P<back>[\d ,]+) € récupérés"
    )
)
def _(world: World, amount: str, back: str) -> None:
    found = world.report("portfolio")
    assert Decimal(found["written_off"]) == number(amount)
    assert Decimal(found["recovered"]) == number(back)


@then("il se refait à l'octet près")
def _(world: World) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    assert "à l’octet près" in world.answer.stdout


@then("il se refait, un nom effacé mis à part")
def _(world: World) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    assert "1 nom y est celui d’une personne effacée depuis" in world.answer.stdout


@then(parsers.re("ce qui diffère est nommé : « (?P<place>.+) »"))
def _(world: World, place: str) -> None:
    assert place in world.answer.stderr


@when(
    parsers.re(
        r"on garantit (?P<quota>\d+%) d'un prêt de (?P<loan>\d+) € dans la limite de "
        r"(?P<cap>\d+) € à (?P<fee>[\d,]+) %"
    )
)
def _(world: World, quota: str, loan: str, cap: str, fee: str) -> None:
    world.act(
        *("guarantee", "grant", "GAR", "--fund", "ALSACE", "--project", "Recyclerie"),
        *("--lender", "Banque du Rhin", "--loan", loan, "--quota", quota, "--cap", cap),
        *("--fee", f"{fee} %", "--expires", "2024-12-31", "--on", "2020-03-01"),
        *("--create", "--json"),
    )


@then(
    parsers.re(
        r"le montant garanti est de (?P<guaranteed>\d+) € et la commission de "
        r"(?P<fee>\d+) €"
    )
)
def _(world: World, guaranteed: str, fee: str) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    found = world.answer.json
    assert Decimal(found["guaranteed"]) == Decimal(guaranteed)
    assert Decimal(found["fee"]) == Decimal(fee)


@then(parsers.re(rf"d'après les garanties, {GIVEN} est de {AMOUNT}{WHEN}"))
def _(world: World, given: str, amount: str, day: str | None) -> None:
    found = world.report("guarantees", *times(world, day))
    column = GUARANTEED[given]
    assert Decimal(found["total"][column]) == number(amount)
    # The rows add up to it.
    assert sum(Decimal(row[column]) for row in found["rows"]) == number(amount)


@then(
    parsers.re(
        r"sur « (?P<name>[^»]+) », la proposition (?P<position>\d+) est « (?P<state>\w+) »"
        rf", proposée par (?P<by>\w+)(?:, réponse de (?P<answer>\w+))?{WHEN}"
    )
)
def _(
    world: World,
    name: str,
    position: str,
    state: str,
    by: str,
    answer: str | None,
    day: str | None,
) -> None:
    found = world.cli.done("financing", "show", name, *times(world, day))["approvals"]
    (one,) = [each for each in found if each["position"] == int(position)]
    assert (one["state"], one["by"]) == (state, by)
    assert [each["by"] for each in one["answers"]] == [answer] * (answer is not None)
    # The history says the same, but for the day.
    assert day or world.cli.done("history", name)["approvals"] == found


@then(parsers.re(rf"la page de la garantie dit les chiffres du rapport{WHEN}"))
def _(world: World, day: str) -> None:
    (row,) = world.report("guarantees", *times(world, day))["rows"]
    page = world.answer.json["guarantee"]
    same = row.keys() & page.keys()
    assert {"exposure", "covered", "fee_left", "quota"} <= same
    assert {name: page[name] for name in same} == {name: row[name] for name in same}


@then(
    parsers.re(
        r"« (?P<carrier>.+) » porte un (?P<what>solde|encours|engagement) de "
        rf"{AMOUNT}{WHEN}"
    )
)
def _(world: World, carrier: str, what: str, amount: str, day: str | None) -> None:
    columns = {"solde": "balance", "encours": "outstanding", "engagement": "exposure"}
    rows = world.report("carried", *times(world, day))["rows"]
    (row,) = [row for row in rows if row["key"] == carrier]
    assert Decimal(row[columns[what]]) == number(amount)
    assert row["positions"]


@then(
    parsers.re(
        r"une perte de (?P<loss>\d+) € est portée ainsi : (?P<borne>.+), et "
        r"(?P<left>\d+) € par aucune"
    )
)
def _(world: World, loss: str, borne: str, left: str) -> None:
    found = world.report("waterfall", "--loss", loss)
    rows = [f"{one['tranche']} {Decimal(one['borne']):.0f}" for one in found["rows"]]
    assert rows == borne.split(", ")
    assert Decimal(found["unallocated"]) == Decimal(left)
    assert [flag["code"] for flag in found["flags"]] == (
        ["loss-unallocated"] if Decimal(left) else []
    )


@then(parsers.re("l'écriture de « (?P<name>.+) » est (?P<what>prouvée|déclarée)"))
def _(world: World, name: str, what: str) -> None:
    facts = world.cli.done("history", name)["facts"]
    assert [one["proven"] for one in facts] == [what == "prouvée"]


@then("la signature de l'écriture retouchée ne tient plus")
def _(world: World) -> None:
    with Reading(str(world.cli.ledger)) as reading, pytest.raises(Corrupt) as found:
        check_proofs(reading.log, reading.uuid)
    assert found.value.what == NOT_SIGNED


@then("cela attend une seconde personne")
def _(world: World) -> None:
    assert world.answer.exit_code == 7, world.answer.stderr
    assert len(world.cli.events()) > len(world.before)


@then(parsers.re("les parts sont « (?P<shares>.+) »"))
def _(world: World, shares: str) -> None:
    assert world.answer.exit_code == 0, world.answer.stderr
    shown = world.answer.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    for share in shares.split(", "):
        name, amount = share.split()
        assert re.search(rf"^{name} +{amount.replace('.', ',')} €$", shown, re.MULTILINE)


@then(
    parsers.re(
        rf"la trésorerie prévue à la fin de « (?P<month>[\d-]+) » est de {AMOUNT},"
        r" vue du (?P<day>[\d/]+)"
    )
)
def _(world: World, month: str, amount: str, day: str) -> None:
    on = "-".join(reversed(day.split("/")))
    found = world.cli.done("report", "cash", "--fund", "ALSACE", "--as-of", on)
    cash = {one["month"]: one["cash"] for one in found["rows"] if one["forecast"]}
    assert Decimal(cash[month]) == Decimal(re.sub(r"\s", "", amount).replace(",", "."))


@then(
    parsers.re(
        rf"la fiche de « (?P<name>[^»]+) » dit que {AMOUNT} ont été décaissés,"
        r" et (?P<back>[\d ,]+) € remboursés"
    )
)
def _(world: World, name: str, amount: str, back: str) -> None:
    figures = world.cli.done("financing", "show", name)["figures"]
    for key, said in (("disbursed", amount), ("repaid", back)):
        typed = re.sub(r"\s", "", said).replace(",", ".")
        assert Decimal(figures[key]) == Decimal(typed)


@then(parsers.re(rf"il reste {AMOUNT} à accorder à « (?P<project>[^»]+) »"))
def _(world: World, amount: str, project: str) -> None:
    found = world.cli.done("project", "file", project, "--fund", "ALSACE")["aid"]
    assert Decimal(found["left"]) == Decimal(re.sub(r"\s", "", amount).replace(",", "."))


@then(parsers.re(r"ce qui reste à accorder à « (?P<project>[^»]+) » n'est pas vérifiable"))
def _(world: World, project: str) -> None:
    found = world.cli.done("project", "file", project, "--fund", "ALSACE")["aid"]
    assert found["left"] is None
    shown = world.cli("project", "file", project, "--fund", "ALSACE").stdout
    assert "non vérifiable" in shown


@then(
    parsers.re(
        rf"le point bas est de {AMOUNT}, et de (?P<sure>[\d ,]+) € sans les retards ni les"
        r" promesses, vu du (?P<day>[\d/]+)"
    )
)
def _(world: World, amount: str, sure: str, day: str) -> None:
    on = "-".join(reversed(day.split("/")))
    found = world.cli.done("report", "cash", "--fund", "ALSACE", "--as-of", on)
    for key, said in (("lowest", amount), ("lowest_prudent", sure)):
        typed = re.sub(r"\s", "", said).replace(",", ".")
        assert Decimal(found[key]["cash"]) == Decimal(typed)


@then(parsers.re(r"l'apport associatif de « (?P<project>[^»]+) » a ses termes :"))
def _(world: World, project: str, datatable: list[list[str]]) -> None:
    wanted = dict(datatable[1:])
    (agreement,) = world.cli.done("project", "show", project)["agreements"]
    found = agreement["product_terms"]
    assert {one["term"]: one["state"] for one in found} == wanted
    # The answer said as much: a line a term.
    states = {
        "kept": "conforme",
        "broken": "non conforme",
        "unverifiable": "non vérifiable",
    }
    line = re.compile(r"^ +Apport associatif, .+?\s:\s(.+?)(?: \(.*)?$", re.MULTILINE)
    said = line.findall(world.answer.stdout)
    assert said == [states[one] for one in wanted.values()]


FILLED = """
commit APPORT --party 'Région Grand Est' --sector public --amount 100000
  --instrument returnable-contribution --tranche Première
commit DON --party Fondation --sector philanthropy --amount 100000
  --instrument donation --tranche Première
commit MEZZANINE --party 'Épargne solidaire' --sector solidarity --amount 300000
  --instrument quasi-equity --tranche Mezzanine
commit SENIOR --party 'Banque du Rhin' --sector bank --amount 500000
  --instrument loan --tranche Senior
""".replace("\n  ", " ")
LENT = """
financing contract L --fund ALSACE --project Recyclerie --instrument loan
  --amount 1000000 --on 2020-03-01 --create
financing disburse L --amount 1000000 --on 2020-03-01
""".replace("\n  ", " ")


@given(parsers.re(rf"les tranches remplies, et une perte de {AMOUNT}"))
def _(world: World, amount: str) -> None:
    for words in FILLED.strip().splitlines():
        told = f"contribution {words} --fund ALSACE --terms concessional --create"
        world.cli.done(*shlex.split(f"{told} --on 2020-02-01"))
        name, promised = words.split()[1], words.split("--amount ")[1].split()[0]
        world.cli.done(
            *("contribution", "receive", name, "--amount", promised, "--on", "2020-02-02")
        )
    for words in LENT.strip().splitlines():
        world.cli.done(*words.split())
    lost = ("--amount", re.sub(r"\s", "", amount), "--on", "2020-06-01")
    world.cli.done("financing", "write-off", "L", *lost)


@then(parsers.re("la perte est portée ainsi : « (?P<bearers>.+) »"))
def _(world: World, bearers: str) -> None:
    found = [
        f"{one['key']} {Decimal(one['borne']):f}".removesuffix(".00")
        for row in world.report("waterfall")["rows"]
        for one in row["contributions"]
    ]
    assert found == bearers.split(", ")


@then(parsers.re(rf"la taille de « (?P<name>.+) » est de {AMOUNT}{WHEN}"))
def _(world: World, name: str, amount: str, day: str | None) -> None:
    rows = world.report("waterfall", "--loss", 1, *times(world, day))["rows"]
    (found,) = (row["size"] for row in rows if row["tranche"] == name)
    assert Decimal(found) == number(amount)


@then(
    parsers.re(
        rf"une distribution de (?P<whole>[\d\s]+) € rend « (?P<parts>.+) », et il en reste"
        rf" {AMOUNT}"
    )
)
def _(world: World, whole: str, parts: str, amount: str) -> None:
    found = world.report("distribution", "--amount", re.sub(r"\s", "", whole))
    assert [
        f"{one['key']} {Decimal(one['principal']):.0f}" for one in found["rows"]
    ] == parts.split(", ")
    assert Decimal(found["left"]) == number(amount)


def funder_row(world: World, name: str) -> dict[str, Any]:
    rows = world.report("returns", "--by", "party")["rows"]
    (found,) = (row for row in rows if row["key"] == name)
    return dict(found)


@then(parsers.re(rf"il reste à « (?P<name>.+) » {AMOUNT}"))
def _(world: World, name: str, amount: str) -> None:
    assert Decimal(funder_row(world, name)["residual"]) == Decimal(
        re.sub(r"\s", "", amount)
    )


@then(parsers.re(r"la part versée de « (?P<name>.+) » est de (?P<pic>\d)"))
def _(world: World, name: str, pic: str) -> None:
    claims = world.report("returns", "--by", "party")["claims"]
    assert {one["key"]: one["pic"] for one in claims}[name] == pic


@then(
    parsers.re(
        r"la valeur liquidative est de (?P<nav>[\d\s]+) €, dont (?P<own>[\d\s]+) € de"
        r" fonds propres"
    )
)
def _(world: World, nav: str, own: str) -> None:
    found = world.report("returns", "--by", "tranche")
    nav, own = (re.sub(r"\s", "", one) for one in (nav, own))
    assert (Decimal(found["nav"]), Decimal(found["own_funds"])) == (
        Decimal(nav),
        Decimal(own),
    )
    residuals = sum(Decimal(row["residual"]) for row in found["rows"])
    assert residuals + Decimal(own) == Decimal(nav)


@then(parsers.re("« (?P<name>.+) » est dans la tranche « (?P<tranche>.+) » au (?P<day>.+)"))
def _(world: World, name: str, tranche: str, day: str) -> None:
    on = "-".join(reversed(day.split("/")))
    found = world.cli.done("tranche", "list", "--fund", "ALSACE", "--as-of", on)
    where = {
        one["key"]: row["tranche"] for row in found["rows"] for one in row["contributions"]
    }
    assert where[name] == tranche
