"""The verifier keys that a command is given: typed, or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from blendfund_cli.asking.classes import Option
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.storage.proof.notes import VerifierKey

verifier_keys_option = click.option(
    "--verifier-key",
    "verifiers",
    cls=Option,
    multiple=True,
    metavar="TEXT|FILE",
    help=N_(
        "The verifier key of whoever seals the ledger, or a file of them (repeat for"
        " several)."
    ),
)


def verifiers_of(given: Sequence[str]) -> list[VerifierKey]:
    """Read verifier keys as they are typed, or from files. Raises NotAVerifierKey."""
    return [key for one in given for key in _keys(one)]


def _keys(given: str) -> list[VerifierKey]:
    from blendfund.domain.errors import StorageRefused
    from blendfund.storage.proof.notes import verifier_keys
    from blendfund_cli.answering.refusal import why

    if "+" in given and not Path(given).is_file():
        return verifier_keys(given)
    try:
        text = Path(given).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return verifier_keys(given)
    except OSError as refused:
        raise StorageRefused(why(refused, given)) from refused
    return verifier_keys(text if text.strip() else given)
