"""Refusals about a search: what it asks for cannot be read."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError


class UnknownFilter(BlendfundError):
    """Nothing can be searched by that name."""

    code = "unknown-filter"
    sentence = "There is no filter “{word}”: the closest is “{near}”. Filters: {known}. Put the text in quotes to look for it as it is."
    exit_code = 2
    word: str
    near: str
    known: str


class UnknownWord(BlendfundError):
    """A filter of a closed list was given another word."""

    code = "unknown-word"
    sentence = "“{word}” is not a word of the filter {key}: the closest is “{near}”. Possible: {known}."
    exit_code = 2
    word: str
    key: str
    near: str
    known: str


class UnreadableFilter(BlendfundError):
    """A filter's amount, date, position or yes-or-no cannot be read."""

    code = "unreadable-filter"
    sentence = "“{word}” cannot be read after the filter {key}: write for example {forms}."
    exit_code = 2
    word: str
    key: str
    forms: str


class UnreadableQuery(BlendfundError):
    """A quote or a parenthesis is not closed, or a sign has nothing beside it."""

    code = "unreadable-query"
    sentence = "The search cannot be read at “{word}” (character {at}): close every quote and parenthesis, put something after every filter and on both sides of |, and at most {most} filters."
    exit_code = 2
    word: str
    at: int
    most: int
