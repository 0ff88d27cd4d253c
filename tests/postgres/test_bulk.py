"""Many facts go to a server by COPY, few by a statement: which one, and the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from tests.postgres.test_ledger import OPENING

from blendfund.storage.server.remote import COPIED_MIN

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements
    from tests.postgres.conftest import Served

LINE = (
    "2024-02-01 contribution {0} public grant concessional party=Région reference=VIR-{0}"
)


def of(lines: int) -> str:
    return "\n".join(LINE.format(number + 1) for number in range(lines))


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every COPY that the driver is asked for."""
    asked: list[str] = []
    copy = psycopg.Cursor.copy

    def heard(self: psycopg.Cursor[Any], statement: Any, *given: Any, **named: Any) -> Any:
        asked.append(str(statement))
        return copy(self, statement, *given, **named)

    monkeypatch.setattr(psycopg.Cursor, "copy", heard)
    return asked


@pytest.mark.parametrize(("lines", "copied"), [(2, 0), (COPIED_MIN, 1)])
def test_an_import_of_many_lines_is_copied(
    cli: Served, movements: Movements, copies: list[str], lines: int, copied: int
) -> None:
    assert cli("init").exit_code == 0
    cli.done(*OPENING)
    file = movements(of(lines))
    cli.done("import", "movements", file, "--fund", "ALSACE")
    assert [one.split(" (")[0] for one in copies] == ["COPY event"] * copied
    assert all("FROM STDIN" in one for one in copies)
    assert cli.done("audit", "verify")["events"] == len(cli.events())


def test_what_was_copied_is_what_a_file_would_hold(
    cli: Served, there: Cli, movements: Movements
) -> None:
    file = movements(of(2 * COPIED_MIN))
    told = []
    for one in (cli, there):
        assert one("init").exit_code == 0
        one.done(*OPENING)
        one.done("import", "movements", file, "--fund", "ALSACE")
        told.append([(fact["position"], fact["topic"]) for fact in one.events()])
    assert told[0] == told[1]
    assert cli.report("composition")["total"] == there.report("composition")["total"]
