from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from blendfund.domain import aid, approval, committee, dossier, eligibility
from blendfund.domain.charter import Charter, Stage, stage_of
from blendfund.domain.committee import AGREED, CommitteeHeld, Member, Votes
from blendfund.domain.decision import Decision
from blendfund.domain.errors import (
    AboveMandate,
    AidExceeded,
    AidUnverifiable,
    BadCharter,
    BadDecision,
    BeforeItsGround,
    BlendfundError,
    Conflicted,
    NoQuorum,
    NotAMember,
    NotAVoter,
    NotCarried,
    SelfApproval,
    UnbalancedPlan,
    UnknownRegime,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FUND = UUID("01980000-0000-7000-8000-000000000001")
ON = date(2024, 2, 1)
SESSION = CommitteeHeld(on=ON, reference="S1", present=("a", "b", "c"))
TOLD: dict[str, Any] = {"fund": FUND, "amount_minor": 100, "currency": "EUR"}


def test_a_decision_needs_a_quorum_without_conflicts_and_a_majority() -> None:
    taken = committee.decide(SESSION, 2, Votes(conflicts=("c",)), "agreed", **TOLD)
    assert (taken.voted_for, taken.conflicts) == (("a", "b"), ("c",))
    with pytest.raises(NoQuorum):
        committee.decide(SESSION, 3, Votes(conflicts=("c",)), "agreed", **TOLD)
    with pytest.raises(NotCarried):
        committee.decide(SESSION, 1, Votes(("a",), ("b",)), "agreed", **TOLD)
    refused = committee.decide(SESSION, 1, Votes((), ("b",)), "refused", fund=FUND)
    assert refused.amount_minor == 0


@pytest.mark.parametrize(
    "votes",
    [
        Votes(("d",)),
        Votes(("a", "a")),
        Votes(("a",), ("a",)),
        Votes(("c",), conflicts=("c",)),
        Votes(conflicts=("d",)),
    ],
)
def test_nobody_votes_who_may_not(votes: Votes) -> None:
    with pytest.raises(NotAVoter):
        committee.decide(SESSION, 1, votes, "agreed", **TOLD)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("agreed", {"fund": FUND}),
        ("refused", TOLD),
        ("agreed", {**TOLD, "conditions": ("Bail",)}),
        ("agreed-under-conditions", TOLD),
    ],
)
def test_what_is_said_of_a_decision_goes_with_its_result(
    result: Any, told: dict[str, Any]
) -> None:
    with pytest.raises(BadDecision):
        committee.decide(SESSION, 1, Votes(), result, **told)


@given(
    st.lists(st.sampled_from("abcde"), max_size=6),
    st.lists(st.sampled_from("abcde"), max_size=6),
    st.lists(st.sampled_from("abcde"), max_size=3),
    st.integers(1, 4),
    st.sampled_from(committee.RESULTS),
)
def test_no_decision_is_agreed_by_who_may_not_vote(
    yes: list[str], no: list[str], conflicts: list[str], quorum: int, result: Any
) -> None:
    votes = Votes(tuple(yes), tuple(no), (), tuple(conflicts))
    conditions = ("x",) if result == "agreed-under-conditions" else ()
    told = TOLD if result in AGREED else {"fund": FUND}
    try:
        taken = committee.decide(
            SESSION, quorum, votes, result, conditions=conditions, **told
        )
    except BlendfundError:
        return
    voted = (*taken.voted_for, *taken.voted_against)
    assert len(set(voted)) == len(voted)
    assert set(voted) <= set(SESSION.present) - set(taken.conflicts)
    assert len(set(SESSION.present) - set(taken.conflicts)) >= quorum
    if result in AGREED:
        assert len(taken.voted_for) > len(taken.voted_against)


def member(who: str, **said: Any) -> Member:
    return Member(who, date(2024, 1, 1), **said)


def among(members: Sequence[Member], **said: Any) -> approval.Answering:
    """Answer on the day of the proposal, said that day, unless told otherwise."""
    given = {"on": ON, "today": ON, "members": members, "conflicts": {}, **said}
    return approval.Answering(**given)


def proposed(minor: int) -> approval.PaymentProposed:
    return approval.PaymentProposed(
        on=ON,
        what="disbursement",
        digest="d",
        amount_minor=minor,
        currency="EUR",
        actor="a",
    )


@given(
    st.sampled_from("abc"),
    st.integers(1, 200),
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.integers(-40, 40), st.integers(0, 40), st.booleans()
        ),
        max_size=5,
    ),
)
def test_an_approval_is_by_another_person_in_mandate_and_within_it(
    who: str, minor: int, mandates: list[tuple[str, int, int, bool]]
) -> None:
    members = [
        Member(
            name,
            ON + timedelta(since),
            ON + timedelta(since + length),
            None if unlimited else 100,
        )
        for name, since, length, unlimited in mandates
    ]
    try:
        said = approval.approve(among(members), 7, proposed(minor), "leaf", actor=who)
    except BlendfundError:
        return
    own = [one for one in members if one.who == who and one.sits(ON)]
    assert who != "a"
    assert own
    assert minor <= 100 or any(one.approves_minor is None for one in own)
    assert (said.proposal, said.leaf) == (7, "leaf")


