"""The report on guarantees: what they mobilise, put at risk, cost and bring back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.guarantees import Given, guarantees
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.projections import guarantees as sums
from blendfund.projections.guarantees import Guaranteed
from blendfund.projections.ratio import ratio
from blendfund.storage.query.totals import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from blendfund.application.reading.reader import Reading
    from blendfund.domain.counter_guarantee import Counter
    from blendfund.projections.facts import Total

NO_TERMS: Final = "promised without the terms of a guarantee"
NOTHING: Final = "nothing was guaranteed"
# Which column of the recourse a movement on its account adds to, and how.
_RECOURSE: Final = {
    "guarantee-paid": ("paid", 1),
    "recovery-received": ("recovered", -1),
    "recourse-waived": ("waived", -1),
}


def guarantees_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Every guarantee of the fund, what is at risk and what was lost of it.

    Raises FundNotFound.
    """
    frame = Frame(reading, asked, "guarantees")
    found = guarantees(reading, frame.at)
    total = Guaranteed()
    for one in found:
        total.add(one.sums(frame.day))
    projects, parties = (
        names(frame.books, reading.vault, by) for by in ("project", "party")
    )
    body = {
        "rows": [
            {
                "key": one.name,
                "project": projects.get(one.project, ""),
                **_row(one, parties, frame, say),
            }
            for one in found
        ],
        "total": _amounts(total, frame),
        "counter_guarantors": _counters(found, parties, frame),
        **_rate(total, say),
        "formula": sums.FORMULA,
        "source": sums.SOURCE,
    }
    return frame.report(frame.totals(), say, body)


def guarantee_shown(
    reading: Reading, frame: Frame, agreement: int, say: Callable[[str], str] = str
) -> dict[str, Any] | None:
    """Give one guarantee (its id) as the report tells it, its counter-guarantors with it.

    ``released`` is what the formula of the report leaves of what was guaranteed;
    ``reported_on`` the day of the lender's last word on the loan, None before any. None
    where nothing of the guarantee stands.
    """
    found = guarantees(reading, frame.at, agreement=agreement)
    if not found:
        return None
    (one,) = found
    parties, sums = names(frame.books, reading.vault, "party"), one.sums(frame.day)
    reported = one.reported(reading, frame.at)
    return {
        **_row(one, parties, frame, say),
        "released": frame.money(sums.guaranteed - sums.left - sums.paid),
        "reported_on": reported.isoformat() if reported else None,
        "counter_guarantors": _counters(found, parties, frame),
    }


def _row(
    one: Given, parties: dict[str, str], frame: Frame, say: Callable[[str], str]
) -> dict[str, Any]:
    lender, amounts = parties.get(one.lender, ""), _amounts(one.sums(frame.day), frame)
    return {"lender": lender, **_terms(one, say), **amounts}


def _rate(total: Guaranteed, say: Callable[[str], str]) -> dict[str, Any]:
    """Give the part of what was guaranteed that was lost, or why there is none."""
    rate = ratio(total.net_loss, total.guaranteed)
    return {"loss_rate": rate} | ({"reason": say(NOTHING)} if rate is None else {})


def _terms(one: Given, say: Callable[[str], str]) -> dict[str, Any]:
    granted = one.terms
    if granted is None:
        return {"quota": None, "expires": None, "reason": say(NO_TERMS)}
    return {"quota": granted.terms.quota, "expires": granted.terms.expires.isoformat()}


def _counters(
    found: list[Given], parties: dict[str, str], frame: Frame
) -> list[dict[str, Any]]:
    """Give each counter-guarantor of each guarantee, and where it stands."""
    ids = {
        stream: str(number)
        for number, stream in frame.books.execute("SELECT id, stream_id FROM party")
    }
    return [
        {
            "key": given.name,
            "party": parties.get(ids.get(one.party.bytes, ""), ""),
            **_promised(one, frame),
            "counter_guaranteed": frame.money(one.cover(frame.day, granted.exposure_minor)),
            "called": frame.money(one.called_minor),
            "received": frame.money(one.received_minor),
            "owed": frame.money(one.owed.now),
            "shared": frame.money(one.shared_minor),
            "repaid": frame.money(one.returned_minor),
            "due": frame.money(one.due.now),
        }
        for given in found
        if (granted := given.terms) is not None
        for one in granted.counters
        if one.taken > 0
    ]


def _promised(one: Counter, frame: Frame) -> dict[str, Any]:
    terms = one.terms
    return {
        "quota": terms.quota,
        "cap": frame.money(terms.cap_minor or None),
        "from": one.since.isoformat(),
        "expires": terms.expires.isoformat() if terms.expires else None,
    }


def _amounts(found: Guaranteed, frame: Frame) -> dict[str, Any]:
    return {one.name: frame.money(getattr(found, one.name)) for one in fields(found)}


def recourse(found: Iterable[Total], frame: Frame) -> dict[str, Any]:
    """Give what projects owe for calls that were paid, if any was; for the portfolio.

    Args:
        found: The fund's totals.
        frame: The report it stands in.
    """
    columns = dict.fromkeys(("paid", "recovered", "waived", "outstanding"), 0)
    for one in found:
        if one.account == "recourse_receivable":
            name, sign = _RECOURSE[one.movement]
            columns[name] += sign * one.amount
            columns["outstanding"] += one.amount
    if not columns["paid"]:
        return {}
    return {"recourse": {name: frame.money(minor) for name, minor in columns.items()}}
