"""The words of closed lists as people write them: codes, English and French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.application.reading.kinds import KINDS
from blendfund.catalogue import catalogue
from blendfund.domain.vocabulary import Instrument, Sector, Terms
from blendfund.journal.rules import REVERSAL, RULES, SILENT
from blendfund.projections.query.parser import Lexicon, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable


def lexicon(*, french: bool) -> Lexicon:
    """Give the words of both languages; refusals list those of the one in use."""
    return _spoken(
        {
            "sector": map(str, Sector),
            "instrument": map(str, Instrument),
            "terms": map(str, Terms),
            "kind": RULES,
        },
        french=french,
    )


def topics(*, french: bool) -> Lexicon:
    """Give the words for the sorts of facts, under the key ``topic``."""
    return _spoken({"topic": (*RULES, REVERSAL, *sorted(SILENT))}, french=french)


def _spoken(lists: dict[str, Iterable[str]], *, french: bool) -> Lexicon:
    spoken = {one: catalogue(one) for one in ("fr", "en")}
    language = spoken["fr" if french else "en"]
    words: dict[str, dict[str, frozenset[str]]] = {}
    shown: dict[str, dict[str, str]] = {}
    for key, codes in lists.items():
        words[key], shown[key] = {}, {}
        for code in codes:
            said = KINDS.get(code, code) if key == "kind" else code
            ids = {code, said}
            names = ids | {spoken[one].gettext(name) for one in spoken for name in ids}
            for name in map(spelled, names):
                words[key][name] = words[key].get(name, frozenset()) | {code}
            shown[key][code] = language.gettext(said)
    return Lexicon(words, shown, french)
