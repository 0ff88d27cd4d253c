"""Importing anybody's spreadsheet: a mapping says what its columns mean."""

from __future__ import annotations

from pathlib import Path

import click

from blendfund_cli.answering.output import Progress, put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.completion import funds
from blendfund_cli.asking.options import writes
from blendfund_cli.commands.imported import (
    STAGES,
    compared,
    comparison,
    finish_import,
    overdraft_option,
    quarantine_option,
    totals_option,
)
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _

NEEDED = N_("{option} is needed here (or --propose, to begin with).")


@click.command(
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
    from blendfund.application.importing.imports import Options
    from blendfund.application.importing.mapped import import_mapped
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger
    from blendfund.exchange.mapping import read_mapping
    from blendfund_cli.answering.quarantine import write_quarantine

    shown = Progress(STAGES)
    asked = Asked(obj["actor"], key, dry_run, tell=shown)
    options = Options(allow_overdraft=allow_overdraft, quarantine=quarantine is not None)
    said, expected = read_mapping(mapping), comparison(totals)
    keep = None
    if quarantine and not dry_run:
        keep = write_quarantine(quarantine, said[0].file.separator or ";", marked=True)
    with shown, patient(Ledger(obj["ledger"])) as ledger:
        done = import_mapped(ledger, asked, fund, file, said, options, keep, expected)
    finish_import(done, ledger.effect, quarantine, dry_run=dry_run, as_json=as_json)
    if done.differences is not None and not as_json:
        click.echo(f"\n{compared(done, fund)}", nl=False)


def _propose(file: Path, *, as_json: bool) -> None:
    from blendfund.application.importing.proposal import propose

    text = propose(file, _)
    if as_json:
        put_json({"mapping": text})
    else:
        click.echo(text, nl=False)
