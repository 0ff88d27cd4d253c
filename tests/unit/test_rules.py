from __future__ import annotations

from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.vocabulary import Instrument, repayable
from blendfund.journal.rules import (
    ASSETS,
    FUNDING,
    PRINCIPAL,
    REVERSAL,
    RULES,
    SILENT,
    lines,
)
from blendfund.storage.log.topics import TOPICS

NOT_CASH = {Instrument.GUARANTEE, Instrument.IN_KIND}
CASES = [case for case in product(sorted(RULES), Instrument) if case[1] not in NOT_CASH] + [
    ("contribution-committed", Instrument.GUARANTEE),
    ("financing-contracted", Instrument.GUARANTEE),
    ("in-kind-received", Instrument.IN_KIND),
]
MINORS = st.integers(-(10**15), 10**15)


@given(st.sampled_from(CASES), MINORS, MINORS)
def test_every_rule_balances_for_any_amount_and_any_part_drawn(
    case: tuple[str, Instrument], amount: int, drawn: int
) -> None:
    of = {"amount": amount, "drawn": drawn}
    assert sum(line.sign * of[line.of] for line in lines(*case)) == 0


def test_every_topic_is_posted_or_known_to_be_silent() -> None:
    names = {topic.rpartition("/")[0] for topic in TOPICS}
    assert names == {*RULES, *SILENT, REVERSAL}
    assert not SILENT & set(RULES)


def test_only_principal_is_due_back() -> None:
    due = {ASSETS[i] for i in ASSETS if repayable(i)}
    assert due == PRINCIPAL
    assert set(FUNDING) == set(ASSETS) == set(Instrument) - NOT_CASH


@pytest.mark.parametrize(("movement", "instrument"), CASES)
def test_promises_and_support_in_kind_never_touch_the_bank(
    movement: str, instrument: Instrument
) -> None:
    accounts = [line.account for line in lines(movement, instrument)]
    cashless = ["commit", "contracted", "in-kind", "written-off", "cofinancing", "pledged"]
    cashless += ["called", "contribution-taken", "reimbursement-taken", "financing-taken"]
    cashless += ["income-taken", "expenses-taken", "covered-loan", "guarantee-granted"]
    cashless += ["guarantee-call-rejected", "guarantee-released", "contract-reduced"]
    cashless += ["charged", "waived", "provision-", "clawback-claimed"]
    cashless += ["counter-guarantee-taken", "counter-guarantee-reduced", "recovery-shared"]
    assert ("bank" in accounts) != any(word in movement for word in cashless)


def test_a_drawn_receipt_takes_the_promise_back() -> None:
    found = lines("contribution-received", "loan")
    assert [(one.account, one.sign, one.of) for one in found] == [
        ("bank", 1, "amount"),
        ("borrowings", -1, "amount"),
        ("commitment_received_contra", 1, "drawn"),
        ("commitment_receivable", -1, "drawn"),
    ]
    assert {one.account for one in chain(lines("financing-contracted", "guarantee"))} == {
        "guarantee_given",
        "guarantee_given_contra",
    }
