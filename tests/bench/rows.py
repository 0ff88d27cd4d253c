"""The rows of the table: what each promise is, and how it is measured."""

from __future__ import annotations

import csv
import json
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from tests.bench import peers, table, workload
from tests.bench.daily import daily_rows
from tests.bench.measure import Cost, Wrong, ms, run, side_by_side
from tests.bench.serving import server_rows
from tests.bench.subject import (
    BLENDFUND,
    EXPLAINED,
    FUND,
    LIBRARIES,
    PYTHON,
    SEARCHES,
    SMALL,
    Bench,
    blendfund,
    expect,
    explain,
    inside,
    report,
    search,
)
from tests.bench.table import Line, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXTRA_TURNS: Final = 6  # short commands are run more often: their spread is wider
HEAVY: Final = ("sqlalchemy", "pydantic", "rich")
REPORTS: Final = ("composition", "leverage", "returns")
MILLION: Final = 1_000_000
IMPORT_MIB: Final = 300
EVENTS_APPENDED_MAX: Final = 100_000


def turns(bench: Bench) -> int:
    """Give how often a short command is run."""
    return bench.k if bench.k == 1 else bench.k + EXTRA_TURNS


def help_row(bench: Bench) -> list[Line]:
    """Compare ``--help`` with an interpreter that does nothing."""
    loaded = run([PYTHON, "-X", "importtime", BLENDFUND, "--help"]).errors.split()
    expect("heavy libraries loaded", [name for name in HEAVY if name in loaded], [])
    found = side_by_side(
        turns(bench),
        {
            "ours": lambda: run([BLENDFUND, "--help"]),
            "python": lambda: run([PYTHON, "-c", ""]),
        },
    )
    ours, python = found["ours"], found["python"]
    raw = f"{ms(ours)} / {ms(python)}"
    what = "`blendfund --help` / `python -c ''`"
    return [at_most(what, ours.cpu / python.cpu, (5, 4), raw)]


def command_rows(bench: Bench) -> list[Line]:
    """Compare commands on a small ledger with loading the libraries alone."""
    small = bench.ledger(SMALL)
    written = bench.copy(small)
    sides: dict[str, Callable[[], Cost]] = {
        "libraries": lambda: run([PYTHON, "-c", LIBRARIES]),
        "import movements, 1 line": partial(_record_one, bench, written, count()),
    }
    for name in REPORTS:
        sides[f"report {name}"] = partial(report, small, name, SMALL)
    found = side_by_side(turns(bench), sides)
    libraries = found.pop("libraries")
    return [
        at_most(
            f'`{name}`, small ledger / `python -c "{LIBRARIES}"`',
            cost.cpu / libraries.cpu,
            (1.6, 1.3),
            f"{ms(cost)} / {ms(libraries)}",
        )
        for name, cost in found.items()
    ]


def _record_one(bench: Bench, place: Path, numbers: count[int]) -> Cost:
    number = next(numbers)
    last = workload.START.replace(year=workload.START.year + 5)
    one = workload.Movement(
        9_000_000 + number, last, "contribution", 100_00, "Public 001", "public"
    )
    file = bench.folder / "one.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{workload.HEADER}\n")
        csv.writer(out, lineterminator="\n").writerow(workload.native_line(one))
    cost = blendfund(place, "import", "movements", file, "--fund", FUND, "--json")
    expect("recorded", json.loads(cost.output)["recorded"], 1)
    return cost


