"""The books of a fund for an accountant or another program, whole or not at all."""

from __future__ import annotations

import hashlib
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from blendfund_cli.answering.files import WRITTEN, check_target, whole_file
from blendfund_cli.answering.output import put_json, say
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import fund_option, json_option, moment
from blendfund_cli.asking.types import shared
from blendfund_cli.text import N_, _, ngettext, safe, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from blendfund.application.reporting.exports import Export

    Making = Callable[[Export], Iterable[str]]

STANDARD_OUTPUT: Final = "-"
NEEDS_FILE: Final = N_("--json tells of a file: give --out FILE.")
MADE: Final = N_(
    "Entries: {entries}, postings: {rows}. As known at position {position}. SHA-256:"
    " {sha256}."
)


@click.group(
    cls=Group,
    help=N_(
        "The fund's books for an accountant or another program. The file says all it was"
        " made from, the same facts give the same bytes, and its balances are those of"
        " `report balance` to the cent."
    ),
    example="blendfund export journal --fund ALSACE --out journal.csv",
)
def export() -> None:
    """Write the books for others."""


_asked = shared(
    fund_option,
    moment,
    click.option(
        "--out",
        cls=Option,
        type=click.Path(dir_okay=False, allow_dash=True),
        metavar="FILE",
        default=STANDARD_OUTPUT,
        help=N_("Write it to this file, whole or not at all (default: standard output)."),
    ),
    click.option(
        "--no-names",
        cls=Option,
        is_flag=True,
        help=N_("Natural persons by their number, not by their name."),
    ),
    json_option,
)


@export.command(
    cls=Command,
    help=N_(
        "The journal as CSV: a line a posting, with every dimension, in the order in which"
        " the facts were recorded. A later export only adds lines at its end."
    ),
    example="blendfund export journal --fund ALSACE --dialect excel-fr --out journal.csv",
)
@click.option(
    "--dialect",
    cls=Option,
    type=click.Choice(("rfc4180", "excel-fr")),
    default="rfc4180",
    help=N_("How CSV is written: for programs (rfc4180), or for a French Excel."),
)
@click.option(
    "--carried",
    cls=Option,
    is_flag=True,
    help=N_("Also the money that others carry for the fund, under its carrier."),
)
@_asked
@click.pass_obj
def journal(obj: dict[str, str], /, dialect: str, **asked: Any) -> None:
    """Write the journal."""

    def lines(found: Export) -> Iterable[str]:
        from blendfund.reports.columns import Language
        from blendfund.reports.delimited import excel_fr_lines, rfc4180_lines
        from blendfund.reports.journal import COLUMNS, lines

        body = lines(found.read("position"), asked["fund"])
        if dialect == "excel-fr":
            return excel_fr_lines(COLUMNS, body, Language(_, french=True))
        return rfc4180_lines(COLUMNS, body)

    french = dialect == "excel-fr"  # whoever makes the file
    with speaking("fr") if french else nullcontext():
        told = _written(obj, lines, asked)
    _tell(told, "journal", as_json=asked["as_json"])


@export.command(
    cls=Command,
    help=N_(
        "The books for Beancount, with the balance of every account at the end of every"
        " month: bean-check proves them."
    ),
    example="blendfund export beancount --fund ALSACE --out alsace.beancount",
)
@_asked
@click.pass_obj
def beancount(obj: dict[str, str], /, **asked: Any) -> None:
    """Write a Beancount file."""

    def directives(found: Export) -> Iterable[str]:
        from blendfund.exchange import beancount

        return beancount.beancount(found.books())

    _tell(_written(obj, directives, asked), "beancount", as_json=asked["as_json"])


@export.command(
    cls=Command,
    help=N_(
        "The books for hledger and ledger, with the balance of every account at the end of"
        " every month: `hledger check --strict` proves them."
    ),
    example="blendfund export hledger --fund ALSACE --out alsace.journal",
)
@_asked
@click.pass_obj
def hledger(obj: dict[str, str], /, **asked: Any) -> None:
    """Write an hledger file."""

    def entries(found: Export) -> Iterable[str]:
        from blendfund.exchange import hledger

        return hledger.hledger(found.books())

    _tell(_written(obj, entries, asked), "hledger", as_json=asked["as_json"])


def _written(obj: dict[str, str], make: Making, asked: dict[str, Any]) -> dict[str, Any]:
    """Write the file that ``make`` makes, and give what is told of it."""
    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.exports import Export, Sought

    place = asked["out"]
    if place == STANDARD_OUTPUT:
        if asked["as_json"]:
            raise click.UsageError(_(NEEDS_FILE))
    else:
        check_target(place, obj["ledger"])
    sought = Sought(
        asked["fund"],
        asked["as_of"],
        asked["known_at"],
        carried=asked.get("carried", False),
        people=not asked["no_names"],
    )
    with Reading(obj["ledger"]) as reading, reading.still():
        found = Export(reading, sought)
        digest = _sent(make(found), place)
        return {"file": place, **found.told(), "sha256": digest}


def _sent(texts: Iterable[str], place: str) -> str:
    """Write to a file or on standard output as the texts come; give their SHA-256."""
    if place != STANDARD_OUTPUT:
        with whole_file(place) as out:
            return _copied(texts, out)
    if not sys.stdout.isatty():
        return _copied(texts, sys.stdout.buffer)
    for text in texts:
        click.echo(safe(text.replace("\r\n", "\n")), nl=False)
    return ""


def _copied(texts: Iterable[str], out: BinaryIO) -> str:
    digest = hashlib.sha256()
    for text in texts:
        content = text.encode()
        digest.update(content)
        out.write(content)
    out.flush()
    return digest.hexdigest()


def _tell(told: dict[str, Any], kind: str, *, as_json: bool) -> None:
    """Say what was written, and what was left out."""
    if as_json:
        put_json({"export": kind, **told})
        return
    if told["file"] != STANDARD_OUTPUT:
        say(_(WRITTEN).format(path=safe(told["file"])))
        say(_(MADE).format(**told))
    if told["left_out"]:
        say(
            ngettext(
                "{count} fact about money that others carry is not in the file.",
                "{count} facts about money that others carry are not in the file.",
                told["left_out"],
            )
        )
