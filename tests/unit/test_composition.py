"""Laws that hold for every history, checked on histories that nobody thought of."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.conftest import Fund, row

from blendfund.application.importing.imports import Options
from blendfund.application.reading.past import replay
from blendfund.application.reading.reader import Reading
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.money import plain
from blendfund.domain.vocabulary import repayable
from blendfund.projections.composition import BY
from blendfund.storage.books import readmodel
from blendfund.storage.log.engine import driver
from blendfund.storage.store import create_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.exchange.row import Row

FUNDERS: tuple[dict[str, Any], ...] = (
    {"party": "Région", "sector": "public", "instrument": "grant", "origin": "FSE"},
    {"party": "Banque", "sector": "bank", "instrument": "loan"},
    {"party": "Zoé", "sector": "individual", "instrument": "donation"},
    {"party": "Région", "sector": "public", "instrument": "repayable-advance"},
)
PROJECTS: tuple[dict[str, Any], ...] = (
    {"project": "Boulangerie", "instrument": "loan"},
    {"project": "Jardin", "instrument": "grant"},
    {"project": "Jardin", "instrument": "equity", "terms": "market"},
)
OF_FUNDERS = [
    "commitment",
    "contribution",
    "contribution",
    "contribution-refund",
    "reimbursement",
]
OF_PROJECTS = [
    "contract",
    "disbursement",
    "disbursement",
    "repayment",
    "interest",
    "write-off",
    "recovery",
]
DAYS = st.dates(date(2023, 11, 1), date(2026, 2, 1)).map(date.isoformat)
MINORS = st.integers(1, 90)
OTHERS: dict[str, Any] = {
    "party": "Ville",
    "sector": "public",
    "terms": "concessional",
    "project": "Jardin",
}


@st.composite
def movements(draw: st.DrawFn) -> Row:
    """Draw a movement that may or may not be allowed where it falls."""
    day, minor = draw(DAYS), draw(MINORS)
    side = draw(st.integers(0, 9))
    if side < 4:
        funder = {"terms": "concessional"} | draw(st.sampled_from(FUNDERS))
        kind = draw(st.sampled_from([*OF_FUNDERS, "funding-interest"]))
        more = 100 if kind in {"contribution", "commitment"} else 1
        return row(kind, day, minor * more, **funder)
    if side < 8:
        kind = draw(st.sampled_from(OF_PROJECTS))
        return row(kind, day, minor, **draw(st.sampled_from(PROJECTS)))
    kind = draw(st.sampled_from(["expense", "treasury-interest", "cofinancing", "in-kind"]))
    said = OTHERS if kind in {"cofinancing", "in-kind"} else {"label": "x"}
    return row(kind, day, minor, **said)


HISTORIES = st.tuples(
    st.lists(movements(), min_size=8, max_size=25), st.lists(movements(), max_size=10)
)
SOFT: dict[str, Any] = {"terms": "concessional"}
START = row("contribution", "2023-11-01", 500, **SOFT, **FUNDERS[0])
PRELUDE = [
    *(row("contribution", "2023-11-01", 500, **SOFT, **funder) for funder in FUNDERS),
    *(row("disbursement", "2023-11-01", 300, **project) for project in PROJECTS),
    row("write-off", "2023-11-01", 100, **PROJECTS[0]),
]
LAWS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def lived(history: tuple[list[Row], list[Row]]) -> Iterator[Fund]:
    """Give a fund that took, of two files, every line that its rules allow."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registre.db"
        create_ledger(str(path))
        fund = Fund(path)
        fund.open()
        for rows in ([*PRELUDE, *history[0]], history[1]):
            fund.take(*rows, options=Options(quarantine=True))
        yield fund


def naive(fund: Fund, position: int, day: str) -> dict[str, Any]:
    """Sum what the facts say, in the plainest way there is."""
    made: dict[str, dict[str, Any]] = {}
    sources: Counter[tuple[str, str]] = Counter()
    sums: Counter[str] = Counter()
    with fund.log() as log:
        lines = [json.loads(line) for line in log.lines()][:position]
    for line in lines:
        name, said = line["topic"].partition("/")[0], json.loads(line["state"])
        if name.endswith("-opened"):
            made[line["stream_id"]] = said
        elif "amount_minor" in said and said["on"] <= day:
            about = made.get(line["stream_id"], {})
            minor, drawn = said["amount_minor"], said.get("drawn_minor", 0)
            sums[name] += minor
            sums[f"{name} drawn"] += drawn
            sums[f"{name} due"] += minor if repayable(about.get("instrument", "")) else 0
            if name.startswith("contribution-"):
                sources[about["sector"], name] += minor
                sources[about["sector"], f"{name} drawn"] += drawn
    return {"rows": _sources(sources), "uses": _uses(sums)}


