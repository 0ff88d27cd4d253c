"""Who acts where nobody says so."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING, Any

from blendfund_cli.main import _system_user

if TYPE_CHECKING:
    import pytest


def test_a_user_without_a_name_goes_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(number: int) -> Any:
        raise KeyError(number)

    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert _system_user() == str(os.getuid())
