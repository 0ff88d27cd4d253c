"""What every copy of a ledger has in common: its draft, its vouchers, what it must hold."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct

from blendfund.application.upkeep.trust import Trust
from blendfund.domain.errors import CopyDiffers, CopyShorter
from blendfund.storage.file import copying
from blendfund.storage.file.copying import Copy
from blendfund.storage.log.engine import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.storage.proof.merkle import Known
    from blendfund.storage.vouchers import Vouchers


class Backed(Struct, frozen=True):
    """What was copied: the ledger, how many vouchers (and how many were not there).

    ``verifiers`` tells how many verifier keys are beside the copy, ``unknown`` how many of
    its checkpoints none of them signed, ``signer`` where the key that signs is, if there is
    one: it was left there.
    """

    copy: Copy
    vouchers: int
    missing: int
    persons: int
    verifiers: int
    unknown: int
    signer: Path | None


class Restored(Struct, frozen=True):
    """What was brought back, and whether it took another's place."""

    copy: Copy
    replaced: bool
    vouchers: int
    persons: int
    trust: Trust


class Migrated(Struct, frozen=True):
    """The schema that was found, and the copy made before it was changed, if it was."""

    found: int
    backup: Path | None


def check_known(copy: Copy, draft: Path, known: Known) -> None:
    """Refuse a copy that is less than what somebody knows of, or something else."""
    if copy.events < known.events:
        missing = known.events - copy.events
        raise CopyShorter(str(copy.path), copy.events, known.place, known.events, missing)
    if copying.root_at(draft, known.events) != known.root:
        raise CopyDiffers(str(copy.path), known.place, known.events)


def bring_vouchers(ledger: Path, source: Vouchers, target: Vouchers) -> tuple[int, int]:
    """Copy the vouchers that a ledger names; tell how many, and how many are not there."""
    kept = missing = 0
    for digest, erased in _named_vouchers(ledger):
        content = source.content(digest)
        if content is None:
            missing += not erased
            continue
        target.keep(digest, content)
        kept += 1
    return kept, missing


def _named_vouchers(ledger: Path) -> list[tuple[str, bool]]:
    """Give the vouchers that facts name, and whether all of these concern erased persons.

    Then the voucher went with them, or was kept: both are well.
    """
    sql = (
        "WITH gone AS (SELECT lower(hex(stream_id)) AS person FROM event"
        " WHERE topic LIKE 'party-erased/%')"
        " SELECT v.value, min(EXISTS (SELECT 1 FROM json_each(e.state, '$.persons') p"
        " JOIN gone ON gone.person = replace(p.value, '-', '')))"
        " FROM event e, json_each(e.state, '$.evidence') v"
        " WHERE e.topic LIKE 'evidence-attached/%' GROUP BY 1 ORDER BY 1"
    )
    with copying.opened(ledger) as (connection, _, _):
        return [(str(row[0]), bool(row[1])) for row in connection.exec_driver_sql(sql)]


def named(copy: Copy, path: Path) -> Copy:
    """Give a copy under another name."""
    return Copy(path, copy.uuid, copy.events, copy.root, copy.checkpoints)


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Give a name to build a copy under; one that a killed command left is taken over."""
    draft = target.with_name(f".{target.name}.part")
    try:
        copying.drop(draft)
        yield draft
    finally:
        copying.drop(draft)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say what the disk or the database refused."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error, OSError) as refused:
        raise translated(refused, path) from refused
