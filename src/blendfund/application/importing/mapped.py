"""Anybody's spreadsheet in: read as a mapping says, recorded like any other file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.importing.files import FileReport, collector_paused, sha256_of
from blendfund.application.importing.imports import Source, import_rows, unheard
from blendfund.application.importing.openings import SIGNS, check_balanced
from blendfund.application.registering.doubts import near_duplicates, personal_labels
from blendfund.domain.errors import FileRejected
from blendfund.domain.money import plain
from blendfund.domain.party import fold
from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.mapped import read_mapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from blendfund.application.importing.files import Keep, LeftOut
    from blendfund.application.importing.imports import Options
    from blendfund.application.planning.identity import Written
    from blendfund.application.reporting.differences import Comparison
    from blendfund.application.writing.command import Command
    from blendfund.application.writing.ledger import Ledger
    from blendfund.exchange.mapped import MappedFile
    from blendfund.exchange.mapping import Mapping


def import_mapped(
    ledger: Ledger,
    command: Command,
    fund: str,
    path: Path,
    mapping: tuple[Mapping, str],
    options: Options,
    keep: Keep | None = None,
    comparison: Comparison | None = None,
) -> FileReport:
    """Record a spreadsheet. Raises FileRejected and what ``import_rows`` does.

    Args:
        ledger: Where to.
        command: Who asks, and whether for real.
        fund: The fund's reference.
        path: The CSV or XLSX file.
        mapping: What its columns mean, and the SHA-256 of the file that says so.
        options: How strict to be.
        keep: Keeps the lines that are left out.
        comparison: Looks at the books before the transaction ends.
    """
    with collector_paused():
        return _import_mapped(
            ledger, command, fund, path, mapping, options, keep, comparison
        )


def _import_mapped(
    ledger: Ledger,
    command: Command,
    fund: str,
    path: Path,
    mapping: tuple[Mapping, str],
    options: Options,
    keep: Keep | None,
    comparison: Comparison | None,
) -> FileReport:
    currency = ledger.currency(fund)
    said, digest = mapping
    read = read_mapped(path, said, currency, keep_cells=options.quarantine)
    if read.problems and (not options.quarantine or not read.lines):
        raise FileRejected(path.name, len(read.problems), tuple(read.problems))
    if any(row.kind in SIGNS for row in read.rows):
        check_balanced(read.rows, currency)
    unreadable = {problem.line: problem for problem in reversed(read.problems)}
    source = Source(path.name, sha256_of(path), f"mapped:{digest[:16]}", read.lines)

    def aside(refused: LeftOut) -> None:
        if keep is not None:
            keep(read.header, read.cells, {**unreadable, **refused})

    after: Callable[[Written], None] = unheard
    if comparison is not None:
        after = comparison.after(ledger.vault, currency, command, read.rows, read.untold)
    imported = import_rows(ledger, command, fund, read.rows, source, options, aside, after)
    return FileReport(
        read.lines,
        read.skipped,
        plain(sum(row.amount_minor for row in read.rows), currency),
        len({fold(name) for name in {row.party for row in read.rows} if name.strip()}),
        currency,
        imported.also(unreadable),
        (*_doubts(read), *near_duplicates(ledger, read.rows), *personal_labels(read.rows)),
        comparison.found if comparison else None,
    )


def _doubts(read: MappedFile) -> list[tuple[str, dict[str, Any]]]:
    return [(say.SIRET_CHECK, {"count": read.doubtful})] if read.doubtful else []
