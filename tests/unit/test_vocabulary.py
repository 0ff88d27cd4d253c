from __future__ import annotations

import pytest

from blendfund.domain.vocabulary import (
    Instrument,
    Kind,
    LegalForm,
    PartyKind,
    Sector,
    Terms,
    repayable,
)

WORDS = {
    Sector: "public solidarity crowdfunding philanthropy corporate bank individual"
    " own-resources",
    Terms: "concessional market",
    Instrument: "grant donation repayable-advance loan zero-loan participating-loan"
    " quasi-equity equity returnable-contribution permanent-contribution associative-note"
    " guarantee-deposit guarantee in-kind",
    LegalForm: "association cooperative company public other",
    PartyKind: "organisation person",
    Kind: "commitment contribution contribution-refund reimbursement funding-interest"
    " in-kind contract disbursement repayment interest write-off recovery cofinancing"
    " treasury-interest expense pledge amendment cancellation call opening-cash"
    " opening-contribution opening-reimbursement opening-financing opening-income"
    " opening-expense fee-charge penalty-charge fee penalty fee-waiver penalty-waiver"
    " interest-waiver disbursement-return held-payment held-payment-return provision"
    " provision-release clawback clawback-receipt gain contract-reduction",
}


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_the_words_of_the_contract_never_change(words: type[Sector]) -> None:
    assert [word.value for word in words] == WORDS[words].split()


@pytest.mark.parametrize("word", ["grant", "donation", "permanent-contribution", "in-kind"])
def test_what_is_given_for_good_is_never_due_back(word: str) -> None:
    assert not repayable(word)
    assert not repayable(Instrument(word))


@pytest.mark.parametrize("word", ["loan", "zero-loan", "equity", "returnable-contribution"])
def test_what_is_lent_or_invested_is_due_back(word: str) -> None:
    assert repayable(word)
