"""The statements by which a fold writes its rows, its sums and its marks."""

from __future__ import annotations

from typing import Final

from blendfund.storage.books.standing import SUMS

INSERT: Final = {
    "posting": "INSERT INTO posting VALUES (?,?,?,?,?,?,?,?,?)",
    "batch": "INSERT INTO batch VALUES (?,?,?,?,?,?)",
    "reversal": "INSERT INTO reversal VALUES (?,?,?)",
    "write": "INSERT INTO write VALUES (?,?,0,?,?)",
    "call": "INSERT INTO call VALUES (?,?,?)",
    "opening": "INSERT INTO opening VALUES (?,?,?,?)",
}
ERASED_NAME: Final = "personne effacée ("
# An erased person goes by their number, whatever keys are there again.
ERASE: Final = (
    f"UPDATE party SET name = '{ERASED_NAME}' || id || ')', sealed = '',"
    " identity = NULL, bones = '' WHERE stream_id = ?"
)
# What is attached loses its name with the first of the persons whom it concerns.
ERASE_FILES: Final = (
    "UPDATE attachment SET name = 'pièce effacée (' || id || ')', sealed = ''"
    " WHERE sealed <> '' AND instr(persons, ?) > 0"
)
REVOKE: Final = "UPDATE signer SET revoked = ? WHERE id = ?"
RELEASE: Final = "DELETE FROM line WHERE identity = ?"
CLAIM: Final = "INSERT OR IGNORE INTO line VALUES (?,?,?)"
UNDO: Final = "UPDATE write SET undone = ? WHERE first = ?"
ADD: Final = {
    "daily": "INSERT INTO daily VALUES (?,?,?) ON CONFLICT (class, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
    "cash": "INSERT INTO cash VALUES (?,?,?) ON CONFLICT (fund, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
    "financed": "INSERT INTO financed VALUES (?,?,?,?)"
    " ON CONFLICT (fund, project, operation_date)"
    " DO UPDATE SET times = times + excluded.times",
    "cofinanced": "INSERT INTO cofinanced VALUES (?,?,?,?)"
    " ON CONFLICT (project, class, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
    "stake": "INSERT INTO stake VALUES (?,?,?) ON CONFLICT (agreement, earmark)"
    " DO UPDATE SET amount = amount + excluded.amount",
}
SPAN: Final = (
    "INSERT INTO span VALUES (?,?,?,?) ON CONFLICT (fund, operation_date) DO UPDATE"
    " SET first = min(first, excluded.first), last = max(last, excluded.last)"
)
STANDING: Final = (
    f"UPDATE agreement SET {', '.join(f'{name} = {name} + ?' for name in SUMS)},"
    " moved = max(moved, ?) WHERE id = ?"
)
