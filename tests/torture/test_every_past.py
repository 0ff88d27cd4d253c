"""Every report of a whole fund, on any day and as known at any position, is the fold of
exactly the facts recorded by then: nothing that came later shows through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from tests.unit.conftest import Fund
from tests.unit.test_histories import prefix

from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS
from blendfund.domain.errors import AgreementNotFound, BlendfundError, PartyNotFound
from blendfund.domain.typed import read_amount
from blendfund.projections.composition import BY as SOURCES
from blendfund.projections.returns import BY as RETURNS
from blendfund_cli.main import main

if TYPE_CHECKING:
    from random import Random

LOSS = read_amount("100000")
FUNDERS = ("Région Grand Est", "Banque des Territoires", "Eurométropole de Strasbourg")
DAYS = ("2021-12-31", "2024-06-30", "2027-01-01")
EARLIEST = 20
TRIES = 2


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Fund:
    """The fund of the demo, and all that happens to it."""
    place = tmp_path_factory.mktemp("demo")
    assert CliRunner().invoke(main, ["demo", "--dir", str(place)]).exit_code == 0
    return Fund(place / "demo.db")


def wanted(fund: Fund) -> list[tuple[str, dict[str, Any]]]:
    """Give every report, cut in every way."""
    sql = "SELECT CASE name WHEN '' THEN reference ELSE name END FROM agreement"
    names = [one[0] for one in fund.sql(f"{sql} WHERE side = 'F' ORDER BY id")]
    cuts: dict[str, list[dict[str, Any]]] = {
        "composition": [{"by": one} for one in SOURCES],
        "returns": [{"by": one} for one in RETURNS],
        "schedule": [{"agreement": one} for one in names],
        "funder": [{"party": one} for one in FUNDERS],
        "waterfall": [{}, {"loss": LOSS}],
        "distribution": [{"loss": LOSS}],
    }
    made = [name for name in REPORTS if name != "differences"]  # it compares with a file
    return [(name, told) for name in made for told in cuts.get(name, [{}])]


def shown(fund: Fund, day: str, known_at: str | None = None) -> dict[str, bytes]:
    """Give what each report says, but for the position and the root it was made at."""
    found = {}
    with Reading(str(fund.path)) as reading:
        for name, told in wanted(fund):
            asked = Asked("ALSACE", date.fromisoformat(day), known_at, **told)
            try:
                said = REPORTS[name](reading, asked)
            except (AgreementNotFound, PartyNotFound):
                continue
            except BlendfundError as refused:
                found[f"{name} {told}"] = refused.code.encode()
                continue
            for one in (said, *said["flags"]):
                for key in ("position", "positions", "root"):
                    one.pop(key, None)
            found[f"{name} {told}"] = msgspec.json.encode(said)
    return found


def differing(now: dict[str, bytes], then: dict[str, bytes]) -> dict[str, Any]:
    """Give what differs of the reports that could be made then."""
    return {name: (now[name], then[name]) for name in then if now[name] != then[name]}


def held(fund: Fund, position: int) -> int:
    """Hold the reports as known at a position against a ledger that ends there."""
    sql = "SELECT json_extract(CAST(state AS TEXT), '$.on') FROM event WHERE position"
    last = fund.sql(f"{sql} <= ? ORDER BY 1 DESC", (position,))[0][0]
    later = min((one[0] for one in fund.sql(f"{sql} > ?", (position,))), default="9")
    then = prefix(fund, position)
    compared = 0
    for day in {last, *DAYS}:
        before = shown(then, day)
        assert not differing(shown(fund, day, str(position)), before)
        compared += len(before)
        if day < later and day == last:
            # All that was recorded since is dated later: the day's figures stand.
            assert not differing(shown(fund, day), before)
    then.path.unlink()
    return compared


def test_every_report_on_a_past_is_the_fold_of_the_facts_known_then(
    whole: Fund, random: Random
) -> None:
    head = whole.verify().events
    for position in (head, *random.sample(range(EARLIEST, head), TRIES)):
        assert held(whole, position) >= 4 * len(REPORTS)


@pytest.mark.torture
def test_every_report_on_every_past(whole: Fund) -> None:
    head = whole.verify().events
    assert sum(held(whole, one) for one in range(EARLIEST, head + 1)) > 20 * head
