"""Importing files: checked whole, recorded whole, each line once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from blendfund_cli.commands import Command, Group, Option
from blendfund_cli.completion import funds
from blendfund_cli.corrections import finish, reason
from blendfund_cli.hints import undo_import_hint
from blendfund_cli.interrupt import patient
from blendfund_cli.options import fund_option, writes
from blendfund_cli.output import DRY, Progress, put_json, say
from blendfund_cli.text import N_, _, counted, french, safe

if TYPE_CHECKING:
    from blendfund.application.differences import Comparison
    from blendfund.application.files import FileReport

RECORDED = N_(
    "{recorded} movements recorded from {lines} lines, {known} already known"
    " ({reference}, position {position}). Total in the file: {total}."
)
STAGES = {
    "checked": N_("{done} lines checked..."),
    "written": N_("{done} facts written..."),
    "folded": N_("{done} facts read..."),
}
QUARANTINED = N_("{count} lines were left out: see {path}.")
NEEDED = N_("{option} is needed here (or --propose, to begin with).")

quarantine_option = click.option(
    "--quarantine",
    cls=Option,
    type=click.Path(path_type=Path),
    default=None,
    metavar="OUT.csv",
    help=N_("Record the good lines, write the others there with the reason."),
)
totals_option = click.option(
    "--totals",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="TOTALS.toml",
    help=N_("Totals you expect: what the import would leave is compared with them."),
)
overdraft_option = click.option(
    "--allow-overdraft",
    cls=Option,
    is_flag=True,
    help=N_("Record what the bank has proven even if cash goes below zero; it is flagged."),
)


@click.group(
    cls=Group,
    help=N_("Record movements from files, all of a file or nothing of it."),
    example="blendfund import movements mouvements.csv --fund ALSACE",
)
def imports() -> None:
    """Group the imports."""


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
    from blendfund.application.command import Command as Asked
    from blendfund.application.files import import_movements
    from blendfund.application.imports import Options
    from blendfund.application.ledger import Ledger
    from blendfund_cli.quarantine import write_quarantine

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    options = Options(allow_overdraft=allow_overdraft, quarantine=quarantine is not None)
    comparison = _comparison(totals)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        keep = write_quarantine(quarantine) if quarantine and not dry_run else None
        done = import_movements(ledger, asked, fund, file, options, keep, comparison)
    _finish(done, quarantine, dry_run=dry_run, as_json=as_json)
    if done.differences is not None and not as_json:
        click.echo(f"\n{_compared(done, fund)}", nl=False)


@imports.command(
    cls=Command,
    help=N_(
        "Record anybody's spreadsheet (CSV or XLSX): a mapping says what its columns mean."
    ),
    example="blendfund import mapped suivi.xlsx --propose > suivi.toml\n"
    "blendfund import mapped suivi.xlsx --mapping suivi.toml --fund ALSACE --dry-run",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="MAPPING.toml",
    help=N_("The file that says what the columns mean."),
)
@click.option(
    "--fund",
    cls=Option,
    metavar="REF",
    shell_complete=funds,
    help=N_("The fund's reference."),
)
@quarantine_option
@overdraft_option
@totals_option
@click.option(
    "--propose",
    cls=Option,
    is_flag=True,
    help=N_("Print a first mapping, guessed from the spreadsheet, and record nothing."),
)
@writes
@click.pass_obj
def mapped(
    obj: dict[str, str],
    file: Path,
    mapping: Path | None,
    fund: str | None,
    quarantine: Path | None,
    allow_overdraft: bool,
    totals: Path | None,
    propose: bool,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record a spreadsheet as a mapping says, or propose one."""
    if propose:
        _propose(file, as_json=as_json)
        return
    if mapping is None or fund is None:
        missing = "--mapping" if mapping is None else "--fund"
        raise click.UsageError(_(NEEDED).format(option=missing))
    from blendfund.application.command import Command as Asked
    from blendfund.application.imports import Options
    from blendfund.application.ledger import Ledger
    from blendfund.application.mapped import import_mapped
    from blendfund.exchange.mapping import read_mapping
    from blendfund_cli.quarantine import write_quarantine

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    options = Options(allow_overdraft=allow_overdraft, quarantine=quarantine is not None)
    said, comparison = read_mapping(mapping), _comparison(totals)
    keep = None
    if quarantine and not dry_run:
        keep = write_quarantine(quarantine, said[0].file.separator or ";", marked=True)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_mapped(ledger, asked, fund, file, said, options, keep, comparison)
    _finish(done, quarantine, dry_run=dry_run, as_json=as_json)
    if done.differences is not None and not as_json:
        click.echo(f"\n{_compared(done, fund)}", nl=False)


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
    from blendfund.application.command import Command as Asked
    from blendfund.application.files import import_scdl
    from blendfund.application.ledger import Ledger

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_scdl(ledger, asked, fund, file)
    _finish(done, dry_run=dry_run, as_json=as_json)


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
    from blendfund.application.command import Command as Asked
    from blendfund.application.files import import_movements
    from blendfund.application.imports import Options
    from blendfund.application.ledger import Ledger

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_movements(ledger, asked, fund, file, Options(opening=True))
    _finish(done, dry_run=dry_run, as_json=as_json)


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
    from blendfund.application import corrections
    from blendfund.application.command import Command as Asked
    from blendfund.application.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        asked = Asked(obj["actor"], key, dry_run)
        done = corrections.undo_import(ledger, asked, batch, reason)
    finish(done, dry_run=dry_run, as_json=as_json)


def _comparison(totals: Path | None) -> Comparison | None:
    if totals is None:
        return None
    from blendfund.application.differences import Comparison
    from blendfund.exchange.expected import read_expected

    return Comparison(read_expected(totals), _, french=french())


def _compared(done: FileReport, fund: str) -> str:
    """Write out how the import compares with what was expected."""
    from blendfund.reports.columns import Language
    from blendfund.reports.outlines import OUTLINES
    from blendfund.reports.plain import render
    from blendfund.reports.printed import printed
    from blendfund.reports.tables import table_of

    assert done.differences is not None
    report = {"fund": fund, "currency": done.currency, **done.differences}
    (outline,) = OUTLINES["differences"]
    language = Language(_, french())
    return render([printed(table_of(report, outline, language).mapped(safe), language)])


def _propose(file: Path, *, as_json: bool) -> None:
    from blendfund.application.proposal import propose

    text = propose(file, _)
    if as_json:
        put_json({"mapping": text})
    else:
        click.echo(text, nl=False)


def _finish(
    done: FileReport, quarantine: Path | None = None, *, dry_run: bool, as_json: bool
) -> None:
    from blendfund.reports.words import money

    if quarantine is not None and done.left_out:
        say(_(QUARANTINED).format(count=done.left_out, path=safe(str(quarantine))))
    warnings = [safe(_(text).format(**given)) for text, given in done.warnings]
    for warning in warnings:
        say(warning)
    if dry_run:
        say(_(DRY))
    if as_json:
        put_json({**done.contract(), "warnings": warnings})
        return
    total = money(done.total, done.currency, french=french())
    said = {**done.contract(), "total": total}
    said |= {name: counted(said[name]) for name in ("recorded", "lines", "known")}
    said["reference"] = said["reference"] or "–"
    click.echo(_(RECORDED).format(**said))
    if done.imported.recorded and not dry_run:
        undo_import_hint(done.imported.outcome.reference)
