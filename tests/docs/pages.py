"""The reference pages, each written from the code it describes."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec.structs import fields
from tests.docs import french as fr
from tests.docs import funding as funding_page
from tests.docs import lending, planning, standing
from tests.docs.console import Shell, masked, replay
from tests.docs.deciding import deciding
from tests.docs.grid import coded as _coded
from tests.docs.grid import table
from tests.docs.refusals import BEFORE, BEFORE_LINES, EXAMPLES, TOLD, script, shown
from tests.docs.typing_page import typing

from blendfund.application.reading.kinds import KINDS
from blendfund.application.reading.lexicon import lexicon
from blendfund.domain import vocabulary as words
from blendfund.domain.errors import BlendfundError
from blendfund.domain.event import Event, Movement
from blendfund.exchange.mapping import FIELDS
from blendfund.exchange.movements import HEADER, OPTIONAL
from blendfund.exchange.needs import NEEDS
from blendfund.exchange.plaintext import account_name
from blendfund.exchange.scdl_headers import NAMES, NEEDED
from blendfund.journal.accounts import ACCOUNTS, Nature
from blendfund.projections import composition, leverage, returns
from blendfund.projections.differences import BY
from blendfund.projections.query.keys import FORMS, KEYS
from blendfund.reports.journal import COLUMNS as JOURNAL
from blendfund.reports.outlines import OUTLINES
from blendfund.storage.log.topics import TOPICS
from blendfund_cli.main import main
from blendfund_cli.text import _, use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MADE = "<!-- Écrit par tests/reference.py --update : ne pas modifier à la main. -->"
WIDTH = 88


def all_pages() -> dict[str, str]:
    """Give the text of every reference page by file name."""
    use("fr")
    makers = {
        "commandes.md": commands,
        "comptes.md": accounts,
        "evenements.md": topics,
        "fichiers.md": files,
        "filtres.md": filters,
        "mesures.md": measures,
        "refus.md": refusals,
        "saisie.md": typed,
    }
    return {name: "\n".join([*make(), ""]) for name, make in makers.items()}


def typed() -> Iterator[str]:
    """Write what can be typed."""
    yield from ("# Saisie", "", MADE, "", *typing())


def commands() -> Iterator[str]:
    """Write the commands."""
    yield from ("# Commandes", "", MADE, "")
    yield "L'aide de chaque commande, telle que `--help` l'affiche en français."
    yield "Les codes de sortie sont dans [Refus](refus.md#codes-de-sortie)."
    yield ""
    for context in every_command():
        yield from (f"## {context.command_path}", "", "```text")
        yield from (line.rstrip() for line in context.get_help().splitlines())
        yield from ("```", "")


def every_command() -> Iterator[click.Context]:
    """Give a context for each command of the tree, the groups before what they hold."""
    root = click.Context(main, info_name="blendfund", terminal_width=WIDTH)
    root.help_option_names = ["-h", "--help"]
    waiting = [root]
    while waiting:
        context = waiting.pop(0)
        yield context
        group = context.command
        if isinstance(group, click.Group):
            found = []
            for name in group.list_commands(context):
                command = group.get_command(context, name)
                assert command is not None
                found.append(click.Context(command, parent=context, info_name=name))
            waiting[:0] = found


def topics() -> Iterator[str]:
    """Write the topics of the log."""
    yield from ("# Événements", "", MADE, "")
    yield "Chaque fait est un texte JSON sous un sujet (*topic*) de cette table fermée."
    yield "Les montants sont en unités mineures (centimes), les dates en ISO 8601. Un champ"
    yield "qui a sa valeur par défaut n'est pas écrit ; un champ inconnu est refusé."
    yield from ("", "## Enveloppe", "", "Tout événement porte ces champs.", "")
    yield from _fields(Event, ())
    yield from ("## Mouvement", "", "Tout événement qui a un montant porte aussi :", "")
    yield from _fields(Movement, _names(Event))
    _, shapes = msgspec.json.schema_components(TOPICS.values(), ref_template="#{name}")
    for topic, cls in TOPICS.items():
        shared = _names(Movement) if issubclass(cls, Movement) else _names(Event)
        title = topic.replace("/", " / ")
        yield from (f"## {title}", "", f"`{topic}` : {fr.TOPICS[topic]}")
        carried = "enveloppe et mouvement" if issubclass(cls, Movement) else "enveloppe"
        yield from (f"Champs : {carried}, et ceux-ci.", "")
        yield from _fields(cls, shared)
        yield from ('??? note "JSON Schema"', "", "    ```json")
        yield from (f"    {line}" for line in _schema(shapes.pop(cls.__name__)))
        yield from ("    ```", "")
    yield from ("## Types partagés", "", "Ceux que les schémas nomment par `$ref`.", "")
    for name, shape in sorted(shapes.items()):
        yield from (f"### {name}", "", "```json", *_schema(shape), "```", "")


def _schema(shape: Mapping[str, Any]) -> Iterator[str]:
    """Write a JSON Schema with one property a line."""
    said = {key: value for key, value in shape.items() if key != "properties"}
    lines = [f"  {_json(key)}: {_json(value)}" for key, value in said.items()]
    if "properties" in shape:
        inner = (f"    {_json(k)}: {_json(v)}" for k, v in shape["properties"].items())
        lines.append('  "properties": {\n' + ",\n".join(inner) + "\n  }")
    yield from ("{\n" + ",\n".join(lines) + "\n}").splitlines()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(cls: type[Event]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls))


def _fields(cls: type[Event], shared: tuple[str, ...]) -> Iterator[str]:
    schema = msgspec.json.schema(cls)
    shape = schema["$defs"][cls.__name__]
    rows = [
        (f"`{name}`", _kind(said), "oui" if name in shape.get("required", ()) else "")
        for name, said in shape["properties"].items()
        if name not in shared
    ]
    if rows:
        yield from table(("champ", "type", "obligatoire"), rows)
    else:
        yield from ("Aucun champ de plus.", "")


def _kind(said: Mapping[str, Any]) -> str:
    if "anyOf" in said:
        return " ou ".join(_kind(one) for one in said["anyOf"])
    if "$ref" in said:
        return str(said["$ref"]).rsplit("/", 1)[1]
    if "enum" in said:
        return " ou ".join(f"`{word}`" for word in said["enum"])
    if said.get("type") == "array":
        return f"liste de {_kind(said['items'])}"
    names = {
        "string": "texte",
        "integer": "entier",
        "null": "rien",
        "boolean": "vrai ou faux",
    }
    return str(said.get("format") or names[said["type"]])


def refusals() -> Iterator[str]:
    """Write the refusals, each with what it printed just now."""
    yield from ("# Refus", "", MADE, "")
    yield "Chaque refus a un code stable, une phrase et un code de sortie. Sauf mention"
    yield "contraire, l'exemple suppose ce début :"
    yield from ("", "```text")
    yield from (f"$ {command}" for command in BEFORE)
    yield from ("```", "", "où `debut.csv` contient :", "", "```text")
    yield from (",".join(HEADER), *BEFORE_LINES, "```", "")
    yield from ("## Codes de sortie", "")
    yield from table(("code", "sens"), EXITS)
    for cls in every_refusal():
        yield from (f"## {cls.code}", "")
        yield from table(
            ("", ""),
            (
                ("Sortie", str(cls.exit_code)),
                ("Français", _(cls.sentence)),
                ("English", cls.sentence),
            ),
        )
        if cls.code in TOLD:
            yield from (TOLD[cls.code], "")
        else:
            yield from ("```text", *example_output(cls.code), "```", "")


EXITS = (
    ("0", "fait, ou déjà enregistré sous cette clé"),
    ("1", "refusé par une règle du domaine"),
    ("2", "usage, ou valeur illisible sur la ligne de commande"),
    ("3", "fichier rejeté : chaque mauvaise ligne est nommée, rien n'est écrit"),
    ("4", "registre ou fonds introuvable"),
    ("5", "conflit : clé ou référence déjà prise, ou un autre écrit ; réessayer"),
    ("6", "intégrité : le registre ne se vérifie pas"),
    ("70", "un invariant de blendfund a cédé ; rien n'est écrit"),
    ("74", "le disque ou la base a refusé ; rien n'est écrit à moitié"),
)


def every_refusal() -> list[type[BlendfundError]]:
    """Give every class of refusal, by code."""
    found = [BlendfundError]
    for cls in found:
        found += [one for one in cls.__subclasses__() if one not in found]
    return sorted(found, key=lambda cls: cls.code)


def example_output(code: str) -> list[str]:
    """Run a refusal's example in a folder of its own; give its commands and output."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            ran = list(replay(script(EXAMPLES[code]), Shell(Path(folder))))
        finally:
            os.chdir(here)
    outputs = [line for step, got in ran[-2:] for line in (f"$ {step.command}", *got)]
    return shown(EXAMPLES[code])[:-2] + masked("\n".join(outputs))


