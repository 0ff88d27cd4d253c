from __future__ import annotations

from typing import Any

import pytest
from tests.unit.conftest import OPENED, TODAY

from blendfund.domain.errors import (
    BadCurrency,
    BadReference,
    BlendfundError,
    EmptyText,
    FundExists,
)
from blendfund.domain.fund import Fund, FundOpened, evolve, open_fund
from blendfund.domain.party import fold, organisation
from blendfund.domain.vocabulary import LegalForm

GIVEN = {
    "reference": "ALSACE",
    "name": "Fonds",
    "territories": ["FR-67"],
    "currency": "EUR",
}


def opened(**said: Any) -> FundOpened:
    return open_fund(**GIVEN | said, on=OPENED)


def test_a_fund_opens_with_what_was_said_of_it() -> None:
    fact = opened(name=" Fonds ", territories=[" FR-67", "FR-68 "], siren="218601946")
    assert (fact.name, fact.territories) == ("Fonds", ("FR-67", "FR-68"))
    assert (fact.siren, fact.legal_form) == ("218601946", LegalForm.ASSOCIATION)
    assert evolve(None, fact) == Fund("ALSACE", "EUR", OPENED)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        *(({"reference": bad}, BadReference) for bad in ("", "A B", "-A", "é", "A" * 41)),
        *(({"currency": bad}, BadCurrency) for bad in ("", "eur", "JPY")),
        ({"name": "  "}, EmptyText),
        ({"territories": []}, EmptyText),
        ({"territories": ["FR-67", " "]}, EmptyText),
    ],
)
def test_a_fund_that_cannot_be_named_or_kept_is_refused(
    said: dict[str, Any], refusal: type[BlendfundError]
) -> None:
    with pytest.raises(refusal):
        opened(**said)


def test_a_compartment_is_opened_once() -> None:
    fund = evolve(None, opened())
    assert fund is not None
    fact = fund.open_compartment("guarantee", "Garanties", TODAY)
    fund = evolve(fund, fact)
    assert fund is not None
    assert fund.compartments == {"guarantee"}
    with pytest.raises(FundExists):
        fund.open_compartment("guarantee", "", TODAY)
    with pytest.raises(BadReference):
        fund.open_compartment("a b", "", TODAY)


def test_a_fact_of_no_fund_opens_none() -> None:
    fact = Fund("A", "EUR", OPENED).open_compartment("x", "", TODAY)
    assert evolve(None, fact) is None


def test_two_spellings_of_one_name_fold_to_the_same() -> None:
    assert fold("  Crédit  COOPÉRATIF ") == fold("credit cooperatif")
    assert organisation("218601946", "x") == "id:218601946"
    assert organisation("", "x") == "name:x"
