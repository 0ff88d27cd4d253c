"""The state of the place: every check, what it found, what to do. It writes nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from blendfund.application.upkeep import health, place
from blendfund.application.upkeep.checkup import Check, Checkup
from blendfund.domain.errors import BlendfundError, Corrupt
from blendfund.storage.log.engine import is_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from blendfund.application.reading.reader import Reading

CHECKS: Final[dict[str, Callable[[Checkup], Check]]] = {
    "ledger": place.ledger,
    "versions": place.versions,
    "durability": place.durability,
    "access": place.ledger_access,
    "keys-access": place.keys_access,
    "signing-access": place.signing_access,
    "lock": place.lock,
    "wal": place.wal,
    "space": place.space,
    "clock": place.clock,
    "interrupted": place.interrupted,
    "log": health.log,
    "read-models": health.books,
    "accounts": health.accounts,
    "keys": health.keys,
    "parties": health.parties,
    "agreements": health.agreements,
    "cash": health.cash,
    "files": health.files,
}
# What a server has in the place of files.
OF_FILES: Final = ("lock", "wal", "space")
# What fails here is integrity: the command ends with 6.
PROOFS: Final = frozenset({"ledger", "log", "accounts"})
UNREADABLE: Final = "This could not be checked: {why}."
TO_KEEP: Final = (
    "Keep {path} as it is, run blendfund audit verify, and restore a verified copy."
)
INTEGRITY: Final = 6
MENDING: Final = 1


def examine(
    reading: Reading,
    say: Callable[[str], str],
    *,
    french: bool,
    own_key: Path | None = None,
) -> list[Check]:
    """Run every check; one that fails is a problem itself, never an exception.

    Args:
        reading: The ledger.
        say: Gives a sentence in the reader's language.
        french: Whether numbers and days are written in French.
        own_key: The private key that the reader signs with, where they said which.
    """
    seen = Checkup(reading, say, datetime.now(UTC), french=french, own_key=own_key)
    return [_run(name, check, seen) for name, check in _checks(seen).items()]


def _checks(seen: Checkup) -> dict[str, Callable[[Checkup], Check]]:
    if not is_server(seen.reading.store.place):
        return CHECKS
    # Imported here: a ledger that is a file needs none of it.
    from blendfund.application.upkeep.server_place import CHECKS as SERVED

    return SERVED | {n: one for n, one in CHECKS.items() if n not in {*SERVED, *OF_FILES}}


def exit_status(checks: list[Check]) -> int:
    """Give 0 for notes at most, 6 where integrity is in doubt, 1 for other problems."""
    problems = {one.check for one in checks if one.state == "problem"}
    if problems & PROOFS:
        return INTEGRITY
    return MENDING if problems else 0


def _run(name: str, check: Callable[[Checkup], Check], seen: Checkup) -> Check:
    try:
        return check(seen)
    except Corrupt as wrong:
        why = f"{wrong.what} ({wrong.position})"
    except BlendfundError as refused:
        why = str(refused)
    except (sqlite3.Error, sa.exc.DBAPIError, OSError) as wrong:
        why = str(getattr(wrong, "orig", None) or wrong)
    return seen.problem(name, UNREADABLE, TO_KEEP, why=why, path=seen.path)
