"""Waiting in turn: bounded, never in step, and a server's door that says why it is shut."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing, contextmanager
from struct import pack, unpack
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.storage.log import patience as waits
from blendfund.storage.log.patience import FIRST_SECONDS, MOST_SECONDS, Patience
from blendfund.storage.server.knocking import (
    FULL,
    NOBODY,
    OPEN,
    STARTING,
    state_at_the_door,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DOOR_SECONDS = 5


def error(state: str) -> bytes:
    """Write an error as a server in French does."""
    fields = (b"SFATAL", b"C" + state.encode(), b"MTrop de clients", b"")
    body = b"\0".join(fields) + b"\0"
    return b"E" + pack("!I", len(body) + 4) + body


@contextmanager
def door(
    answer: bytes, at: str = "", said: bytes = b""
) -> Iterator[tuple[Any, list[bytes]]]:
    """Listen as a server does, on loopback or in a folder; say one thing to each."""
    family = socket.AF_UNIX if at else socket.AF_INET
    heard: list[bytes] = []
    with closing(socket.socket(family)) as listening:
        listening.bind(f"{at}/.s.PGSQL.5432" if at else ("127.0.0.1", 0))
        listening.listen()
        port = 5432 if at else listening.getsockname()[1]

        def serve() -> None:
            caller, _ = listening.accept()
            with closing(caller):
                heard.append(caller.recv(1000))
                caller.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        host = at.encode()
        yield (
            SimpleNamespace(
                hostaddr=b"" if at else b"127.0.0.1",
                host=host,
                port=str(port).encode(),
                user=b"camille",
                db=b"fonds",
                error_message=said,
            ),
            heard,
        )
        serving.join(_DOOR_SECONDS)


@pytest.mark.parametrize("state", [FULL, STARTING])
def test_a_door_tells_its_state_in_any_language(state: str) -> None:
    with door(error(state)) as (refused, heard):
        assert state_at_the_door(refused) == state
    (said,) = heard
    assert unpack("!II", said[:8]) == (len(said), 3 << 16)
    assert said[8:] == b"user\0camille\0database\0fonds\0\0"


def test_a_door_is_knocked_at_in_a_folder_too(tmp_path: Path) -> None:
    with door(error(FULL), str(tmp_path)) as (refused, _):
        assert state_at_the_door(refused) == FULL


@pytest.mark.parametrize(
    "answer", [b"R\0\0\0\x08\0\0\0\x05", b"", b"E", b"E\0\0\0\x05\0", b"N"]
)
def test_a_door_that_says_no_state_is_open(answer: bytes) -> None:
    with door(answer) as (refused, _):
        assert state_at_the_door(refused) == OPEN


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (
            "remaining slots are reserved for roles with the SUPERUSER attribute",
            FULL,
        ),
        (
            "les emplacements restants sont réservés pour les connexions superutilisateur",
            FULL,
        ),
        ('too many connections for role "ecrit"', FULL),
        ("trop de connexions pour la base de données « fonds »", FULL),
        ('password authentication failed for user "camille"', OPEN),
        ("authentification par mot de passe échouée", OPEN),
    ],
)
def test_who_is_let_in_and_turned_away_is_told_in_words(said: str, state: str) -> None:
    with door(b"R\0\0\0\x08\0\0\0\x05", said=said.encode()) as (refused, _):
        assert state_at_the_door(refused) == state


def test_nobody_is_behind_a_door_that_is_not_there() -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1]).encode()
    gone = SimpleNamespace(hostaddr=b"127.0.0.1", host=b"", port=port, user=b"a", db=b"b")
    assert state_at_the_door(gone) == NOBODY
    assert state_at_the_door(None) == NOBODY


@given(st.lists(st.floats(0, 10), max_size=30), st.floats(0, 40))
def test_whoever_waits_is_done_in_time(drawn: list[float], seconds: float) -> None:
    clock, slept, shares = [100.0], [], iter(drawn)

    def sleep(duration: float) -> None:
        slept.append(duration)
        clock[0] += duration

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: clock[0])
        patch.setattr(time, "sleep", sleep)
        patch.setattr(
            waits, "uniform", lambda low, high: low + next(shares, 1.0) % 1 * high
        )
        wait = Patience(seconds)
        most = FIRST_SECONDS
        for _ in range(len(drawn) + 1):
            before = wait.left()
            assert wait.back_off() == bool(before)
            assert wait.left() <= before
            if before:
                assert 0 <= slept[-1] <= min(most, before)
            most = min(2 * most, MOST_SECONDS)
    assert sum(slept) <= seconds + 1e-6


def test_those_who_wait_do_not_wait_in_step(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for _ in range(8):
        assert Patience(30).back_off()
    assert len(set(slept)) == 8
