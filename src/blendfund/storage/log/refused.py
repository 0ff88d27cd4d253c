"""What a PostgreSQL server refused, in words: by the state it gives, never by its text.

Its texts come in the server's own language; they are only quoted. None holds a password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.errors import (
    BlendfundError,
    Corrupt,
    LedgerBusy,
    LedgerNotFound,
    OnlyReads,
    RightMissing,
    ServerAway,
    ServerBusy,
    StorageRefused,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# A broken connection has no state of its own: class 08 stands for it.
_GONE: Final = "08000"
# By state, or by its class, the longest first: what it means to whoever asked.
_MEANS: Final[dict[str, Callable[[str, str], BlendfundError]]] = {
    "55P03": lambda _server, _why: LedgerBusy(),  # it waited too long for the head
    "40001": lambda _server, _why: LedgerBusy(),
    "40P01": lambda _server, _why: LedgerBusy(),
    "57P01": ServerAway,
    "57P02": ServerAway,
    "57P03": ServerBusy,
    "53300": ServerBusy,
    "42501": RightMissing,
    "25006": lambda server, _why: OnlyReads(server),
    "42P01": lambda server, _why: LedgerNotFound(server),
    "08": ServerAway,
    "28": ServerAway,
    "3D": ServerAway,
    "XX": lambda _server, why: Corrupt(0, why),
}


def refusal(error: Exception, server: str) -> BlendfundError:
    """Give the refusal for what the driver raised."""
    original: Any = getattr(error, "orig", None) or error
    state = state_of(original)
    means = _MEANS.get(state) or _MEANS.get(state[:2])
    said = why(original)
    return StorageRefused(said) if means is None else means(server, said)


def state_of(error: Any) -> str:
    """Give the SQLSTATE of an error; one of a broken connection where it has none."""
    state = getattr(error, "sqlstate", None)
    if state:
        return str(state)
    return _GONE if _is_broken(error) else ""


def _is_broken(error: Any) -> bool:
    from psycopg import InterfaceError, OperationalError

    return isinstance(error, OperationalError | InterfaceError)


def why(error: Any) -> str:
    """Give the first line of what the server or the driver said."""
    error = getattr(error, "orig", None) or error
    said = getattr(getattr(error, "diag", None), "message_primary", None)
    text = str(said or error).strip().splitlines() or [type(error).__name__]
    return _after(text[0], " failed: ").strip().rstrip(".")


def _after(text: str, mark: str) -> str:
    _, found, rest = text.rpartition(mark)
    return rest if found else text
