from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import click
import pytest

from blendfund_cli.asking.types import DAY
from blendfund_cli.text import LANGUAGES, N_, _, default_language, french, safe, use

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED = "Interrupted: nothing was written."


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    before = os.environ.get("LANGUAGE")
    yield
    use(before if before in LANGUAGES else "fr")
    if before is None:
        del os.environ["LANGUAGE"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "fr"),
        ({"BLENDFUND_LANG": "en"}, "en"),
        ({"BLENDFUND_LANG": "fr", "LC_ALL": "en_GB.UTF-8"}, "fr"),
        ({"BLENDFUND_LANG": "de", "LANG": "en_US"}, "en"),
        ({"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "EN_IE", "LANG": "fr_FR"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "C"}, "fr"),
    ],
)
def test_french_unless_somebody_asks_otherwise(
    environ: dict[str, str], expected: str
) -> None:
    assert default_language(environ) == expected


def test_a_message_is_said_in_the_language_in_use() -> None:
    use("fr")
    assert french()
    assert _(INTERRUPTED) != INTERRUPTED
    use("en")
    assert not french()
    assert _(INTERRUPTED) == INTERRUPTED


def test_nothing_to_say_is_nothing() -> None:
    use("fr")
    assert _("") == ""  # gettext would answer with the head of the catalogue


def test_a_marked_message_stays_as_it_is() -> None:
    assert N_(INTERRUPTED) == INTERRUPTED


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Épicerie de Thann — 1\u202f250,50\u00a0€",
            "Épicerie de Thann — 1\u202f250,50\u00a0€",
        ),
        ("\x1b[31m", "\\u001b[31m"),
        ("a\rb", "a\\u000db"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("a\u200bb\xad", "a\\u200bb\\u00ad"),
        ("\x9b2J", "\\u009b2J"),
        ("\ufeff", "\\ufeff"),
        ("\U0001f469\u200d\U0001f33e", "\U0001f469\\u200d\U0001f33e"),
    ],
)
def test_what_could_steer_a_terminal_is_shown_escaped(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize("character", ["\u2066", "\u2069", "\u061c", "\x00", "\x7f"])
def test_no_hidden_character_is_shown(character: str) -> None:
    assert character not in safe(f"a{character}b")


ARABIC = "2020-01-01".translate({48 + i: 0x660 + i for i in range(10)})


@pytest.mark.parametrize("text", ["2020-02-30", "20200101", "01/01/2020", ARABIC, ""])
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(click.BadParameter):
        DAY.convert(text, None, None)


@pytest.mark.parametrize("value", ["2020-02-29", date(2020, 2, 29)])
def test_a_day_is_read(value: Any) -> None:
    assert DAY.convert(value, None, None) == date(2020, 2, 29)
