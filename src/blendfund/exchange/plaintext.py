"""Books in plain text: what Beancount, hledger and ledger are all told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from blendfund.domain.money import plain
from blendfund.journal.accounts import ACCOUNTS, Nature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from blendfund.journal.entry import Entry, Posting
    from blendfund.projections.balance import MonthEnd

ROOTS: Final = {
    Nature.ASSET: "Assets",
    Nature.LIABILITY: "Liabilities",
    Nature.EQUITY: "Equity",
    Nature.INCOME: "Income",
    Nature.EXPENSE: "Expenses",
    # The five roots are all there is: what is off the balance sheet nets to zero in one.
    Nature.OFF_BALANCE: "Equity:Off-Balance",
}
# What could steer a terminal, turn a text around or hide in it.
_HIDING: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Books:
    """A fund's entries in the order of their dates, and its balances every month."""

    fund: str
    name: str
    currency: str
    as_of: date
    position: int
    root: str
    entries: Iterator[Entry]
    month_ends: list[MonthEnd]

    @property
    def accounts(self) -> dict[str, date]:
        """Give the logical accounts with the first day of the month each is first used."""
        opened: dict[str, date] = {}
        for month in self.month_ends:
            for account in month.balances:
                opened.setdefault(account, month.first)
        return dict(sorted(opened.items(), key=lambda one: account_name(one[0])))

    def chronicle(self) -> Iterator[Entry | MonthEnd]:
        """Give the entries, and each month's balances once it is over."""
        months = iter(self.month_ends)
        month = next(months, None)
        for entry in self.entries:
            while month is not None and month.last.isoformat() < entry.on:
                yield month
                month = next(months, None)
            yield entry
        while month is not None:
            yield month
            month = next(months, None)

    def amount(self, minor: int) -> str:
        """Write an amount with all decimals of the currency."""
        return f"{plain(minor, self.currency)} {self.currency}"


@cache
def account_name(account: str) -> str:
    """Name a logical account: ``grant_income`` is ``Income:Grant-Income``."""
    words = (word.capitalize() for word in account.split("_"))
    return f"{ROOTS[ACCOUNTS[account]]}:{'-'.join(words)}"


def in_order(month: MonthEnd) -> list[tuple[str, int]]:
    """Give a month's balances in the order of the accounts' names."""
    return sorted(month.balances.items(), key=lambda one: account_name(one[0]))


def header(books: Books) -> list[tuple[str, str]]:
    """Tell what the file was made from."""
    return [
        ("fund", books.fund),
        ("as-of", books.as_of.isoformat()),
        ("position", str(books.position)),
        ("root", books.root),
    ]


def payee(entry: Entry) -> str:
    """Give who the entry is with: a party, else a project."""
    return entry.party or entry.project


def narration(entry: Entry) -> str:
    """Give the words of the entry: its label, else what was done."""
    return entry.label or entry.movement


def said(entry: Entry) -> Iterator[tuple[str, str]]:
    """Give what an entry is told to be about, as names and texts."""
    pairs = (
        ("event-id", entry.event),
        ("recorded-at", entry.recorded_at),
        ("actor", entry.actor),
        ("topic", entry.topic),
        ("movement", entry.movement if entry.reverses else ""),
        ("reverses", str(entry.reverses or "")),
        ("replaces", str(entry.replaces or "")),
        ("reason", entry.reason),
        ("project", entry.project if entry.party else ""),
        ("agreement", entry.agreement),
        ("agreement-name", entry.agreement_name),
        ("sector", entry.sector),
        ("origin", entry.origin),
        ("instrument", entry.instrument),
        ("terms", entry.terms),
        ("reference", entry.reference),
        ("evidence", " ".join(entry.evidence)),
    )
    return ((name, text) for name, text in pairs if text)


def placed(posting: Posting) -> Iterator[tuple[str, str]]:
    """Give where a posting's money stands, as names and texts."""
    pairs = (
        ("compartment", posting.compartment),
        ("bank-account", posting.bank_account),
        ("earmark", posting.earmark),
    )
    return ((name, text) for name, text in pairs if text)


def shown(text: str) -> str:
    """Show what hides in a text, or could steer a terminal, by its code point."""
    if text.isprintable():
        return text
    return "".join(
        f"\\u{ord(one):04x}" if unicodedata.category(one) in _HIDING else one
        for one in text
    )


def slug(text: str) -> str:
    """Write a text with ASCII letters, digits, dots and hyphens alone."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", bare).strip("-.")
