"""Tables folded from the log: registers, postings and daily totals. All can be rebuilt.

Identifiers are the positions of the facts that made the rows, so that a rebuild gives the
same bytes. A posting's dimensions stand once in ``class``; who and what it concerns are its
``party``, ``project`` and ``agreement``. ``withdrawn`` is the position of the fact that
withdrew what a register's row says, 0 where none did.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from blendfund.storage.schema import BIG

books = sa.MetaData()


def _table(name: str, *columns: sa.Column[object], rowid: bool = True) -> sa.Table:
    return sa.Table(name, books, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


def _id() -> sa.Column[object]:
    return sa.Column("id", BIG, primary_key=True, autoincrement=False)


def _integer(name: str, *, key: bool = False, null: bool = False) -> sa.Column[object]:
    if key:
        return sa.Column(name, BIG, primary_key=True, autoincrement=False)
    return sa.Column(name, BIG, nullable=null)


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[object]:
    if key:
        return sa.Column(name, sa.Text, primary_key=True)
    return sa.Column(name, sa.Text, nullable=null)


def _stream() -> sa.Column[object]:
    return sa.Column("stream_id", sa.LargeBinary, nullable=False, unique=True)


# One row a read model: how far it has come, and in which shape it is.
projection = _table(
    "projection", _text("name", key=True), _integer("schema_version"), _integer("position")
)
fund = _table(
    "fund",
    _id(),
    _stream(),
    _text("reference"),
    _text("name"),
    _text("currency"),
    _text("opened_on"),
    _text("siren"),
    _text("legal_form"),
    _text("territories"),
    _integer("withdrawn"),
)
party = _table(
    "party",
    _id(),
    _stream(),
    _text("kind"),
    _text("name"),
    _text("sealed"),
    _text("identifier"),
    _text("identity", null=True),
    _text("bones"),
    _integer("withdrawn"),
)
project = _table(
    "project",
    _id(),
    _stream(),
    _text("reference"),
    _text("name"),
    _text("folded"),
    _integer("party", null=True),
    _text("territory"),
    _text("publics"),
    _text("purposes"),
    _integer("withdrawn"),
)
agreement = _table(
    "agreement",
    _id(),
    _stream(),
    _text("side"),
    _text("reference"),
    _text("name"),
    _integer("fund"),
    _integer("party"),
    _integer("project"),
    _text("sector"),
    _text("origin"),
    _text("terms"),
    _text("instrument"),
    _text("compartment"),
    _text("carrier"),
    _text("earmark"),
    _text("rate"),
    # Where the agreement stands (minor units, and counts), and the last day it moved on.
    _integer("pledged"),
    _integer("promised"),
    _integer("open"),
    _integer("called"),
    _integer("held"),
    _integer("lost"),
    _integer("promises"),
    _integer("closes"),
    _text("moved"),
    _integer("withdrawn"),
)
# When an agreement falls due: the terms from which its lines are made.
schedule = _table(
    "schedule",
    _id(),
    _integer("agreement"),
    *map(_text, ("operation_date", "rate", "start")),
    _integer("periods"),
    _text("every"),
    _integer("grace"),
    *map(_text, ("method", "day_count")),
    _integer("withdrawn"),
)
tranche = _table(
    "tranche",
    _id(),
    _stream(),
    _integer("fund"),
    *map(_text, ("operation_date", "name")),
    *map(_integer, ("rank", "size", "withdrawn")),
)
# What of an agreement's principal stands under an earmark.
stake = _table(
    "stake",
    _integer("agreement", key=True),
    _text("earmark", key=True),
    _integer("amount"),
    rowid=False,
)
klass = _table(
    "class",
    _id(),
    _integer("fund"),
    _text("movement"),
    _text("account"),
    _text("compartment"),
    _text("bank_account"),
    _text("sector"),
    _text("origin"),
    _text("terms"),
    _text("instrument"),
    _text("carrier"),
    _text("earmark"),
    _text("currency"),
)
posting = _table(
    "posting",
    _integer("position", key=True),
    _integer("ordinal", key=True),
    _integer("class"),
    _integer("party"),
    _integer("project"),
    _integer("agreement"),
    _text("operation_date"),
    _text("accounting_date"),
    _integer("amount"),
    rowid=False,
)
daily = _table(
    "daily",
    _integer("class", key=True),
    _text("operation_date", key=True),
    _integer("amount"),
    rowid=False,
)
cash = _table(
    "cash",
    _integer("fund", key=True),
    _text("operation_date", key=True),
    _integer("amount"),
    rowid=False,
)
# Between which positions a day's movements were recorded: where to look for them.
span = _table(
    "span",
    _integer("fund", key=True),
    _text("operation_date", key=True),
    _integer("first"),
    _integer("last"),
    rowid=False,
)
financed = _table(
    "financed",
    _integer("fund", key=True),
    _integer("project", key=True),
    _text("operation_date", key=True),
    _integer("times"),
    rowid=False,
)
cofinanced = _table(
    "cofinanced",
    _integer("project", key=True),
    _integer("class", key=True),
    _text("operation_date", key=True),
    _integer("amount"),
    rowid=False,
)
line = _table(
    "line", _text("identity", key=True), _text("digest"), _integer("position"), rowid=False
)
batch = _table(
    "batch",
    _text("reference", key=True),
    _text("file"),
    _text("sha256"),
    _text("format"),
    _integer("first"),
    _integer("last"),
    rowid=False,
)
# A fact stands at a position when 1 + the signs known by then of its reversals is 1.
reversal = _table(
    "reversal", _integer("position", key=True), _integer("base"), _integer("sign")
)
# One row a command: the positions it wrote, the write that took it back, or that it took.
write = _table(
    "write",
    _integer("first", key=True),
    _integer("last"),
    _integer("undone"),
    _integer("undoes"),
)
call = _table(
    "call", _integer("position", key=True), _integer("agreement"), _text("due", null=True)
)
# The opening figures of the fund's own money; ``late`` was overdue already (minor units).
opening = _table(
    "opening",
    _integer("position", key=True),
    _integer("fund"),
    _text("operation_date"),
    _integer("late"),
)
merge = _table(
    "merge", _id(), _integer("party"), _integer("into_party"), _integer("withdrawn")
)
rule = _table(
    "rule",
    _id(),
    _integer("fund"),
    _text("overcommitment"),
    _text("draw_order"),
    _integer("withdrawn"),
)
earmark = _table(
    "earmark",
    _id(),
    _stream(),
    _integer("fund"),
    _text("name"),
    _text("purpose"),
    _text("territories"),
    _text("publics"),
    _text("valid_from"),
    _text("valid_until"),
    _text("highest_rate"),
    _text("repayments"),
    _integer("withdrawn"),
)
attachment = _table(
    "attachment",
    _id(),
    _text("name"),
    _text("sha256"),
    _integer("size"),
    _text("facts"),
    _integer("withdrawn"),
)
counter = _table("counter", _text("prefix", key=True), _integer("last"), rowid=False)

INDEXES: Final = (
    "CREATE INDEX party_identity ON party (identity)",
    "CREATE INDEX party_bones ON party (bones)",
    "CREATE INDEX party_erased ON party (stream_id) WHERE kind = 'person' AND sealed = ''",
    "CREATE INDEX project_party ON project (party)",
    "CREATE INDEX project_folded ON project (folded)",
    "CREATE INDEX reversal_base ON reversal (base)",
    "CREATE INDEX agreement_name ON agreement (fund, side, name)",
    "CREATE INDEX agreement_reference ON agreement (reference)",
    "CREATE INDEX agreement_party ON agreement (fund, party)",
    "CREATE INDEX schedule_agreement ON schedule (agreement)",
    "CREATE INDEX agreement_project ON agreement (fund, project)",
    "CREATE INDEX below ON agreement (fund) WHERE open < 0 OR held < 0 OR lost < 0",
)
TABLES: Final = tuple(name for name in books.tables if name != "projection")
