"""The guide is played on a real server, under the address it shows."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import make_url
from tests.docs.console import Shell, matches, replay, rewritten
from tests.postgres.conftest import Database
from tests.postgres.test_roles import GUIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQL: Final = re.compile(r"(?<=^```sql\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
ACCOUNTS: Final = ("admin", "camille", "controle")


@pytest.fixture
def stage(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The server of the guide: its host, its database, its administrator."""
    url = make_url(server)
    monkeypatch.setenv("PGHOSTADDR", url.host or "")
    monkeypatch.setenv("PGPORT", str(url.port))
    base = Database(server)
    base.sql("DROP DATABASE IF EXISTS fonds")
    for name in ACCOUNTS:
        base.sql(f"DROP ROLE IF EXISTS {name}")
    base.sql("CREATE ROLE admin LOGIN SUPERUSER")
    base.sql("CREATE DATABASE fonds")
    yield Database(f"{server.rpartition('/')[0]}/fonds")
    base.sql("DROP DATABASE fonds")
    for name in ACCOUNTS:
        base.sql(f"DROP ROLE {name}")


def test_the_guide_says_what_happens(
    stage: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8")
    shell = Shell(tmp_path)
    shell.env["BLENDFUND_CACHE"] = str(tmp_path / "miroirs")
    told, at = [], 0
    for found in [*SQL.finditer(text), None]:
        part = text[at : found.start() if found else len(text)]
        if os.environ.get("BLENDFUND_UPDATE_DOCS"):
            told.append(rewritten(part, shell).removesuffix("\n" * (part[-1:] != "\n")))
        else:
            for step, got in replay(part, shell):
                expected, printed = "\n".join(step.expected), "\n".join(got)
                assert matches(expected, printed), f"$ {step.command}\n{printed}"
        if found:
            for statement in filter(str.strip, found[0].split(";")):
                stage.sql(statement)
            told.append(found[0])
            at = found.end()
    stage.sql("GRANT USAGE ON SCHEMA blendfund_keys TO blendfund_audit")
    if os.environ.get("BLENDFUND_UPDATE_DOCS"):
        GUIDE.write_text("".join(told), encoding="utf-8")
