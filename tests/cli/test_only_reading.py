"""Who may only read is told what everybody is, though the read models are behind."""

from __future__ import annotations

import shlex
import shutil
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.unit.conftest import Fund

from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import StorageRefused
from blendfund_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Cli

COMMANDS = """
status
events --json
history VELO-PRET
search velo
audit explain 225
audit explain cash:2026-02:received --fund ALSACE --as-of 2026-01-20
audit explain cash:2026-02:paid --fund ALSACE --as-of 2026-06-15
audit explain portfolio:total:outstanding --fund ALSACE
audit explain schedule:VELO-PRET:2:interest --fund ALSACE
export journal --fund ALSACE
fund show ALSACE
fund list
party list
party show 'Région Grand Est'
project list
project show 'Atelier vélo du Sundgau'
project file 'Atelier vélo du Sundgau' --fund ALSACE
report balance --fund ALSACE
report carried --fund ALSACE
report cash --fund ALSACE --as-of 2026-01-20
report cash --fund ALSACE --as-of 2026-06-15
report funder 'Banque des Territoires' --fund ALSACE
report guarantees --fund ALSACE
report portfolio --fund ALSACE --as-of 2026-05-01
report returns --fund ALSACE --by tranche
report schedule VELO-PRET --fund ALSACE
report waterfall --fund ALSACE
report why 2025-12-31 2026-06-30 --fund ALSACE
tranche list --fund ALSACE
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the demo."""
    place = tmp_path_factory.mktemp("demo")
    assert CliRunner().invoke(main, ["demo", "--dir", str(place)]).exit_code == 0
    return place


@contextmanager
def refused(self: Reading) -> Iterator[None]:
    raise StorageRefused(str(self.path))
    yield


def test_stale_read_models_are_folded_in_memory_for_who_may_not_write(
    cli: Cli, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(whole, tmp_path / "copie")
    theirs = replace(cli, ledger=tmp_path / "copie" / "demo.db")
    Fund(theirs.ledger).empty_books()
    Fund(theirs.ledger).tamper("UPDATE projection SET position = 0")
    ours = replace(cli, ledger=whole / "demo.db")
    for line in COMMANDS.strip().splitlines():
        words = shlex.split(line)
        told = ours(*words)
        assert told.exit_code == 0, (line, told.stderr)
        with monkeypatch.context() as patched:
            patched.setattr(Reading, "_writing", refused)
            answer = theirs(*words)
        assert answer.exit_code == 0, (line, answer.stderr)
        assert answer.stdout.replace("copie", "demo") == told.stdout, line
