"""Money that third parties carry: shown on its own, and in none of the fund's figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, TODAY, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, OVERDRAFT, movements, opened
from tests.unit.test_guarantee import do, give
from tests.unit.test_recourse import cents

from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS
from blendfund.domain.errors import BlendfundError
from blendfund.projections.composition import BY
from blendfund.projections.returns import BY as CUTS

if TYPE_CHECKING:
    from blendfund.exchange.row import Row

KEEPER = {"carrier": "France Active Garantie"}
EARMARKED = {**BANK, "earmark": "Emploi"}
RUN: dict[str, Any] = {"carrier": "Ville de Strasbourg", "agreement": "PRET-VILLE"}


def one(fund: Fund, carrier: str, **asked: Any) -> dict[str, Any]:
    """Give the row of a carrier."""
    (found,) = [
        row for row in fund.report("carried", **asked)["rows"] if row["key"] == carrier
    ]
    return dict(found)


@pytest.fixture
def kept(rich: Fund) -> Fund:
    """A fund with an endowment kept elsewhere that backs a guarantee, and a loan run."""
    rich.take(
        row("contribution", "2024-01-15", 50_000_00, **REGION, **KEEPER, agreement="DOT"),
        row("treasury-interest", "2024-12-31", 300_00, label="Livret", **KEEPER),
        row("expense", "2025-01-31", 100_00, label="Frais de tenue", **KEEPER),
        row("contribution", "2024-01-16", 9_000_00, **BANK, carrier=RUN["carrier"]),
        row("disbursement", "2024-02-01", 8_000_00, **BAKERY, **RUN),
        row("repayment", "2025-02-01", 1_000_00, **BAKERY, **RUN),
        row("interest", "2025-02-01", 80_00, **BAKERY, **RUN),
        row("reimbursement", "2025-03-01", 500_00, **BANK, carrier=RUN["carrier"]),
    )
    give(rich, **KEEPER)
    return rich


def test_what_a_carrier_keeps_is_told_movement_by_movement(kept: Fund) -> None:
    found = one(kept, "France Active Garantie")
    assert found["received"] == "50000.00"
    assert (found["returned"], found["used"]) == ("300.00", "100.00")
    assert (found["balance"], found["exposure"]) == ("50200.00", "65000.00")
    assert found["multiple"] == "1.294820717131"
    run = one(kept, RUN["carrier"])
    assert (run["used"], run["returned"], run["given_back"]) == (
        *("8000.00", "1080.00", "500.00"),
    )
    assert (run["balance"], run["outstanding"]) == ("1580.00", "7000.00")
    parts = kept.report("carried")["agreements"]
    (loan,) = [one for one in parts if one["agreement"] == "PRET-VILLE"]
    assert (loan["outstanding"], loan["key"]) == ("7000.00", RUN["carrier"])
    assert kept.report("carried")["total"]["balance"] == "51780.00"


def test_a_carrier_is_shown_as_of_a_day_and_as_known_then(kept: Fund) -> None:
    early = one(kept, RUN["carrier"], as_of=date(2024, 12, 31))
    assert early["outstanding"] == "8000.00"
    head = kept.verify().events
    kept.take(row("repayment", "2025-04-01", 100_00, **BAKERY, **RUN))
    assert one(kept, RUN["carrier"])["outstanding"] == "6900.00"
    assert one(kept, RUN["carrier"], known_at=str(head))["outstanding"] == "7000.00"


def test_positions_lead_to_the_facts_that_stand(kept: Fund) -> None:
    known = one(kept, RUN["carrier"])["positions"]
    kept.take(row("repayment", "2025-04-01", 100_00, **BAKERY, **RUN))
    assert len(one(kept, RUN["carrier"])["positions"]) == len(known) + 1
    kept.undo()
    assert one(kept, RUN["carrier"])["positions"] == known
    sql = "SELECT count(*) FROM posting d JOIN class c ON c.id = d.class WHERE c.carrier"
    for position in known:
        assert kept.sql(f"{sql} = ? AND d.position = ?", (RUN["carrier"], position))


def test_what_a_carrier_backs_may_be_called_from_what_it_keeps(kept: Fund) -> None:
    cash = kept.uses()["cash"]
    do(kept, "contract", "20000", "2025-01-02", verb="call")
    do(kept, "disbursement", "20000", "2025-01-03", verb="pay")
    found = one(kept, "France Active Garantie")
    assert (found["balance"], found["exposure"]) == ("30200.00", "45000.00")
    assert kept.uses()["cash"] == cash
    assert kept.report("guarantees")["rows"] == []


def figures(fund: Fund, known_at: str | None = None) -> dict[str, bytes]:
    """Give every report of the fund's own money, but for where it was made."""
    cuts = {"composition": BY, "returns": CUTS, "portfolio": ("project", "vintage")}
    found = {}
    with Reading(str(fund.path)) as reading:
        for name, make in REPORTS.items():
            if name in {"carried", "schedule", "differences"}:
                continue
            for by in cuts.get(name, ("",)):
                asked = Asked("ALSACE", TODAY, known_at, by=by, party="Région Grand Est")
                report = make(reading, asked)
                found[f"{name} {by}"] = msgspec.json.encode(
                    {**report, "position": 0, "root": ""}
                )
    return found


def test_nothing_that_is_carried_is_in_another_report(rich: Fund) -> None:
    rich.take(row("commitment", "2024-01-12", 1_00, **{**EARMARKED, **REGION}))
    before = figures(rich)
    rich.take(
        row("contribution", "2024-01-15", 50_000_00, **REGION, **KEEPER, agreement="DOT"),
        row("commitment", "2024-01-15", 1_000_00, **BANK, **KEEPER, agreement="DOT-2"),
        row("contribution", "2024-01-16", 2_000_00, **EARMARKED, **KEEPER, agreement="D"),
        row("contract", "2024-02-01", 9_000_00, **GARDEN, **KEEPER, agreement="G-9"),
        row(
            "disbursement",
            "2024-02-01",
            8_000_00,
            project="Neuf",
            **{**RUN, "instrument": "loan"},
        ),
    )
    give(rich, project="Ailleurs", **KEEPER)
    assert figures(rich) == before
    head = str(rich.verify().events)
    rich.take(row("expense", "2025-12-02", 1_00, label="Frais"))
    assert figures(rich, head) == before, "nor in what was known then"


def carried(one: Row) -> Row:
    """Give the same movement, carried by a third party under agreements of its own."""
    named = f"X-{one.agreement}" if one.agreement else ""
    return msgspec.structs.replace(one, carrier="Ville", agreement=named)


@settings(LAWS, max_examples=max(10, EXAMPLES // 4))
@given(
    st.lists(movements(), min_size=1, max_size=5),
    st.lists(movements(), min_size=1, max_size=6),
)
def test_carried_movements_leave_every_other_report_as_it_was(
    own: list[Row], others: list[Row]
) -> None:
    with opened() as fund:
        fund.take(row("contribution", "2024-01-10", 500, **REGION, agreement="A0"))
        for given_row in own:
            try:
                fund.take(given_row, options=OVERDRAFT)
            except BlendfundError:
                continue
        before = figures(fund)
        for given_row in others:
            if given_row.kind == "cofinancing":
                continue
            try:
                fund.take(carried(given_row), options=OVERDRAFT)
            except BlendfundError:
                continue
            assert figures(fund) == before
        for found in fund.report("carried")["rows"]:
            sums = {name: cents(str(found[name])) for name in ("received", "returned")}
            left = sum(sums.values()) - cents(found["used"]) - cents(found["given_back"])
            assert cents(found["balance"]) == left
