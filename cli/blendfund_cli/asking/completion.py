"""What the shell completes: commands by click, names from the ledger as it stands.

Give ``shell_complete=funds`` (or ``agreements``, ``parties``, ``projects``) to an option or
an argument. Whatever goes wrong, nothing is said and nothing is completed. The names of
natural persons are sealed in the ledger and never completed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking.classes import Command
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELLS: Final = ("bash", "zsh", "fish")
_SIDES: Final = {"contribution": "C", "financing": "F"}
PATIENCE_SECONDS: Final = 0.2
SHOWN_MAX: Final = 500
VARIABLE: Final = "_BLENDFUND_COMPLETE"
# Names hold spaces: bash is told to quote them, as it does file names.
_BASH_ADDS: Final = "COMPREPLY+=($value)"
_BASH_QUOTES: Final = """COMPREPLY+=("$value")
            if [[ $value == *[!a-zA-Z0-9_./=-]* ]]; then compopt -o filenames; fi"""
# A name, or what is said of a command, may hold commas of its own.
_FISH_CUTS: Final = 'string split "," $completion'
_FISH_KEEPS: Final = 'string split --max 1 "," $completion'


def funds(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete a fund's reference."""
    sql = "SELECT reference FROM fund WHERE withdrawn = 0 ORDER BY 1"
    return _names(ctx, sql, incomplete)


def agreements(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete an agreement by its name or, once it is begun, its reference.

    Of the fund, if one is given; funders' only below ``contribution``, projects' only
    below ``financing``.
    """
    named = "SELECT CASE name WHEN '' THEN reference ELSE name END AS known"
    told = (
        " FROM agreement WHERE withdrawn = 0 AND (?2 IS NULL OR side = ?2)"
        " AND (?1 IS NULL OR fund = (SELECT id FROM fund WHERE reference = ?1))"
    )
    sql = f"{named}{told} UNION SELECT reference{told} AND ?3 <> '' ORDER BY known"
    side = _SIDES.get((ctx.parent and ctx.parent.info_name) or "")
    fund = ctx.params.get("fund")
    given = fund if isinstance(fund, str) else None
    return _names(ctx, sql, incomplete, given, side, incomplete)


def parties(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete an organisation's name; a person's is sealed."""
    sql = "SELECT name FROM party WHERE sealed = '' AND withdrawn = 0 ORDER BY 1"
    return _names(ctx, sql, incomplete)


def projects(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Complete a project's name."""
    sql = "SELECT name FROM project WHERE withdrawn = 0 ORDER BY 1"
    return _names(ctx, sql, incomplete)


def _names(ctx: click.Context, sql: str, incomplete: str, *given: Any) -> list[str]:
    asked = incomplete.casefold()
    found: dict[str, None] = {}
    try:
        for name in _read(_place(ctx), sql, given):
            if name.casefold().startswith(asked) and name.isprintable():
                found[name] = None
            if len(found) == SHOWN_MAX:
                break
    except Exception:  # noqa: BLE001 -- in the middle of a line nobody wants to be told
        return []
    return list(found)


def _place(ctx: click.Context) -> str:
    given = ctx.find_root().params.get("ledger")
    place = given or os.environ.get("BLENDFUND_LEDGER") or "blendfund.db"
    return str(place).removeprefix("sqlite:///")


def _read(place: str, sql: str, given: tuple[Any, ...]) -> Iterator[str]:
    import sqlite3
    from contextlib import closing
    from pathlib import Path

    uri = f"{Path(place).resolve().as_uri()}?mode=ro"
    opened = sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS)
    with closing(opened) as ledger:
        yield from (row[0] for row in ledger.execute(sql, given))


@click.command(
    cls=Command,
    help=N_(
        "Print the script that completes commands, options and names in your shell."
        " Put it where your shell looks for it, then open a new terminal."
    ),
    example=(
        "blendfund completion bash > ~/.local/share/bash-completion/completions/blendfund"
        "\nblendfund completion zsh > ~/.zfunc/_blendfund"
        "\nblendfund completion fish > ~/.config/fish/completions/blendfund.fish"
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a completion script."""
    click.echo(script(shell))


def script(shell: str) -> str:
    """Give the completion script of a shell."""
    from click.shell_completion import get_completion_class

    from blendfund_cli.main import main

    kind = get_completion_class(shell)
    assert kind is not None
    made = kind(main, {}, "blendfund", VARIABLE)
    text = made.source_template % made.source_vars()
    return text.replace(_BASH_ADDS, _BASH_QUOTES).replace(_FISH_CUTS, _FISH_KEEPS)
