"""Books for hledger, in the part of its format that ledger reads too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from blendfund.domain.money import EXPONENT
from blendfund.exchange.plaintext import (
    account_name,
    header,
    in_order,
    narration,
    payee,
    placed,
    said,
    shown,
)
from blendfund.projections.balance import MonthEnd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.exchange.plaintext import Books
    from blendfund.journal.entry import Entry

# Neither program knows an escape. A semicolon or a bar would end a description, a comma
# a tag; a date in brackets would move a posting.
_DESCRIPTION: Final = str.maketrans(";|[]", ",/()")
_TAG: Final = str.maketrans(",[]", ";()")
_SPACES: Final = re.compile(r"[ \t\n\r\v\f]+")
LONGEST: Final = 400  # characters: ledger refuses a line of more than 4,095 bytes


def hledger(books: Books) -> Iterator[str]:
    """Write accounts, then entries and month-end balance assertions."""
    yield from _head(books)
    for one in books.chronicle():
        yield _balances(one, books) if isinstance(one, MonthEnd) else _entry(one, books)


def one_line(text: str) -> str:
    """Write a text on one line, not longer than ledger reads; what hides in it is shown."""
    line = shown(_SPACES.sub(" ", text).strip())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _head(books: Books) -> Iterator[str]:
    yield "".join(f"; {name}: {one_line(text)}\n" for name, text in header(books))
    mark = f"1.{'0' * EXPONENT[books.currency]}"
    yield f"\ncommodity {mark} {books.currency}\n"
    yield "".join(f"account {account_name(account)}\n" for account in books.accounts)


def _entry(entry: Entry, books: Books) -> str:
    who, what = payee(entry), one_line(narration(entry)).translate(_DESCRIPTION)
    whom = f"{one_line(who).translate(_DESCRIPTION)} | " if who else ""
    lines = [f"\n{entry.on} * ({entry.position}) {whom}{what}"]
    lines += [_tag(name, text) for name, text in said(entry)]
    for posting in entry.postings:
        amount = books.amount(posting.amount)
        lines.append(f"    {account_name(posting.account)}  {amount}")
        lines += [_tag(name, text) for name, text in placed(posting)]
    return "\n".join(lines) + "\n"


def _tag(name: str, text: str) -> str:
    return f"    ; {name}: {one_line(text).translate(_TAG)}"


def _balances(month: MonthEnd, books: Books) -> str:
    none = books.amount(0)
    lines = [
        f"    {account_name(account)}  {none} = {books.amount(minor)}\n"
        for account, minor in in_order(month)
    ]
    return f"\n{month.last} * balances\n" + "".join(lines)
