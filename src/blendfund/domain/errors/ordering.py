"""Refusals about days that contradict one another."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError


class BeforeItsGround(BlendfundError):
    """Nothing is dated before what it rests on."""

    code = "before-its-ground"
    sentence = "{on} is before {ground} ({since}): give that day or a later one."
    on: date
    ground: str
    since: date


class AfterWhatRests(BlendfundError):
    """What others rest on is not re-dated after them."""

    code = "after-what-rests"
    sentence = "{on} is after the first movement that rests on this one ({until}): give that day or an earlier one."
    on: date
    until: date
