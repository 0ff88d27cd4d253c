"""What repayable money brings back to its funders, the losses of their tranches borne."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.vocabulary import repayable
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.ratio import ratio
from blendfund.projections.streams import Sums, add_funder, multiples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from blendfund.projections.facts import Flow

FORMULA: Final = (
    "residual = due - borne; due = received - refunded - reimbursed; committed = received -"
    " refunded + open; pic = (committed - open) / committed; dpi = distributed / paid_in;"
    " rvpi = residual / paid_in; tvpi = moic = dpi + rvpi"
)
SOURCE: Final = (
    "PIC, DPI, RVPI, TVPI: eVestment, Investment Statistics Guide, money multiples; XIRR as"
    " documented by Microsoft Excel"
)


class FunderReturn(NamedTuple):
    """A row of the funders' view: amounts in minor units, ratios as text or None.

    ``due`` is the principal still owed, ``borne`` what the row bears of the fund's losses
    and ``residual`` what is left of the one after the other; ``open`` is still to come.
    """

    key: str
    paid_in: int
    distributed: int
    income: int
    written_off: int
    residual: int
    irr: str | None
    moic: str | None
    dpi: str | None
    rvpi: str | None
    tvpi: str | None
    reason: str | None
    committed: int
    open: int
    pic: str | None
    due: int
    borne: int


def funders_returns(
    flows: Iterable[Flow],
    as_of: date,
    opens: Mapping[str, int] = {},
    losses: Mapping[str, int] = {},
    keys: Iterable[str] = (),
) -> list[FunderReturn]:
    """Compute the returns of funders on their repayable money, key by key.

    Args:
        flows: Dated changes on the bank and opening accounts, with their keys.
        as_of: The day on which the residual counts as the last flow.
        opens: What is still to come, by key (minor units).
        losses: What the key's money in the fund bears of the losses, by key.
        keys: Keys that have a row whatever their figures.

    Returns:
        One row a key that has a figure, in key order; amounts in minor units.

    Source:
        ``FORMULA``, ``SOURCE``.
    """
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    for flow in flows:
        if flow.account in {CASH, OPENING} and repayable(flow.instrument):
            add_funder(sums[flow.key], flow)
    asked = {key: sums[key] for key in keys}
    shown = {key: one for key, one in sums.items() if one.any()} | asked
    return [
        _row(key, one, as_of, opens.get(key, 0), losses.get(key, 0))
        for key, one in sorted(shown.items())
    ]


def _row(key: str, one: Sums, as_of: date, to_come: int, borne: int) -> FunderReturn:
    residual = one.residual - borne
    received = one.paid_in + one.before
    return FunderReturn(
        key,
        one.paid_in,
        one.distributed,
        one.income,
        one.written_off,
        residual,
        *multiples(one, residual, as_of),
        committed=received + to_come,
        open=to_come,
        pic=ratio(received, received + to_come),
        due=one.residual,
        borne=borne,
    )
