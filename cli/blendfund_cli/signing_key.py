"""The key that a command is signed with, read where it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.asking.ask import can_ask
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from blendfund.application.writing.ledger import Ledger

PASSPHRASE: Final = N_("Passphrase of {path}")


def sign(ledger: Ledger) -> Ledger:
    """Give a ledger the key that its writes are signed with, where there is one."""
    context = click.get_current_context(silent=True)
    given = context and (context.find_root().obj or {}).get("sign_with")
    if context and given:
        from blendfund.domain.errors import LockedSigningKey
        from blendfund.storage.proof.sshsig import signer_of

        path = Path(given)
        try:
            ledger.signer = signer_of(path)
        except LockedSigningKey:
            if not can_ask(context):
                raise
            text = _(PASSPHRASE).format(path=path)
            said = click.prompt(text, hide_input=True, err=True)
            ledger.signer = signer_of(path, said.encode())
    return ledger