def measures() -> Iterator[str]:
    """Write the measures of the reports."""
    yield from ("# Mesures", "", MADE, "")
    yield "Il n'y a pas un « effet de levier » mais plusieurs rapports publiés : chacun"
    yield "porte son nom, sa formule et sa source. Une mesure non définie vaut `null`,"
    yield "jamais zéro, et dit pourquoi. Aucune ne prouve l'additionnalité : un rapport"
    yield "élevé ne dit pas que l'argent ne serait pas venu sans le fonds."
    yield from ("", "## Composition", "", f"Formule : {composition.FORMULA}.", "")
    yield from (f"Source : {composition.SOURCE}.", "")
    yield from table(("colonne", "sens"), _coded({**fr.SOURCES, **fr.RATIOS}))
    yield from ("## Emplois", "")
    yield "Loi : net total + repaid + income + recovered - disbursed - expenses -"
    yield from ("funding_interest = cash.", "")
    yield from table(("colonne", "sens"), _coded(fr.USES))
    yield from ("## Levier", "")
    yield "Les ressources sont les versements reçus moins les versements rendus. Le"
    yield "cofinancement ne compte que dans les projets où le fonds a un contrat."
    yield ""
    for one in leverage.leverage([], []):
        yield from (f"### {one.name}", "", fr.MEASURES[one.name], "")
        yield from (f"- Formule : {one.formula}", f"- Source : {one.source}")
        yield from ("- Non définie : " + _(one.reason or ""), "")
    yield from ("## Rendement", "", f"Formule : {returns.FORMULA}.", "")
    yield from (f"Source : {returns.SOURCE}.", "")
    yield from table(("colonne", "sens"), _coded(fr.RETURNS))
    yield "La courbe en J (`curve`) donne, pour chaque année du premier flux à la date"
    yield "du rapport, le flux net (`net`) et son cumul (`cumulative`) : ce qui est revenu"
    yield "moins ce qui a été versé, sur l'argent remboursable ; le résiduel n'est pas un"
    yield from ("flux. Par tiers, c'est la courbe des apporteurs.", "")
    yield from (*funding_page.funders(), "")
    yield from ("## Balance", "")
    yield "Le solde de chaque compte logique, débit positif ; leur somme est nulle,"
    yield from ("parce que les écritures de chaque fait s'équilibrent.", "")
    yield from lending.lending()
    yield from planning.planning()
    yield from standing.earmarks()
    yield from standing.available()
    yield from standing.status()
    yield from standing.openings()
    yield from standing.flags()


