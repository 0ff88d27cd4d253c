"""What the imports share: their options, what they compare and how they answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering.effect import show_effect
from blendfund_cli.answering.hints import undo_import_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.asking.classes import Option
from blendfund_cli.text import N_, _, counted, french, safe

if TYPE_CHECKING:
    from blendfund.application.importing.files import FileReport
    from blendfund.application.reporting.differences import Comparison

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


def comparison(totals: Path | None) -> Comparison | None:
    """Read the totals somebody expects of an import; raise what their file got wrong."""
    if totals is None:
        return None
    from blendfund.application.reporting.differences import Comparison
    from blendfund.exchange.expected import read_expected

    return Comparison(read_expected(totals), _, french=french())


def compared(done: FileReport, fund: str) -> str:
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


def finish_import(
    done: FileReport,
    effect: list[dict[str, Any]],
    quarantine: Path | None = None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say what an import recorded, left out and warns of, and how to take it back."""
    from blendfund.reports.words import money

    if quarantine is not None and done.left_out:
        say(_(QUARANTINED).format(count=done.left_out, path=safe(str(quarantine))))
    warnings = [safe(_(text).format(**given)) for text, given in done.warnings]
    for warning in warnings:
        say(warning)
    if dry_run:
        say(_(DRY))
    if as_json:
        more = {"effect": effect} if dry_run else {}
        put_json({**done.contract(), "warnings": warnings, **more})
        return
    total = money(done.total, done.currency, french=french())
    said = {**done.contract(), "total": total}
    said |= {name: counted(said[name]) for name in ("recorded", "lines", "known")}
    said["reference"] = said["reference"] or "–"
    click.echo(_(RECORDED).format(**said))
    show_effect(effect)
    if done.imported.recorded and not dry_run:
        undo_import_hint(done.imported.outcome.reference)
