"""Reading a text file line by line, strictly UTF-8, without trusting its size."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import FileUnreadable, Problem, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE_BYTES_MAX: Final = 1 << 20

A_FOLDER: Final = Word("this is a folder, not a file")
NO_SUCH_FILE: Final = Word("there is no such file")
NOT_ALLOWED: Final = Word("you may not read this file")
NOT_UTF8 = "this line is not UTF-8: save the file as CSV UTF-8"
NOT_UTF8_TEXT = "this line is not UTF-8: save the file as UTF-8 text"
NUL = "this line holds a NUL byte: it is not a text file"
TOO_LONG = "this line is longer than 1 MiB: it is not a movement"
MALFORMED = "{why}"


_REASONS: Final[dict[type[OSError], Word]] = {
    IsADirectoryError: A_FOLDER,
    FileNotFoundError: NO_SUCH_FILE,
    PermissionError: NOT_ALLOWED,
}


def unreadable(path: Path, refused: OSError) -> FileUnreadable:
    """Give the refusal of a file that the system does not let anybody read."""
    why = _REASONS.get(type(refused)) or refused.strerror or str(refused)
    return FileUnreadable(str(path), why)


class Lines:
    """An iterator over decoded lines; what cannot be decoded is a problem at its line.

    Raises FileUnreadable.
    """

    def __init__(self, path: Path, not_utf8: str = NOT_UTF8) -> None:
        self.not_utf8 = not_utf8
        self.number = 0
        self.problems: list[Problem] = []
        self._spoiled: set[int] = set()
        self._hash = sha256()
        self._lines = self._read(path)

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def digest(self) -> str:
        """Give the SHA-256 of what was read, in hexadecimal."""
        return self._hash.hexdigest()

    def problem(self, line: int, column: str, why: str) -> None:
        """Note what a reader found wrong with a line."""
        self.problems.append(Problem(line, column, MALFORMED, {"why": why}))

    def spoiled(self, start: int) -> bool:
        """Tell whether a record from line ``start`` to here has an undecodable line."""
        return bool(self._spoiled) and any(
            line in self._spoiled for line in range(start, self.number + 1)
        )

    def _read(self, path: Path) -> Iterator[str]:
        try:
            with path.open("rb") as file:
                while raw := file.readline(LINE_BYTES_MAX):
                    self.number += 1
                    self._hash.update(raw)
                    if len(raw) == LINE_BYTES_MAX and not raw.endswith(b"\n"):
                        self._spoil(TOO_LONG)
                        return
                    yield self._decoded(raw)
        except OSError as refused:
            raise unreadable(path, refused) from refused

    def _decoded(self, raw: bytes) -> str:
        if self.number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in raw:
            self._spoil(NUL)
            return "\n"
        try:
            return raw.decode()
        except UnicodeDecodeError:
            self._spoil(self.not_utf8)
            return raw.decode("cp1252", errors="replace")

    def _spoil(self, why: str) -> None:
        self._spoiled.add(self.number)
        self.problems.append(Problem(self.number, "", why, {}))
