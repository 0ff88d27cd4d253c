"""Whether a contract keeps to the published terms of its kind, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund_cli.answering import sheet
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STATES: Final = {
    "kept": N_("kept"),
    "broken": N_("not kept"),
    "unverifiable": N_("cannot be verified"),
}
DETAILS: Final = {
    "amount": N_("{found}, of {least} to {most}"),
    "duration": N_("{found} months, of {least} to {most}"),
    "parity": N_("{found} for {least}"),
}


def terms(
    findings: Sequence[Mapping[str, Any]], instrument: str, currency: str
) -> Iterator[str]:
    """Say what was found of each term, as the application told it."""
    from blendfund.domain.product import NAMES, TERMS
    from blendfund.domain.vocabulary import Instrument

    for one in findings:
        product = _(NAMES[Instrument(instrument)]).capitalize()
        said = f"{_(STATES[one['state']])}{_detail(one, currency)}"
        yield f"  {product}, {_(TERMS[one['term']])}{sheet.colon()} {said}"


def _detail(one: Mapping[str, Any], currency: str) -> str:
    text = DETAILS.get(one["term"])
    bounds = {name: one[name] for name in ("found", "least", "most")}
    if text is None or one["found"] is None or one["least"] is None:
        return ""
    if one["term"] != "duration":
        bounds = {
            name: value and sheet.money(value, currency) for name, value in bounds.items()
        }
    return f" ({_(text).format(**bounds)})"
