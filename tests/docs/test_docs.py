"""The documents say what the command says: every console block is run."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from tests.docs.console import Shell, matches, replay, rewritten

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
SESSIONS = [page for page in PAGES if "```console\n" in page.read_text(encoding="utf-8")]
SERVED = DOCS / "guides" / "postgresql.md"  # played on a server, in tests/postgres
UPDATE = bool(os.environ.get("BLENDFUND_UPDATE_DOCS"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def slug(title: str) -> str:
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", bare).strip().lower())


def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {slug(found) for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, id=name(page)) for page in SESSIONS if page != SERVED],
)
def test_what_a_document_shows_is_what_the_command_prints(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    if UPDATE:
        page.write_text(rewritten(text, Shell(tmp_path)), encoding="utf-8")
        return
    shell = Shell(tmp_path)
    for step, got in replay(text, shell):
        expected, printed = "\n".join(step.expected), "\n".join(got)
        where = f"{name(page)}:{step.line}: $ {step.command}"
        assert matches(expected, printed), f"{where}\n{expected}\n--- printed\n{printed}"
    assert shell.told, f"{name(page)}: the last command failed and nothing says so"


def test_the_readme_and_the_tutorial_hold_a_session() -> None:
    shown = {name(page) for page in SESSIONS}
    assert {"README.md", "docs/tutoriel.md"} <= shown
    assert {name(guide) for guide in (DOCS / "guides").glob("*.md")} <= shown


@pytest.mark.parametrize("page", [pytest.param(page, id=name(page)) for page in PAGES])
def test_no_link_is_dead(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{name(page)}: {link}"


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        assert page.relative_to(DOCS).as_posix() in menu, name(page)


def test_decisions_have_their_three_parts() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for part in ("## Context", "## Decision", "## Consequence"):
            assert part in text, f"{name(page)}: {part}"


def test_the_benchmark_page_has_room_for_its_figures() -> None:
    text = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    assert text.index("<!-- bench:start -->") < text.index("<!-- bench:end -->")


def test_a_document_that_lies_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lie = "```console\n$ blendfund init\nNothing happened.\n```\n"
    step, got = next(replay(lie, Shell(tmp_path)))
    assert not matches("\n".join(step.expected), "\n".join(got))
    (tmp_path / "blendfund.db").unlink()
    mended = rewritten(lie, Shell(tmp_path))
    assert "Nothing happened" not in mended
    assert "blendfund.db" in mended
    assert "..." in mended
