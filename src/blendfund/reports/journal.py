"""The journal as a table: a line a posting, with every dimension it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.money import plain
from blendfund.reports.columns import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from blendfund.journal.entry import Entry, Posting
    from blendfund.reports.columns import Value

COLUMNS: Final = (
    Column("position", "Position", Kind.COUNT),
    Column("ordinal", "Line", Kind.COUNT),
    Column("operation_date", "Operation date", Kind.DATE),
    Column("accounting_date", "Accounting date", Kind.DATE),
    Column("recorded_at", "Recorded at", Kind.TEXT),
    Column("topic", "Fact", Kind.TEXT),
    Column("movement", "Kind", Kind.WORD),
    Column("account", "Account", Kind.WORD),
    Column("debit", "Debit"),
    Column("credit", "Credit"),
    Column("currency", "Currency", Kind.TEXT),
    Column("fund", "Fund", Kind.TEXT),
    Column("compartment", "Compartment", Kind.TEXT),
    Column("bank_account", "Bank account", Kind.TEXT),
    Column("party", "Party", Kind.TEXT),
    Column("party_number", "Party number", Kind.COUNT),
    Column("sector", "Sector", Kind.WORD),
    Column("origin", "Origin", Kind.TEXT),
    Column("terms", "Terms", Kind.WORD),
    Column("instrument", "Instrument", Kind.WORD),
    Column("carrier", "Carrier", Kind.TEXT),
    Column("project", "Project", Kind.TEXT),
    Column("agreement", "Agreement", Kind.TEXT),
    Column("agreement_name", "Agreement name", Kind.TEXT),
    Column("earmark", "Earmark", Kind.TEXT),
    Column("label", "Label", Kind.TEXT),
    Column("reference", "Reference", Kind.TEXT),
    Column("reverses", "Reverses", Kind.COUNT),
    Column("replaces", "Replaces", Kind.COUNT),
    Column("reason", "Reason", Kind.TEXT),
    Column("actor", "Actor", Kind.TEXT),
    Column("evidence", "Evidence", Kind.TEXT),
)


def lines(entries: Iterable[Entry], fund: str) -> Iterator[list[Value]]:
    """Give a line a posting, its values in the order of ``COLUMNS``."""
    for entry in entries:
        for posting in entry.postings:
            yield _line(entry, posting, fund)


def _line(entry: Entry, posting: Posting, fund: str) -> list[Value]:
    amount = plain(abs(posting.amount), entry.currency)
    debit, credit = (amount, None) if posting.amount > 0 else (None, amount)
    return [
        entry.position,
        posting.ordinal,
        entry.on,
        entry.accounted_on,
        entry.recorded_at,
        entry.topic,
        entry.movement,
        posting.account,
        debit,
        credit,
        entry.currency,
        fund,
        posting.compartment,
        posting.bank_account,
        entry.party,
        entry.party_number or None,
        entry.sector,
        entry.origin,
        entry.terms,
        entry.instrument,
        entry.carrier,
        entry.project,
        entry.agreement,
        entry.agreement_name,
        posting.earmark,
        entry.label,
        entry.reference,
        entry.reverses or None,
        entry.replaces or None,
        entry.reason,
        entry.actor,
        " ".join(entry.evidence),
    ]
