"""Commands to be killed: varied, and each like no other but for its key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.torture.harness import FUND, IMPORT

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements

LINES = 120


@dataclass
class Commands:
    """Makes up commands on one ledger."""

    fund: Cli
    movements: Movements
    random: Random
    count: int = 0

    def receive(self) -> tuple[object, ...]:
        """Receive money under the agreement."""
        self.count += 1
        amount, day = self.random.randint(1, 900), self.random.randint(10, 28)
        # Without a reference of its own: only its key can tell it from its twin.
        words = ("contribution", "receive", "CONV", "--amount", amount)
        return (*words, "--on", f"2020-02-{day}")

    def take(self) -> tuple[object, ...]:
        """Import a file of up to 120 lines."""
        self.count += 1
        row = "2020-03-{:02} contribution {} party=D{} public grant concessional"
        rows = [
            row.format(i % 28 + 1, i % 50 + 1, (i + self.count) % 97)
            + f" reference=I{self.count}-{i}"
            for i in range(self.random.choice((1, 20, LINES)))
        ]
        return (*IMPORT, self.movements("\n".join(rows), f"i{self.count}.csv"), *FUND)

    def correct(self) -> tuple[object, ...]:
        """Correct a receipt that stands."""
        self.count += 1
        sql = (
            "SELECT position FROM event e WHERE topic LIKE 'contribution-received/%'"
            " AND key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event r WHERE"
            " r.topic LIKE 'movement-reversed/%' AND"
            " json_extract(r.state, '$.fact') = e.position) ORDER BY position"
        )
        with closing(opened(self.fund.ledger)) as database:
            found = [row[0] for row in database.execute(sql)]
        if not found:
            return self.receive()
        words = ("correct", self.random.choice(found), "--amount", 1000 + self.count)
        return (*words, "--reason", f"essai {self.count}")

    def undo(self) -> tuple[object, ...]:
        """Undo the latest write that stands."""
        self.count += 1
        return ("undo", "--reason", f"essai {self.count}")

    def attach(self) -> tuple[object, ...]:
        """Attach a file of some size."""
        self.count += 1
        voucher = self.fund.ledger.parent / f"p{self.count}.txt"
        voucher.write_bytes(self.random.randbytes(self.random.randint(1, 200_000)))
        return ("attach", voucher, "CONV", "--note", f"essai {self.count}")


def opened(ledger: Path) -> sqlite3.Connection:
    """Open a ledger's file behind blendfund's back."""
    return sqlite3.connect(ledger, isolation_level=None)
