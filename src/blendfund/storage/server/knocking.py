"""Why a server let nobody in: libpq tells it in the server's language, and not its state.

So the door is knocked at once more, with the first message of the protocol and nothing
else: a server that is full, or starting, says so there, with its state, before it asks who
is calling. Source: PostgreSQL, *Frontend/Backend Protocol*, "Message Formats".

Of its places it keeps some for those who administer it, and has a limit for each role and
database: whoever meets these is let in, told who they are, and then turned away in words.
"""

from __future__ import annotations

import socket
from contextlib import closing
from struct import pack, unpack
from typing import Any, Final

STARTING: Final = "57P03"  # or stopping, or catching up
FULL: Final = "53300"
NOBODY: Final = "08001"  # no server listens there
OPEN: Final = ""
# What these words hold in English and in the languages of Europe it is most run in.
_WORDS_OF_FULL: Final = (
    *("superus", "superut", "pg_use_reserved_connections"),
    *("too many connections", "trop de connexions", "zu viele verbindungen"),
    *("demasiadas conexiones", "troppe connessioni"),
)
_PROTOCOL: Final = 196_608  # 3.0
_SECONDS: Final = 5.0
_ANSWER_BYTES_MAX: Final = 1 << 14


def state_at_the_door(refused: Any) -> str:
    """Give the state a server turns callers away with; none where it asks who they are.

    Args:
        refused: The connection that failed, as psycopg leaves it; none where it gave up.
    """
    if refused is None:
        return NOBODY
    try:
        with closing(_reached(refused)) as door:
            said = b"user\0" + refused.user + b"\0database\0" + refused.db + b"\0\0"
            door.sendall(pack("!II", len(said) + 8, _PROTOCOL) + said)
            return _state(door) or _told(refused)
    except OSError:
        return NOBODY


def _told(refused: Any) -> str:
    """Tell from what was said inside whether the server is full for this caller."""
    said = refused.error_message.decode("utf-8", "replace").casefold()
    return FULL if any(one in said for one in _WORDS_OF_FULL) else OPEN


def _reached(refused: Any) -> socket.socket:
    host, port = (refused.hostaddr or refused.host).decode(), refused.port.decode()
    if not host.startswith("/"):
        return socket.create_connection((host, int(port)), _SECONDS)
    door = socket.socket(socket.AF_UNIX)
    door.settimeout(_SECONDS)
    door.connect(f"{host}/.s.PGSQL.{port}")
    return door


def _state(door: socket.socket) -> str:
    """Read the first answer: one that is no error lets us in, or asks for more."""
    with door.makefile("rb") as answer:
        if answer.read(1) != b"E":
            return OPEN
        (size,) = unpack("!I", answer.read(4).rjust(4, b"\0"))
        fields = answer.read(min(size, _ANSWER_BYTES_MAX)).split(b"\0")
    found = [one[1:] for one in fields if one.startswith(b"C")]
    return found[0].decode("ascii", "replace") if found else OPEN
