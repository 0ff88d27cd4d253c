"""Proposals that can no longer be paid, and who may not answer them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.conftest import Fund, row
from tests.unit.test_four_eyes import (
    ABOVE,
    CONFLICTED,
    START,
    chartered,
    led,
    paid,
    unapproved,
)

from blendfund.application.reading.files import waiting
from blendfund.application.reading.proposals import CLOSED, GRANTED, NOT_LEFT, TAKEN_BACK
from blendfund.application.reading.proposals import CONFLICTED as HELD
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.approving import answer
from blendfund.application.recording.contracts import close
from blendfund.application.recording.deciding import DecisionForm, decide_project
from blendfund.application.recording.granting import GuaranteeForm
from blendfund.application.recording.members import adopt_charter
from blendfund.application.recording.record import Asked, Done, record
from blendfund.domain.charter import Charter
from blendfund.domain.committee import Votes
from blendfund.domain.errors import Conflicted, ProposalNotFound, ProposalVoid
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Instrument, Kind


def voids(fund: Fund) -> list[str | None]:
    with Reading(str(fund.path)) as reading:
        number, currency, _ = reading.fund("ALSACE")
        return [one["void"] for one in waiting(reading.books, number, currency)]


def guaranteed(fund: Fund, kind: Kind, amount: int | None = None, **told: Any) -> Done:
    asked = Asked(
        kind,
        "GAR",
        "ALSACE",
        Typed(amount) if amount else None,
        START,
        create=True,
        told=told,
    )
    done: Done = led(fund, "camille", START, record, asked)
    return done


def decided(fund: Fund, charter: Charter) -> None:
    """Adopt a charter in a fund with a committee, and let it agree to some more."""
    if not fund.sql("SELECT 1 FROM dossier"):
        chartered(fund)
        more = DecisionForm(
            "S1", "agreed", Votes(conflicts=(CONFLICTED,)), amount=Typed(9000)
        )
        where = ("Recyclerie", "ALSACE")
        led(fund, "camille", START, decide_project, where, more)
    said = repr(charter)
    led(fund, "camille", START, adopt_charter, "ALSACE", lambda _: charter, said, START)


def granted(fund: Fund) -> Done:
    form = GuaranteeForm(Typed(10000), "0.5", date(2029, 12, 31))
    told: dict[str, Any] = {
        "party": "Banque du Rhin",
        "project": "Recyclerie",
        "guarantee": form,
    }
    return guaranteed(fund, Kind.CONTRACT, instrument=Instrument.GUARANTEE, **told)


def test_a_payment_above_what_is_left_is_void_until_it_is_left_again(alsace: Fund) -> None:
    chartered(alsace)
    at = paid(alsace, "camille", START, "disbursement", 59001).outcome.position
    assert voids(alsace) == [None]
    paid(alsace, "camille", START, "disbursement", 1000)
    assert voids(alsace) == [NOT_LEFT]
    alsace.undo()
    assert voids(alsace) == [None]
    led(alsace, "camille", START, answer, at, approved=False)
    assert voids(alsace) == []
    with pytest.raises(ProposalNotFound):
        led(alsace, "camille", START, answer, at, approved=False)


def test_a_payment_of_a_contract_that_was_taken_back_is_void(alsace: Fund) -> None:
    chartered(alsace, contracted=False)
    told = {"project": "Recyclerie", "instrument": "loan", "agreement": "PRET-1"}
    batch = alsace.take(row("contract", "2024-02-01", 60000_00, **told))
    paid(alsace, "camille", START, "disbursement", 4000)
    assert voids(alsace) == [None]
    alsace.undo_import(batch.outcome.reference)
    assert voids(alsace) == [TAKEN_BACK]
    alsace.take(row("contract", "2024-02-01", 60000_00, **told))
    assert voids(alsace) == [None]


def test_a_payment_of_a_closed_contract_is_void(alsace: Fund) -> None:
    chartered(alsace)
    at = paid(alsace, "camille", START, "disbursement", 4000).outcome.position
    led(alsace, "camille", START, close, ("PRET-1", ""), START)
    assert voids(alsace) == [CLOSED]
    with pytest.raises(ProposalVoid, match="closed"):
        led(alsace, "paul", START, answer, at, approved=True)
    led(alsace, "paul", START, answer, at, approved=False)
    assert voids(alsace) == []


def test_a_guarantee_that_is_granted_otherwise_is_void(alsace: Fund) -> None:
    decided(alsace, Charter(guarantee_above_minor=1))
    assert granted(alsace).waits
    assert voids(alsace) == [None]
    decided(alsace, Charter())
    assert not granted(alsace).waits
    assert voids(alsace) == [GRANTED]


def test_a_claim_that_is_rejected_leaves_nothing_to_pay(alsace: Fund) -> None:
    decided(alsace, Charter(disbursement_above_minor=ABOVE * 100))
    granted(alsace)
    guaranteed(alsace, Kind.CONTRACT, 3000, verb="call")
    assert guaranteed(alsace, Kind.DISBURSEMENT, 3000, verb="pay").waits
    assert voids(alsace) == [None]
    guaranteed(alsace, Kind.CONTRACT, 1, verb="reject", reason="Déjà payé")
    assert voids(alsace) == [NOT_LEFT]


def test_an_approval_of_who_has_a_conflict_is_none(alsace: Fund) -> None:
    decided(alsace, Charter(guarantee_above_minor=1))
    at = granted(alsace).outcome.position
    led(alsace, "samia", START, answer, at, approved=True)
    assert voids(alsace) == [None]
    late = DecisionForm("S1", "agreed", Votes(conflicts=("samia",)), amount=Typed(9000))
    where = ("Recyclerie", "ALSACE")
    led(alsace, "camille", START, decide_project, where, late)
    assert voids(alsace) == [HELD]
    again = granted(alsace)
    assert again.waits
    assert again.outcome.position > at
    assert voids(alsace) == [None, HELD]


def test_a_conflict_keeps_from_answering_for_a_guarantee_not_granted_yet(
    alsace: Fund,
) -> None:
    decided(alsace, Charter(guarantee_above_minor=1))
    at = granted(alsace).outcome.position
    with pytest.raises(Conflicted):
        led(alsace, CONFLICTED, START, answer, at, approved=True)
    led(alsace, "paul", START, answer, at, approved=False)


def test_a_guarantee_that_nobody_approved_is_flagged_above_its_bound(
    alsace: Fund,
) -> None:
    decided(alsace, Charter())
    at = granted(alsace).outcome.position
    assert unapproved(alsace) == []
    decided(alsace, Charter(guarantee_above_minor=5000_00))
    assert unapproved(alsace) == []
    decided(alsace, Charter(guarantee_above_minor=4999_99))
    assert unapproved(alsace) == [at]