def flat_rows(bench: Bench) -> list[Line]:
    """Compare warm reports on a large ledger with the same on one a hundred times less."""
    small = max(1, bench.n // 100)
    sizes = [small, bench.n, *([MILLION] if bench.million else [])]
    lines = []
    for name in REPORTS:
        sides = {str(n): partial(report, bench.ledger(n), name, n) for n in sizes}
        found = side_by_side(turns(bench), sides)
        base = found[str(small)]
        for n in sizes[1:]:
            cost = found[str(n)]
            what = f"warm `report {name}`: {n:,} movements / {small:,}"
            raw = f"{ms(cost)} / {ms(base)}; {cost.mib:.0f} / {base.mib:.0f} MiB"
            lines.append(at_most(what, cost.cpu / base.cpu, (1.3, 1.1), raw))
    return lines


def peer_rows(bench: Bench) -> list[Line]:
    """Compare a warm composition with what other ledgers take for their balance."""
    n = bench.n
    absent = {peer: peers.missing(peer) for peer in peers.PEERS}
    sides: dict[str, Callable[[], Cost]] = {
        "ours": partial(report, bench.ledger(n), "composition", n)
    }
    for peer in peers.PEERS:
        if not absent[peer]:
            sides[peer.name] = partial(peer.balance, bench.file(peer.file, n), n)
    found = side_by_side(bench.k, sides)
    ours = found["ours"]
    lines = []
    for peer in peers.PEERS:
        what = f"`{peer.name}` / warm `report composition`, {n:,} movements"
        if peer.name not in found:
            lines.append(Line(what, "", "", absent[peer], ""))
            continue
        ratio = found[peer.name].cpu / ours.cpu
        raw = f"{ms(found[peer.name])} / {ms(ours)}"
        if peer.target is None or peer.aim is None:
            lines.append(Line(what, "", "", f"{ratio:,.1f}x", raw))
        else:
            lines.append(at_least(what, ratio, (peer.target, peer.aim), "x", raw))
    return lines


def import_rows(bench: Bench) -> list[Line]:
    """Count lines of an import a second of CPU, and its peak memory."""
    n = bench.n
    cost = side_by_side(bench.k, {"": lambda: bench.imported(n)[1]}, warm=False)[""]
    what = f"`import movements`, {n:,} lines"
    memory = Line(
        f"{what}: peak memory",
        f"<= {IMPORT_MIB} MiB",
        "",
        f"{cost.mib:.0f} MiB",
        "highest of the runs",
        cost.mib <= IMPORT_MIB,
    )
    speed = at_least(what, n / cost.cpu, (15_000, 25_000), " lines/s", ms(cost))
    return [speed, memory]


def append_rows(bench: Bench) -> list[Line]:
    """Compare the recorder with the bare driver on the same rows and tables."""
    n = min(bench.n, EVENTS_APPENDED_MAX)

    def side(task: str) -> Cost:
        return inside(task, bench.fresh("append") / "fund.db", n)

    found = side_by_side(
        bench.k,
        {
            "ours": lambda: side("append-ours"),
            "raw": lambda: side("append-raw"),
        },
        warm=False,
    )
    ours, raw = found["ours"], found["raw"]
    medians = f"{ms(ours)} / {ms(raw)}; {n / ours.cpu:,.0f} / {n / raw.cpu:,.0f} events/s"
    what = f"append of {n:,} prebuilt events by 1,000, speed / raw `executemany`"
    return [at_least(what, 100 * raw.cpu / ours.cpu, (40, 65), " %", medians)]


def rebuild_rows(bench: Bench) -> list[Line]:
    """Count events of a rebuild a second of CPU, and whether its memory stays flat."""
    large, small = bench.ledger(bench.n), bench.ledger(max(1, bench.n // 10))
    found = side_by_side(
        bench.k,
        {
            "large": lambda: inside("rebuild", large, 0),
            "small": lambda: inside("rebuild", small, 0),
        },
        warm=False,
    )
    events = {place: _events(place) for place in (large, small)}
    report(large, "composition", bench.n)
    cost, base = found["large"], found["small"]
    what = f"rebuild of every read model, {events[large]:,} events"
    speed = events[large] / cost.cpu
    raw = f"{cost.mib:.0f} / {base.mib:.0f} MiB ({events[small]:,} events)"
    return [
        at_least(what, speed, (60_000, 125_000), " events/s", ms(cost)),
        Line(f"{what}: peak memory", "flat", "", f"{cost.mib / base.mib:.2f}x", raw),
    ]


def _events(place: Path) -> int:
    said = json.loads(blendfund(place, "audit", "verify", "--json").output)
    expect("ok", said["ok"], right=True)
    return int(said["events"])


def record_rows(bench: Bench) -> list[Line]:
    """Compare one durable record after a long history with one after a short history.

    A new funder's agreement is as short in both ledgers; a regular funder's, which has to
    be replayed, is a hundred times longer in the larger one.
    """
    small = max(1, bench.n // 100)
    after = f"after {bench.n:,} movements / {small:,}"
    lines = []
    for task, whose in (("record", "a new funder"), ("record-regular", "a regular funder")):
        places = {str(n): bench.copy(bench.ledger(n)) for n in (small, bench.n)}
        sides = {n: partial(inside, task, place, 0) for n, place in places.items()}
        found = side_by_side(bench.k, sides, warm=False)
        long, short = found[str(bench.n)], found[str(small)]
        what = f"one durable record in process, {whose}: {after}"
        raw = f"{ms(long)} / {ms(short)}"
        lines.append(at_most(what, long.cpu / short.cpu, (1.2, None), raw))
    return lines


def search_rows(bench: Bench) -> list[Line]:
    """Compare a warm search with a warm report on the same ledger."""
    place = bench.ledger(bench.n)
    sides = {
        "report": partial(report, place, "composition", bench.n),
        **{query: partial(search, place, query, bench.n) for query in SEARCHES},
    }
    found = side_by_side(turns(bench), sides)
    base = found.pop("report")
    return [
        at_most(
            f"warm `search '{query}'` / warm `report composition`, {bench.n:,} movements",
            cost.cpu / base.cpu,
            (1.5, None),
            f"{ms(cost)} / {ms(base)}; {cost.mib:.0f} / {base.mib:.0f} MiB",
        )
        for query, cost in found.items()
    ]


def explain_rows(bench: Bench) -> list[Line]:
    """Compare explaining a figure with the warm report that it is of."""
    place, n = bench.ledger(bench.n), bench.n
    names = sorted({name for name, _ in EXPLAINED.values()})
    found = side_by_side(
        turns(bench),
        {name: partial(report, place, name, n) for name in names}
        | {figure: partial(explain, place, figure, n) for figure in EXPLAINED},
    )
    lines = []
    for figure, (name, _) in EXPLAINED.items():
        cost, base = found[figure], found[name]
        what = f"`audit explain {figure}` / warm `report {name}`, {n:,} movements"
        raw = f"{ms(cost)} / {ms(base)}; {cost.mib:.0f} / {base.mib:.0f} MiB"
        lines.append(at_most(what, cost.cpu / base.cpu, (1.5, None), raw))
    return lines


ROWS: Final[dict[str, Callable[[Bench], list[Line]]]] = {
    "help": help_row,
    "commands": command_rows,
    "daily": daily_rows,
    "flat": flat_rows,
    "search": search_rows,
    "explain": explain_rows,
    "peers": peer_rows,
    "import": import_rows,
    "append": append_rows,
    "rebuild": rebuild_rows,
    "record": record_rows,
    "server": server_rows,
}


def measured(name: str, bench: Bench) -> list[Line]:
    """Measure a row; what is wrong becomes a line of its own, never silence."""
    try:
        return ROWS[name](bench)
    except (Wrong, OSError, KeyError, IndexError, ValueError) as why:
        return [table.failed(name, f"{type(why).__name__}: {why}")]
