"""Limits on size and on what may stand in a file, so that nothing slips in in silence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FUNCTION_LINES_MAX = 40
FILE_LINES_MAX = 300
FILES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("cli/**/*.py")])
FOLDERS = ("src", "cli", "docs", "features", "tests")
BINARY = {".mo", ".pyc", ".png", ".xlsx"}
# Built from parts, or this file would be the first to be refused.
FORBIDDEN = [f"/{name}/" for name in ("work", "root", "home")]


def size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_grows_past_one_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_LINES_MAX
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert size(node) <= FUNCTION_LINES_MAX, node.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_file_names_a_place_on_one_machine(folder: str) -> None:
    for path in (ROOT / folder).rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        if path.is_file() and not hidden and path.suffix not in BINARY:
            text = path.read_bytes().decode("utf-8", "replace")
            found = [word for word in FORBIDDEN if word in text]
            assert not found, f"{path.relative_to(ROOT)}: {found}"
