"""One side of an entry, as a rule says it: signed accounts for an amount or a part."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

BANK: Final = "bank"


class Line(NamedTuple):
    """One side of an entry: ``sign`` times the amount, or the drawn part, on an account.

    ``side`` is "to" where a transfer names the place the money goes to.
    """

    account: str
    sign: Literal[1, -1]
    of: Literal["amount", "drawn"] = "amount"
    side: Literal["", "to"] = ""


Lines = tuple[Line, ...]


def entry(debit: str, credit: str, of: Literal["amount", "drawn"] = "amount") -> Lines:
    """Give an entry that debits one account and credits another."""
    return Line(debit, 1, of), Line(credit, -1, of)
