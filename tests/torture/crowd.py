"""Several people at once: writers, readers and rebuilders, each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tests.torture.harness import FUND, PATIENCE_SECONDS, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli

# Each starts when a file appears, so that none has a head start, and says what it did.
BEGIN: Final = """
import json, os, pathlib, random, sys, time
gate, seconds, seed, ledger = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
options = ["--ledger", ledger, "--actor", f"acteur {seed}"]
chance = random.Random(seed)
if "BLENDFUND_CACHE" in os.environ:  # each is at a machine of its own
    os.environ["BLENDFUND_CACHE"] += f"-{seed}"
from blendfund_cli.main import main
import blendfund.application.writing.ledger, blendfund.application.recording.record
import blendfund.application.recording.transfers, blendfund.application.reporting.reports
from click.testing import CliRunner
def run(*words):
    return CliRunner().invoke(main, [*options, *map(str, words)], prog_name="blendfund")
while not os.path.exists(gate):
    time.sleep(0.005)
end = time.monotonic() + seconds
"""
RECEIVE: Final = f"""{BEGIN}
done, longest, said = 0, 0.0, []
while time.monotonic() < end or not done:
    start = time.monotonic()
    answer = run("contribution", "receive", "CONV", "--amount", 1, "--on", "2020-03-01")
    longest = max(longest, time.monotonic() - start)
    if answer.exit_code:
        said.append(answer.stderr)
    done += 1
print(json.dumps({{"done": done, "longest": longest, "refused": said}}))
"""
TAIL: Final = f"""{BEGIN}
from blendfund.application.reading.reader import Reading
from blendfund.storage.log.condition import between
last, missed, reads = 0, 0, 0
with Reading(ledger) as reading:
    while True:
        over = os.path.exists(gate + ".over")
        reading.store.refresh(reading.connection)
        for line in reading.log.lines(between("position", last + 1, None)):
            position = json.loads(line)["position"]
            missed += position != last + 1
            last = position
        reads += 1
        if over:
            break
print(json.dumps({{"last": last, "missed": missed, "reads": reads}}))
"""
MOVE: Final = f"""{BEGIN}
done = refused = 0
said = []
while time.monotonic() < end or not done:
    origin, target = chance.sample(range(8), 2)
    amount, kind = chance.randint(1, 400), chance.random()
    if kind < 0.8:
        places = ("--from-compartment", f"c{{origin}}", "--to-compartment", f"c{{target}}")
        words = ("transfer", "--fund", "ALSACE", *places, "--amount", amount)
    elif kind < 0.9:
        words = ("contribution", "receive", "CONV", "--amount", amount)
    else:
        words = ("financing", "disburse", "AIDE", "--amount", 20 * amount)
    answer = run(*words, "--on", "2020-03-01")
    done += answer.exit_code == 0
    refused += answer.exit_code == 1
    if answer.exit_code not in (0, 1):
        said.append(answer.stderr)
print(json.dumps({{"done": done, "refused": refused, "said": said}}))
"""
# What each part of the cash holds, in minor units.
PLACES: Final = (
    "SELECT c.compartment, sum(d.amount) FROM class c JOIN daily d ON d.class = c.id"
    " WHERE c.account = 'bank' AND c.carrier = '' GROUP BY 1"
)
SUM: Final = (
    BEGIN
    + """
from decimal import Decimal as D
from blendfund.application.reporting.frame import Asked
from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.reports import REPORTS
places_sql = sys.argv[5]
reads, wrong = 0, []
while not os.path.exists(gate + ".over"):
    with Reading(ledger) as reading, reading.still():
        books = reading.books
        places = dict(books.execute(places_sql))
        report = REPORTS["composition"](reading, Asked("ALSACE"))
        rows = REPORTS["balance"](reading, Asked("ALSACE"))["rows"]
    uses, cash = report["uses"], D(report["uses"]["cash"])
    law = D(report["total"]["net"]) + D(uses["repaid"]) + D(uses["income"])
    law += D(uses["recovered"]) - D(uses["disbursed"]) - D(uses["expenses"])
    law -= D(uses["funding_interest"])
    if law != cash or cash < 0 or sum(places.values()) != cash * 100:
        wrong.append(["cash", str(law), str(cash), places])
    # Payments leave the part without a name, which only the fund's cash as a whole bounds.
    spared = [left for name, left in places.items() if name]
    if min(spared) < 0 or sum(D(row["balance"]) for row in rows):
        wrong.append(["place", places, rows])
    reads += 1
