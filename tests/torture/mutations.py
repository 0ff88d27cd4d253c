"""Valid files turned into invalid ones, and what no content may ever cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.torture.harness import EXITS, FUND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli

MOVEMENTS = (
    "date,kind,party,sector,instrument,terms,project,agreement,amount,currency,"
    "reference,label\n"
    "2020-01-02,commitment,Région,public,grant,concessional,,,900,EUR,R-1,\n"
    "2020-01-03,contribution,Région,public,grant,concessional,,,800.50,EUR,R-2,\n"
    "2020-02-01,contribution,Lin,crowdfunding,donation,concessional,,,50,EUR,,don\n"
    '2020-02-02,contribution,"Banque, SA",bank,loan,market,,PR-1,500,EUR,R-3,\n'
    "2020-03-01,disbursement,,,loan,,Épicerie,,300,EUR,R-4,\n"
    "2020-04-01,repayment,,,,,Épicerie,,100,EUR,,\n"
    "2020-04-02,expense,,,,,,,12.5,EUR,,Timbres\n"
    "2020-05-01,reimbursement,,,,,,PR-1,20,EUR,,\n"
).encode()
SCDL = (
    "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;"
    "idBeneficiaire;rnaBeneficiaire;objet;montant;nature;conditionsVersement;"
    "datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention\n"
    "Ville;21860194600013;2020-03-01;D-1;Association;77567227221138;;Aide;40 000,00;"
    "aide en numéraire;unique;2020-03-02;;non;1\n"
    "Ville;21860194600013;2020-04-01;D-2;Épicerie;35600000000048;;Aide;1500.50;"
    "aide en nature;échelonné;2020-04-02;;non;0,5\n"
).encode()
BITS = [b"\0", b"\xff", b'"', b'"\n', b",", b";", b"\r", b"\n\n", b"\xef\xbb\xbf"]
BITS += ["٣".encode(), b"1e9", b"-1", b"9" * 40, b"NaN", b"{value}", b"%s", b"'", b"=1+1"]
BITS += [b"0001-01-01", b"9999-12-31", "\u202e".encode(), b"\x1b[31m", b"\xed\xa0\x80"]


def mutated(content: bytes, random: Random) -> bytes:
    """Change a content in one to five places."""
    for _ in range(random.randint(1, 5)):
        content = random.choice(CHANGES)(content, random)
    return content


def _insert(content: bytes, random: Random) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + random.choice(BITS) + content[at:]


def _overwrite(content: bytes, random: Random) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + random.randbytes(1) + content[at + 1 :]


def _cut(content: bytes, random: Random) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + content[at + random.randint(1, 40) :]


def _cell(content: bytes, random: Random) -> bytes:
    separator = b";" if b";" in content else b","
    lines = content.split(b"\n")
    which = random.randrange(len(lines))
    cells = lines[which].split(separator)
    cells[random.randrange(len(cells))] = random.choice([b"", *BITS])
    lines[which] = separator.join(cells)
    return b"\n".join(lines)


def _lines(content: bytes, random: Random) -> bytes:
    lines = content.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[random.randrange(len(lines))]
    return b"\n".join(lines)


CHANGES: list[Callable[[bytes, Random], bytes]] = [_insert, _overwrite, _cut, _cell, _lines]


def survive(fund: Cli, reader: str, content: bytes, file: Path) -> int:
    """Import a content: it is recorded whole, or refused with nothing written."""
    file.write_bytes(content)
    before = fund("events", "--json").stdout
    answer = fund("import", reader, file, *FUND, "--json")
    assert answer.exit_code in EXITS, (content, answer.stderr)
    assert "Traceback" not in answer.stdout + answer.stderr, content
    if answer.exit_code:
        assert answer.stderr.strip(), content
        assert fund("events", "--json").stdout == before, content
    else:
        done = answer.json
        assert done["recorded"] + done["known"] == done["lines"], content
    return answer.exit_code


def fuzz(fund: Cli, random: Random, times: int) -> set[int]:
    """Import mutated files of both formats into one ledger; give the statuses met."""
    met = set()
    for reader, valid in (("movements", MOVEMENTS), ("scdl", SCDL)):
        file = fund.ledger.parent / f"{reader}.csv"
        for _ in range(times):
            met.add(survive(fund, reader, mutated(valid, random), file))
    assert fund.done("audit", "verify")["ok"] is True
    assert fund("audit", "replay").exit_code == 0
    return met
