"""The checkpoints that were issued: the ledger keeps a copy of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import Corrupt, NotACheckpoint, Word
from blendfund.storage.proof.notes import Checkpoint, checkpoint_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from blendfund.storage.log.reader import Log

OWN: Final = Word("the ledger's own checkpoint")
NO_CHECKPOINT: Final = Word("a checkpoint that was issued is not of these facts")
_KEEP: Final = (
    "INSERT INTO checkpoint VALUES (?, ?, ?)"
    " ON CONFLICT (ledger_id, position) DO UPDATE SET note = excluded.note"
)


def origin_of(uuid: str) -> str:
    """Give the first line of a ledger's checkpoints, which is also its keys' name."""
    return f"blendfund/{uuid}"


def issued(log: Log, origin: str) -> list[Checkpoint]:
    """Give the checkpoints that the ledger keeps, in their order. Raises Corrupt."""
    sql = "SELECT position, note FROM checkpoint WHERE ledger_id = ? ORDER BY position"
    found = []
    for position, note in log.raw.execute(sql, (log.ledger_id,)).fetchall():
        try:
            one = checkpoint_of(note, OWN)
        except NotACheckpoint as wrong:
            raise Corrupt(position, NO_CHECKPOINT) from wrong
        if (one.origin, one.events) != (origin, position):
            raise Corrupt(position, NO_CHECKPOINT)
        found.append(one)
    return found


def keep(connection: sa.Connection, ledger_id: int, events: int, note: str) -> None:
    """Keep a checkpoint, inside an open writing transaction."""
    connection.exec_driver_sql(_KEEP, (ledger_id, events, note))
