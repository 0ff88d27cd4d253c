"""A figure tells its facts, and a fact its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.conftest import BANK, REGION, TODAY, row

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.explaining.feeding import MANY, explain_fact, explain_name
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import (
    InvariantBroken,
    NotFound,
    UnfinishedCell,
    UnknownCell,
)
from blendfund.domain.typed import Typed
from blendfund.projections.cells import LOSSES, USES
from blendfund.projections.composition import Uses
from blendfund.projections.forms import Term
from blendfund.projections.leverage import leverage
from blendfund.projections.views import SHAPES
from blendfund.reports.columns import Language
from blendfund.reports.explained import states
from blendfund.reports.meanings import meaning
from blendfund.storage.query.backing import backing
from blendfund.storage.query.totals import Moment

if TYPE_CHECKING:
    from tests.unit.conftest import Fund


def asked(fund: Fund, text: str, **said: Any) -> dict[str, Any]:
    wanted = Wanted(text, "ALSACE", **{"as_of": TODAY, **said})
    with Reading(str(fund.path)) as reading:
        return explain_figure(reading, wanted, str)


def test_a_share_is_explained_by_both_of_its_sums(rich: Fund) -> None:
    told = asked(rich, "composition:bank:share")
    above, below = told["parts"]
    assert (above["part"], above["amount"]) == ("numerator", "500.00")
    assert (below["part"], below["amount"]) == ("denominator", "1470.00")
    assert told["value"] == "0.340136054422"


def test_a_rate_of_return_is_explained_by_its_dated_flows(rich: Fund) -> None:
    told = asked(rich, "returns:irr")
    flows, residual = told["parts"]
    assert [one["adds"] for one in flows["facts"]] == [
        *("-400.00", "150.00", "10.00", "20.00")
    ]
    assert (residual["part"], residual["amount"]) == ("residual", "200.00")


def test_a_long_list_is_cut_and_says_what_is_left(rich: Fund) -> None:
    (part,) = asked(rich, "composition:uses:cash", limit=3)["parts"]
    assert len(part["facts"]) == 3
    shown = sum(Decimal(one["adds"]) for one in part["facts"])
    assert shown + Decimal(part["rest"]["amount"]) == Decimal(part["amount"])
    assert part["rest"]["count"] == part["count"] - 3


def test_a_figure_that_its_facts_do_not_make_stops_everything(rich: Fund) -> None:
    rich.tamper("UPDATE daily SET amount = amount + 1")
    with pytest.raises(InvariantBroken, match="the facts make"):
        asked(rich, "balance:bank")


def test_a_fact_names_its_figures_and_they_name_it(rich: Fund) -> None:
    (position,) = rich.sql("SELECT position FROM posting WHERE amount = 100000")[0]
    with Reading(str(rich.path)) as reading:
        told = explain_fact(reading, Wanted(str(position), as_of=TODAY))
        assert told["fact"]["party"] == REGION["party"]
        assert [one["account"] for one in told["postings"]] == ["bank", "grant_income"]
        assert len(told["feeds"]) > 20
        for fed in told["feeds"]:
            wanted = Wanted(fed["figure"], "ALSACE", TODAY, limit=0)
            (part, *_) = explain_figure(reading, wanted, str)["parts"]
            adds = {one["position"]: one["adds"] for one in part["facts"]}
            assert adds[position] == fed["adds"], fed["figure"]


def test_a_fact_that_was_taken_back_feeds_no_figure(rich: Fund) -> None:
    (position,) = rich.sql("SELECT position FROM posting WHERE amount = 100000")[0]
    rich.undo()
    with Reading(str(rich.path)) as reading:
        told = explain_fact(reading, Wanted(str(position), as_of=TODAY))
    assert told["feeds"] == []
    assert told["fact"]["taken_back_by"] in {one["position"] for one in told["life"]}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Boulangerie solidaire", {"contract", "disbursement", "cofinancing"}),
        ("Crédit coopératif", {"contribution", "reimbursement", "funding-interest"}),
        ("F-2024-0001", {"contract", "disbursement", "repayment", "interest"}),
    ],
)
def test_a_name_tells_its_facts_by_kind(rich: Fund, name: str, kinds: set[str]) -> None:
    with Reading(str(rich.path)) as reading:
        told = explain_name(reading, Wanted(name, as_of=TODAY, limit=1), str)
    assert kinds <= {one["kind"] for one in told["kinds"]}
    assert len(told["facts"]) == 1
    assert told["rest"]["count"] == told["count"] - 1
    assert told["agreements"]
    assert told["feeds"]


def test_an_import_tells_all_that_it_brought(alsace: Fund) -> None:
    rows = [
        row("contribution", "2024-01-10", number, **REGION, reference=f"V{number}")
        for number in range(1, MANY + 2)
    ]
    batch = alsace.take(*rows).outcome.reference
    with Reading(str(alsace.path)) as reading:
        told = explain_name(reading, Wanted(batch, as_of=TODAY, limit=1), str)
    assert [(one["kind"], one["count"]) for one in told["kinds"]] == [
        ("contribution", MANY + 1)
    ]
    feeds = {one["figure"]: one["adds"] for one in told["feeds"]}
    assert feeds["composition:public:received"] == told["kinds"][0]["amount"]
    assert {one["by"] for one in told["feeds"]} == {"", "sector", "earmark"}


def test_what_was_restored_or_withdrawn_says_so(rich: Fund) -> None:
    (position,) = rich.sql("SELECT position FROM posting WHERE amount = 100000")[0]
    rich.correct(position, Corrected(Typed(1_200)))
    rich.undo()
    withdrawn = rich.open("LORRAINE").position
    rich.undo()
    with Reading(str(rich.path)) as reading:
        life = explain_fact(reading, Wanted(str(position)))["life"]
        said = {states(one, Language()) for one in life}
        assert f"lets position {position} stand again" in said
        told = explain_fact(reading, Wanted(str(withdrawn + 1)))["fact"]
    assert (told["topic"], told["kind"]) == ("fact-withdrawn", "fund-opened")


def test_classes_of_one_figure_may_count_with_different_signs(rich: Fund) -> None:
    form = (Term({1: 1, 2: -2}),)
    with Reading(str(rich.path)) as reading:
        at = Moment(1, "2026-07-01", reading.log.head().position, head=True)
        one, other = (
            backing(reading.books, at, (Term({klass: 1}),)).amount for klass in (1, 2)
        )
        assert backing(reading.books, at, form).amount == one - 2 * other


def test_two_rows_of_one_name_are_told_apart_by_their_numbers(rich: Fund) -> None:
    twin = {**BANK, "party": "Région Grand-Est", "agreement": "B"}
    rich.take(row("contribution", "2024-05-01", 100, **twin))
    rich.sql("SELECT 1")
    rich.tamper(
        "UPDATE party SET name = 'Région Grand Est' WHERE name LIKE 'Région Grand%'"
    )
    numbers = [one[0] for one in rich.sql("SELECT id FROM party WHERE name LIKE 'Région%'")]
    figures = {
        asked(rich, f"composition/party:{typed}{number}:received")["value"]
        for number in numbers
        for typed in ("#", "region-grand-est-")
    }
    assert figures == {"1000.00", "1.00"}


def french(word: str) -> str:
    return {"Received": "Reçu", "Composition": "Composition", "Party": "Tiers"}.get(
        word, word
    )


@pytest.mark.parametrize(
    "text",
    ["composition:public:Reçu", "COMPOSITION:Public:recu", "composition/tiers:#3:received"],
)
def test_an_address_may_be_typed_in_the_words_of_the_tables(rich: Fund, text: str) -> None:
    party = rich.sql("SELECT id FROM party ORDER BY id LIMIT 1")[0][0]
    wanted = Wanted(text.replace("#3", f"#{party}"), "ALSACE", TODAY)
    with Reading(str(rich.path)) as reading:
        assert explain_figure(reading, wanted, french)["value"] == "1000.00"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("composition:publik:received", "composition:public:received"),
        ("composition:public:recieved", "composition:public:received"),
        ("composition:total:recieved", "composition:total:received"),
        ("composition/partis:x:received", "composition/party:x:received"),
        ("composition/party:grand:net", "composition/party:region-grand-est:net"),
        ("compostion:public:received", "composition:public:received"),
        ("leverage:private:value", "leverage:private_per_public:value"),
        ("returns:curve:1999:net", "returns:curve:2024:net"),
        ("balance:banque", "balance:bank"),
    ],
)
def test_a_wrong_address_is_refused_with_the_nearest(
    rich: Fund, text: str, near: str
) -> None:
    with pytest.raises(UnknownCell) as refused:
        asked(rich, text)
    assert refused.value.near == near


@pytest.mark.parametrize("text", ["composition", "composition:public", "composition:total"])
def test_half_an_address_is_refused_with_what_to_add(rich: Fund, text: str) -> None:
    with pytest.raises(UnfinishedCell) as refused:
        asked(rich, text)
    assert asked(rich, refused.value.near)["value"]


def test_what_only_looks_like_an_address_is_a_name(rich: Fund) -> None:
    with Reading(str(rich.path)) as reading:
        with pytest.raises(UnknownCell):
            explain_name(reading, Wanted("compostion:public:net"), str)
        with pytest.raises(NotFound):
            explain_name(reading, Wanted("Boulangerie"), str)


def test_every_column_says_what_it_means() -> None:

    rows = {"leverage": [one.name for one in leverage([], [])]}
    for name, shape in SHAPES.items():
        for table in shape.columns:
            columns = {one for by in shape.cuts for one in shape.columns_of(table, by)}
            keys = {USES: Uses.__slots__, LOSSES: ("realised", "provisions")}
            for key in keys.get(table, rows.get(name, [""])):
                assert all(meaning(name, table, key, one) for one in columns)
