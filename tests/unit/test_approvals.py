"""Who proposed and who answered, read beside a contract, at any of its two times."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_four_eyes import (
    ABOVE,
    START,
    STEPS,
    Story,
    chartered,
    led,
    paid,
)
from tests.unit.test_proposals import decided, granted, guaranteed

from blendfund.application.reading.files import project_file
from blendfund.application.reading.history import history
from blendfund.application.reading.latest import last_write
from blendfund.application.reading.lookup import agreements_of
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.approving import answer
from blendfund.application.reporting.contract_shown import contract_shown
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.loan_reports import agreement_of
from blendfund.domain.charter import Charter
from blendfund.domain.errors import AgreementNotFound, NotFound
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

FAR = date(2030, 1, 1)
# What a contract's page says, and the register of agreements, by its own word.
REGISTERED = {"contracted": "committed", "to_pay": "open", "closed": "closed"}


def shown(fund: Fund, name: str = "PRET-1", **asked: Any) -> dict[str, Any]:
    with Reading(str(fund.path)) as reading:
        return contract_shown(reading, Asked("", agreement=name, **{"as_of": FAR, **asked}))


def told(fund: Fund, name: str) -> list[tuple[Any, ...]]:
    with Reading(str(fund.path)) as reading:
        return brief(history(reading, name)["approvals"])


def brief(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one["position"], one["by"], [each["by"] for each in one["answers"]], one["state"])
        for one in found
    ]


@settings(LAWS, max_examples=EXAMPLES // 2)
@given(st.lists(STEPS, min_size=1, max_size=12))
def test_what_a_contract_showed_is_shown_again_at_its_position(
    steps: list[tuple[str, str, int, int]],
) -> None:
    with opened() as fund:
        chartered(fund)
        story = Story(fund)
        before = [shown(fund)]
        for step in steps:
            story.step(*step)
            before.append(shown(fund))
            assert registered(fund) == [before[-1][name] for name in REGISTERED]
        for one in before:
            assert shown(fund, known_at=str(one["position"])) == one


def registered(fund: Fund) -> list[Any]:
    """Give where the contract stands by the register of agreements."""
    with Reading(str(fund.path)) as reading:
        number, _, _ = agreement_of(reading.books, "PRET-1", "ALSACE")
        (one,) = agreements_of(reading.books, "id", number)
    return [one[name] for name in REGISTERED.values()]


def test_a_payment_tells_who_proposed_and_who_approved_it(alsace: Fund) -> None:
    chartered(alsace)
    at = paid(alsace, "camille", START, "disbursement", 2000).outcome.position
    assert told(alsace, "PRET-1") == [(at, "camille", [], "waiting")]
    led(alsace, "paul", START, answer, at, approved=True)
    assert told(alsace, "PRET-1") == [(at, "camille", ["paul"], "approved")]
    used = paid(alsace, "camille", START, "disbursement", 2000).outcome.position
    expected = [(at, "camille", ["paul"], "used")]
    # By the contract, and by each of the three facts; not by one that has no part in it.
    for name in ("PRET-1", str(at), str(at + 1), str(used)):
        assert told(alsace, name) == expected
    assert told(alsace, "1") == []
    assert brief(shown(alsace)["approvals"]) == expected
    assert shown(alsace)["approvals"][0]["used"] == used


def test_who_refused_or_withdrew_is_told_with_the_reason(alsace: Fund) -> None:
    chartered(alsace)
    first = paid(alsace, "camille", START, "disbursement", 2000).outcome.position
    led(alsace, "paul", START, answer, first, approved=False, reason="Facture manquante")
    second = paid(alsace, "camille", START, "disbursement", 2000).outcome.position
    led(alsace, "samia", START, answer, second, approved=True)
    led(alsace, "camille", START, answer, second, approved=False)
    refused, withdrawn = shown(alsace)["approvals"]
    assert (refused["state"], refused["answers"][0]["reason"]) == (
        "refused",
        "Facture manquante",
    )
    answers = [(one["answer"], one["by"]) for one in withdrawn["answers"]]
    assert answers == [("approved", "samia"), ("withdrawn", "camille")]
    assert withdrawn["state"] == "withdrawn"


def test_what_can_no_longer_be_paid_says_why(alsace: Fund) -> None:
    chartered(alsace)
    paid(alsace, "camille", START, "disbursement", 60000)
    paid(alsace, "camille", START, "disbursement", 500)
    (one,) = shown(alsace)["approvals"]
    assert (one["state"], one["void"]) == ("void", "less than that is left to pay")


def test_an_answer_of_a_later_day_is_not_known_of_an_earlier_one(alsace: Fund) -> None:
    chartered(alsace)
    at = paid(alsace, "camille", START, "disbursement", 2000).outcome.position
    later = date(2024, 2, 9)
    led(alsace, "paul", later, answer, at, approved=True)
    paid(alsace, "camille", later, "disbursement", 2000)
    page = shown(alsace, as_of=date(2024, 2, 8))
    assert brief(page["approvals"]) == [(at, "camille", [], "waiting")]
    assert page["figures"]["disbursed"] == "0.00"
    assert shown(alsace, as_of=later)["figures"]["disbursed"] == "2000.00"


def test_a_guarantee_is_read_before_it_is_granted(alsace: Fund) -> None:
    decided(alsace, Charter(guarantee_above_minor=1))
    at = granted(alsace).outcome.position
    assert told(alsace, "GAR") == [(at, "camille", [], "waiting")]
    with Reading(str(alsace.path)) as reading:
        (fact,) = history(reading, "GAR")["facts"]
        last = last_write(reading.books)
        file = project_file(reading, "Recyclerie", "ALSACE")
    assert (fact["topic"], fact["proposed"]) == ("payment-proposed", "guarantee")
    assert last is not None
    assert last["proposed"] == "guarantee"
    assert brief(file["approvals"]) == told(alsace, "GAR")
    with pytest.raises(NotFound):
        told(alsace, "GAR-2")
    done = led(alsace, "samia", START, answer, at, approved=True)
    assert done.what == "guarantee"
    granted(alsace)
    assert brief(shown(alsace, "GAR")["approvals"]) == [(at, "camille", ["samia"], "used")]
    with pytest.raises(AgreementNotFound):
        shown(alsace, "GAR", known_at=str(at))


def test_the_page_of_a_guarantee_says_what_the_report_says(alsace: Fund) -> None:
    decided(alsace, Charter(disbursement_above_minor=ABOVE * 100))
    granted(alsace)
    guaranteed(alsace, Kind.CONTRACT, 8000, verb="report")
    guaranteed(alsace, Kind.CONTRACT, 900, verb="call")
    guaranteed(alsace, Kind.DISBURSEMENT, 900, verb="pay")
    guaranteed(alsace, Kind.CONTRACT, 1000, verb="release")
    found = shown(alsace, "GAR")["guarantee"]
    (row,) = alsace.report("guarantees", as_of=FAR)["rows"]
    own = {name: found[name] for name in row if name in found}
    assert own == {name: row[name] for name in row if name not in {"key", "project"}}
    assert (found["lender"], found["covered"], found["paid"]) == (
        "Banque du Rhin",
        "8000.00",
        "900.00",
    )
    assert (found["reported_on"], found["released"]) == (START.isoformat(), "1000.00")
    assert shown(alsace)["guarantee"] is None


def test_nothing_is_reported_before_the_lender_says_it(alsace: Fund) -> None:
    decided(alsace, Charter())
    at = granted(alsace).outcome.position
    guaranteed(alsace, Kind.CONTRACT, 8000, verb="report")
    before = shown(alsace, "GAR", known_at=str(at))["guarantee"]
    assert (before["covered"], before["reported_on"]) == ("10000.00", None)
    assert shown(alsace, "GAR", as_of=date(2024, 1, 31))["guarantee"] is None
