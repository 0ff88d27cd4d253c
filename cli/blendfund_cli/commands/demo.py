"""A whole fictitious fund, shown by running the real commands one after the other."""

from __future__ import annotations

import shlex
import sys
import tempfile
from contextlib import chdir, redirect_stderr
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from blendfund_cli.answering.pager import unpaged
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER: Final = "demo.db"
FUND: Final = ("--fund", "ALSACE")
DAYS: Final = ("2023-12-31", "2025-12-31")
NAME: Final = "Fonds Alsace solidaire (fictif)"
OPENING: Final = ("--name", NAME, *("--territory", "67", "--territory", "68"))
FIRST_DAY: Final = ("--currency", "EUR", "--opened-on", "2021-01-01")
DEFECT: Final = 70

PLACE = N_("A fictitious fund from 2021 to 2025; its files and its ledger are in {place}.")
INIT = N_("An empty ledger, then a fund and its guarantee compartment.")
YEARLY = N_("Five years of movements, one file a year: all of a file or nothing of it.")
UNREADABLE = N_("A file with a bad line: what is wrong is named, nothing is written.")
OVERDRAWN = N_("A payment that the cash does not allow: refused, nothing is written.")
REPORTS = N_("Who put what in, what it brought, what came back: on {day}.")
AGAIN = N_("The same file again: every line is recognised, none is recorded twice.")
AUDIT = N_("What an auditor runs: no fact was changed, and the facts give these figures.")
SCENES_SAID: Final = {
    "call": N_("A sixth year, by hand: a new promise, and a call on all who promised."),
    "committee": N_(
        "A project applies; the committee decides, without who has a conflict of interest."
    ),
    "four-eyes": N_("A large payment waits for a second person."),
    "paid": N_("Somebody else approves exactly that one; then it is paid."),
    "late": N_("The loan falls late: a penalty, a provision, what is at risk."),
    "guarantee": N_("A guarantee is called and paid; what cash is to come."),
    "tranches": N_("Who bears losses, in which order; what is left for each tranche."),
}
NEXT = N_("To go on with this ledger, try:")
UNEXPECTED = N_(
    "The demo stops: this command should have ended with {wanted}, not {found}."
)


class Step(NamedTuple):
    """A command of the demo, the exit status it must have, and what is said before it."""

    words: tuple[str, ...]
    exit_code: int = 0
    said: str = ""


@click.command(
    cls=Command,
    help=N_(
        "Show a whole fictitious fund through the real commands, in a ledger of its own."
        " Your ledgers are left alone."
    ),
    example="blendfund demo --dir demo-alsace",
)
@click.option(
    "--dir",
    "folder",
    cls=Option,
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help=N_("Where its files go, created if need be (default: a new temporary folder)."),
)
@click.option(
    "--server",
    cls=Option,
    metavar="URL",
    help=N_("Keep its ledger on this PostgreSQL database, not in a file."),
)
@click.pass_context
def demo(ctx: click.Context, folder: Path | None, server: str | None) -> None:
    """Show the fictitious fund."""
    from blendfund.application.writing.unanswered import shown

    place = _prepared(folder)
    ledger = server or LEDGER
    click.echo(_(PLACE).format(place=safe(str(place))))
    click.echo(f"\n$ {safe(shlex.join(('cd', str(place))))}")
    with chdir(place), redirect_stderr(sys.stdout), unpaged():
        for step in _steps():
            found = _play(step, ledger, ctx.obj["actor"])
            if found != step.exit_code:
                click.echo(_(UNEXPECTED).format(wanted=step.exit_code, found=found))
                ctx.exit(found or DEFECT)
    click.echo(f"\n# {_(NEXT)}")
    for words in _next():
        here = shown(server) if server else str(place / LEDGER)
        click.echo(safe(shlex.join(("blendfund", "-l", here, *words))))


def _prepared(folder: Path | None) -> Path:
    from blendfund.demo import FILES, content
    from blendfund.domain.errors import LedgerExists

    place = (folder or Path(tempfile.mkdtemp(prefix="blendfund-demo-"))).resolve()
    place.mkdir(parents=True, exist_ok=True)
    for name in (LEDGER, *FILES):
        if (place / name).exists():
            raise LedgerExists(str(place / name))
    for name in FILES:
        (place / name).write_bytes(content(name))
    return place


def _steps() -> Iterator[Step]:
    from blendfund.demo import OVERDRAWN as OVERDRAWN_FILE
    from blendfund.demo import UNREADABLE as UNREADABLE_FILE
    from blendfund.demo import YEARS

    yield Step(("init",), said=_(INIT))
    yield Step(("fund", "open", "ALSACE", *OPENING, *FIRST_DAY))
    yield Step(("fund", "compartment", "ALSACE", "guarantee", "--on", "2021-01-01"))
    said = _(YEARLY)
    for name in YEARS:
        yield Step(_import(name), said=said)
        said = ""
    yield Step(_import(UNREADABLE_FILE), 3, _(UNREADABLE))
    yield Step(_import(OVERDRAWN_FILE), 1, _(OVERDRAWN))
    for day in DAYS:
        yield from _reports(day)
    yield from _life()
    yield Step(_import(YEARS[-1]), said=_(AGAIN))
    yield Step(("audit", "verify"), said=_(AUDIT))
    yield Step(("audit", "replay"))


def _life() -> Iterator[Step]:
    """Follow one financing through its life."""
    from blendfund.demo.life import SCENES

    for scene in SCENES:
        *before, last = scene.commands
        said = _(SCENES_SAID[scene.name])
        for words in before:
            yield Step(words, said=said)
            said = ""
        yield Step(last, scene.exit_code, said)


def _import(name: str) -> tuple[str, ...]:
    return ("import", "movements", name, *FUND)


def _reports(day: str) -> Iterator[Step]:
    from blendfund.reports import words

    said = _(REPORTS).format(day=words.day(date.fromisoformat(day), french=french()))
    for name in ("composition", "leverage", "returns"):
        yield Step(("report", name, *FUND, "--as-of", day), said=said)
        said = ""


def _next() -> Iterator[tuple[str, ...]]:
    yield ("report", "returns", *FUND, "--by", "project", "--as-of", DAYS[-1])
    yield ("report", "composition", *FUND, "--by", "party", "--as-of", DAYS[-1], "--json")
    yield ("report", "balance", *FUND)
    yield ("events", "--from", "200")


def _play(step: Step, ledger: str, actor: str) -> int:
    """Show a command as one would type it, run it, and give its exit status."""
    from blendfund.application.writing.unanswered import shown
    from blendfund_cli.main import main

    if step.said:
        click.echo(f"\n# {step.said}")
    words = ("-l", ledger, *step.words)
    click.echo(f"\n$ {shlex.join(('blendfund', '-l', shown(ledger), *step.words))}")
    same = ("--lang", "fr" if french() else "en", "--actor", actor)
    ended = main.main([*same, *words], prog_name="blendfund", standalone_mode=False)
    code = ended if isinstance(ended, int) else 0
    if code:
        click.echo(f"\n$ echo $?\n{code}")
    return code
