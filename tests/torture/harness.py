"""Real processes that are killed, starved or set against each other, and what must hold."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements

INTERRUPTED = 130
PATIENCE_SECONDS = 120
IMPORT = ("import", "movements")
FUND = ("--fund", "ALSACE")
# The table of exit statuses, without 70 (a defect of ours) and 130 (Ctrl-C).
EXITS = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 74})
MAIN = "from blendfund_cli.main import main; main(prog_name='blendfund')"
# Tells when the interpreter has loaded the command: only then is it ours to interrupt.
READY = MAIN.replace("; ", "; print('ready', flush=True); ")


def environment(cli: Cli) -> dict[str, str]:
    """Give a child's environment; what is killed or starved cannot measure itself."""
    ours = {name: it for name, it in os.environ.items() if "COVERAGE" not in name}
    return {**ours, **cli.env}


def launch(cli: Cli, *words: object, code: str = READY) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    return subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-c", code, *cli.arguments(*words)],
        env=environment(cli),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def contributions(movements: Movements, lines: int, name: str = "gros.csv") -> Path:
    """Write a file of contributions of one euro."""
    row = "2020-03-01 contribution 1 party=D{} public grant concessional"
    return movements("\n".join(row.format(i % 97) for i in range(lines)), name)


def copy_of(fund: Cli, name: str) -> Cli:
    """Copy a ledger into a folder of its own."""
    folder = fund.ledger.parent / name
    folder.mkdir()
    for file in fund.ledger.parent.glob(f"{fund.ledger.name}*"):
        shutil.copy(file, folder)
    return replace(fund, ledger=folder / fund.ledger.name)


@dataclass(frozen=True)
class Moment:
    """When a process is hit: so many seconds after its start, or bytes into its writing."""

    sent: signal.Signals
    seconds: float
    written: int

    @classmethod
    def any(cls, random: Random, whole_seconds: float) -> Moment:
        """Choose a moment of a run that takes ``whole_seconds``."""
        sent = random.choice([signal.SIGINT, signal.SIGKILL])
        if random.random() < 0.5:
            return cls(sent, random.uniform(0, whole_seconds), 0)
        return cls(sent, random.uniform(0, 0.05), random.randrange(1, 400_000))

    def wait(self, cli: Cli, process: subprocess.Popen[str]) -> None:
        """Wait for the moment, or for the end of the process."""
        log = cli.ledger.with_name(f"{cli.ledger.name}-wal")
        limit = time.monotonic() + PATIENCE_SECONDS
        while self.written and process.poll() is None and time.monotonic() < limit:
            if log.exists() and log.stat().st_size >= self.written:
                break
            time.sleep(0.001)
        time.sleep(self.seconds)


def hit(cli: Cli, file: Path, moment: Moment) -> tuple[int, str, str]:
    """Import a file and send the signal at the moment; give status, output, messages."""
    with launch(cli, *IMPORT, file, *FUND, "--json") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        moment.wait(cli, process)
        process.send_signal(moment.sent)
        out, said = process.communicate(timeout=PATIENCE_SECONDS)
        return process.returncode, out, said


def holds(cli: Cli, file: Path, lines: int, ended: tuple[int, str, str]) -> None:
    """Check all or nothing, and that doing it again ends with exactly the file's lines."""
    code, out, said = ended
    assert "Traceback" not in said, said
    # An interpreter that has said everything and is leaving dies of the signal itself.
    leaving = code == -signal.SIGINT and out.endswith("}\n")
    assert leaving or code in {0, INTERRUPTED, -signal.SIGKILL}, ended
    verified = cli.done("audit", "verify")
    received = cli.report("composition")["total"]["received"]
    assert verified["ok"] is True
    assert received in {"0.00", f"{lines}.00"}
    assert (verified["events"] == 1) == (received == "0.00")
    if code != -signal.SIGKILL:  # what it said is true
        assert (code == 0 or leaving) == (received != "0.00"), ended
    again = cli.take(file)
    assert again["recorded"] == (lines if received == "0.00" else 0)
    assert again["recorded"] + again["known"] == lines
    assert cli.report("composition")["total"]["received"] == f"{lines}.00"
    assert cli("audit", "replay").exit_code == 0


