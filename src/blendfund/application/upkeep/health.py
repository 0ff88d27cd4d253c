"""Checks of the content: the log, the read models, persons, parties, agreements, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.application.upkeep.place import persons_with_a_key
from blendfund.reports import words
from blendfund.storage.keys import keys_path
from blendfund.storage.log.engine import is_server
from blendfund.storage.log.versions import BOOKS_VERSION
from blendfund.storage.query.files import files as attached
from blendfund.storage.query.files import orphans

if TYPE_CHECKING:
    from blendfund.application.upkeep.checkup import Check, Checkup

LOG: Final = (
    "The facts since position {position} lead to the head of the log;"
    " `blendfund audit verify` checks them all."
)
BOOKS: Final = "The read models are up to date."
BOOKS_BEHIND: Final = "Facts that are not in the read models yet: {facts}."
TO_READ: Final = "Nothing: the next command brings them in."
KEYS: Final = "Persons, each with the key of their name: {count}."
KEYS_LOST: Final = "The keys file is not there; persons whose name cannot be read: {count}."
KEYS_GONE: Final = "Persons whose key is gone: {count}."
TO_RESTORE_KEYS: Final = "Unless they were erased, restore {path} from its copy."
KEYS_LEFT: Final = "Erased persons whose key is still there, or there again: {count}."
TO_FINISH: Final = (
    "The next write destroys it; destroy also the copy of {path} it came from."
)
ACCOUNTS: Final = "The postings of every fact balance."
UNBALANCED: Final = "Facts whose postings do not balance: {count}, from position {first}."
TO_REBUILD: Final = "Run blendfund projection rebuild, then blendfund audit replay."
PARTIES: Final = "No two parties look alike."
ALIKE: Final = "Parties that look alike: {names}."
TO_MERGE: Final = "If they are one: blendfund party merge NAME --into NAME --reason TEXT"
AGREEMENTS: Final = "No agreement stands below zero."
OVERDRAWN: Final = "Agreements that stand below zero: {names}."
TO_CORRECT: Final = "Read blendfund history {first}, and correct what is wrong."
CASH: Final = "No fund ends a day with its cash below zero."
CASH_BELOW: Final = "Funds whose cash falls below zero: {names}."
TO_RECEIVE: Final = "Record what was received and is missing; reports flag it until then."
FILES: Final = "Attached files, each there and unchanged: {count}."
FILES_LOST: Final = "Attached files that are missing or changed: {names}."
TO_RESTORE_FILES: Final = "Restore {path} from its copy."
FILES_LEFT: Final = "Attached files of erased persons that are still there: {names}."
TO_SHRED: Final = (
    "Once nothing asks for them any more, run blendfund party erase again, with the number"
    " of the person."
)
SHOWN_MAX: Final = 3


def log(seen: Checkup) -> Check:
    """Recompute the end of the log's tree. Raises Corrupt."""
    return seen.ok("log", LOG, position=seen.reading.log.verify_tail())


def books(seen: Checkup) -> Check:
    """Look how far the read models have come."""
    head = seen.reading.log.head().position
    shape, position = seen.standing
    behind = head - position if shape == BOOKS_VERSION else head
    if not behind:
        return seen.ok("read-models", BOOKS)
    facts = words.count(behind, french=seen.french)
    return seen.note("read-models", BOOKS_BEHIND, TO_READ, facts=facts)


def keys(seen: Checkup) -> Check:
    """Look for persons whose name nobody can read any more."""
    rows = seen.books.execute("SELECT stream_id FROM party WHERE sealed <> ''")
    people = {row[0] for row in rows}
    path, held = _keys_held(seen)
    count = words.count(len(people), french=seen.french)
    if people and held is None:
        return seen.problem("keys", KEYS_LOST, TO_RESTORE_KEYS, count=count, path=path)
    held = held or set()
    sql = "SELECT stream_id FROM party WHERE kind = 'person' AND sealed = ''"
    left = {row[0] for row in seen.books.execute(sql)} & held
    if left:
        return seen.problem("keys", KEYS_LEFT, TO_FINISH, count=len(left), path=path)
    gone = people - held
    if gone:
        return seen.note("keys", KEYS_GONE, TO_RESTORE_KEYS, count=len(gone), path=path)
    return seen.ok("keys", KEYS, count=count)


