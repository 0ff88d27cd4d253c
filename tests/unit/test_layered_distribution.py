"""What is distributed of layered money: less the losses borne, the senior ones first."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, TODAY, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, OVERDRAFT, opened
from tests.unit.test_composition import balanced
from tests.unit.test_funding import GIFT, JUNIOR, SENIOR, lives
from tests.unit.test_tranche import define
from tests.unit.test_tranching import put
from tests.unit.test_worked import FOUR, asked, confirmed, shared

from blendfund.application.reading.distributable import by_rank
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.calling import adopt_tiers, pay_all
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    AboveTranche,
    BlendfundError,
    LineRefused,
    LossesBorne,
    NothingToDistribute,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from blendfund.exchange.row import Row

PARTS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 3)), min_size=1)


@given(PARTS, st.data())
def test_no_rank_is_paid_before_those_above_it(
    owed: list[tuple[int, int]], data: st.DataObject
) -> None:
    weights, ranks = [one[0] for one in owed], [one[1] for one in owed]
    weights[0] = weights[0] or 1
    minor = data.draw(st.integers(0, sum(weights)))
    parts = by_rank(minor, weights, ranks)
    assert sum(parts) == minor
    for part, weight, rank in zip(parts, weights, ranks, strict=True):
        assert 0 <= part <= weight
        if part:
            above = [place for place, one in enumerate(ranks) if one > rank]
            assert all(parts[place] == weights[place] for place in above)


@pytest.fixture
def layered(alsace: Fund) -> Fund:
    """A first loss of 100 (80 repayable, 20 given) under a loan of 200; 200 were lent."""
    define(alsace, "Première perte", 1, 100)
    define(alsace, "Senior", 2, 300)
    alsace.take(
        row("contribution", "2024-02-01", 8_000, **JUNIOR, tranche="Première perte"),
        row("contribution", "2024-02-01", 2_000, **GIFT, tranche="Première perte"),
        row("contribution", "2024-02-01", 20_000, **SENIOR, tranche="Senior"),
        row("disbursement", "2024-03-01", 20_000, **BAKERY, agreement="L"),
    )
    return alsace


def lose(fund: Fund, minor: int, on: str = "2025-01-01") -> None:
    fund.take(row("write-off", on, minor, project=BAKERY["project"], agreement="L"))


def given_back(fund: Fund, units: int, **asked_: Any) -> dict[str, str]:
    report = fund.report("distribution", loss=Typed(units), **asked_)
    return {one["key"]: one["principal"] for one in report["rows"]}


def test_capital_comes_back_less_the_losses_that_its_tranche_bore(layered: Fund) -> None:
    lose(layered, 5_000)
    assert given_back(layered, 240) == {JUNIOR["agreement"]: "40.00", "PRET": "200.00"}
    report = layered.report("distribution", loss=Typed(241))
    assert report["left"] == "1.00"
    assert given_back(layered, 280, as_of=date(2024, 12, 31)) == {
        JUNIOR["agreement"]: "80.00",
        "PRET": "200.00",
    }


def test_the_senior_money_comes_back_first(layered: Fund) -> None:
    assert given_back(layered, 150) == {"PRET": "150.00"}
    assert given_back(layered, 230) == {JUNIOR["agreement"]: "30.00", "PRET": "200.00"}


def test_what_stands_in_no_tranche_ranks_with_the_last_one(layered: Fund) -> None:
    other = {**SENIOR, "agreement": "LIBRE", "party": "Caisse"}
    layered.take(row("contribution", "2024-02-02", 20_000, **other))
    lose(layered, 5_000)
    assert given_back(layered, 100) == {"LIBRE": "50.00", "PRET": "50.00"}
    assert given_back(layered, 440)[JUNIOR["agreement"]] == "40.00"


def test_no_more_is_paid_than_what_is_left_after_the_losses(layered: Fund) -> None:
    lose(layered, 12_000)
    layered.take(row("contribution", "2025-02-01", 50_000, **{**GIFT, "agreement": "G2"}))
    with Ledger(str(layered.path)) as ledger:
        with pytest.raises(NothingToDistribute):
            pay_all(ledger, layered.command(), "ALSACE", Typed(181), TODAY)
        pay_all(ledger, layered.command(), "ALSACE", Typed(180), TODAY)
    rows = layered.report("returns", by="tranche")["rows"]
    assert {one["residual"] for one in rows} == {"0.00"}
    assert layered.report("distribution", loss=Typed(1))["rows"] == []
    assert balanced(layered)


def test_a_loss_stays_with_who_bore_it(layered: Fund) -> None:
    lose(layered, 12_000)
    define(layered, "Dernière", 3, 500)
    before = layered.verify().events
    for on in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 1)):
        for tranche in ("", "Dernière"):
            with pytest.raises(LossesBorne):
                put(layered, "PRET", tranche, on)
    with pytest.raises(LineRefused, match="losses stay"):
        layered.take(row("commitment", "2025-02-01", 100, **SENIOR, tranche="Dernière"))
    with pytest.raises(LossesBorne) as found:
        put(layered, JUNIOR["agreement"], "", date(2024, 6, 1))
    said = found.value
    assert (said.on, said.before.minor, said.after.minor) == (date(2025, 1, 1), 8_000, 0)
    assert layered.verify().events == before


def test_a_tranche_without_a_loss_is_left_freely(layered: Fund) -> None:
    lose(layered, 5_000)
    put(layered, "PRET", "", date(2024, 6, 1))
    assert given_back(layered, 240)["PRET"] == "200.00"


def test_where_money_stood_may_be_told_after_the_loss(alsace: Fund) -> None:
    define(alsace, "Première perte", 1, 100)
    alsace.take(
        row("contribution", "2024-02-01", 8_000, **JUNIOR),
        row("disbursement", "2024-03-01", 5_000, **BAKERY, agreement="L"),
    )
    lose(alsace, 5_000)
    assert given_back(alsace, 80) == {JUNIOR["agreement"]: "80.00"}
    put(alsace, JUNIOR["agreement"], "Première perte", date(2024, 2, 1))
    assert given_back(alsace, 80) == {JUNIOR["agreement"]: "30.00"}


@pytest.mark.parametrize("units", [50, 190, 205, 239, 300])
@pytest.mark.parametrize("tiers", [FOUR, FOUR[:1]])
def test_what_each_tranche_has_is_worked_out(layered: Fund, units: int, tiers: Any) -> None:
    lose(layered, 5_001)
    layered.take(
        row("provision", "2025-02-01", 1_001, project=BAKERY["project"], agreement="L")
    )
    with Ledger(str(layered.path)) as ledger:
        adopt_tiers(ledger, layered.command(), "ALSACE", tiers, date(2024, 1, 1))
    said = {"as_of": TODAY}
    with Reading(str(layered.path)) as reading:
        figures = [*shared(reading, said, loss=Typed(units))]
        figures += [
            (f"distribution:{one}:owed_principal", asked_value(layered, one))
            for one in (JUNIOR["agreement"], "PRET")
        ]
        confirmed(reading, iter(figures), **said, amount=Typed(units))


def asked_value(fund: Fund, name: str) -> str:
    told = asked(fund, f"distribution:{name}:owed_principal")
    assert "borne" in told["parts"][0]["formula"] or name == "PRET"
    return str(told["value"])


@settings(LAWS, max_examples=max(8, EXAMPLES // 3))
@given(lives(), st.integers(1, 900))
def test_a_distribution_leaves_nobody_less_than_its_losses(
    life: tuple[list[int], list[Row]], units: int
) -> None:
    sizes, rows = life
    with opened() as fund:
        for rank, size in enumerate(sizes, 1):
            define(fund, f"T{rank}", rank, size)
        for one in rows:
            with suppress(AboveTranche, LineRefused):
                fund.take(one, options=OVERDRAFT)
        report = fund.report("distribution", loss=Typed(units))
        paid = {one["key"]: Decimal(one["principal"]) for one in report["rows"]}
        taken = sum(paid.values(), Decimal(0))
        assert taken + Decimal(report["left"]) == units
        claims = fund.report("tranches")["rows"]
        left: dict[str, Decimal] = {}
        ranks: dict[str, int] = {}
        last = max(one["rank"] or 0 for one in claims)
        for tranche in claims:
            for one in tranche["contributions"]:
                if one["instrument"] in {"grant", "donation"}:
                    continue
                held = max(Decimal(0), Decimal(one["in_fund"]))
                left[one["key"]] = held - Decimal(one["borne"])
                ranks[one["key"]] = tranche["rank"] or last
        assert all(minor <= left[key] for key, minor in paid.items())
        assert taken == min(Decimal(units), sum(left.values(), Decimal(0)))
        for key, minor in paid.items():
            above = [one for one in left if ranks[one] > ranks[key]]
            assert not minor or all(paid.get(one, 0) == left[one] for one in above)


def bearers(fund: Fund, on: date) -> dict[str, tuple[str, str]]:
    """Give what each agreement bears of what was lost by a day, if anything."""
    rows = fund.report("waterfall", as_of=on)["rows"]
    those = [one for tranche in rows for one in tranche["contributions"]]
    shares = {one["key"]: (one["borne"], one["to_call"]) for one in those}
    return {key: share for key, share in shares.items() if share != ("0.00", "0.00")}


DAYS = [date(2024, 1, 15), date(2024, 2, 1), date(2024, 6, 1)]


@settings(LAWS, max_examples=max(8, EXAMPLES // 4))
@given(lives(), st.data())
def test_nobody_who_leaves_a_tranche_moves_a_loss(
    life: tuple[list[int], list[Row]], data: st.DataObject
) -> None:
    sizes, rows = life
    with opened() as fund:
        for rank, size in enumerate([*sizes, 10_000], 1):
            define(fund, f"T{rank}", rank, size)
        for one in rows:
            with suppress(AboveTranche, LineRefused):
                fund.take(one, options=OVERDRAFT)
        stood = {one["key"] for one in outside(fund)}
        before = [bearers(fund, day) for day in (*DAYS, TODAY)]
        name = data.draw(st.sampled_from(["A0", "A1", "A2"]))
        names = [f"T{rank}" for rank in range(1, len(sizes) + 2)]
        into = data.draw(st.sampled_from(["", *names]))
        try:
            put(fund, name, into, data.draw(st.sampled_from(DAYS)))
        except BlendfundError:
            pass
        else:
            after = [bearers(fund, day) for day in (*DAYS, TODAY)]
            assert name in stood or after == before


def outside(fund: Fund) -> list[dict[str, Any]]:
    """Give the agreements that stand in no tranche."""
    rows = fund.report("tranches")["rows"]
    return [one for row_ in rows if row_["rank"] is None for one in row_["contributions"]]
