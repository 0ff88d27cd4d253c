from __future__ import annotations

import gettext
import itertools
import re
from io import BytesIO
from struct import pack, unpack_from
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo
from tests import catalogues

from blendfund.catalogue import Catalogue, catalogue
from blendfund.projections.composition import composition
from blendfund.projections.irr import irr
from blendfund.projections.leverage import leverage
from blendfund.reports import outline, outlines
from blendfund_cli.text import default_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel.messages.catalog import Catalog, Message

HINT = "run `python tests/catalogues.py --update`, then translate what is empty"
# A place in a file comes before a colon without a space, as compilers write it.
PLACE = "{where}:"
LOOSE = re.compile(
    r" [:;?!»%]|« |\w'\w|\w\"|[“”]|[\w)][:;?!](?:\s|$)|«(?!\u00a0)|(?<!\u00a0)»"
)

languages = pytest.mark.parametrize("language", catalogues.LANGUAGES)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def fields(text: str) -> set[str]:
    return set(catalogues.FIELD.findall(text))


@pytest.fixture(scope="module")
def wanted() -> catalogues.Messages:
    return {**catalogues.clicks(), **catalogues.own()}


@languages
def test_every_message_is_translated(language: str, wanted: catalogues.Messages) -> None:
    found = {key(message): message for message in messages(catalogues.read(language))}
    assert sorted(wanted.keys() - found.keys()) == [], HINT
    assert [one for one in found.values() if not all(forms(one.string))] == [], HINT
    assert [one for one in found.values() if one.fuzzy] == []
    plural = {one for one, message in found.items() if message.pluralizable}
    assert plural >= {one for one, many in wanted.items() if many}, HINT


@languages
def test_nothing_is_translated_that_nobody_says(
    language: str, wanted: catalogues.Messages
) -> None:
    catalogue = catalogues.read(language)
    said = {key(one) for one in messages(catalogue) if "click" not in one.auto_comments}
    assert sorted(said - wanted.keys()) == [], HINT
    assert not catalogue.obsolete


@languages
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    catalogue = catalogues.read(language)
    compiled = catalogues.po(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.updated(language, catalogue)), HINT
    kept = {key(one): forms(one.string) for one in messages(read_mo(BytesIO(compiled)))}
    assert kept == {key(one): forms(one.string) for one in messages(catalogue)}


@languages
def test_updating_twice_changes_nothing(language: str) -> None:
    catalogue = catalogues.read(language)
    again = catalogues.written(catalogues.updated(language, catalogue))
    assert again == catalogues.po(language).read_bytes(), HINT


@languages
def test_a_translation_names_the_same_fields(language: str) -> None:
    for message in messages(catalogues.read(language)):
        pairs = zip(forms(message.id), forms(message.string), strict=True)
        for said, shown in pairs:
            assert fields(said) == fields(shown), said


def test_french_is_typeset_as_french() -> None:
    for message in messages(catalogues.read("fr")):
        for text in forms(message.string):
            bare = catalogues.FIELD.sub("x", text.replace(PLACE, ""))
            assert not LOOSE.search(bare), text
            assert catalogues.typeset(text) == text


def test_english_is_never_a_code() -> None:
    for message in messages(catalogues.read("en")):
        if "click" not in message.auto_comments:
            assert not any(re.fullmatch(r"[a-z_-]+", one) for one in forms(message.string))


@languages
def test_what_reports_compute_has_words(language: str) -> None:
    measures = leverage([], [])
    said = [row.name for row in measures] + [row.reason for row in measures if row.reason]
    said += [irr({}).reason or "", outline.NOT_COMPUTABLE, *outline.LABELS.values()]
    for table in itertools.chain.from_iterable(outlines.OUTLINES.values()):
        said += [table.title, *(column.heading for column in table.columns)]
    said += composition([], "sector").uses.__slots__
    known = {key(message) for message in messages(catalogues.read(language))}
    assert set(said) <= known


def test_gettext_finds_the_french_words() -> None:
    found = gettext.translation("blendfund", str(catalogues.LOCALE), ["fr"])
    assert found.gettext("Usage:") == "Utilisation\u00a0:"
    assert found.gettext("grants_paid") == "Aides versées"
    one = "Got unexpected extra argument ({args})"
    many = "Got unexpected extra arguments ({args})"
    assert found.ngettext(one, many, 1) == "Argument en trop\u00a0: {args}"
    assert found.ngettext(one, many, 2) == "Arguments en trop\u00a0: {args}"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C"}, "fr"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "en_IE"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"BLENDFUND_LANG": "en", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"BLENDFUND_LANG": "fr", "LC_ALL": "en_US.UTF-8"}, "fr"),
        ({"BLENDFUND_LANG": "xx", "LC_ALL": "en_US.UTF-8"}, "en"),
    ],
)
def test_french_unless_somebody_asks_otherwise(
    environ: dict[str, str], language: str
) -> None:
    assert default_language(environ) == language


@languages
def test_a_message_is_found_without_reading_the_others(language: str) -> None:
    whole = gettext.translation("blendfund", str(catalogues.LOCALE), [language])
    ours = catalogue(language)
    for message in messages(catalogues.read(language)):
        one = key(message)
        assert ours.gettext(one) == whole.gettext(one)
        assert ours.gettext(f"{one}?!") == f"{one}?!"
        if message.pluralizable:
            many = message.id[1]
            for count in (0, 1, 2, 1000):
                found = ours.ngettext(one, many, count)
                assert found == whole.ngettext(one, many, count)
    for count in (0, 1, 2):
        assert ours.ngettext("no such", "no suches", count) == whole.ngettext(
            "no such", "no suches", count
        )


def test_the_order_of_bytes_is_that_of_the_file() -> None:
    little = catalogues.po("fr").with_suffix(".mo").read_bytes()
    numbers = 7 + 4 * unpack_from("<I", little, 8)[0]
    big = pack(f">{numbers}I", *unpack_from(f"<{numbers}I", little)) + little[4 * numbers :]
    assert Catalogue(big).gettext("Usage:") == Catalogue(little).gettext("Usage:")
    assert Catalogue(big).gettext("Usage:") == "Utilisation\u00a0:"


@languages
def test_click_reads_its_own_words_alone(language: str) -> None:
    compiled = catalogues.po(language).with_name("click.mo").read_bytes()
    book = catalogues.updated(language, catalogues.read(language))
    assert compiled == catalogues.compiled(catalogues.of_click(book)), HINT
    kept = {key(one) for one in messages(read_mo(BytesIO(compiled)))}
    assert kept >= catalogues.clicks().keys(), HINT
    assert len(kept) < len(book) / 10
