"""Funders' side: what is pledged, committed, called, received and given back."""

from __future__ import annotations

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.classes import Group
from blendfund_cli.asking.options import agreement, fund_hint, tranche_hint
from blendfund_cli.text import N_


@click.group(
    cls=Group,
    help=N_("Record what funders promise, pay and get back."),
    example="blendfund contribution receive CONV-2026-1 --amount 30000",
)
def contribution() -> None:
    """Group the commands about funders' money."""


REF = agreement()
NEW = agreement(new=True)
WHO = (m.fund, m.party, m.sector, m.instrument, m.terms)
MORE = (m.party_kind, m.origin, m.compartment, m.carrier, m.earmark, m.create)

m.add(
    contribution,
    "pledge",
    "pledge",
    N_("Record that a funder announced money, without binding itself."),
    "blendfund contribution pledge CONV-2026-1 --fund ALSACE --party 'Région Grand Est'"
    " --sector public --instrument grant --terms concessional --amount 60000",
    NEW,
    *WHO,
    m.amount,
    m.on,
    tranche_hint,
    *MORE,
    *m.TOLD,
)
m.add(
    contribution,
    "commit",
    "commitment",
    N_("Record a funder's binding promise: who, under what contract, on which terms."),
    "blendfund contribution commit CONV-2026-1 --fund ALSACE --party 'Région Grand Est'"
    " --sector public --instrument grant --terms concessional --amount 60000",
    NEW,
    *WHO,
    m.amount,
    m.on,
    tranche_hint,
    *MORE,
    *m.TOLD,
)
m.add(
    contribution,
    "amend",
    "amendment",
    N_("Bring what a funder committed to a new total, more or less."),
    "blendfund contribution amend CONV-2026-1 --amount 50000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.TOLD,
)
m.add(
    contribution,
    "cancel",
    "cancellation",
    N_("Give up what is still to come under a commitment, and close it."),
    "blendfund contribution cancel CONV-2026-1",
    REF,
    fund_hint,
    m.on,
    *m.TOLD,
)
m.add(
    contribution,
    "call",
    "call",
    N_("Ask a funder to pay part of what it committed."),
    "blendfund contribution call CONV-2026-1 --amount 30000 --due 2026-06-30",
    REF,
    fund_hint,
    m.amount,
    m.on,
    m.due,
    *m.TOLD,
)
m.add(
    contribution,
    "receive",
    "contribution",
    N_("Record money that came in from a funder."),
    "blendfund contribution receive CONV-2026-1 --amount 30000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    contribution,
    "refund",
    "contribution-refund",
    N_("Give back to a funder what was not due."),
    "blendfund contribution refund CONV-2026-1 --amount 500",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    contribution,
    "reimburse",
    "reimbursement",
    N_("Give principal of repayable money back to its funder."),
    "blendfund contribution reimburse PRET-CAISSE --amount 10000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    contribution,
    "pay-interest",
    "funding-interest",
    N_("Pay interest to a funder."),
    "blendfund contribution pay-interest PRET-CAISSE --amount 300",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