def files() -> Iterator[str]:
    """Write the formats of files."""
    yield from files_read()
    yield from files_written()
    yield from books_written()


def files_written() -> Iterator[str]:
    """Write the columns of the tables that reports are exported as."""
    yield from ("## Rapports en CSV et XLSX", "")
    yield from fr.EXPORTS.strip().splitlines()
    yield ""
    for name, outlines in OUTLINES.items():
        for outline in outlines:
            yield from (f"### {name} : `--table {outline.name}`", "")
            yield f"Feuille du classeur : « {_(outline.sheet)} »."
            yield ""
            rows = [
                (f"`{one.key}`", _(one.heading), fr.COLUMN_KINDS[one.kind])
                for one in outline.columns
            ]
            yield from table(
                ("clé (`rfc4180`)", "titre (`excel-fr`, XLSX)", "valeur"), rows
            )


def books_written() -> Iterator[str]:
    """Write the formats of the books that are made for others."""
    yield from ("## Journal en CSV", "", *fr.JOURNAL_TOLD.strip().splitlines(), "")
    rows = [(f"`{one.key}`", _(one.heading), fr.JOURNAL[one.key]) for one in JOURNAL]
    yield from table(("clé (`rfc4180`)", "titre (`excel-fr`)", "sens"), rows)
    yield from ("## Beancount, hledger, ledger", "", *fr.PLAIN_TEXT.strip().splitlines())


