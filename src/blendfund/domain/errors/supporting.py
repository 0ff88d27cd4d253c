"""Refusals about the support of projects, as it goes on."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError


class SupportTooEarly(BlendfundError):
    """Time is given before the support was agreed, or it ends before time was given."""

    code = "support-too-early"
    sentence = "{on} is before {since}, when the support {reference} was opened or last given: check the date."
    reference: str
    on: date
    since: date
