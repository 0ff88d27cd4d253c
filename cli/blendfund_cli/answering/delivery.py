"""A report as it was asked for: a table, JSON, CSV or a workbook, shown or written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from blendfund_cli.answering.files import check_target, write_whole
from blendfund_cli.encoding import speaks_utf8
from blendfund_cli.text import N_, _, french, safe, speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.reports.columns import Language
    from blendfund.reports.outline import Outline
    from blendfund.reports.tables import Table

TWO_FORMATS: Final = N_("--json and --format {shape} ask for two things: give one.")
ONLY_CSV: Final = N_("{option} is for --format csv.")
NEEDS_FILE: Final = N_("A workbook is no text: give --out FILE.")
NO_TABLE: Final = N_("This report has no table {part}: choose among {known}.")


class Wanted(NamedTuple):
    """How a report is wanted, as the options of every report say."""

    as_json: bool
    shape: str | None
    out: str | None
    dialect: str | None
    part: str | None
    no_picture: bool
    no_pager: bool

    @property
    def format(self) -> str:
        """Give the format: ``--json`` is short for one."""
        return self.shape or ("json" if self.as_json else "table")

    @property
    def on_screen(self) -> bool:
        """Tell whether a person sees it on a terminal."""
        return not self.out and sys.stdout.isatty()

    def check(self, ledger: str) -> None:
        """Refuse what cannot be meant, before anything is read."""
        if self.as_json and self.format != "json":
            raise click.UsageError(_(TWO_FORMATS).format(shape=self.format))
        for option, value in (("--dialect", self.dialect), ("--table", self.part)):
            if value and self.format != "csv":
                raise click.UsageError(_(ONLY_CSV).format(option=option))
        if self.format == "xlsx" and not self.out:
            raise click.UsageError(_(NEEDS_FILE))
        if self.out:
            check_target(self.out, ledger)


def deliver(obj: dict[str, str], name: str, asked: dict[str, Any]) -> None:
    """Make the report ``name`` and give it as its options ask.

    Args:
        obj: The place of the ledger.
        name: A report of ``REPORTS``, described in ``OUTLINES``.
        asked: What the command was given: how the report is wanted, and what of.
    """
    wanted = Wanted(**{field: asked.pop(field) for field in Wanted._fields})
    wanted.check(obj["ledger"])
    language = "fr" if french() or wanted.dialect == "excel-fr" else "en"
    with speaking(language):
        report = _report(obj["ledger"], name, asked)
        if wanted.format == "table" and wanted.on_screen:
            _show(report, wanted)
            return
        make: dict[str, Callable[..., str | bytes]]
        make = {"json": _json, "csv": _csv, "xlsx": _xlsx, "table": _table}
        content = make[wanted.format](report, wanted)
    if wanted.out:
        whole = content.encode() if isinstance(content, str) else content
        write_whole(wanted.out, whole)
    else:
        click.echo(content, nl=False)


def _report(ledger: str, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.frame import Asked
    from blendfund.application.reporting.reports import REPORTS

    with Reading(ledger) as reading:
        return REPORTS[name](reading, Asked(**asked, french=french()), _)


def _language() -> Language:
    from blendfund.reports.columns import Language

    return Language(_, french())


def _json(report: dict[str, Any], wanted: Wanted) -> str:
    import msgspec

    from blendfund_cli.answering.output import line_of, put_json

    if wanted.out:
        return line_of(msgspec.json.encode(report))
    put_json(report)
    return ""


def _csv(report: dict[str, Any], wanted: Wanted) -> str | bytes:
    from blendfund.reports.delimited import excel_fr, rfc4180
    from blendfund.reports.outlines import OUTLINES
    from blendfund.reports.tables import table_of

    outline = _chosen(OUTLINES[report["report"]], wanted.part)
    table, seen = table_of(report, outline, _language()), wanted.on_screen
    if wanted.dialect == "excel-fr":
        content = excel_fr(table.mapped(safe), _language())
    else:
        content = rfc4180(table.mapped(safe) if seen else table)
    return content.decode() if seen else content


def _chosen(outlines: tuple[Outline, ...], part: str | None) -> Outline:
    known = {outline.name: outline for outline in outlines}
    if part is None:
        return outlines[0]
    if part not in known:
        told = {"part": safe(part), "known": ", ".join(known)}
        raise click.UsageError(_(NO_TABLE).format(**told))
    return known[part]


def _xlsx(report: dict[str, Any], _wanted: Wanted) -> bytes:
    from blendfund.reports.tables import tables
    from blendfund.reports.workbook import workbook

    language = _language()
    made = [table.mapped(safe) for table in tables(report, language)]
    return workbook(report, made, language)


def _table(report: dict[str, Any], _wanted: Wanted) -> str:
    from blendfund.reports.plain import render
    from blendfund.reports.printed import report_printed

    return render(report_printed(report, _language(), safe))


def _show(report: dict[str, Any], wanted: Wanted) -> None:
    from rich.console import Console

    from blendfund.reports.pictures import Canvas, picture
    from blendfund.reports.printed import report_printed
    from blendfund_cli.answering.terminal import show

    language, screen = _language(), Console(highlight=False)
    canvas = Canvas(screen.width, language, speaks_utf8(sys.stdout))

    def drawn(table: Table) -> tuple[str, ...]:
        return () if wanted.no_picture else picture(table, canvas)

    show(report_printed(report, language, safe, drawn), paged=not wanted.no_pager)