def accounts() -> Iterator[str]:
    """Write the logical accounts, nature by nature."""
    yield from ("# Comptes", "", MADE, "")
    yield "Chaque fait devient une écriture équilibrée sur des comptes *logiques* : ce"
    yield "qu'ils sont, non leur numéro dans un plan comptable. `blendfund report balance`"
    yield "en donne les soldes, et les exports comptables les emploient."
    yield ""
    for nature, title in fr.NATURES.items():
        yield from (f"## {title[0].upper()}{title[1:]}", "")
        if nature is Nature.OFF_BALANCE:
            yield "Ni à recevoir ni à payer aujourd'hui : promesses, argent des autres,"
            yield "soutien en nature. Chaque compte a sa contrepartie : tout s'annule."
            yield ""
        rows = [
            (f"`{name}`", _(name), fr.ACCOUNTS[name], f"`{account_name(name)}`")
            for name, kind in ACCOUNTS.items()
            if kind is nature
        ]
        yield from table(("compte", "en français", "sens", "Beancount, hledger"), rows)


def files_read() -> Iterator[str]:
    """Write the formats of files that are read."""
    yield from ("# Formats de fichiers", "", MADE, "", "## Mouvements (format natif)", "")
    yield "CSV, UTF-8, virgules. L'en-tête est exactement :"
    yield from ("", "```text", ",".join(HEADER), "```", "")
    yield f"puis, au choix et dans n'importe quel ordre : `{'`, `'.join(OPTIONAL)}`."
    yield ""
    columns = [*HEADER, *OPTIONAL]
    yield from table(("colonne", "sens"), _coded({one: fr.COLUMNS[one] for one in columns}))
    yield from ("### Sortes de mouvements", "")
    rows = []
    for kind, needs in NEEDS.items():
        asked = ", ".join(" ou ".join(f"`{one}`" for one in n.split("|")) for n in needs)
        rows.append((f"`{kind.value}`", asked, fr.KINDS[kind]))
    yield from table(("sorte", "exige", "sens"), rows)
    yield from ("### Mots admis", "")
    for title, enum in (
        ("sector", words.Sector),
        ("terms", words.Terms),
        ("instrument", words.Instrument),
        ("party_kind", words.PartyKind),
    ):
        yield from (f"#### {title}", "")
        yield from table(("mot", "sens"), [(f"`{one}`", _word(one)) for one in enum])
    yield from ("## Subventions (SCDL)", "")
    yield "CSV ou XLSX, UTF-8 ou cp1252, `;` ou `,`. Les colonnes sont reconnues par leur"
    yield "nom, sans casse ni accents ; les autres sont ignorées."
    yield ""
    yield from table(
        ("noms reconnus", "obligatoire"),
        [
            (", ".join(f"`{name}`" for name in names), "oui" if field in NEEDED else "")
            for field, names in NAMES.items()
        ],
    )
    yield from mapped_files()


