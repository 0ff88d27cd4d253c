"""What projections are given: totals of postings, dated flows, others' money."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Total(NamedTuple):
    """The sum of one class of postings (minor units, debit positive).

    ``key`` is the year, month, party, project or agreement when the totals are split by it;
    ``earmark`` is "" for free money.
    """

    movement: str
    account: str
    compartment: str
    sector: str
    origin: str
    terms: str
    instrument: str
    carrier: str
    key: str
    amount: int
    earmark: str = ""


class Flow(NamedTuple):
    """A dated change on one account, for rates of return (minor units, debit positive)."""

    key: str
    movement: str
    account: str
    instrument: str
    on: date
    amount: int


class Cofinancing(NamedTuple):
    """Others' money in projects in which the fund has a contract (minor units)."""

    sector: str
    terms: str
    amount: int


class Coverage(NamedTuple):
    """In how many of the fund's contracted projects co-financing was declared."""

    declared: int
    projects: int