print(json.dumps({"reads": reads, "wrong": wrong}))
"""
)


def started(fund: Cli, code: str, gate: Path, seconds: float, seed: int) -> Any:
    """Start one of the crowd; it waits at the gate."""
    return subprocess.Popen(  # noqa: S603 -- our own command
        [
            sys.executable,
            "-c",
            code,
            gate,
            str(seconds),
            str(seed),
            fund.place,
            PLACES,
        ],
        env=environment(fund),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> Any:
    """Wait for one of the crowd and give what it tells."""
    out, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, said
    assert said == ""
    return json.loads(out)


@contextmanager
def watched(fund: Cli, gate: Path, seeds: Iterator[int], *codes: str) -> Iterator[Any]:
    """Run readers beside writers until the block ends; give what the readers tell."""
    told: list[Any] = []
    readers = [started(fund, code, gate, 0, next(seeds)) for code in codes]
    try:
        yield told
    finally:
        gate.with_name(f"{gate.name}.over").touch()
        told += [ended(reader) for reader in readers]


def prepared(fund: Cli) -> None:
    """Give the fund an agreement to receive money under, and one to pay under."""
    who = ("--party", "Région", "--sector", "public", "--terms", "concessional")
    fund.done(
        *("contribution", "commit", "CONV", *FUND, *who, "--instrument", "grant"),
        *("--amount", 100_000_000, "--on", "2020-01-02", "--create"),
    )


def crowd_writes(fund: Cli, random: Random, writers: int, seconds: float) -> dict[str, Any]:
    """Let writers receive money under one agreement while a reader follows the log."""
    prepared(fund)
    gate = fund.ledger.with_name("porte")
    seeds = iter(random.sample(range(10**6), writers + 1))
    before = len(fund.events())
    with watched(fund, gate, seeds, TAIL) as told:
        crowd = [started(fund, RECEIVE, gate, seconds, seed) for seed in seeds]
        gate.touch()
        found = [ended(one) for one in crowd]
    (tail,) = told
    done = [one["done"] for one in found]
    assert [one["refused"] for one in found] == [[]] * writers
    events = fund.events()
    assert [one["position"] for one in events] == list(range(1, len(events) + 1))
    assert len(events) == before + sum(done)
    assert fund.report("composition")["total"]["received"] == f"{sum(done)}.00"
    assert (tail["last"], tail["missed"]) == (len(events), 0)
    assert fund.done("audit", "verify")["events"] == len(events)
    assert fund("audit", "replay").exit_code == 0
    longest = max(one["longest"] for one in found)
    fair = min(done) / max(done)
    print(  # noqa: T201 -- the figures of the page
        f"{writers} writers, {seconds} s: {sum(done)} commits, fairness {fair:.2f},"
        f" longest {longest:.2f} s, the reader followed {tail['reads']} times"
    )
    return {"commits": sum(done), "fair": fair, "longest": longest}


def bank(fund: Cli, random: Random, writers: int, seconds: float) -> int:
    """Let writers move money between compartments; every read must sum right."""
    prepared(fund)
    fund.done(
        *("financing", "contract", "AIDE", *FUND, "--project", "Jardin", "--create"),
        *("--instrument", "grant", "--amount", 50_000_000, "--on", "2020-01-02"),
    )
    fund.done("contribution", "receive", "CONV", "--amount", 4_000, "--on", "2020-02-01")
    for number in range(8):
        fund.done("fund", "compartment", "ALSACE", f"c{number}", "--on", "2020-01-02")
        to = ("--to-compartment", f"c{number}", "--amount", 400, "--on", "2020-02-01")
        fund.done("transfer", *FUND, *to)
    gate = fund.ledger.with_name("porte")
    seeds = iter(random.sample(range(10**6), writers + 2))
    with watched(fund, gate, seeds, SUM, SUM) as told:
        crowd = [started(fund, MOVE, gate, seconds, seed) for seed in seeds]
        gate.touch()
        found = [ended(one) for one in crowd]
    assert [one["said"] for one in found] == [[]] * writers
    assert [one["wrong"] for one in told] == [[], []]
    reads = int(sum(one["reads"] for one in told))
    moves, refused = (sum(one[name] for one in found) for name in ("done", "refused"))
    assert moves > 0
    assert fund.done("audit", "verify")["ok"] is True
    assert fund("audit", "replay").exit_code == 0
    print(f"{writers} writers: {moves} moves, {refused} refused, {reads} right sums")  # noqa: T201
    return reads
