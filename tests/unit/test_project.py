from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.unit.conftest import OPENED, TODAY

from blendfund.domain.checks import check_amount, check_currency, check_date
from blendfund.domain.errors import (
    DateBeforeFund,
    DateInTheFuture,
    NotPositive,
    OtherCurrency,
)
from blendfund.domain.money import MAX_MINOR
from blendfund.domain.project import CofinancingDeclared, Project
from blendfund.domain.vocabulary import Sector, Terms

ONE_DAY = timedelta(days=1)


def declared(minor: int) -> CofinancingDeclared:
    return Project("Jardin").declare_cofinancing(
        TODAY,
        minor,
        "EUR",
        fund=UUID(int=1),
        party=UUID(int=2),
        sector=Sector.BANK,
        terms=Terms.MARKET,
        label="Prêt",
    )


def test_others_money_is_declared_with_who_and_on_what_terms() -> None:
    fact = declared(500)
    assert (fact.amount_minor, fact.sector, fact.terms) == (500, "bank", "market")
    assert fact.label == "Prêt"
    with pytest.raises(NotPositive):
        declared(0)


def test_a_fact_stands_in_the_life_of_its_fund_bounds_included() -> None:
    check_date(OPENED, OPENED, TODAY)
    check_date(TODAY, OPENED, TODAY)
    with pytest.raises(DateBeforeFund):
        check_date(OPENED - ONE_DAY, OPENED, TODAY)
    with pytest.raises(DateInTheFuture):
        check_date(TODAY + ONE_DAY, OPENED, TODAY)


def test_a_fund_takes_one_currency_and_amounts_it_can_have() -> None:
    check_currency("EUR", "EUR")
    with pytest.raises(OtherCurrency):
        check_currency("CHF", "EUR")
    check_amount(1, "EUR")
    check_amount(MAX_MINOR, "EUR")
    with pytest.raises(NotPositive):
        check_amount(MAX_MINOR + 1, "EUR")
