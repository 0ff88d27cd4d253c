"""A fictitious fund in Alsace, 2021 to 2025: its movement files, shipped with blendfund."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

YEARS: Final = tuple(f"{year}.csv" for year in range(2021, 2026))
UNREADABLE: Final = "illisible.csv"
OVERDRAWN: Final = "decouvert.csv"
CHARTER: Final = "reglement.toml"
FILES: Final = (*YEARS, UNREADABLE, OVERDRAWN, CHARTER)


def content(name: str) -> bytes:
    """Give one of the files as it is shipped."""
    return files(__name__).joinpath(name).read_bytes()
