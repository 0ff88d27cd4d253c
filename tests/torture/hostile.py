"""Files made to harm whoever reads them, of every format that a command reads."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from tests.torture.mutations import MOVEMENTS, SCDL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

HEADER, _, BODY = MOVEMENTS.partition(b"\n")
COLUMNS = HEADER.decode().split(",")
# Words that a spreadsheet, a terminal, a path or a template would act upon.
WORDS = (
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "../../../../etc/passwd",
    "..\\..\\windows",
    "/dev/zero",
    "\x1b]0;titre\x07",
    "\x1b[2J\x1b[31m",
    "\u202e gnp.exe",
    "\u200b\ufeff",
    "{0.__class__}",
    "%n%s%n",
    "${HOME}",
    "$(reboot)",
    "'; DROP TABLE event; --",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 100_000,
    "e\u0301" * 5_000,
    "٣" * 50,
)
AMOUNTS = (
    *("9" * 400, "1e1000000", "0." + "0" * 5_000 + "1", "-0", "1_000", "0x10", "∞"),
    *("9" * 16, "1" + "0" * 15, "NaN", "1,234", "\uff11\uff12", "1" * 100_000),
)


class Hostile(NamedTuple):
    """A file, and the command that is made to read it (``{file}`` stands for it)."""

    name: str
    content: bytes
    words: tuple[str, ...]


TAKE = ("import", "movements", "{file}", "--fund", "ALSACE")
GRANTS = ("import", "scdl", "{file}", "--fund", "ALSACE")
OPEN = ("import", "opening", "{file}", "--fund", "ALSACE")
GUESS = ("import", "mapped", "{file}", "--propose")
MAPPING = ("import", "mapped", "{valid}", "--fund", "ALSACE", "--mapping", "{file}")
TOTALS = ("report", "differences", "--fund", "ALSACE", "--totals", "{file}")
AGAIN = ("audit", "reproduce", "{file}")
RESTORE = ("restore", "{file}", "--replace")
NOTE = ("audit", "verify", "--checkpoint", "{file}", "--verifier-key", "{file}")
SIGN = ("--sign-with", "{file}", "party", "add", "Mairie")


def tables(random: Random) -> Iterator[Hostile]:
    """Give text tables: hostile words in every column, amounts, shapes, encodings."""
    row = BODY.splitlines()[1].decode().split(",")
    for word in WORDS:
        cells = list(row)
        cells[random.randrange(len(cells))] = '"' + word.replace('"', '""') + '"'
        content = HEADER + b"\n" + ",".join(cells).encode() + b"\n"
        yield Hostile("mots.csv", content, random.choice((TAKE, OPEN, GUESS)))
        yield Hostile("mots.csv", SCDL.replace(b"Aide", word.encode()), GRANTS)
    for amount in AMOUNTS:
        content = MOVEMENTS.replace(b"800.50", f'"{amount}"'.encode())
        yield Hostile("montants.csv", content, TAKE)
        yield Hostile("montants.csv", SCDL.replace(b"1500.50", amount.encode()), GRANTS)
    shapes = (
        HEADER + b"," + b",".join([b"x"] * 20_000) + b"\n" + b"," * 20_000 + b"\n",
        HEADER + b"\n" + b'"' * 100_001,
        HEADER + b"\n" + b"\n" * 200_000,
        b"\0" * 1_000_000,
        MOVEMENTS.decode().encode("utf-16"),
        MOVEMENTS.decode().encode("utf-7"),
        b"\x1f\x8b\x08" + random.randbytes(2_000),
        random.randbytes(200_000),
        HEADER,
        b"",
    )
    for content in shapes:
        for words in (TAKE, GRANTS, OPEN, GUESS):
            yield Hostile("forme.csv", content, words)


def workbook(sheet: str, extra: dict[str, str] | None = None) -> bytes:
    """Give an XLSX workbook of one sheet, as XML that nobody checked."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{pack}/content-types"><Default'
        ' Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1"'
        f' Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet'
        ' name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pack}/relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet.replace("MAIN", main),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**parts, **(extra or {})}.items():
            file.writestr(name, text)
    return out.getvalue()


def workbooks(random: Random) -> Iterator[Hostile]:
    """Give workbooks: bombs, entities, torn archives, cells at the world's end."""
    bomb = "<!DOCTYPE x [" + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10)
    )
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    cell = '<c r="A1" t="inlineStr"><is><t>{}</t></is></c>'
    row = "<worksheet xmlns='MAIN'><sheetData><row r='1'>{}</row></sheetData></worksheet>"
    sheets = (
        bomb + "]>" + row.format(cell.format("&a9;")),
        outside + row.format(cell.format("&e;")),
        row.format('<c r="XFD1048576"><v>1</v></c>'),
        row.format('<c r="ZZZZZ99999999"><v>1</v></c>'),
        row.format('<c r="A1"><f>SUM(A1:XFD1048576)</f></c>'),
        row.format('<c r="A1" t="s"><v>999999999</v></c>'),
        row.format('<c r="A1"><v>1e999999</v></c>'),
        "<worksheet xmlns='MAIN'>" + "<a>" * 20_000 + "</a>" * 20_000 + "</worksheet>",
        row.format(cell.format("x" * 40_000_000)),
        row.format("").replace("<row", "<row/>" * 300_000 + "<row"),
        "",
        "<worksheet",
    )
    made = [workbook(one) for one in sheets]
    made += [workbook(row.format(""), extra={"../../evasion": "x"})]
    made += [made[0][: random.randint(10, len(made[0]))] for _ in range(6)]
    made += [_flipped(made[2], random) for _ in range(12)]
    for content in made:
        for words in (GRANTS, GUESS):
            yield Hostile("classeur.xlsx", content, words)


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def settings(random: Random) -> Iterator[Hostile]:
    """Give TOML, JSON, notes, keys and ledgers that are none."""
    words: tuple[str, ...]
    texts = (
        "x = " + "9" * 10_000,
        "x = " + "[" * 5_000,
        "a." * 5_000 + "b = 1",
        '"' + "a" * 900_000 + '" = 1',
        "x = 1979-99-99",
        "x = '''",
        "[a]\n[a]\n",
        "x = nan",
        "\0",
        "format = '../../etc/passwd'",
        "columns = {}\n" * 2,
    )
    for text in texts:
        for words in (MAPPING, TOTALS):
            yield Hostile("reglage.toml", text.encode(), words)
    report = {"report": "balance", "fund": "ALSACE", "as_of": "2024-01-01", "root": ""}
    for position in (10**30, -1, 1e300, "1", None, True):
        content = json.dumps({**report, "position": position}).encode()
        yield Hostile("rapport.json", content, AGAIN)
    for content in (b"[" * 1_000_000, b'{"a":' * 100_000, b'"' + b"\\u0000" * 100_000):
        yield Hostile("rapport.json", content, AGAIN)
    rubbish = (b"", b"SQLite format 3\0" + random.randbytes(5_000), random.randbytes(9_000))
    for content in (
        *rubbish,
        b"origin\n1\n" + b"A" * 100_000,
        b"\xe2\x80\x94 x y\n" * 5_000,
    ):
        for words in (RESTORE, NOTE, SIGN, AGAIN, MAPPING):
            yield Hostile("fichier", content, words)


MAKERS: tuple[Callable[[Random], Iterator[Hostile]], ...] = (tables, workbooks, settings)


def every(random: Random) -> list[Hostile]:
    """Give every hostile file, in any order."""
    found = [one for make in MAKERS for one in make(random)]
    random.shuffle(found)
    return found
