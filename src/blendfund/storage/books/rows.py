"""Rows of the registers, in the order of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.party import bones, fold
from blendfund.journal.said import SAID
from blendfund.storage.books.opened import raw

if TYPE_CHECKING:
    from blendfund.storage.books.opened import Opened

LIVE: Final = 0  # the mark of a register's row that nobody withdrew
Row = tuple[Any, ...]

REGISTERS: Final = (
    "fund",
    "party",
    "project",
    "agreement",
    "merge",
    "rule",
    "earmark",
    "attachment",
    "schedule",
    "dossier",
    "tranche",
    "signer",
    "approved",
)
# Where a fact that is withdrawn is registered; a compartment is in no register.
REGISTERED: Final = {
    "fund-opened": "fund",
    "party-registered": "party",
    "project-registered": "project",
    "contribution-opened": "agreement",
    "financing-opened": "agreement",
    "party-merged": "merge",
    "fund-rules-adopted": "rule",
    "earmark-defined": "earmark",
    "evidence-attached": "attachment",
    "financing-scheduled": "schedule",
    "financing-rescheduled": "schedule",
    **dict.fromkeys(SAID, "dossier"),
    "tranche-defined": "tranche",
    "signer-registered": "signer",
}


def fund_row(number: int, stream: bytes, fact: Opened) -> Row:
    """Give the row of a fund."""
    return (
        number,
        stream,
        fact.reference,
        fact.name,
        fact.currency,
        fact.on,
        fact.siren,
        fact.legal_form,
        " ".join(fact.territories),
        LIVE,
    )


def party_row(
    number: int, stream: bytes, sealed: str, identity: str | None, fact: Opened
) -> Row:
    """Give the row of a party: a person's name stands sealed."""
    said = (fact.kind, fact.name, sealed, fact.identifier, identity)
    return (number, stream, *said, bones(fold(fact.name)), LIVE)


def project_row(
    number: int, stream: bytes, party: int | None, parent: int | None, fact: Opened
) -> Row:
    """Give the row of a project; lists stand one item a line."""
    return (
        number,
        stream,
        fact.reference,
        fact.name,
        fold(fact.name),
        party,
        fact.territory,
        "\n".join(fact.publics),
        "\n".join(fact.purposes),
        parent,
        LIVE,
    )


def earmark_row(number: int, stream: bytes, fund: int, fact: Opened) -> Row:
    """Give the row of an earmark; lists stand one item a line."""
    return (
        number,
        stream,
        fund,
        fact.name,
        fact.purpose,
        "\n".join(fact.territories),
        "\n".join(fact.publics),
        fact.valid_from or "",
        fact.valid_until or "",
        fact.highest_rate,
        fact.repayments,
        LIVE,
    )


def attachment_row(number: int, stream: bytes, fact: Opened) -> Row:
    """Give the row of an attached file; the facts it belongs to stand as positions."""
    facts = " ".join(map(str, fact.facts))
    persons = b"".join(map(raw, fact.persons))
    sealed = fact.sealed.sealed if fact.sealed else ""
    said = (fact.name, fact.evidence[0], fact.size, facts)
    return (number, stream, *said, persons, sealed, LIVE)


def schedule_row(number: int, agreement: int, fact: Opened) -> Row:
    """Give the row of a schedule: its terms, column by column."""
    terms = fact.schedule
    assert terms is not None
    return (
        number,
        agreement,
        fact.on,
        terms.rate,
        terms.start.isoformat(),
        terms.periods,
        terms.every,
        terms.grace,
        terms.method,
        terms.day_count,
        ",".join(fact.order),
        fact.principal_minor,
        fact.overdue_minor,
        fact.days_late,
        LIVE,
    )


def tranche_row(number: int, stream: bytes, fund: int, fact: Opened) -> Row:
    """Give the row of a tranche (minor units)."""
    said = (fact.on, fact.name, fact.rank, fact.size_minor)
    return (number, stream, fund, *said, LIVE)
