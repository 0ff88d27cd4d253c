"""Refusals about figures that somebody wants explained."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError, Word


class UnknownCell(BlendfundError):
    """No report has a figure at this address."""

    code = "unknown-cell"
    sentence = (
        "No report has a figure at {asked}: {wrong} is not one of {known}. Try {near}."
    )
    exit_code = 4
    asked: str
    wrong: str
    known: str
    near: str


class UnexplainedReport(BlendfundError):
    """The figures of a report are not explained, only those of others."""

    code = "unexplained-report"
    sentence = "No figure of this report is explained ({report}): explain an agreement by its reference, or a figure of one of {known}."
    exit_code = 4
    report: Word
    known: str


class UnfinishedCell(BlendfundError):
    """The address stops before it comes to a figure."""

    code = "unfinished-cell"
    sentence = (
        "{asked} is not the whole address of a figure: add one of {known}, as in {near}."
    )
    exit_code = 2
    asked: str
    known: str
    near: str


class NotTwoMoments(BlendfundError):
    """A difference lies between two days or between two positions."""

    code = "not-two-moments"
    sentence = "{one} and {other} are not two moments: give two days (YYYY-MM-DD), or two positions (1 to {head})."
    exit_code = 2
    one: str
    other: str
    head: int