def test_who_may_not_approve_is_told_why() -> None:
    with pytest.raises(SelfApproval):
        approval.approve(among([member("a")]), 7, proposed(1), "leaf", actor="a")
    with pytest.raises(NotAMember):
        approval.approve(among([member("c")]), 7, proposed(1), "leaf", actor="b")
    small = [member("b", approves_minor=100)]
    with pytest.raises(AboveMandate):
        approval.approve(among(small), 7, proposed(101), "leaf", actor="b")
    # Whoever may approve little may still refuse much.
    assert approval.reject(among(small), 7, proposed(101), actor="b").proposal == 7


def test_who_declared_a_conflict_answers_nothing() -> None:
    when = among([member("b")], conflicts={"b": "S1"})
    with pytest.raises(Conflicted):
        approval.approve(when, 7, proposed(1), "leaf", actor="b")
    with pytest.raises(Conflicted):
        approval.reject(when, 7, proposed(1), actor="b")
    # Whoever proposed withdraws, in mandate or not.
    assert approval.reject(when, 7, proposed(1), actor="a").proposal == 7


def test_an_answer_is_given_in_mandate_and_after_the_proposal() -> None:
    before, after = ON - timedelta(1), ON + timedelta(1)
    for actor in "ab":
        with pytest.raises(BeforeItsGround):
            approval.reject(among([member("b")], on=before), 7, proposed(1), actor=actor)
    with pytest.raises(BeforeItsGround):
        approval.approve(among([member("b")], on=before), 7, proposed(1), "", actor="b")
    ended = among([member("b", until=ON)], today=after)
    with pytest.raises(NotAMember):
        approval.approve(ended, 7, proposed(1), "", actor="b")
    with pytest.raises(NotAMember):
        approval.reject(ended, 7, proposed(1), actor="b")


@given(st.lists(st.tuples(st.integers(1, 100), st.booleans(), st.booleans())))
def test_what_one_person_paid_never_falls_by_more_than_came_back(
    moves: list[tuple[int, bool, bool]],
) -> None:
    """Each is an amount, whether it was approved, and whether it comes back."""
    paid: list[approval.Paid] = []
    whole = 0
    for minor, approved, back in moves:
        moved = -min(minor, whole) if back else minor
        whole += moved
        paid.append(approval.Paid(moved, approved and moved > 0))
    singles = list(approval.alone(paid))
    before = left = covered = 0
    for one, single in zip(paid, singles, strict=True):
        left += one.minor
        covered += one.minor if one.covered else 0
        assert 0 <= single <= left
        assert single - before == one.minor or one.covered or one.minor <= 0
        assert single - before >= min(0, one.minor)
        # What was not approved and has not come back is never forgotten.
        assert single >= left - covered
        before = single


def test_a_conflict_is_that_of_the_decisions_a_contract_rests_on() -> None:
    taken = [
        committee.decide(SESSION, 1, Votes(conflicts=(who,)), "agreed", **TOLD)
        for who in "ab"
    ]
    first, second = (Decision(at, one) for at, one in enumerate(taken, start=5))
    file = dossier.Dossier("P", decisions=(first, second))
    assert file.conflicts({5}) == {"a": "S1"}
    assert file.conflicts(()) == {"a": "S1", "b": "S1"}
    lapsed = dossier.Dossier("P", decisions=(structs.replace(first, lapsed_on=ON), second))
    assert lapsed.conflicts(()) == {"b": "S1"}


def test_a_session_holds_members_in_mandate_only() -> None:
    members = [member("a"), member("b", until=date(2024, 1, 31))]
    held = committee.hold(ON, "S", ["a", "a"], members)
    assert held.present == ("a",)
    with pytest.raises(NotAMember):
        committee.hold(ON, "S", ["b"], members)
    with pytest.raises(NoQuorum):
        committee.hold(ON, "S", [], members)


def test_a_charter_that_contradicts_itself_is_refused() -> None:
    for bad in (
        Charter(legal_forms=("sarl",)),
        Charter(ticket_min_minor=2, ticket_max_minor=1),
        Charter(quorum=0),
        Charter(provisions=(Stage(90, "1"), Stage(30, "0.5"))),
    ):
        with pytest.raises(BadCharter):
            bad.check()
    stages = (Stage(30, "0.1"), Stage(90, "0.5"))
    assert [stage_of(stages, days) for days in (0, 30, 89, 90)] == [
        "0",
        "0.1",
        "0.1",
        "0.5",
    ]


def plan(uses: int, resources: int) -> dict[str, Any]:
    return {
        "amount_minor": 50,
        "currency": "EUR",
        "uses": (dossier.PlanLine("Travaux", uses),),
        "resources": (dossier.PlanLine("Fonds", resources),),
    }


def test_a_financing_plan_balances() -> None:
    with pytest.raises(UnbalancedPlan):
        dossier.apply(ON, FUND, plan(100, 99))
    with pytest.raises(UnbalancedPlan):
        dossier.apply(ON, FUND, plan(0, 0))
    assert dossier.apply(ON, FUND, plan(100, 100)).fund == FUND


