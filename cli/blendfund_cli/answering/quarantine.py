"""The quarantine file: the lines that were left out, each with its reason."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from blendfund.domain.errors import BlendfundError, StorageRefused
from blendfund_cli.answering.refusal import code, explain, sentence, why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from blendfund.domain.errors import Problem

    LeftOut = Mapping[int, BlendfundError | Problem]
    Keep = Callable[[Sequence[str], Mapping[int, Sequence[str]], LeftOut], None]


def write_quarantine(path: Path, separator: str = ",", *, marked: bool = False) -> Keep:
    """Give what writes the lines left out to ``path``, before the good ones are kept.

    A spreadsheet tells UTF-8 by its mark, so a file that goes back to one is ``marked``.
    """
    encoding = "utf-8-sig" if marked else "utf-8"

    def keep(
        header: Sequence[str], cells: Mapping[int, Sequence[str]], out: LeftOut
    ) -> None:
        try:
            with path.open("w", encoding=encoding, newline="") as file:
                writer = csv.writer(file, delimiter=separator)
                writer.writerow([*header, "why"])
                for line in sorted(out):
                    row = list(cells.get(line, ()))[: len(header)]
                    row += [""] * (len(header) - len(row))
                    writer.writerow([*row, _why(out[line])])
        except OSError as refused:
            raise StorageRefused(why(refused, str(path))) from refused

    return keep


def _why(reason: BlendfundError | Problem) -> str:
    if isinstance(reason, BlendfundError):
        return f"{sentence(reason, in_file=True)} [{code(reason)}]"
    return explain(reason, "").split(" ", 1)[1]
