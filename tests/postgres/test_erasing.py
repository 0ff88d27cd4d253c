"""Erasing a person on a server: what its owner alone can take away is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres.conftest import Database, Served

FUND = ("fund", "open", "ALSACE", "--name", "Fonds", "--territory", "67")
BASIS = ("--legal-basis", "RGPD, art. 17(1)(d)", "--reason", "demande")
# As docs/guides/personnes.md says it.
TAKEN_AWAY = (
    "ALTER TABLE voucher DISABLE TRIGGER voucher_never_changed",
    "DELETE FROM voucher WHERE encode(sha256, 'hex') = '{}'",
    "ALTER TABLE voucher ENABLE ALWAYS TRIGGER voucher_never_changed",
)


def test_a_voucher_of_an_erased_person_stays_until_its_owner_takes_it_away(
    cli: Served, shared: Database, tmp_path: Path
) -> None:
    cli.done("init")
    cli.done(*FUND, "--currency", "EUR", "--opened-on", "2020-01-01")
    cli.done("party", "add", "Lin Weber", "--kind", "person", "--on", "2020-01-02")
    receipt = tmp_path / "recu-lin-weber.txt"
    receipt.write_text(f"Lin Weber, {cli.url}", encoding="utf-8")
    kept = cli.done("attach", receipt, "2")
    assert kept["persons"] == 1
    done = cli.done("party", "erase", "Lin Weber", *BASIS)
    assert (done["files_destroyed"], done["files_left"]) == (0, [kept["file"]])
    assert "pièce effacée" in cli("history", "2").stdout
    with shared.connect() as owner:
        for sql in TAKEN_AWAY:
            owner.execute(sql.format(kept["sha256"]))
    again = cli.done("party", "erase", "2", *BASIS)
    assert (again["already"], again["files_left"]) == (True, [])
    assert cli.done("audit", "verify")["ok"] is True