def test_every_rule_of_the_charter_that_is_broken_is_named() -> None:
    charter = Charter(
        ticket_min_minor=60,
        legal_forms=("scic",),
        esus_required=True,
        territories=("67",),
    )
    asked = dossier.apply(
        ON,
        FUND,
        plan(100, 100),
        legal_form="company",
        territory="68",
        esus_from=date(2024, 2, 2),
    )
    assert eligibility.assess(ON, asked, charter).broken == (
        "legal form",
        "ESUS approval",
        "territory",
        "smallest amount",
    )
    assert eligibility.assess(ON, asked, Charter(ticket_max_minor=49)).broken == (
        "largest amount",
    )
    good = dossier.apply(
        ON,
        FUND,
        {**plan(100, 100), "amount_minor": 60},
        legal_form="scic",
        territory="67482",
        esus_from=ON,
        esus_until=ON,
    )
    assert eligibility.assess(ON, good, charter).eligible
    assert eligibility.is_ess(good)


# Regulation (EU) 2023/2831, art. 4(3)(b) and 4(6)(b): EUR 300,000; a loan of 1,500,000 or
# a guarantee of 2,250,000 over five years, or half of it over ten, counts for all of it.
# These are the most that have a proportion.
@pytest.mark.parametrize(
    ("kind", "minor", "months", "counted"),
    [
        ("loan", 1_500_000_00, 60, 300_000_00),
        ("loan", 750_000_00, 120, 300_000_00),
        ("guarantee", 2_250_000_00, 60, 300_000_00),
        ("guarantee", 1_125_000_00, 120, 300_000_00),
        ("loan", 100_000_00, 60, 20_000_00),
        ("loan", 1_500_000_01, 12, 1_500_000_01),
        ("loan", 750_000_01, 61, 750_000_01),
        ("guarantee", 2_250_000_01, 12, 2_250_000_01),
        ("loan", 100_000_00, 0, 100_000_00),
        ("loan", 100_000_00, 121, 100_000_00),
        ("grant", 100_00, 60, 100_00),
    ],
)
def test_what_a_financing_counts_as_aid(
    kind: str, minor: int, months: int, counted: int
) -> None:
    most = aid.ceiling("de-minimis", date(2024, 1, 1))
    assert aid.gross_grant_equivalent(kind, minor, months, most) == counted


# Regulation (EU) 1407/2013, before: EUR 200,000; 1,000,000 and 1,500,000.
def test_a_regime_without_proportions_counts_all_of_a_loan() -> None:
    before = aid.ceiling("de-minimis", date(2023, 12, 31))
    assert aid.gross_grant_equivalent("loan", 1_000_000_00, 60, before) == 200_000_00
    assert aid.gross_grant_equivalent("guarantee", 750_000_00, 120, before) == 200_000_00
    general = aid.ceiling("de-minimis-sgei", date(2024, 1, 1))
    assert aid.gross_grant_equivalent("loan", 100_00, 12, general) == 100_00


GRANTS = st.lists(
    st.builds(
        aid.Granted,
        st.dates(date(2024, 1, 1), date(2030, 12, 31)),
        st.integers(1, 150_000_00),
    ),
    max_size=8,
)


@given(GRANTS, st.randoms(use_true_random=False))
def test_no_three_years_hold_more_than_the_ceiling_in_whatever_order_aid_is_recorded(
    asked: list[aid.Granted], order: Any
) -> None:
    order.shuffle(asked)
    known: list[aid.Granted] = []
    for one in asked:
        try:
            aid.check("de-minimis", one.on, one.minor, known, attested=True, project="P")
        except AidExceeded:
            continue
        known.append(one)
    for last in known:
        since = aid.window(last.on)
        held = sum(one.minor for one in known if since < one.on <= last.on)
        assert held <= 300_000_00


def test_the_ceiling_is_that_of_its_day_and_of_three_years() -> None:
    assert aid.ceiling("de-minimis", date(2023, 12, 31)).minor == 200_000_00
    assert aid.ceiling("de-minimis", date(2024, 1, 1)).minor == 300_000_00
    assert aid.ceiling("de-minimis-sgei", date(2024, 1, 1)).minor == 750_000_00
    with pytest.raises(UnknownRegime):
        aid.ceiling("agricole", ON)
    assert aid.window(date(2024, 2, 29)) == date(2021, 2, 28)
    told: dict[str, Any] = {"attested": True, "project": "P"}
    granted = [aid.Granted(date(2021, 2, 1), 300_000_00)]
    aid.check("de-minimis", ON, 300_000_00, granted, **told)
    granted = [aid.Granted(date(2021, 2, 2), 1)]
    aid.check("de-minimis", ON, 299_999_99, granted, **told)
    with pytest.raises(AidExceeded):
        aid.check("de-minimis", ON, 300_000_00, granted, **told)
    with pytest.raises(AidUnverifiable):
        aid.check("de-minimis", ON, 1, [], attested=False, project="P")