def _sources(sums: Counter[tuple[str, str]]) -> dict[str, dict[str, str]]:
    found = {}
    for sector in sorted({sector for sector, _ in sums}):
        figures = {
            "committed": sums[sector, "contribution-committed"]
            + sums[sector, "contribution-received"]
            - sums[sector, "contribution-received drawn"],
            "received": sums[sector, "contribution-received"],
            "refunded": sums[sector, "contribution-refunded"],
            "reimbursed": sums[sector, "contribution-reimbursed"],
        }
        if any(figures.values()):
            found[sector] = {name: plain(minor, "EUR") for name, minor in figures.items()}
    return found


def _uses(sums: Counter[str]) -> dict[str, str]:
    paid, back = sums["disbursement-paid"], sums["repayment-received"]
    income = sums["interest-received"] + sums["treasury-interest-earned"]
    out = sums["contribution-refunded"] + sums["contribution-reimbursed"] + paid
    figures = {
        "contracted": sums["financing-contracted"] + paid - sums["disbursement-paid drawn"],
        "disbursed": paid,
        "grants_paid": paid - sums["disbursement-paid due"],
        "repaid": back,
        "income": income,
        "written_off": sums["financing-written-off"],
        "recovered": sums["recovery-received"],
        "outstanding": sums["disbursement-paid due"] - back - sums["financing-written-off"],
        "expenses": sums["expense-paid"],
        "funding_interest": sums["funding-interest-paid"],
        "cash": sums["contribution-received"]
        + income
        + back
        + sums["recovery-received"]
        - (out + sums["expense-paid"] + sums["funding-interest-paid"]),
    }
    return {name: plain(minor, "EUR") for name, minor in figures.items()}


def balanced(fund: Fund) -> bool:
    sql = "SELECT position FROM posting GROUP BY position HAVING sum(amount) <> 0"
    return fund.sql(sql) == []


def conserved(report: dict[str, Any]) -> bool:
    """Total net + repaid + income + recovered + held - what was spent = cash."""
    uses = {name: Decimal(value) for name, value in report["uses"].items()}
    came = uses["repaid"] + uses["income"] + uses["recovered"] + uses.get("held", 0)
    went = uses["disbursed"] + uses["expenses"] + uses["funding_interest"]
    return Decimal(report["total"]["net"]) + came - went == uses["cash"]


def adds_up(report: dict[str, Any]) -> bool:
    return all(
        sum(Decimal(one[name]) for one in report["rows"]) == Decimal(report["total"][name])
        for name in ("committed", "received", "refunded", "reimbursed", "net")
    )


@LAWS
@given(HISTORIES)
def test_the_laws_of_a_fund_hold_for_every_history(
    history: tuple[list[Row], list[Row]],
) -> None:
    with lived(history) as fund:
        assert balanced(fund)
        for by in BY:
            report = fund.report("composition", by=by)
            assert conserved(report)
            assert adds_up(report)
        assert Decimal(report["uses"]["cash"]) >= 0
        balances = [Decimal(one["balance"]) for one in fund.report("balance")["rows"]]
        assert sum(balances) == 0
        assert fund.verify().events > 2


@LAWS
@given(HISTORIES)
def test_an_agreement_stands_where_its_whole_history_leaves_it(
    history: tuple[list[Row], list[Row]],
) -> None:
    sql = "SELECT stream_id, open, promises, held, lost, moved FROM agreement"
    with lived(history) as fund, Ledger(str(fund.path)) as ledger:
        rows = fund.sql(sql)
        assert rows
        for stream, open_minor, promises, held, lost, moved in rows:
            told = ledger.repository.get(UUID(bytes=stream), projector_func=replay)  # type: ignore[type-var]
            state = told.state  # type: ignore[union-attr]
            level = getattr(state, "held", None) or state.outstanding
            missing = getattr(state, "lost", level).now if hasattr(state, "lost") else 0
            assert (state.open_minor, state.promises) == (open_minor, promises)
            assert (level.now, missing) == (held, lost)
            assert not level.earlier or level.latest.isoformat() <= moved


