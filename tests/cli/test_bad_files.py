"""A file that is not a movement file is rejected whole, with the place and the reason."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements, Refusals

HEADER = (
    "date,kind,party,sector,instrument,terms,project,agreement,"
    "amount,currency,reference,label\n"
)
LINE = "2020-03-01,contribution,Région,public,grant,concessional,,,10,EUR,,{}\n"


@pytest.mark.parametrize(
    "header",
    [
        LINE.format("sans en-tête"),
        HEADER.replace("amount", "montant"),
        HEADER.replace(",", ";"),
        HEADER.upper(),
        HEADER.replace(",label", ""),
        HEADER.replace("date,kind", "kind,date"),
        HEADER.replace("label\n", "label,couleur\n"),
        HEADER.replace("label\n", "label,origin,origin\n"),
        "\n" + HEADER,
    ],
    ids=[
        *("missing", "renamed", "semicolons", "upper", "short", "reordered"),
        *("unknown-column", "twice", "blank-first"),
    ],
)
def test_another_header_is_rejected(
    refuses: Refusals, movements: Movements, header: str
) -> None:
    refuses.file(movements.raw(header + LINE.format("")), "1")


@pytest.mark.parametrize(
    "header", [HEADER, HEADER.replace("label\n", "label,origin,evidence\n")]
)
def test_the_header_may_be_followed_by_any_optional_column(
    fund: Cli, movements: Movements, header: str
) -> None:
    line = LINE.format("apport" + ",," * (header != HEADER))
    assert fund.take(movements.raw(header + line))["recorded"] == 1


def test_a_short_line_is_rejected(refuses: Refusals, movements: Movements) -> None:
    file = movements.raw(HEADER + LINE.format("") + "2020-03-02,contribution,Région\n")
    refuses.file(file, "3")


def test_a_long_line_is_rejected(refuses: Refusals, movements: Movements) -> None:
    file = movements.raw(HEADER + LINE.format("") + LINE.format("a,b"))
    refuses.file(file, "3")


def test_a_quote_that_never_closes_is_rejected(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements.raw(HEADER + LINE.format('"jamais fermé'))
    answer = refuses.cli("import", "movements", file, "--fund", "ALSACE")
    assert answer.exit_code == 3
    assert "mouvements.csv:2: " in answer.stderr
    assert len(refuses.cli.events()) == 1


def test_a_quoted_newline_is_taken_and_later_lines_keep_their_number(
    fund: Cli, refuses: Refusals, movements: Movements
) -> None:
    text = HEADER + LINE.format('"deux\nlignes"') + LINE.format("suite")
    refuses.file(
        movements.raw(text + LINE.format("").replace(",10,", ",1e9,"), "mauvais.csv"),
        "5: amount",
    )
    assert fund.take(movements.raw(text))["recorded"] == 2


def test_nul_bytes_are_rejected(refuses: Refusals, movements: Movements) -> None:
    refuses.file(movements.raw(HEADER + LINE.format("a\0b")), "2")


def test_a_byte_order_mark_is_accepted(fund: Cli, movements: Movements) -> None:
    content = b"\xef\xbb\xbf" + (HEADER + LINE.format("avec BOM")).encode()
    assert fund.take(movements.raw(content))["recorded"] == 1


def test_windows_line_ends_are_accepted(fund: Cli, movements: Movements) -> None:
    content = (HEADER + LINE.format("")).replace("\n", "\r\n")
    assert fund.take(movements.raw(content))["recorded"] == 1


def test_blank_lines_are_no_movements(fund: Cli, movements: Movements) -> None:
    taken = fund.take(movements.raw(HEADER + "\n" + LINE.format("") + "\n\n"))
    assert (taken["lines"], taken["recorded"]) == (1, 1)


def test_windows_1252_bytes_are_rejected(refuses: Refusals, movements: Movements) -> None:
    file = movements.raw((HEADER + LINE.format("été")).encode("cp1252"))
    refuses.file(file, "2")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"], ids=["empty", "only-bom"])
def test_an_empty_file_is_rejected(
    refuses: Refusals, movements: Movements, content: bytes
) -> None:
    refuses.file(movements.raw(content), "1")


def test_a_file_with_only_its_header_records_nothing(
    fund: Cli, movements: Movements
) -> None:
    taken = fund.take(movements.raw(HEADER))
    assert (taken["lines"], taken["recorded"], taken["events"]) == (0, 0, 0)
    assert len(fund.events()) == 1


def test_a_huge_line_is_rejected_quickly(refuses: Refusals, movements: Movements) -> None:
    file = movements.raw(HEADER + LINE.format("x" * 3_000_000))
    answer = refuses.file(file, "2")
    assert len(answer.stderr) < 2_000


@pytest.mark.torture
def test_a_line_of_200_mb_is_rejected(refuses: Refusals, movements: Movements) -> None:
    file = movements.raw(HEADER + LINE.format("x" * 200_000_000))
    answer = refuses.file(file, "2")
    assert len(answer.stderr) < 2_000


def test_a_picture_is_rejected(refuses: Refusals, movements: Movements) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\xff"))
    picture = b"\x89PNG\r\n\x1a\n" + size + pixel + chunk(b"IEND", b"")
    refuses.file(movements.raw(picture, "photo.png"), "1")


GOOD = HEADER + LINE.format("")
READ_FROM_A_FILE = {
    "movements": ("import", "movements", "{file}", "--fund", "ALSACE"),
    "scdl": ("import", "scdl", "{file}", "--fund", "ALSACE"),
    "opening": ("import", "opening", "{file}", "--fund", "ALSACE"),
    "mapping": ("import", "mapped", "{good}", "--mapping", "{file}", "--fund", "ALSACE"),
    "proposal": ("import", "mapped", "{file}", "--propose"),
    "totals": ("import", "movements", "{good}", "--totals", "{file}", "--fund", "ALSACE"),
    "charter": ("fund", "charter", "ALSACE", "{file}"),
    "tiers": ("distribution", "tiers", "{file}", "--fund", "ALSACE"),
    "differences": ("report", "differences", "--fund", "ALSACE", "--totals", "{file}"),
    "report": ("audit", "reproduce", "{file}"),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("words", READ_FROM_A_FILE.values(), ids=READ_FROM_A_FILE.keys())
def test_a_file_that_is_not_there_is_one_sentence_with_the_way_out(
    fund: Cli, movements: Movements, tmp_path: Path, words: tuple[str, ...], lang: str
) -> None:
    absent = tmp_path / "absent.toml"
    given = {"file": absent, "good": movements.raw(GOOD)}
    answer = fund(*(one.format(**given) for one in words), lang=lang)
    said = {
        "fr": "ne peut pas être lu : ce fichier n’existe pas. Nommez un fichier",
        "en": "cannot be read: there is no such file. Name a file",
    }
    (line,) = answer.stderr.replace("\xa0", " ").splitlines()
    assert line.startswith(f"{absent} {said[lang]}")
    assert line.endswith("[file-unreadable]")
    assert (answer.exit_code, answer.stdout, len(fund.events())) == (3, "", 1)


@pytest.mark.parametrize("kind", ["movements", "scdl"])
def test_a_folder_is_no_file(refuses: Refusals, tmp_path: Path, kind: str) -> None:
    words = ("import", kind, tmp_path, "--fund", "ALSACE")
    refuses(3, *words, code="file-unreadable", says="c’est un dossier, pas un fichier")


MARKS = {
    "escape": "\x1b[31mrouge\x1b[0m",
    "bell": "\x07",
    "c1-control": "\x9b31m",
    "right-to-left-override": "\u202elive",
    "isolate": "\u2066x\u2069",
    "right-to-left-mark": "\u200f",
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_a_mark_that_fools_a_terminal_is_shown_escaped(
    fund: Cli, movements: Movements, mark: str
) -> None:
    fund.take(
        movements(
            f"""
            2020-03-01 contribution 10 'party=R{mark}' public loan market 'label=L{mark}'
            2020-03-02 disbursement 10 'project=P{mark}' loan 'agreement=A{mark}'
            """
        )
    )
    shown = [
        fund("report", "composition", "--fund", "ALSACE", "--by", "party"),
        fund("report", "returns", "--fund", "ALSACE", "--by", "project"),
        fund("report", "returns", "--fund", "ALSACE", "--by", "agreement"),
        fund("events"),
        fund("import", "movements", f"absent{mark}.csv", "--fund", "ALSACE"),
        fund("report", "composition", "--fund", f"X{mark}"),
    ]
    for answer in shown[:3]:  # shown as an escape, not merely dropped
        assert f"\\u{ord(mark[0]):04x}" in answer.stdout
    for answer in shown:
        said = answer.stdout + answer.stderr
        assert said
        assert not set(said) & (set(mark) - set("[]0123456789mrougelivex"))


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_a_mark_in_a_bad_value_is_shown_escaped(
    refuses: Refusals, movements: Movements, mark: str
) -> None:
    line = f"2020-03-01 'kind{mark}' 'amount{mark}' party=R public grant concessional"
    answer = refuses.file(movements(line), "2: kind")
    assert not set(answer.stderr) & (set(mark) - set("[]0123456789mrougelivex"))
