"""The figures of one guarantee, as its page tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund_cli.answering import sheet
from blendfund_cli.text import N_, _, french

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTED: Final = N_("{amount}, reported on {day}")
UNREPORTED: Final = N_("{amount}, nothing reported yet")
COUNTERED: Final = N_("{party}, {quota}, {amount} of the exposure")
ALWAYS: Final = frozenset({"guaranteed", "exposure"})
# The headings are those of the report on guarantees.
FIGURES: Final = {
    "guaranteed": N_("Guaranteed"),
    "released": N_("Given back by the lender"),
    "left": N_("Left of what was guaranteed"),
    "exposure": N_("Exposure"),
    "counter_guaranteed": N_("Counter-guaranteed"),
    "net_exposure": N_("Net exposure"),
    "claimed": N_("Called and not settled"),
    "paid": N_("Calls paid"),
    "recovered": N_("Recovered"),
    "waived": N_("Given up"),
    "recourse": N_("Owed by the project"),
    "counter_owed": N_("Owed by counter-guarantors"),
    "counter_due": N_("Due to counter-guarantors"),
    "net_loss": N_("Net loss"),
    "fee": N_("Guarantee fee"),
    "fee_received": N_("Fee received"),
    "fee_left": N_("Fee to come"),
}


def granted_fields(found: dict[str, Any], currency: str) -> Iterator[tuple[str, Any]]:
    """Tell the terms and figures of a guarantee; of figures, those not zero."""
    if found["lender"]:
        yield N_("Lender"), found["lender"]
    if found["quota"] is not None:
        yield N_("Quota"), _share(found["quota"])
        yield N_("Covers defaults until"), sheet.day(found["expires"])
        yield N_("Loan"), sheet.money(found["loan"], currency)
        yield N_("Loan outstanding"), _covered(found, currency)
    for name, heading in FIGURES.items():
        if name in ALWAYS or found[name].strip("0."):
            yield heading, sheet.money(found[name], currency)
    for one in found["counter_guarantors"]:
        amount = sheet.money(one["counter_guaranteed"], currency)
        given = {"party": one["party"], "quota": _share(one["quota"]), "amount": amount}
        yield N_("Counter-guarantor"), _(COUNTERED).format(**given)


def _covered(found: dict[str, Any], currency: str) -> str:
    amount = sheet.money(found["covered"], currency)
    if found["reported_on"] is None:
        return _(UNREPORTED).format(amount=amount)
    return _(REPORTED).format(amount=amount, day=sheet.day(found["reported_on"]))


def _share(text: str) -> str:
    from blendfund.reports import words

    return words.share(text, french=french())