@LAWS
@given(HISTORIES)
def test_a_replay_gives_what_was_folded_live(history: tuple[list[Row], list[Row]]) -> None:
    with lived(history) as fund, Reading(str(fund.path)) as reading:
        source = driver(reading.connection)
        head = reading.log.head().position
        again = readmodel.replayed(source, reading.vault, head)
        assert readmodel.differences(reading.books, driver(again)) == []
        again.close()


@LAWS
@given(HISTORIES, st.floats(0, 1), DAYS)
def test_any_past_is_the_sum_of_the_facts_known_then(
    history: tuple[list[Row], list[Row]], share: float, day: str
) -> None:
    with lived(history) as fund:
        head = fund.verify().events
        for position in (1 + int(share * (head - 1)), head):
            asked = {"as_of": date.fromisoformat(day), "known_at": str(position)}
            report = fund.report("composition", **asked)
            expected = naive(fund, position, day)
            columns = ("committed", "received", "refunded", "reimbursed")
            rows = {one["key"]: {c: one[c] for c in columns} for one in report["rows"]}
            assert rows == expected["rows"]
            uses = {name: report["uses"][name] for name in expected["uses"]}
            assert uses == expected["uses"]


def test_a_composition_by_hand(rich: Fund) -> None:
    """Received 1000 + 500, 30 refunded, 200 reimbursed; 2 % of nothing is invented."""
    report = rich.report("composition")
    assert [one["key"] for one in report["rows"]] == ["bank", "public"]
    assert report["rows"][1] == {
        "key": "public",
        "committed": "1000.00",
        "received": "1000.00",
        "refunded": "30.00",
        "reimbursed": "0.00",
        "net": "970.00",
        "share": "0.659863945578",
        "share_net": "0.763779527559",
    }
    assert report["uses"] == {
        "contracted": "700.00",
        "disbursed": "500.00",
        "grants_paid": "100.00",
        "repaid": "150.00",
        "income": "10.90",
        "written_off": "50.00",
        "recovered": "20.00",
        "outstanding": "200.00",
        "expenses": "7.00",
        "funding_interest": "5.00",
        "cash": "938.90",
        "available": "738.90",
    }
    assert report["in_kind"] == "40.00"


def test_a_balance_by_hand(rich: Fund) -> None:
    found = {one["account"]: one["balance"] for one in rich.report("balance")["rows"]}
    assert found == {
        "bank": "938.90",
        "borrowings": "-300.00",
        "cofinancing": "800.00",
        "cofinancing_contra": "-800.00",
        "commitment_given": "-200.00",
        "commitment_given_contra": "200.00",
        "expenses": "7.00",
        "funding_interest": "5.00",
        "grant_income": "-970.00",
        "grants_paid": "100.00",
        "in_kind_received": "-40.00",
        "in_kind_used": "40.00",
        "interest_income": "-10.00",
        "loan_receivable": "200.00",
        "recovery_income": "-20.00",
        "treasury_income": "-0.90",
        "write_off_loss": "50.00",
    }


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("instrument", ["grant", "loan"]),
        ("terms", ["concessional", "market"]),
        ("party", ["Crédit coopératif", "Région Grand Est"]),
        ("origin", ["unspecified"]),
        ("year", ["2024", "2025"]),
    ],
)
def test_the_same_money_is_cut_in_many_ways(rich: Fund, by: str, keys: list[str]) -> None:
    assert list(rich.rows("composition", by=by)) == keys


def test_an_empty_fund_has_no_rows_and_no_shares(alsace: Fund) -> None:
    report = alsace.report("composition")
    assert report["rows"] == []
    assert (report["total"]["share"], report["total"]["received"]) == (None, "0.00")


def test_an_overdraft_names_the_payments_of_the_day_it_began(alsace: Fund) -> None:
    proven = Options(allow_overdraft=True)
    alsace.take(START)
    alsace.take(row("expense", "2024-01-01", 600, label="a"), options=proven)
    alsace.take(row("expense", "2024-02-01", 1, label="b"), options=proven)
    (flag,) = alsace.report("balance")["flags"]
    (topic,) = alsace.sql(
        "SELECT state ->> 'label' FROM event WHERE position = ?", flag["positions"]
    )
    assert topic == ("a",)
    alsace.take(row("treasury-interest", "2024-03-01", 101, label="c"))
    assert alsace.report("balance")["flags"] == []
