"""Bits that flip in a ledger's file, and write-ahead logs that are cut short."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli

Facts = list[tuple[Any, ...]]
# The table of exit statuses: no ledger any more, integrity, or the database refuses.
SAID = frozenset({4, 6, 74})


def settled(cli: Cli) -> bytes:
    """Give the whole ledger as one file."""
    with closing(sqlite3.connect(cli.ledger, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return cli.ledger.read_bytes()


def facts(path: Path) -> Facts | None:
    """Read the facts as they stand; None where SQLite cannot."""
    sql = "SELECT * FROM event WHERE ledger_id = 1"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as database:
            database.text_factory = bytes
            return database.execute(sql).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def flip(cli: Cli, content: bytes, right: Facts, random: Random) -> str:
    """Flip one bit; what changes a fact must be named by its position.

    Returns:
        "fact", "unreadable", "elsewhere" or "unseen": what the flip hit.
    """
    bit = random.randrange(len(content) * 8)
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << bit % 8
    copy = replace(cli, ledger=cli.ledger.with_name("bit.db"))
    for end in ("", "-wal", "-shm"):
        copy.ledger.with_name(f"{copy.ledger.name}{end}").unlink(missing_ok=True)
    copy.ledger.write_bytes(flipped)
    now = facts(copy.ledger)
    answer = copy("audit", "verify", "--json")
    assert "Traceback" not in answer.stderr, bit
    if now is None:
        assert answer.exit_code in SAID, (bit, answer)
        return "unreadable"
    pairs = enumerate(zip_longest(now, right), 1)
    first, wrong = next(((at, pair) for at, pair in pairs if pair[0] != pair[1]), (0, None))
    if not first:
        assert answer.exit_code in {0, *SAID}, (bit, answer)
        return "elsewhere" if answer.exit_code else "unseen"
    assert answer.exit_code in SAID, (bit, answer, first, wrong)
    if answer.exit_code == 6:
        assert answer.json["position"] == first, (bit, first, answer.stdout)
        return "fact"
    return "unreadable"


def held_open(cli: Cli, work: Any) -> Path:
    """Do some work while somebody reads, so that it stays in the write-ahead log."""
    with closing(sqlite3.connect(cli.ledger)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        work()
        copy = cli.ledger.with_name("coupe")
        copy.mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{cli.ledger}{end}", copy / f"registre.db{end}")
    return copy


def cut(cli: Cli, whole: Path, seal: tuple[Path, str, int], random: Random) -> bool:
    """Cut the write-ahead log anywhere; tell whether sealed facts were lost, and seen."""
    note, key, sealed = seal
    copy = replace(cli, ledger=whole.with_name("morceau") / "registre.db")
    shutil.rmtree(copy.ledger.parent, ignore_errors=True)
    shutil.copytree(whole, copy.ledger.parent)
    log = copy.ledger.with_name("registre.db-wal")
    os.truncate(log, random.randrange(log.stat().st_size))
    there = len(copy.events())
    words = ("--checkpoint", note, "--verifier-key", key)
    answer = copy("audit", "verify", *words, "--json")
    if there >= sealed:
        assert answer.exit_code == 0, answer.stderr
        return False
    assert answer.exit_code == 6, answer
    assert answer.json["position"] == there + 1
    assert copy("audit", "verify").exit_code == 0  # alone it says nothing
    return True
