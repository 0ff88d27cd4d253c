"""The reference page of what can be typed, each example read by the command's own types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from blendfund.reports import words
from blendfund_cli.asking.movement import INSTRUMENTS, SECTORS, TERMS
from blendfund_cli.asking.types import AMOUNT, DAY, RATE
from blendfund_cli.text import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TITLES: Final = {"sector": "Secteur", "instrument": "Instrument", "terms": "Conditions"}
AMOUNTS: Final = ("1250", "1250.50", "1250,5", "1 250,50", "1.234", "1,234", "1.234,56")
AMOUNTS_MORE: Final = ("12,50 €", "1e3", "-5", "0")
RATES: Final = ("0.02", "0,02", "2%", "2 %", "2", "150 %", "-1 %")
DAYS: Final = ("2026-03-01", "31/12/2025", "2025-1-5", "2026-02-30", "demain")
ASKED: Final = """
Sur un terminal, une option ou un argument qui manque est demandé, dans la langue en
usage : les choix sont entre parenthèses, la valeur par défaut entre crochets, `?` donne la
liste quand elle est longue. Une mauvaise réponse est expliquée et redemandée. Ctrl-C ou
Ctrl-D quitte sans rien écrire. Quand le registre ne tient qu'un fonds, il est proposé.

Sans terminal (un script, un tube), ou avec `--no-input`, ou si `BLENDFUND_NO_INPUT` vaut 1,
rien n'est demandé : ce qui manque est une erreur (sortie 2), même s'il n'y a qu'un fonds,
pour qu'un script fasse demain ce qu'il fait aujourd'hui. Un tiers ou un projet inconnu est
refusé (sortie 4) sauf avec `--create` ; sur un terminal, son enregistrement est proposé.
"""


def typing() -> Iterator[str]:
    """Write how amounts, rates, days and words are typed."""
    yield "Ce qui peut se lire de deux façons est refusé, jamais deviné."
    yield from ("", "## Montants", "")
    yield "Décimales après un point ou une virgule ; groupes de trois chiffres séparés par"
    yield "une espace, insécable ou non. La devise est celle du fonds : une devise sans"
    yield "centimes refuse `12,50`. Au plus 10^15 unités mineures."
    yield ""
    yield from _examples(AMOUNT, (*AMOUNTS, *AMOUNTS_MORE))
    yield from ("## Taux annuels", "", "Un pourcentage porte son signe.", "")
    yield from _examples(RATE, RATES)
    yield from ("## Dates", "")
    yield "`AAAA-MM-JJ`, ou `aujourd'hui`, `hier` (`today`, `yesterday`)."
    yield ""
    yield from _examples(DAY, DAYS)
    yield from ("## Mots", "")
    yield "Le code, ou le nom français ou anglais, sans égard aux accents ni à la casse."
    yield "Les fichiers, les événements et JSON ne portent que le code."
    yield ""
    lists = {"sector": SECTORS, "instrument": INSTRUMENTS, "terms": TERMS}
    for name, codes in lists.items():
        yield from (f"### {TITLES[name]} (`--{name}`)", "")
        yield from _table(
            ("code", "français", "anglais"),
            ((f"`{code}`", *spoken(code)) for code in codes),
        )
    yield from ("## Ce qui manque est demandé", "", *ASKED.strip().splitlines())


def _examples(kind: click.ParamType[object], texts: Iterable[str]) -> Iterator[str]:
    yield from _table(("tapé", "lu"), ((f"`{text}`", _read(kind, text)) for text in texts))


def _read(kind: click.ParamType[object], text: str) -> str:
    try:
        found = kind.convert(text, None, None)
    except click.UsageError as refused:
        return f"refusé : {refused.message}"
    if kind is AMOUNT:
        assert hasattr(found, "minor")
        return words.amount(found.minor("EUR"), "EUR", french=True)
    return words.rate(str(found), french=True) if kind is RATE else f"{found}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
