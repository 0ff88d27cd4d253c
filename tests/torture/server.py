"""The real command, started warm: a process that has loaded it forks one child a command.

A kill of the child is a kill of ``blendfund`` but for the half second in which Python
loads it; plain starts stand beside it for that half second.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from tests.torture.harness import MAIN, PATIENCE_SECONDS, environment

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from tests.conftest import Cli

# Argument 1: a folder for a first ledger, which makes the process load what commands load.
SERVER = """
import json, os, sys, time, traceback
from blendfund_cli.main import main
import blendfund.application.upkeep.copies, blendfund.application.recording.attachments
import blendfund.application.correcting.corrections, blendfund.application.importing.files
import blendfund.application.recording.record, blendfund.application.writing.ledger
import blendfund.application.writing.outcomes, blendfund.application.recording.transfers
import blendfund.exchange.movements, blendfund.reports.words, cryptography
import blendfund_cli.answering.quarantine, blendfund_cli.answering.refusal
answers = os.fdopen(os.dup(1), "w", buffering=1)
for line in sys.stdin:
    asked, start = json.loads(line), time.monotonic()
    child = os.fork()
    if not child:
        for number, name in ((1, "out"), (2, "err")):
            file = os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(file, number)
        try:
            main(asked["words"], prog_name="blendfund")
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        except BaseException:
            traceback.print_exc()
            code = 99
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            pass
        os._exit(code)
    answers.write(f"{child}\\n")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    answers.write(f"{status} {time.monotonic() - start}\\n")
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status (negative: the signal), its output, its messages."""

    code: int
    out: str
    said: str

    @property
    def json(self) -> Any:
        """Read the output as one JSON value."""
        return json.loads(self.out)


@dataclass
class Server:
    """Runs commands one at a time, each in a forked child that may be killed."""

    cli: Cli
    folder: Path
    process: subprocess.Popen[str] = field(init=False)
    seconds: float = 0.0  # of the last command

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-c", SERVER],
            env=environment(self.cli),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def start(self, *words: object, plain: bool = False) -> int:
        """Start a command; give its process id."""
        out, err = self.folder / "out", self.folder / "err"
        for file in (out, err):  # the last command's must not be taken for this one's
            file.write_bytes(b"")
        said = [str(word) for word in words] if plain else self.cli.arguments(*words)
        asked = {"words": said, "out": str(out), "err": str(err)}
        stdin, stdout = self._pipes()
        stdin.write(f"{json.dumps(asked)}\n")
        stdin.flush()
        return int(stdout.readline())

    def wait(self) -> Ended:
        """Wait for the command that was started."""
        code, seconds = self._pipes()[1].readline().split()
        self.seconds = float(seconds)
        return self.ended(int(code))

    def cold(self, *words: object) -> subprocess.Popen[bytes]:
        """Start a command as a process of its own, as a person does."""
        said = self.cli.arguments(*words)
        with (
            (self.folder / "out").open("wb") as out,
            (self.folder / "err").open("wb") as err,
        ):
            return subprocess.Popen(  # noqa: S603 -- our own command
                [sys.executable, "-c", MAIN, *said],
                env=environment(self.cli),
                stdout=out,
                stderr=err,
            )

    def ended(self, code: int) -> Ended:
        """Read how the last command ended; it never shows a traceback."""
        texts = [(self.folder / name).read_text("utf-8") for name in ("out", "err")]
        assert "Traceback" not in texts[1], texts[1]
        return Ended(code, *texts)

    def run(self, *words: object, plain: bool = False) -> Ended:
        """Run a command to its end."""
        self.start(*words, plain=plain)
        return self.wait()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        return self.process.stdin, self.process.stdout