def kill(fund: Cli, file: Path, lines: int, random: Random, times: int) -> None:
    """Hit an import at random moments, each on a ledger of its own."""
    start = time.monotonic()
    with launch(copy_of(fund, "entier"), *IMPORT, file, *FUND) as process:
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    whole = time.monotonic() - start
    for attempt in range(times):
        ledger = copy_of(fund, f"essai-{attempt}")
        moment = Moment.any(random, whole)
        print(attempt, moment)  # noqa: T201 -- shown where a test fails
        holds(ledger, file, lines, hit(ledger, file, moment))
        shutil.rmtree(ledger.ledger.parent)


# Argument 1: seconds; 2: the folder of the files; 3: the writer's name; then the options.
WRITER = """
import pathlib, sys, time
from blendfund_cli.main import main
seconds, folder, name, *options = sys.argv[1:]
end, done, codes = time.monotonic() + float(seconds), 0, set()
header = ("date,kind,party,sector,instrument,terms,project,agreement,"
          "amount,currency,reference,label\\n")
line = "2020-03-01,contribution,D{},public,grant,concessional,,,1,EUR,{}-{},\\n"
path = pathlib.Path(folder, f"{name}.csv")
while time.monotonic() < end or not done:
    path.write_text(header + line.format(done % 7, name, done))
    words = [*options, "import", "movements", str(path), "--fund", "ALSACE", "--json"]
    codes.add(main.main(words, prog_name="blendfund", standalone_mode=False) or 0)
    done += 1
print("done", done, *sorted(codes))
"""


def race(fund: Cli, writers: int, seconds: float) -> None:
    """Let several processes write at once; nobody is refused and nothing is lost."""
    folder = fund.ledger.parent
    options = ["--ledger", str(fund.ledger), "--actor", "camille"]
    processes = [
        subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-c", WRITER, str(seconds), folder, f"E{i}", *options],
            env=environment(fund),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for i in range(writers)
    ]
    total = 0
    for process in processes:
        out, said = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, said
        assert said == ""
        _, done, *codes = out.splitlines()[-1].split()
        assert codes == ["0"]
        total += int(done)
    events = fund.events()
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    report = fund.report("composition")
    assert report["total"]["received"] == report["uses"]["cash"] == f"{total}.00"
    assert fund.done("audit", "verify")["events"] == len(events)
    assert fund("audit", "replay").exit_code == 0


# Argument 1: the largest file in bytes a process may write, as on a full disk.
STARVED = f"""
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
{MAIN}
"""


def starve(fund: Cli, file: Path, lines: int, limit: int) -> int:
    """Import with no room for more than ``limit`` bytes a file; give the exit status."""
    command = [sys.executable, "-c", STARVED, str(limit)]
    done = subprocess.run(  # noqa: S603 -- our own command
        [*command, *fund.arguments(*IMPORT, file, *FUND, "--json")],
        env=environment(fund),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in {0, 74}, done.stderr
    received = fund.report("composition")["total"]["received"]
    assert received == (f"{lines}.00" if done.returncode == 0 else "0.00")
    assert fund.done("audit", "verify")["ok"] is True
    return done.returncode


def long_line(fund: Cli, reader: str, file: Path, megabytes: int) -> tuple[int, float]:
    """Import a file with one long line; give the exit status and the peak memory in MB."""
    with file.open("ab") as out:
        for _ in range(megabytes):
            out.write(b"x" * 1_000_000)
    words = fund.arguments("import", reader, file, *FUND)
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", MAIN, *words],
            environment(fund),
            file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)],
        )
        _, status, used = os.wait4(pid, 0)
    finally:
        os.close(quiet)
    unit = 1024 if sys.platform == "linux" else 1
    return os.waitstatus_to_exitcode(status), used.ru_maxrss * unit / 1e6