def _keys_held(seen: Checkup) -> tuple[str, set[bytes] | None]:
    """Give where the keys are, and whose are there; None where no key ever was."""
    if is_server(seen.reading.store.place):
        vault = seen.reading.vault
        return vault.place, set(vault.every()) if vault.exists() else None
    path = keys_path(seen.path)
    return str(path), persons_with_a_key(path) if path.exists() else None


def accounts(seen: Checkup) -> Check:
    """Add up the postings of every fact."""
    sql = (
        "SELECT count(*), min(position) FROM (SELECT d.position FROM posting d"
        " JOIN class c ON c.id = d.class GROUP BY d.position, c.currency"
        " HAVING sum(d.amount) <> 0)"
    )
    count, first = seen.books.execute(sql).fetchone()
    if count:
        return seen.problem("accounts", UNBALANCED, TO_REBUILD, count=count, first=first)
    return seen.ok("accounts", ACCOUNTS)


def parties(seen: Checkup) -> Check:
    """Look for organisations whose names differ by nothing that matters."""
    sql = (
        "SELECT group_concat(name, ' / ') FROM (SELECT name, bones FROM party"
        " WHERE sealed = '' AND bones <> '' AND withdrawn = 0"
        " AND id NOT IN (SELECT party FROM merge WHERE withdrawn = 0) ORDER BY id)"
        " GROUP BY bones HAVING count(*) > 1 ORDER BY 1"
    )
    alike = [row[0] for row in seen.books.execute(sql)]
    if alike:
        return seen.note("parties", ALIKE, TO_MERGE, names=_some(alike))
    return seen.ok("parties", PARTIES)


def agreements(seen: Checkup) -> Check:
    """Look for agreements that gave back or paid more than they had."""
    sql = (
        "SELECT reference FROM agreement WHERE min(open, held, lost, pledged) < 0"
        " ORDER BY id"
    )
    below = [row[0] for row in seen.books.execute(sql)]
    if below:
        told = {"names": _some(below), "first": below[0]}
        return seen.note("agreements", OVERDRAWN, TO_CORRECT, **told)
    return seen.ok("agreements", AGREEMENTS)


def cash(seen: Checkup) -> Check:
    """Look for funds whose cash ends a day below zero."""
    sql = (
        "SELECT reference FROM fund WHERE id IN (SELECT fund FROM (SELECT fund,"
        " sum(amount) OVER (PARTITION BY fund ORDER BY operation_date) AS left"
        " FROM cash) WHERE left < 0) ORDER BY id"
    )
    below = [row[0] for row in seen.books.execute(sql)]
    if below:
        return seen.note("cash", CASH_BELOW, TO_RECEIVE, names=_some(below))
    return seen.ok("cash", CASH)


def files(seen: Checkup) -> Check:
    """Look for attached files that are not there as they were."""
    vault, vouchers = seen.reading.vault, seen.reading.store.vouchers
    sql = "SELECT stream_id, id FROM party WHERE kind = 'person' AND sealed = ''"
    erased = dict(seen.books.execute(sql))
    gone = orphans(seen.books, vault, erased).gone if erased else frozenset()
    every = list(attached(seen.books, vault))
    due = [one for one in every if one.sha256 not in gone]
    lost = [one.name for one in due if vouchers.content(one.sha256) is None]
    if lost:
        path = vouchers.place(due[0].sha256).parents[1]
        told = {"names": _some(lost), "path": path}
        return seen.problem("files", FILES_LOST, TO_RESTORE_FILES, **told)
    left = [str(vouchers.place(one)) for one in sorted(gone) if vouchers.holds(one)]
    if left:
        return seen.note("files", FILES_LEFT, TO_SHRED, names=_some(left))
    return seen.ok("files", FILES, count=len(due))


def _some(names: list[str]) -> str:
    more = ["..."] if len(names) > SHOWN_MAX else []
    return ", ".join([*names[:SHOWN_MAX], *more])
