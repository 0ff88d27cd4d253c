"""One word of a closed list, typed as its code or as people say it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.text import N_, _, safe, spoken

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

NO_SUCH_WORD = N_("{value} is none of these words: {words}.")
NEAR_WORD = N_("{value} is none of these words: {words}. Did you mean {near}?")


class Word(click.Choice[str]):
    """One word of a closed list: a code, or its name in any language, accents apart.

    A command is given the code; files, events and JSON carry nothing else.
    """

    name = "word"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Read a word, or list those there are."""
        known = self.known()
        found = known.get(bare(str(value)))
        if found is None:
            return self.fail(self._refused(str(value), list(known)), param, ctx)
        return found

    def known(self) -> dict[str, str]:
        """Give the code of each spelling; one that two codes share is nobody's."""
        found = {bare(code): code for code in self.choices}
        shared = set()
        for code in self.choices:
            for name in map(bare, spoken(code)):
                if found.setdefault(name, code) != code and name not in self.choices:
                    shared.add(name)
        return {name: code for name, code in found.items() if name not in shared}

    def shown(self) -> list[str]:
        """Give the words as the language in use says them."""
        return [_(code) for code in self.choices]

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Complete codes, each with its name beside it; else the names that begin so."""
        from click.shell_completion import CompletionItem

        del ctx, param
        asked = bare(incomplete)
        codes = [code for code in self.choices if code.startswith(incomplete)]
        if codes:
            return [CompletionItem(code, help=_(code)) for code in codes]
        names = [(_(code), code) for code in self.choices]
        return [
            CompletionItem(name, help=code)
            for name, code in names
            if asked and bare(name).startswith(asked)
        ]

    def _refused(self, value: str, known: list[str]) -> str:
        # Imported here: only a mistake needs it.
        from difflib import get_close_matches

        near = get_close_matches(bare(value), known, 1)
        names = {"value": safe(value), "words": ", ".join(self.shown())}
        if not near:
            return _(NO_SUCH_WORD).format(**names)
        return _(NEAR_WORD).format(**names, near=_(self.known()[near[0]]))


def bare(text: str) -> str:
    """Give what two spellings of a word have in common: no case, accents or dashes."""
    spread = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    letters = "".join(one for one in spread if not unicodedata.combining(one))
    return " ".join(re.sub(r"[-_\s]+", " ", letters).split())
