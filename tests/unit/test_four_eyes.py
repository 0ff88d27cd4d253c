"""Laws of four eyes: whatever people try, no big payment leaves on one person's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.recording.approving import answer
from blendfund.application.recording.deciding import DecisionForm, decide_project
from blendfund.application.recording.members import (
    MemberForm,
    adopt_charter,
    appoint,
    hold,
)
from blendfund.application.recording.record import Asked, Done, record
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.charter import Charter
from blendfund.domain.errors import BlendfundError
from blendfund.domain.typed import Typed, read_amount
from blendfund.domain.vocabulary import Instrument, Kind

START = date(2024, 2, 1)
ABOVE = 1000
# Who may approve, up to how much, and until which day of the story; Ines sits nowhere.
LIMITS = {"paul": (3000, 99), "samia": (None, 99), "camille": (None, 20)}
PEOPLE = st.sampled_from([*LIMITS, "samia", "ines"])
AMOUNTS = st.sampled_from([1000, 1001, 4000])
STEPS = st.tuples(
    st.sampled_from([*("pay",) * 4, "approve", "approve", "reject", "undo"]),
    PEOPLE,
    AMOUNTS,
    st.integers(0, 3),
)


class Proposal(NamedTuple):
    """A payment that somebody asked for."""

    position: int
    amount: int
    who: str


def led(fund: Fund, who: str, day: date, write: Any, *given_: Any, **told: Any) -> Any:
    with Ledger(str(fund.path)) as ledger:
        return write(ledger, Command(who, today=day), *given_, **told)


def paid(fund: Fund, who: str, day: date, kind: str, amount: int, **told: Any) -> Done:
    create = told.pop("create", False)
    asked = Asked(
        Kind(kind), "PRET-1", "ALSACE", read_amount(str(amount)), day, create, told
    )
    done: Done = led(fund, who, day, record, asked)
    return done


def chartered(fund: Fund) -> None:
    """Let a committee agree to a loan of 60,000, under a charter."""
    fund.take(row("contribution", "2024-01-01", 90000_00, **REGION))
    charter = Charter(disbursement_above_minor=ABOVE * 100)
    led(fund, "camille", START, adopt_charter, "ALSACE", lambda _: charter, "c", START)
    for who, (most, until) in LIMITS.items():
        limit = read_amount(str(most)) if most else None
        form = MemberForm(who, until=START + timedelta(days=until), approves=limit)
        led(fund, "camille", START, appoint, "ALSACE", form, START)
    led(fund, "camille", START, hold, "ALSACE", "S1", tuple(LIMITS), START)
    fund.take(row("cofinancing", "2024-01-02", 100, project="Recyclerie", **REGION))
    decided = DecisionForm("S1", "agreed", amount=read_amount("60000"))
    led(fund, "camille", START, decide_project, ("Recyclerie", "ALSACE"), decided)
    told = {"project": "Recyclerie", "instrument": Instrument.LOAN}
    paid(fund, "camille", START, "contract", 60000, create=True, **told)


class Story:
    """What people did, and what should have come of it, kept by hand."""

    def __init__(self, fund: Fund) -> None:
        self.fund, self.day, self.now = fund, START, 0
        self.waiting: list[Proposal] = []
        self.approved: list[Proposal] = []
        self.paid = 0
        self.before: list[tuple[list[Proposal], list[Proposal], int]] = []

    def kept(self) -> tuple[list[Proposal], list[Proposal], int]:
        return list(self.waiting), list(self.approved), self.paid

    def step(self, what: str, who: str, amount: int, days: int) -> None:
        """Try one thing; hold what came of it against what should have."""
        self.now += days * 5
        self.day = START + timedelta(days=self.now)
        known = self.kept()
        if what == "pay":
            changed = self.pay(who, amount)
        elif what == "undo":
            return self.undo()
        else:
            changed = self.reply(who, amount, approved=what == "approve")
        if changed:
            self.before.append(known)
        return None

    def undo(self) -> None:
        if self.before:
            self.fund.undo()
            self.waiting, self.approved, self.paid = self.before.pop()

    def pay(self, who: str, amount: int) -> bool:
        """Ask for a payment: it leaves only if it is small, or if two people agree."""
        resting = next((one for one in self.approved if one.amount == amount), None)
        waiting = any(one.amount == amount for one in self.waiting)
        if self.paid + amount > 60000:
            return False
        done = paid(self.fund, who, self.day, "disbursement", amount)
        assert done.waits is (amount > ABOVE and resting is None)
        if not done.waits:
            self.paid += amount
            if amount > ABOVE and resting is not None:
                self.approved.remove(resting)
            return not done.outcome.already
        assert done.outcome.already is waiting
        if not waiting:
            self.waiting.append(Proposal(done.outcome.position, amount, who))
        return not waiting

    def reply(self, who: str, amount: int, *, approved: bool) -> bool:
        """Answer what waits: only another person in mandate, and within it."""
        if not self.waiting:
            return False
        one = self.waiting[amount % len(self.waiting)]
        most, until = LIMITS.get(who, (0, -1))
        may = one.who != who and self.now <= until
        may = may and (not approved or most is None or one.amount <= most)
        try:
            led(self.fund, who, self.day, answer, one.position, approved=approved)
        except BlendfundError:
            assert not may
            return False
        assert may
        self.waiting.remove(one)
        if approved:
            self.approved.append(one)
        return True


@settings(LAWS, max_examples=EXAMPLES // 2)
@given(st.lists(STEPS, min_size=8, max_size=20))
def test_no_big_payment_leaves_without_another_person_in_mandate(
    steps: list[tuple[str, str, int, int]],
) -> None:
    with opened() as fund:
        chartered(fund)
        story = Story(fund)
        for one in steps:
            story.step(*one)
        found = fund.uses()
        assert found["disbursed"] == f"{story.paid}.00"


def unapproved(fund: Fund) -> list[int]:
    flags = fund.report("balance")["flags"]
    return [p for one in flags if one["code"] == "unapproved" for p in one["positions"]]


def test_what_one_person_alone_made_big_is_flagged(alsace: Fund) -> None:
    chartered(alsace)
    small = paid(alsace, "camille", START, "disbursement", 1000).outcome.position
    big = paid(alsace, "camille", START, "disbursement", 4000).outcome.position
    led(alsace, "samia", START, answer, big, approved=True)
    done = paid(alsace, "camille", START, "disbursement", 4000).outcome.position
    assert unapproved(alsace) == []
    alsace.correct(done, Corrected(Typed(3000)))
    assert unapproved(alsace) == []  # within what was approved
    alsace.correct(small, Corrected(Typed(1001)))
    raised = alsace.verify().events
    assert unapproved(alsace) == [raised]
    told = {"project": "Recyclerie", "instrument": "loan", "agreement": "PRET-1"}
    alsace.take(row("disbursement", "2024-02-02", 2000_00, **told))
    alsace.take(row("disbursement", "2024-02-02", 900_00, **told))
    assert unapproved(alsace) == [raised, raised + 1]
    assert alsace.report("balance", known_at=str(raised - 2))["flags"] == []