def mapped_files() -> Iterator[str]:
    """Write the format of mappings and of expected totals."""
    yield from ("## Correspondance d'un tableur", "", *fr.MAPPED.strip().splitlines(), "")
    yield from table(("table", "sens"), _coded(fr.MAPPING))
    yield f"Champs : `{'`, `'.join(FIELDS)}`."
    yield from ("", "## Totaux attendus", "", *fr.EXPECTED.strip().splitlines(), "")
    rows = [
        (f"`[{by}]`" if by == "total" else f"`[{by}.CHIFFRE]`", fr.EXPECTED_BY[by], said)
        for by, said in ((by, f"`{'`, `'.join(names)}`") for by, names in BY.items())
    ]
    yield from table(("table", "totaux", "chiffres"), rows)
    yield from deciding()


def filters() -> Iterator[str]:
    """Write the language of filters."""
    yield from ("# Filtres", "", MADE, "")
    yield "Le langage de `blendfund search` et de `blendfund events --search` : des mots et"
    yield "des filtres séparés par des espaces, qui doivent tous convenir. Le guide"
    yield "[Chercher](../guides/chercher.md) le montre à l'œuvre."
    yield ""
    yield from table(("écrire", "trouve"), FORMS_OF_A_SEARCH)
    yield "La casse et les accents ne comptent pas. Un mot est cherché dans le libellé, la"
    yield "référence, le motif, le nom du tiers et du projet, et la convention. La virgule"
    yield "sépare des valeurs, sauf après un montant : c'est sa décimale."
    yield from ("", "## Filtres", "")
    rows = []
    for key in KEYS:
        names = dict.fromkeys((key.french, key.english, *key.others))
        said = ", ".join(f"`{name}`" for name in names)
        rows.append((said, fr.FILTERS[key.english], fr.SORTS[key.sort]))
    yield from table(("noms", "porte sur", "valeur"), rows)
    yield from ("## Valeurs", "")
    for sort, text in fr.SORTS.items():
        shown = ", ".join(f"`{form}`" for form in FORMS[sort].split(", "))
        yield f"- {text[0].upper()}{text[1:]} : {shown}."
    yield from ("", "## Mots des listes fermées", "")
    yield "Un mot suffit s'il est dans le nom : `source:solidaire`, `instrument:apport`."
    yield ""
    spoken = lexicon(french=True)
    for key in KEYS:
        if key.sort == "word":
            yield from (f"### {key.french}", "")
            listed = spoken.shown[key.english]
            told = [(f"`{KINDS.get(code, code)}`", name) for code, name in listed.items()]
            yield from table(("mot", "en français"), told)


FORMS_OF_A_SEARCH = (
    ("`ressourcerie`", "le mot, où qu'il soit"),
    ("`\"prêt d'honneur\"`, `«prêt d'honneur»`", "les mots à la suite"),
    ("`source:public`", "ce que le filtre dit"),
    ("`source:public,banque`", "l'une des valeurs"),
    ("`don | source:public`", "l'un ou l'autre"),
    ("`-source:public`, `-don`", "tout sauf cela"),
    ("`-(don | prêt)`", "les parenthèses groupent"),
    ("`2026`, `2026-03`, `2026-T1`, `2026-S1`", "la date d'opération dans la période"),
    ("`2026-01..2026-03`", "la date d'opération dans l'intervalle"),
)


def _word(word: str) -> str:
    due = words.Instrument in type(word).__mro__ and not words.repayable(word)
    return f"{fr.WORDS[word]}{' (jamais à rendre)' if due else ''}"
