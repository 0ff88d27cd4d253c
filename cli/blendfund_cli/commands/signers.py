"""Who has which key to prove what they write."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.answering.registered import answer
from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import json_option, writes
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_

ADDED: Final = N_("The key {key} now proves what {who} writes (position {position}).")
REVOKED: Final = N_("The key {key} proves nothing any more (position {position}).")

# How a public key's own line begins, of whatever kind.
_LINE: Final = re.compile(r"(ssh|ecdsa|sk)-[a-z0-9@.-]+( |$)|-----BEGIN ")


@click.group(
    cls=Group,
    help=N_("Keys by which people prove what they write."),
    example="blendfund signer list",
)
def signer() -> None:
    """Group the commands about keys that sign."""


@signer.command(
    cls=Command,
    help=N_(
        "Register a person's public key: what they sign from then on is proven, what they"
        " do not sign stays declared, and they approve with it alone. Check its"
        " fingerprint with them in person."
    ),
    example="blendfund signer add camille ~/.ssh/id_ed25519.pub",
)
@click.argument("who", cls=AskedArgument, metavar="WHO", question=N_("Whose key"))
@click.argument("public_key", metavar="TEXT|FILE")
@writes
@click.pass_obj
def add(
    obj: dict[str, str],
    who: str,
    public_key: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Register a key."""
    from blendfund.application.registering.signers import register_signer
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.proof.sshsig import fingerprint, public_key_of

    text = _read(public_key)
    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        outcome = register_signer(ledger, write, who, text)
    shown = fingerprint(public_key_of(text))
    answer(outcome, ADDED, dry_run=dry_run, as_json=as_json, key=shown, who=who)


def _read(given: str) -> str:
    """Give the text of a key, or that of the file which holds it. Raises FileUnreadable."""
    from blendfund.exchange.lines import unreadable

    # A line of a key is longer than a file's name may be, and Path.is_file raises on it.
    place = os.path.expanduser(given)  # noqa: PTH111
    if _LINE.match(given) and not os.path.isfile(place):  # noqa: PTH113
        return given
    try:
        with Path(place).open(encoding="utf-8", errors="replace") as file:
            return file.read(1 << 16)
    except OSError as refused:
        raise unreadable(Path(given), refused) from refused


@signer.command(
    "revoke",
    cls=Command,
    help=N_(
        "Revoke a key that was lost, stolen or replaced: it proves nothing from then on;"
        " what it signed before stays proven."
    ),
    example='blendfund signer revoke SHA256:uNiVztksCsDhcc0u9e8Br --reason "volée"',
)
@click.argument("fingerprint", metavar="SHA256:...")
@click.option(
    "--reason", cls=Asked, metavar="TEXT", question=N_("Why"), help=N_("Why; it stays.")
)
@writes
@click.pass_obj
def revoke(
    obj: dict[str, str],
    fingerprint: str,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Revoke a key."""
    from blendfund.application.registering.signers import revoke_signer
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        outcome = revoke_signer(ledger, write, fingerprint, reason)
    answer(outcome, REVOKED, dry_run=dry_run, as_json=as_json, key=fingerprint)


@signer.command(
    "list",
    cls=Command,
    help=N_("List the keys that prove, or proved, what people write."),
    example="blendfund signer list --json",
)
@json_option
@click.pass_obj
def listed(obj: dict[str, str], as_json: bool) -> None:
    """List the keys."""
    from blendfund.application.reading.reader import Reading
    from blendfund.application.registering.signers import signers

    with Reading(obj["ledger"]) as reading:
        found = signers(reading)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (N_("Person"), N_("Key"), N_("Since position"), N_("Revoked at")),
        [(one["who"], one["key"], one["position"], one["revoked_at"]) for one in found],
    )
