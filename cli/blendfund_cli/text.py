"""The language of what is shown: gettext, French unless somebody asks otherwise."""

from __future__ import annotations

import gettext
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from blendfund.catalogue import PLACE, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from blendfund.catalogue import Catalogue

LANGUAGES: Final = ("fr", "en")
# click's own words stand in a catalogue of their own, which is read whole: it is short.
_CLICK: Final = "click"
_catalogue: dict[str, Catalogue | gettext.NullTranslations] = {
    "in use": gettext.NullTranslations()
}
# What could steer a terminal or turn a text around: shown escaped.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
)


def default_language(environ: Mapping[str, str]) -> str:
    """Give the language of BLENDFUND_LANG, else of the locale, else French."""
    asked = environ.get("BLENDFUND_LANG", "")
    if asked in LANGUAGES:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "en" if environ[name].lower().startswith("en") else "fr"
    return "fr"


def use(language: str) -> None:
    """Show everything in ``language`` from now on; click's own words too."""
    # gettext chooses its catalogue from LANGUAGE first, whatever the locale.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_CLICK, PLACE)
    gettext.textdomain(_CLICK)
    _catalogue["in use"] = catalogue(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Show everything in ``language`` for a while."""
    before = "fr" if french() else "en"
    use(language)
    try:
        yield
    finally:
        use(before)


def _(message: str) -> str:
    """Translate a message."""
    if not message:
        return ""
    return _catalogue["in use"].gettext(message)


def spoken(message: str) -> Iterator[str]:
    """Give a message in every language, whichever is in use."""
    for language in LANGUAGES:
        yield catalogue(language).gettext(message)


def saying(language: str) -> Callable[[str], str]:
    """Give what translates into a language, whichever is in use."""
    said = catalogue(language).gettext
    return lambda message: said(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a message about a count, which it names ``{count}``, and put it in."""
    said = _catalogue["in use"].ngettext(one, many, count)
    return said.replace("{count}", counted(count))


def counted(count: int) -> str:
    """Write a count in groups of three digits, as words.count does without its imports."""
    return f"{count:,}".replace(",", "\u202f") if french() else f"{count:,}"


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for it
    """Mark a message that is translated where it is shown."""
    return message


def safe(text: str) -> str:
    """Escape what could steer the terminal or hide what a label says."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def french() -> bool:
    """Tell whether French is being shown."""
    return os.environ.get("LANGUAGE", "fr") == "fr"
