"""Tables of what was decided, limited, attached or registered beside the movements."""

from __future__ import annotations

import sqlalchemy as sa

from blendfund.storage.books.columns import identity, integer, stream, table, text

# When an agreement falls due: the terms from which its lines are made.
schedule = table(
    "schedule",
    identity(),
    integer("agreement"),
    *map(text, ("operation_date", "rate", "start")),
    integer("periods"),
    text("every"),
    integer("grace"),
    *map(text, ("method", "day_count", "payment_order")),
    # Of what is rescheduled: the principal, the interest overdue, how late it was.
    *map(integer, ("base", "overdue", "days_late", "withdrawn")),
)
# What is said of a contract, a project or a fund as a whole: each fact as it was said.
dossier = table(
    "dossier",
    identity(),
    *map(integer, ("fund", "project", "agreement")),
    *map(text, ("topic", "operation_date", "said")),
    integer("withdrawn"),
)
tranche = table(
    "tranche",
    identity(),
    stream(),
    integer("fund"),
    *map(text, ("operation_date", "name")),
    *map(integer, ("rank", "size", "withdrawn")),
)
merge = table(
    "merge", identity(), integer("party"), integer("into_party"), integer("withdrawn")
)
rule = table(
    "rule",
    identity(),
    integer("fund"),
    text("overcommitment"),
    text("draw_order"),
    integer("withdrawn"),
)
earmark = table(
    "earmark",
    identity(),
    stream(),
    integer("fund"),
    text("name"),
    text("purpose"),
    text("territories"),
    text("publics"),
    text("valid_from"),
    text("valid_until"),
    text("highest_rate"),
    text("repayments"),
    integer("withdrawn"),
)
# ``persons`` are the streams (16 bytes each) under whose keys ``sealed`` holds the name.
attachment = table(
    "attachment",
    identity(),
    stream(),
    text("name"),
    text("sha256"),
    integer("size"),
    text("facts"),
    sa.Column("persons", sa.LargeBinary, nullable=False),
    text("sealed"),
    integer("withdrawn"),
)
# Payments and guarantees that rest on an approved proposal, by its position.
approved = table("approved", identity(), integer("proposal"))
# Keys by which people prove their commands; ``revoked`` is the position from which on not.
signer = table(
    "signer",
    identity(),
    stream(),
    text("who"),
    text("public_key"),
    integer("revoked"),
    integer("withdrawn"),
)
