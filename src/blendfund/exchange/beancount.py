"""Books for Beancount: what it is told, it checks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from blendfund.exchange.plaintext import (
    account_name,
    header,
    in_order,
    narration,
    payee,
    placed,
    said,
    shown,
    slug,
)
from blendfund.projections.balance import MonthEnd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.exchange.plaintext import Books
    from blendfund.journal.entry import Entry

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def beancount(books: Books) -> Iterator[str]:
    """Write directives: options and accounts, then entries and month-end balances."""
    yield from _head(books)
    for one in books.chronicle():
        yield _balances(one, books) if isinstance(one, MonthEnd) else _entry(one, books)


def quoted(text: str) -> str:
    """Write a text as Beancount reads it back; what hides in it is shown."""
    if not text.isprintable():
        lines = (map(shown, line.split("\t")) for line in text.split("\n"))
        text = "\n".join("\t".join(parts) for parts in lines)
    return f'"{text.translate(_ESCAPES)}"'


def _head(books: Books) -> Iterator[str]:
    yield "".join(f"; {name}: {shown(text)}\n" for name, text in header(books))
    yield f'\noption "title" {quoted(books.name)}\n'
    yield f'option "operating_currency" "{books.currency}"\n'
    # Without it, half a cent of difference would pass.
    yield 'option "tolerance_multiplier" "0"\n'
    accounts = books.accounts
    if accounts:
        yield f"\n{min(accounts.values())} commodity {books.currency}\n"
    for account, day in accounts.items():
        yield f"\n{day} open {account_name(account)} {books.currency}\n"
        yield f'  logical: "{account}"\n'


def _entry(entry: Entry, books: Books) -> str:
    words = f"{quoted(payee(entry))} {quoted(narration(entry))}{_marks(entry)}"
    lines = [f"\n{entry.on} * {words}", f"  position: {entry.position}"]
    lines += [f"  {name}: {quoted(text)}" for name, text in said(entry)]
    for posting in entry.postings:
        amount = books.amount(posting.amount)
        lines.append(f"  {account_name(posting.account)}  {amount}")
        lines += [f"    {name}: {quoted(text)}" for name, text in placed(posting)]
    return "\n".join(lines) + "\n"


def _marks(entry: Entry) -> str:
    """Tag an entry with what it is, and link it to its agreement and to other facts."""
    marks = [f" #{entry.topic.rpartition('/')[0]}"]
    if entry.agreement:
        marks.append(f" ^{slug(entry.agreement)}")
    facts = (entry.position, entry.reverses, entry.replaces)
    marks += [f" ^fact-{position}" for position in facts if position]
    return "".join(marks)


def _balances(month: MonthEnd, books: Books) -> str:
    """Assert balances: Beancount does so as a day begins, hence on the next."""
    day = month.last + timedelta(days=1)
    lines = [
        f"{day} balance {account_name(account)}  {books.amount(minor)}\n"
        for account, minor in in_order(month)
    ]
    return "\n" + "".join(lines)
