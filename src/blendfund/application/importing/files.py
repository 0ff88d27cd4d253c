"""Files in: from a path to a recorded batch, and what is told about it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from hashlib import file_digest
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.application.importing.imports import (
    Imported,
    Options,
    Source,
    import_rows,
    unheard,
)
from blendfund.application.importing.openings import check_balanced
from blendfund.application.registering.doubts import near_duplicates, personal_labels
from blendfund.domain.errors import FileRejected, Problem
from blendfund.domain.money import plain, read_plain
from blendfund.domain.party import fold
from blendfund.exchange.movements import HEADER, read_movements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from blendfund.application.planning.identity import Written
    from blendfund.application.reporting.differences import Comparison
    from blendfund.application.writing.command import Command
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.errors import BlendfundError

    LeftOut = Mapping[int, BlendfundError | Problem]
    Keep = Callable[[Sequence[str], Mapping[int, Sequence[str]], LeftOut], None]

Warning_ = tuple[str, dict[str, Any]]  # a message with named fields, and their values


class FileReport(Struct, frozen=True):
    """What became of a file; amounts in the fund's currency."""

    lines: int
    skipped: int
    total: str
    parties: int
    currency: str
    imported: Imported
    warnings: tuple[Warning_, ...] = ()
    differences: dict[str, Any] | None = None

    @property
    def left_out(self) -> int:
        """Give how many lines went to quarantine."""
        return len(self.imported.refused)

    def contract(self) -> dict[str, Any]:
        """Give the fields of the JSON contract."""
        outcome = self.imported.outcome
        compared = {} if self.differences is None else {"differences": self.differences}
        return {
            "lines": self.lines,
            "recorded": self.imported.recorded,
            "known": self.imported.known,
            "skipped": self.skipped,
            "quarantined": self.left_out,
            "warnings": [],
            "total": self.total,
            "parties": self.parties,
            "position": outcome.position,
            "reference": outcome.reference or None,
            "events": outcome.events,
            "already": outcome.already,
            **compared,
        }


def import_movements(
    ledger: Ledger,
    command: Command,
    fund: str,
    path: Path,
    options: Options,
    keep: Keep | None = None,
    comparison: Comparison | None = None,
) -> FileReport:
    """Record a native movement file. Raises FileRejected and what ``import_rows`` does."""
    with collector_paused():
        return _import_movements(ledger, command, fund, path, options, keep, comparison)


def _import_movements(
    ledger: Ledger,
    command: Command,
    fund: str,
    path: Path,
    options: Options,
    keep: Keep | None,
    comparison: Comparison | None,
) -> FileReport:
    currency = ledger.currency(fund)
    read = read_movements(path, keep_cells=options.quarantine)
    after: Callable[[Written], None] = unheard
    if comparison is not None:
        untold = {line: _amounts(cells, currency) for line, cells in read.cells.items()}
        after = comparison.after(ledger.vault, currency, command, read.rows, untold)
    if read.problems and (not options.quarantine or not read.header):
        raise FileRejected(path.name, len(read.problems), tuple(read.problems))
    if options.opening:
        check_balanced(read.rows, currency)
    unreadable = {problem.line: problem for problem in reversed(read.problems)}
    lines = len(read.rows) + len(unreadable)
    source = Source(path.name, read.sha256, "movements", lines)

    def aside(refused: LeftOut) -> None:
        if keep is not None:
            keep(read.header, read.cells, {**unreadable, **refused})

    imported = import_rows(ledger, command, fund, read.rows, source, options, aside, after)
    imported = imported.also(unreadable)
    return FileReport(
        lines,
        read.blank,
        plain(sum(row.amount_minor for row in read.rows), currency),
        len({fold(name) for name in {row.party for row in read.rows} if name.strip()}),
        currency,
        imported,
        (*near_duplicates(ledger, read.rows), *personal_labels(read.rows)),
        comparison.found if comparison else None,
    )


def _amounts(cells: Sequence[str], currency: str) -> list[int]:
    """Give the amount on a line that was kept aside, as far as it can be read."""
    place = HEADER.index("amount")
    minor = read_plain(cells[place], currency) if len(cells) > place else None
    return [minor] if minor else []


def import_scdl(ledger: Ledger, command: Command, fund: str, path: Path) -> FileReport:
    """Record a file of French grants. Raises FileRejected and what ``import_rows`` does."""
    # pydantic, which reads these files, is loaded for them only.
    from blendfund.application.importing.grants import rows_of
    from blendfund.exchange.scdl import read_scdl

    currency = ledger.currency(fund)
    read = read_scdl(path)
    if read.problems:
        problems = tuple(
            Problem(one.line, one.column, one.why, one.values) for one in read.problems
        )
        raise FileRejected(path.name, len(problems), problems)
    siren = ledger.siren(fund)
    rows, parties = rows_of(read.lines, siren)
    source = Source(path.name, sha256_of(path), "scdl", len(rows))
    imported = import_rows(ledger, command, fund, rows, source, Options())
    warnings = tuple((one.text, {"count": len(one.lines)}) for one in read.warnings)
    return FileReport(
        len(rows),
        read.blank,
        plain(sum(row.amount_minor for row in rows), currency),
        parties,
        currency,
        imported,
        warnings,
    )


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, what only grows.

    Rows and facts hold no cycles: an import of 100,000 lines is a sixth faster.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
