"""The table of ratios, as Markdown, and its place in a page."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

START: Final = "<!-- bench:start -->"
END: Final = "<!-- bench:end -->"
HEADER: Final = (
    "| what | target | aim | reached | raw medians |",
    "|---|---|---|---|---|",
)


class Line(NamedTuple):
    """One line of the table; ``good`` is None where nothing was promised."""

    what: str
    target: str
    aim: str
    reached: str
    medians: str
    good: bool | None = None

    def markdown(self) -> str:
        """Write the line."""
        verdict = {True: " ok", False: " **missed**", None: ""}[self.good]
        cells = (self.what, self.target, self.aim, self.reached + verdict, self.medians)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def at_most(what: str, ratio: float, limits: tuple[float, float | None], raw: str) -> Line:
    """Give the line of a ratio that must stay at or under a limit (target, aim)."""
    target, aim = limits
    shown = "" if aim is None else f"<= {aim:g}x"
    return Line(what, f"<= {target:g}x", shown, f"{ratio:.2f}x", raw, ratio <= target)


def at_least(
    what: str, value: float, limits: tuple[float, float], unit: str, raw: str
) -> Line:
    """Give the line of a figure that must reach a limit (target, aim)."""
    target, aim = (f">= {limit:,.0f}{unit}" for limit in limits)
    digits = 0 if limits[0] > 100 else 1
    reached = f"{value:,.{digits}f}{unit}"
    return Line(what, target, aim, reached, raw, value >= limits[0])


def failed(what: str, why: str) -> Line:
    """Give the line of something that gave a wrong answer or none."""
    return Line(what, "", "", f"FAILED: {' '.join(why.split())}", "", good=False)


def render(lines: list[Line], made_with: str) -> str:
    """Write the whole table, with what it was made with."""
    rows = [*HEADER, *(line.markdown() for line in lines)]
    return "\n".join([*rows, "", made_with])


def machine() -> str:
    """Name what the figures depend on, but no place on it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        models = [x.partition(":")[2] for x in text.splitlines() if "model name" in x]
    except OSError:
        models = []
    model = models[0].strip() if models else platform.machine()
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{python}, {os.cpu_count()} x {model}"


def write_into(page: Path, table: str) -> None:
    """Put the table between the page's two markers, or at its end with the markers."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    before, found, rest = text.partition(START)
    after = rest.partition(END)[2] if found else "\n"
    if not found and before and not before.endswith("\n\n"):
        before = before.rstrip("\n") + "\n\n"
    page.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")
