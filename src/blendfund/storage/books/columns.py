"""How the books' tables are laid out: the columns that most of them have."""

from __future__ import annotations

import sqlalchemy as sa

from blendfund.storage.log.schema import BIG

books = sa.MetaData()


def table(name: str, *columns: sa.Column[object], rowid: bool = True) -> sa.Table:
    """Add a table to the books."""
    return sa.Table(name, books, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


def identity() -> sa.Column[object]:
    """Give the key: the position of the fact that made the row."""
    return sa.Column("id", BIG, primary_key=True, autoincrement=False)


def integer(name: str, *, key: bool = False, null: bool = False) -> sa.Column[object]:
    """Give a column of whole numbers."""
    if key:
        return sa.Column(name, BIG, primary_key=True, autoincrement=False)
    return sa.Column(name, BIG, nullable=null)


def text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[object]:
    """Give a column of text."""
    if key:
        return sa.Column(name, sa.Text, primary_key=True)
    return sa.Column(name, sa.Text, nullable=null)


def stream() -> sa.Column[object]:
    """Give the column of the stream that a row stands for."""
    return sa.Column("stream_id", sa.LargeBinary, nullable=False, unique=True)
