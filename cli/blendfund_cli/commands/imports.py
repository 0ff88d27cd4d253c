"""Importing files: checked whole, recorded whole, each line once."""

from __future__ import annotations

from pathlib import Path

import click

from blendfund_cli.answering.output import Progress
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import fund_option, writes
from blendfund_cli.commands.corrections import finish, reason
from blendfund_cli.commands.imported import (
    STAGES,
    compared,
    comparison,
    finish_import,
    overdraft_option,
    quarantine_option,
    totals_option,
)
from blendfund_cli.commands.mapped import mapped
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_


@click.group(
    cls=Group,
    help=N_("Record movements from files, all of a file or nothing of it."),
    example="blendfund import movements mouvements.csv --fund ALSACE",
)
def imports() -> None:
    """Group the imports."""


imports.add_command(mapped)


@imports.command(
    cls=Command,
    help=N_("Record a file of movements in blendfund's own format (CSV, UTF-8)."),
    example="blendfund import movements mouvements.csv --fund ALSACE --dry-run",
)
@click.argument("file", type=click.Path(path_type=Path))
@fund_option
@quarantine_option
@overdraft_option
@totals_option
@writes
@click.pass_obj
def movements(
    obj: dict[str, str],
    file: Path,
    fund: str,
    quarantine: Path | None,
    allow_overdraft: bool,
    totals: Path | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record a file of movements."""
    from blendfund.application.importing.files import import_movements
    from blendfund.application.importing.imports import Options
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger
    from blendfund_cli.answering.quarantine import write_quarantine

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    options = Options(allow_overdraft=allow_overdraft, quarantine=quarantine is not None)
    expected = comparison(totals)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        keep = write_quarantine(quarantine) if quarantine and not dry_run else None
        done = import_movements(ledger, asked, fund, file, options, keep, expected)
    finish_import(done, ledger.effect, quarantine, dry_run=dry_run, as_json=as_json)
    if done.differences is not None and not as_json:
        click.echo(f"\n{compared(done, fund)}", nl=False)


@imports.command(
    cls=Command,
    help=N_("Record a file of grants in the French open format (SCDL, CSV or XLSX)."),
    example="blendfund import scdl subventions.csv --fund POITIERS",
)
@click.argument("file", type=click.Path(path_type=Path))
@fund_option
@writes
@click.pass_obj
def scdl(
    obj: dict[str, str],
    file: Path,
    fund: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record a file of grants."""
    from blendfund.application.importing.files import import_scdl
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_scdl(ledger, asked, fund, file)
    finish_import(done, ledger.effect, dry_run=dry_run, as_json=as_json)


@imports.command(
    cls=Command,
    help=N_(
        "Take over a fund that began elsewhere: cash, contributions received and given"
        " back, what projects still owe. The figures must add up."
    ),
    example="blendfund import opening reprise.csv --fund ALSACE --dry-run",
)
@click.argument("file", type=click.Path(path_type=Path))
@fund_option
@writes
@click.pass_obj
def opening(
    obj: dict[str, str],
    file: Path,
    fund: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take over a fund that began elsewhere."""
    from blendfund.application.importing.files import import_movements
    from blendfund.application.importing.imports import Options
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_movements(ledger, asked, fund, file, Options(opening=True))
    finish_import(done, ledger.effect, dry_run=dry_run, as_json=as_json)


@imports.command(
    "undo",
    cls=Command,
    help=N_("Take back a whole import; its file and lines can be imported again."),
    example='blendfund import undo I-2026-0001 --reason "mauvais fichier"',
)
@click.argument("batch", metavar="BATCH")
@reason
@writes
@click.pass_obj
def undo(
    obj: dict[str, str],
    batch: str,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take back a whole import."""
    from blendfund.application.correcting import corrections
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        asked = Asked(obj["actor"], key, dry_run)
        done = corrections.undo_import(ledger, asked, batch, reason)
    finish(done, ledger, dry_run=dry_run, as_json=as_json)
