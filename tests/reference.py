"""Writes the reference pages from the code: ``python tests/reference.py --update``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"


def made() -> dict[str, str]:
    """Give every reference page as the code would write it now."""
    from tests.docs.pages import all_pages

    return all_pages()


def main(arguments: list[str]) -> int:
    """Write the pages with --update; else say which are not current."""
    stale = []
    for name, text in made().items():
        page = REFERENCE / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--update" in arguments:
                page.write_text(text, encoding="utf-8")
    word = "written" if "--update" in arguments else "not current"
    sys.stdout.write("".join(f"docs/reference/{name}: {word}\n" for name in stale))
    return int(bool(stale) and "--update" not in arguments)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
