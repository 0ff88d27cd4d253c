"""What funders get: by party and by tranche, their losses borne, to the cent."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, REGION, TODAY, Fund, opening, row
from tests.unit.histories import EXAMPLES, LAWS, OVERDRAFT, opened
from tests.unit.test_tranche import define
from tests.unit.test_tranching import put

from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.explaining.why import Between, why
from blendfund.application.reading.reader import Reading
from blendfund.application.registering.parties import merge_parties
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import AboveTranche, LineRefused
from blendfund.domain.vocabulary import Instrument
from blendfund.journal.accounts import ACCOUNTS, Nature
from blendfund.projections.facts import Flow
from blendfund.projections.funding import funders_returns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.exchange.row import Row

JUNIOR: dict[str, Any] = {
    **REGION,
    "instrument": "returnable-contribution",
    "agreement": "APPORT",
}
GIFT: dict[str, Any] = {**REGION, "agreement": "SUBVENTION"}
SENIOR: dict[str, Any] = {**BANK, "agreement": "PRET"}
SUMMED = ("paid_in", "distributed", "income", "residual", "due", "borne", "open")
DAY = date(2020, 1, 1)


def flow(movement: str, on: date, amount: int) -> Flow:
    return Flow("A", movement, "bank", Instrument.LOAN, on, amount)


# Published: pyxirr private_equity.rs, test_dpi, test_rvpi and test_tvpi; eVestment,
# Investment Statistics Guide: PIC is what is paid in of what is committed.
@pytest.mark.parametrize(
    ("reimbursed", "interest", "paid_in", "lost", "open_minor", "expected"),
    [
        (15, 30, 30, 0, 10, ("1.5", "0.5", "2", "0.75")),  # 45 back, 15 left, of 30
        (5, 10, 25, 0, 0, ("0.6", "0.8", "1.4", "1")),  # 15 back, 20 left, of 25
        (0, 15, 25, 5, 25, ("0.6", "0.8", "1.4", "0.5")),  # the same, a loss of 5 borne
    ],
)
def test_published_multiples(
    reimbursed: int,
    interest: int,
    paid_in: int,
    lost: int,
    open_minor: int,
    expected: tuple[str, ...],
) -> None:
    flows = [
        flow("contribution-received", DAY, paid_in),
        flow("contribution-reimbursed", date(2021, 1, 1), -reimbursed),
        flow("funding-interest-paid", date(2021, 1, 1), -interest),
    ]
    found = funders_returns(flows, date(2022, 1, 1), {"A": open_minor}, {"A": lost})
    (one,) = found
    assert (one.dpi, one.rvpi, one.tvpi, one.pic) == expected
    assert one.moic == one.tvpi
    assert one.committed == paid_in + open_minor


def test_what_was_given_back_before_the_ledger_was_paid_in_too(alsace: Fund) -> None:
    alsace.take(*opening())
    (one,) = alsace.report("returns", by="party")["claims"]
    assert (one["paid_in"], one["committed"], one["pic"]) == ("200.00", "300.00", "1")


@pytest.fixture
def layered(alsace: Fund) -> Fund:
    """A first loss of 100 (80 repayable, 20 given) under a loan of 300; 200 were lent."""
    define(alsace, "Première perte", 1, 100)
    define(alsace, "Senior", 2, 300)
    alsace.take(
        row("commitment", "2024-01-10", 8_000, **JUNIOR, tranche="Première perte"),
        row("contribution", "2024-02-01", 8_000, **JUNIOR),
        row("contribution", "2024-02-01", 2_000, **GIFT, tranche="Première perte"),
        row("commitment", "2024-01-10", 30_000, **SENIOR, tranche="Senior"),
        row("contribution", "2024-02-01", 20_000, **SENIOR),
        row("disbursement", "2024-03-01", 20_000, **BAKERY, agreement="L"),
    )
    return alsace


def lose(fund: Fund, minor: int, kind: str = "write-off") -> None:
    fund.take(row(kind, "2025-01-01", minor, project=BAKERY["project"], agreement="L"))


def residuals(fund: Fund, by: str = "tranche", **asked: Any) -> dict[str, str]:
    found = fund.report("returns", by=by, **asked)["rows"]
    return {one["key"]: one["residual"] for one in found}


def test_the_junior_tranche_is_used_up_before_the_senior_one_loses(layered: Fund) -> None:
    assert residuals(layered) == {"Première perte": "80.00", "Senior": "200.00"}
    lose(layered, 5_000)
    # A tenth of it is lost by who gave without a right of recovery: 50 = 40 + 10.
    assert residuals(layered) == {"Première perte": "40.00", "Senior": "200.00"}
    lose(layered, 7_000)
    assert residuals(layered) == {"Première perte": "0.00", "Senior": "180.00"}
    assert residuals(layered, "party") == {
        REGION["party"]: "0.00",
        BANK["party"]: "180.00",
    }


def test_a_provision_is_a_loss_that_is_expected(layered: Fund) -> None:
    lose(layered, 5_000, "provision")
    report = layered.report("returns", by="tranche")
    assert (report["realised"], report["provisions"]) == ("0.00", "50.00")
    assert residuals(layered)["Première perte"] == "40.00"
    assert layered.report("waterfall")["loss"] == "0.00"
    lose(layered, 5_000, "provision-release")
    assert residuals(layered)["Première perte"] == "80.00"


def test_what_came_back_of_a_loss_is_given_back_to_who_bore_it(layered: Fund) -> None:
    lose(layered, 12_000)
    lose(layered, 12_000, "recovery")
    assert residuals(layered) == {"Première perte": "80.00", "Senior": "200.00"}


def test_a_day_and_a_position_decide_who_bears(layered: Fund) -> None:
    lose(layered, 5_000)
    known = str(layered.verify().events)
    put(layered, "PRET", "", date(2025, 6, 1))
    assert residuals(layered) == {
        "Première perte": "40.00",
        "Senior": "0.00",
        "untranched": "200.00",
    }
    lose(layered, 7_000)
    assert residuals(layered)["untranched"] == "200.00"
    assert residuals(layered, as_of=date(2025, 5, 31))["Senior"] == "180.00"
    assert residuals(layered, known_at=known)["Senior"] == "200.00"
    assert residuals(layered, as_of=date(2024, 12, 31))["Senior"] == "200.00"


def test_a_tranche_without_figures_has_a_row_and_a_funder_without_any_is_told(
    layered: Fund,
) -> None:
    define(layered, "Mezzanine", 3, 50)
    layered.take(row("commitment", "2024-05-01", 4_000, **{**BANK, "party": "Caisse"}))
    report = layered.report("returns", by="tranche")
    by_tranche = report["claims"]
    assert [one["key"] for one in report["rows"]] == [one["key"] for one in by_tranche]
    assert [(one["key"], one["rank"], one["size"]) for one in by_tranche] == [
        ("Première perte", 1, "100.00"),
        ("Senior", 2, "300.00"),
        ("Mezzanine", 3, "50.00"),
        ("untranched", None, None),
    ]
    assert (by_tranche[-1]["committed"], by_tranche[-1]["pic"]) == ("40.00", "0")
    report = layered.report("returns", by="party")
    assert [one["key"] for one in report["rows"]] == [BANK["party"], REGION["party"]]
    told = {one["key"]: (one["committed"], one["paid_in"]) for one in report["claims"]}
    assert told["Caisse"] == ("40.00", "0.00")


def test_all_funders_stand_in_one_row_whatever_the_cut(layered: Fund) -> None:
    lose(layered, 12_000)
    wholes = [
        layered.report("returns", by=by)["funders"]
        for by in ("fund", "agreement", "project", "party", "tranche")
    ]
    assert all(one == wholes[0] for one in wholes)
    assert (wholes[0]["committed"], wholes[0]["pic"]) == ("380.00", "0.736842105263")
    assert wholes[0]["borne"] == "100.00"


def test_what_belongs_to_no_funder_is_the_fund_s_own(layered: Fund) -> None:
    report = layered.report("returns")
    assert (report["nav"], report["own_funds"]) == ("300.00", "20.00")
    lose(layered, 12_000)
    report = layered.report("returns")
    # 120 lost: 80 by the advance, 20 by what was given, 20 by the loan.
    assert (report["nav"], report["own_funds"]) == ("180.00", "0.00")


def test_a_loss_that_is_asked_of_what_is_promised_leaves_the_own_funds_short(
    alsace: Fund,
) -> None:
    define(alsace, "Première perte", 1, 100)
    alsace.take(
        row("commitment", "2024-01-10", 10_000, **JUNIOR, tranche="Première perte"),
        row("contribution", "2024-02-01", 4_000, **JUNIOR),
        row("contribution", "2024-02-01", 9_000, **SENIOR),
        row("disbursement", "2024-03-01", 9_000, **BAKERY, agreement="L"),
    )
    lose(alsace, 7_000)
    report = alsace.report("returns", by="tranche")
    assert {one["key"]: one["residual"] for one in report["rows"]} == {
        "Première perte": "0.00",
        "untranched": "90.00",
    }
    (layer,) = alsace.report("waterfall")["rows"]
    (bearer,) = layer["contributions"]
    assert (bearer["borne"], bearer["to_call"]) == ("40.00", "30.00")
    assert (layer["unfilled"], report["own_funds"]) == ("0.00", "-30.00")


def test_bearers_of_a_loss_are_named(layered: Fund) -> None:
    report = layered.report("waterfall", loss=None)
    assert [one["borne_to_date"] for one in report["rows"]] == ["0.00", "0.00"]
    lose(layered, 5_001)
    first, second = layered.report("waterfall")["rows"]
    told = {one["key"]: (one["party"], one["borne"]) for one in first["contributions"]}
    assert told == {
        "APPORT": (REGION["party"], "40.01"),
        "SUBVENTION": (REGION["party"], "10.00"),
    }
    assert [one["borne"] for one in second["contributions"]] == ["0.00"]
    assert (first["borne_to_date"], second["borne_to_date"]) == ("50.01", "0.00")


def test_a_tranche_that_a_payment_overfilled_is_flagged(layered: Fund) -> None:
    layered.take(row("contribution", "2024-06-01", 1, **GIFT))
    for name in ("tranches", "waterfall"):
        codes = [one["code"] for one in layered.report(name)["flags"]]
        assert codes == ["tranche-overfilled"]
    codes = [one["code"] for one in layered.report("returns", by="party")["flags"]]
    assert codes == ["tranche-overfilled"]


def test_the_list_of_tranches_says_who_stands_in_each(layered: Fund) -> None:
    layered.take(row("contribution", "2024-06-01", 500, **{**BANK, "party": "Caisse"}))
    layered.take(row("in-kind", "2024-06-01", 5, party="Ville", sector="public"))
    found = layered.report("tranches")["rows"]
    told = [
        (one["tranche"], one["committed"], one["paid_in"], one["room"]) for one in found
    ]
    assert told == [
        ("Première perte", "100.00", "100.00", "0.00"),
        ("Senior", "300.00", "200.00", "0.00"),
        ("untranched", "5.00", "5.00", None),
    ]
    who = [[one["key"] for one in row["contributions"]] for row in found]
    assert who == [["APPORT", "SUBVENTION"], ["PRET"], ["C-2024-0004"]]


def test_the_report_for_a_funder_tells_all_of_it(layered: Fund) -> None:
    lose(layered, 5_000)
    report = layered.report("funder", party=REGION["party"])
    told = {
        one["key"]: (one["tranche"], one["due"], one["borne"], one["pic"])
        for one in report["rows"]
    }
    assert told == {
        "APPORT": ("Première perte", "80.00", "40.00", "1"),
        "SUBVENTION": ("Première perte", "0.00", "10.00", "1"),
    }
    assert (report["total"]["due"], report["total"]["borne"]) == ("80.00", "50.00")
    told = report["returns"]
    row = layered.rows("returns", by="party")[REGION["party"]]
    assert row == {name: told[name] for name in row}
    (claim,) = (
        one
        for one in layered.report("returns", by="party")["claims"]
        if one["key"] == REGION["party"]
    )
    assert claim == {name: told[name] for name in claim}
    assert layered.report("funder", party=BANK["party"])["total"]["pic"] == "0.666666666667"


def test_a_funder_who_only_gave_has_no_returns(rich: Fund) -> None:
    report = rich.report("funder", party=REGION["party"])
    assert report["returns"] is None
    assert [one["tranche"] for one in report["rows"]] == [None]


def test_merged_funders_are_one(layered: Fund) -> None:
    with Ledger(str(layered.path)) as ledger:
        merge_parties(ledger, layered.command(), BANK["party"], REGION["party"], "la même")
    lose(layered, 12_000)
    assert residuals(layered, "party") == {REGION["party"]: "180.00"}


def explained(fund: Fund, what: str, **asked: Any) -> dict[str, Any]:
    with Reading(str(fund.path)) as reading:
        return explain_figure(reading, Wanted(what, "ALSACE", TODAY, **asked), str)


def test_what_a_tranche_has_left_is_told_by_its_facts_and_the_fund_s_losses(
    layered: Fund,
) -> None:
    lose(layered, 12_000)
    told = explained(layered, "returns/tranche:senior:residual")
    assert told["value"] == "180.00"
    assert [(one["part"], one["amount"], one["count"]) for one in told["parts"]] == [
        ("due", "200.00", 1),
        ("realised", "120.00", 1),
        ("provisions", "0.00", 0),
    ]
    borne = explained(layered, f"returns/party:{BANK['party']}:borne")
    assert (borne["value"], len(borne["parts"])) == ("20.00", 2)
    told = explained(layered, "returns/tranche:senior:rvpi")
    assert [one["part"] for one in told["parts"]] == [
        *("numerator", "realised", "provisions", "denominator")
    ]
    assert explained(layered, "returns:losses:realised")["value"] == "120.00"
    assert explained(layered, "returns/tranche:senior:pic")["value"] == "0.666666666667"


def test_an_empty_tranche_is_explained_by_no_fact(layered: Fund) -> None:
    define(layered, "Mezzanine", 3, 50)
    told = explained(layered, "returns/tranche:mezzanine:paid_in")
    assert (told["value"], told["parts"][0]["count"]) == ("0.00", 0)


@pytest.mark.parametrize("by", ["party", "tranche"])
def test_every_figure_of_the_funders_view_is_explained(layered: Fund, by: str) -> None:
    lose(layered, 12_000)
    layered.take(row("commitment", "2024-05-01", 4_000, **{**BANK, "party": "Caisse"}))
    report = layered.report("returns", by=by)
    claims = {one["key"]: one for one in report["claims"]}
    assert "Caisse" in claims or by == "tranche"
    for one in claims.values():
        told = explained(layered, f"returns/{by}:{one['key']}:committed")
        assert told["value"] == one["committed"]
    for row_told in report["rows"]:
        one = row_told | claims[row_told["key"]]
        for column in (*SUMMED, "committed", "irr", "moic", "dpi", "rvpi", "tvpi", "pic"):
            told = explained(layered, f"returns/{by}:{one['key']}:{column}")
            assert told["value"] == one[column], (one["key"], column)


@pytest.mark.parametrize("by", ["party", "tranche"])
def test_why_a_residual_is_another_names_the_losses(layered: Fund, by: str) -> None:
    before = str(layered.verify().events)
    put(layered, "PRET", "", date(2025, 6, 1))
    lose(layered, 12_000)
    after = str(layered.verify().events)
    with Reading(str(layered.path)) as reading:
        asked = Between(before, after, "ALSACE", "returns", by, TODAY)
        told = why(reading, asked, str)
    found = {(one["row"], one["column"]): one for one in told["ratios"]}
    first = REGION["party"] if by == "party" else "Première perte"
    one = found[first, "residual"]
    assert (one["before"], one["after"]) == ("80.00", "0.00")
    assert {part["part"]: part["after"] for part in one["parts"]} == {
        "due": "80.00",
        "realised": "120.00",
        "provisions": "0.00",
    }
    if by == "tranche":
        due = {
            one["row"]: (one["before"], one["after"])
            for one in told["rows"]
            if one["column"] == "due"
        }
        assert due == {"Senior": ("200.00", "0.00"), "untranched": ("0.00", "200.00")}


def amounts(rows: Iterable[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(one[name]) for one in rows), Decimal(0))


GIVERS = (JUNIOR, GIFT, SENIOR, {**BANK, "party": "Caisse"})


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[int], list[Row]]:
    """Draw the sizes of tranches, then money given, lent, given back and lost."""
    sizes = draw(st.lists(st.integers(1, 200), min_size=1, max_size=3))
    rows = []
    for number in range(draw(st.integers(1, 5))):
        who = {**draw(st.sampled_from(GIVERS)), "agreement": f"A{number}"}
        rank = draw(st.integers(0, len(sizes)))
        most = sizes[rank - 1] if rank else 200
        promised = draw(st.integers(1, most * 100))
        paid = draw(st.integers(1, promised))
        where = {"tranche": f"T{rank}"} if rank else {}
        rows.append(row("commitment", "2024-01-10", promised, **who, **where))
        rows.append(row("contribution", "2024-01-11", paid, **who))
        back = draw(st.integers(0, paid))
        kind = "contribution-refund" if who["instrument"] == "grant" else "reimbursement"
        if draw(st.booleans()) and back:
            rows.append(row(kind, "2024-01-12", back, **who))
    lent = draw(st.integers(1, 60_000))
    lost = draw(st.integers(0, lent))
    loan: dict[str, Any] = {"project": BAKERY["project"], "agreement": "L"}
    rows.append(row("disbursement", "2024-01-20", lent, **{**BAKERY, **loan}))
    for kind, minor in (
        ("write-off", lost),
        ("recovery", draw(st.integers(0, lost))),
        ("provision", draw(st.integers(0, lent - lost))),
    ):
        if minor:
            rows.append(row(kind, "2024-02-01", minor, **loan))
    return sizes, rows


@settings(LAWS, max_examples=EXAMPLES // 2)
@given(lives())
def test_rows_make_the_whole_and_the_whole_makes_the_fund(
    life: tuple[list[int], list[Row]],
) -> None:
    sizes, rows = life
    with opened() as fund:
        for rank, size in enumerate(sizes, 1):
            define(fund, f"T{rank}", rank, size)
        for one in rows:
            with suppress(AboveTranche, LineRefused):
                fund.take(one, options=OVERDRAFT)
        check(fund, date(2024, 1, 31))
        check(fund, TODAY)


def check(fund: Fund, day: date) -> None:
    """Hold the laws of the funders' view on a day."""
    by_tranche = fund.report("returns", by="tranche", as_of=day)
    by_party = fund.report("returns", by="party", as_of=day)
    funders = by_tranche["funders"]
    for report in (by_tranche, by_party):
        for name in ("paid_in", "distributed", "income", "residual"):
            assert amounts(report["rows"], name) == Decimal(funders[name])
        for name in ("committed", "paid_in", "open", "due", "borne", "residual"):
            assert amounts(report["claims"], name) == Decimal(funders[name])
    nav = sum(
        Decimal(one["balance"])
        for one in fund.report("balance", as_of=day)["rows"]
        if ACCOUNTS[one["account"]] is Nature.ASSET or one["account"] == "payments_held"
    )
    assert Decimal(by_tranche["nav"]) == nav
    assert nav == Decimal(funders["residual"]) + Decimal(by_tranche["own_funds"])
    flagged = {one["code"] for one in by_tranche["flags"]}
    if "tranche-overfilled" not in flagged:
        check_order(fund.report("tranches", as_of=day)["rows"], by_tranche["rows"])


def check_order(tranches: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """No tranche bears anything while a junior one has money left."""
    residual = {one["key"]: Decimal(one["residual"]) for one in rows}
    left = Decimal(0)
    ranked = [one for one in tranches if one["rank"] is not None]
    for one in sorted(ranked, key=lambda one: int(one["rank"])):
        assert not (left and Decimal(one["borne"]))
        left += residual[one["tranche"]]
