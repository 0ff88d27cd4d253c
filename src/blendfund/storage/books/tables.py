"""Tables folded from the log: registers, postings and daily totals. All can be rebuilt.

Identifiers are the positions of the facts that made the rows, so that a rebuild gives the
same bytes. A posting's dimensions stand once in ``class``; who and what it concerns are its
``party``, ``project`` and ``agreement``. ``withdrawn`` is the position of the fact that
withdrew what a register's row says, 0 where none did.
"""

from __future__ import annotations

from typing import Final

from blendfund.storage.books import decided
from blendfund.storage.books.columns import books, identity, integer, stream, table, text

__all__ = ("INDEXES", "TABLES", "books", "decided")

# One row a read model: how far it has come, and in which shape it is.
projection = table(
    "projection", text("name", key=True), integer("schema_version"), integer("position")
)
fund = table(
    "fund",
    identity(),
    stream(),
    text("reference"),
    text("name"),
    text("currency"),
    text("opened_on"),
    text("siren"),
    text("legal_form"),
    text("territories"),
    integer("withdrawn"),
)
party = table(
    "party",
    identity(),
    stream(),
    text("kind"),
    text("name"),
    text("sealed"),
    text("identifier"),
    text("identity", null=True),
    text("bones"),
    integer("withdrawn"),
)
project = table(
    "project",
    identity(),
    stream(),
    text("reference"),
    text("name"),
    text("folded"),
    integer("party", null=True),
    text("territory"),
    text("publics"),
    text("purposes"),
    integer("parent", null=True),
    integer("withdrawn"),
)
agreement = table(
    "agreement",
    identity(),
    stream(),
    text("side"),
    text("reference"),
    text("name"),
    integer("fund"),
    integer("party"),
    integer("project"),
    text("sector"),
    text("origin"),
    text("terms"),
    text("instrument"),
    text("compartment"),
    text("carrier"),
    text("earmark"),
    text("rate"),
    # Where the agreement stands (minor units, and counts), and the last day it moved on.
    integer("pledged"),
    integer("promised"),
    integer("open"),
    integer("called"),
    integer("held"),
    integer("lost"),
    integer("promises"),
    integer("closes"),
    integer("settles"),
    text("moved"),
    integer("withdrawn"),
)
# What of an agreement's principal stands under an earmark.
stake = table(
    "stake",
    integer("agreement", key=True),
    text("earmark", key=True),
    integer("amount"),
    rowid=False,
)
klass = table(
    "class",
    identity(),
    integer("fund"),
    text("movement"),
    text("account"),
    text("compartment"),
    text("bank_account"),
    text("sector"),
    text("origin"),
    text("terms"),
    text("instrument"),
    text("carrier"),
    text("earmark"),
    text("currency"),
)
posting = table(
    "posting",
    integer("position", key=True),
    integer("ordinal", key=True),
    integer("class"),
    integer("party"),
    integer("project"),
    integer("agreement"),
    text("operation_date"),
    text("accounting_date"),
    integer("amount"),
    rowid=False,
)
daily = table(
    "daily",
    integer("class", key=True),
    text("operation_date", key=True),
    integer("amount"),
    rowid=False,
)
cash = table(
    "cash",
    integer("fund", key=True),
    text("operation_date", key=True),
    integer("amount"),
    rowid=False,
)
# Between which positions a day's movements were recorded: where to look for them.
span = table(
    "span",
    integer("fund", key=True),
    text("operation_date", key=True),
    integer("first"),
    integer("last"),
    rowid=False,
)
financed = table(
    "financed",
    integer("fund", key=True),
    integer("project", key=True),
    text("operation_date", key=True),
    integer("times"),
    rowid=False,
)
cofinanced = table(
    "cofinanced",
    integer("project", key=True),
    integer("class", key=True),
    text("operation_date", key=True),
    integer("amount"),
    rowid=False,
)
line = table(
    "line", text("identity", key=True), text("digest"), integer("position"), rowid=False
)
batch = table(
    "batch",
    text("reference", key=True),
    text("file"),
    text("sha256"),
    text("format"),
    integer("first"),
    integer("last"),
    rowid=False,
)
# A fact stands at a position when 1 + the signs known by then of its reversals is 1.
reversal = table(
    "reversal", integer("position", key=True), integer("base"), integer("sign")
)
# One row a command: the positions it wrote, the write that took it back, or that it took;
# whether a signature came with it.
write = table(
    "write",
    integer("first", key=True),
    integer("last"),
    integer("undone"),
    integer("undoes"),
    integer("proven"),
)
call = table(
    "call", integer("position", key=True), integer("agreement"), text("due", null=True)
)
# The opening figures of the fund's own money; ``late`` was overdue already (minor units).
opening = table(
    "opening",
    integer("position", key=True),
    integer("fund"),
    text("operation_date"),
    integer("late"),
)
counter = table("counter", text("prefix", key=True), integer("last"), rowid=False)

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
    "CREATE INDEX dossier_agreement ON dossier (agreement)",
    "CREATE INDEX dossier_project ON dossier (project)",
    "CREATE INDEX approved_proposal ON approved (proposal)",
    "CREATE INDEX agreement_project ON agreement (fund, project)",
    "CREATE INDEX write_proven ON write (first) WHERE proven = 1",
    "CREATE INDEX below ON agreement (fund) WHERE open < 0 OR held < 0 OR lost < 0",
)
TABLES: Final = tuple(name for name in books.tables if name != "projection")
