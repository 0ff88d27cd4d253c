"""Who has a key approves with it: an approval under their name is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_authorship import CAMILLE, OTHER, key, proofs, register, revoke
from tests.unit.test_four_eyes import START, chartered, led, paid

from blendfund.application.recording.approving import answer
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    ApprovalUnsigned,
    BlendfundError,
    NotAMember,
    UnknownSigner,
)

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

    from blendfund.storage.proof.sshsig import Signer

HELD = "blendfund.application.recording.approving.holds_key"


def proposed(fund: Fund, amount: int = 4000) -> int:
    """Ask for a payment above the threshold; give where."""
    return int(paid(fund, "camille", START, "disbursement", amount).outcome.position)


def approved(fund: Fund, position: int, by: Signer | None, *, yes: bool = True) -> int:
    """Answer as samia, signed or not; give where."""
    with Ledger(str(fund.path)) as ledger:
        ledger.signer = by
        command = Command("samia", today=START)
        return answer(ledger, command, position, approved=yes).outcome.position


def flagged(fund: Fund, **at: Any) -> list[int]:
    raised = fund.report("balance", **at)["flags"]
    return [
        position
        for one in raised
        if one["code"] == "approval-unsigned"
        for position in one["positions"]
    ]


def test_whoever_has_a_key_approves_with_it(alsace: Fund) -> None:
    chartered(alsace)
    register(alsace, CAMILLE, "samia")
    asked = proposed(alsace)
    with pytest.raises(ApprovalUnsigned, match="samia has a key"):
        approved(alsace, asked, None)
    with pytest.raises(UnknownSigner):
        approved(alsace, asked, OTHER)
    assert approved(alsace, asked, CAMILLE) == asked + 1
    assert (proofs(alsace).unsigned_approvals, flagged(alsace)) == (0, [])


def test_nothing_leaves_by_a_refusal_so_it_needs_no_signature(alsace: Fund) -> None:
    chartered(alsace)
    register(alsace, CAMILLE, "samia")
    asked = proposed(alsace)
    assert approved(alsace, asked, None, yes=False) == asked + 1


def test_a_key_of_somebody_else_or_that_was_revoked_binds_nobody(alsace: Fund) -> None:
    chartered(alsace)
    register(alsace, OTHER, "paul")
    assert approved(alsace, proposed(alsace), None)
    register(alsace, CAMILLE, "samia")
    asked = proposed(alsace, 5000)
    revoke(alsace, CAMILLE)
    assert approved(alsace, asked, None)
    assert (proofs(alsace).unsigned_approvals, flagged(alsace)) == (0, [])


def test_who_sits_nowhere_is_told_that_first(alsace: Fund) -> None:
    chartered(alsace)
    register(alsace, CAMILLE, "ines")
    asked = proposed(alsace)
    with pytest.raises(NotAMember):
        led(alsace, "ines", START, answer, asked, approved=True)


def test_an_older_approval_without_its_signature_is_counted_and_flagged(
    alsace: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    chartered(alsace)
    before = approved(alsace, proposed(alsace), None)
    register(alsace, CAMILLE, "samia")
    asked = proposed(alsace, 5000)
    with monkeypatch.context() as patch:
        patch.setattr(HELD, lambda *_: False)  # as versions before this rule did
        at = approved(alsace, asked, None)
    assert (proofs(alsace).unsigned_approvals, flagged(alsace)) == (1, [at])
    assert flagged(alsace, known_at=str(at - 1)) == []
    (flag,) = alsace.report("balance")["flags"]
    assert "PRET-1 (€5,000.00, samia)" in flag["text"]
    revoke(alsace, CAMILLE)
    assert (proofs(alsace).unsigned_approvals, flagged(alsace)) == (1, [at])
    assert before < at


STEPS = st.lists(
    st.sampled_from(["add", "revoke", "signed", "unsigned", "unsigned"]), max_size=8
)


@settings(LAWS, max_examples=EXAMPLES // 3)
@given(STEPS)
def test_an_unsigned_approval_stands_only_where_there_was_no_key(steps: list[str]) -> None:
    with opened() as fund:
        chartered(fund)
        held, used = False, 0
        for place, step in enumerate(steps):
            if step == "add" and not held:
                used += 1
                fresh = key(10 + used)
                register(fund, fresh, "samia")
                held = True
            elif step == "revoke" and held:
                revoke(fund, fresh)
                held = False
            elif step in {"signed", "unsigned"}:
                asked = proposed(fund, 1001 + place)
                by = fresh if step == "signed" and held else None
                try:
                    approved(fund, asked, by)
                    done = True
                except BlendfundError:
                    done = False
                assert done == (by is not None or not held)
        assert (proofs(fund).unsigned_approvals, flagged(fund)) == (0, [])
