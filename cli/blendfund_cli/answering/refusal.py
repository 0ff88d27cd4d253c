"""Saying why something was refused: one sentence, in the reader's language, with a code."""

from __future__ import annotations

import sqlite3
from datetime import date

import click
import sqlalchemy as sa

from blendfund.domain.errors import (
    BlendfundError,
    Bound,
    Field,
    FileRejected,
    InvariantBroken,
    LineRefused,
    Problem,
    StorageRefused,
    Word,
    Words,
)
from blendfund.domain.money import Money
from blendfund.reports.words import amount, day
from blendfund.storage.log.engine import translated
from blendfund_cli.answering.sheet import NOBODY, colon
from blendfund_cli.text import N_, _, french, safe

# What the system says when it refuses: told in the reader's language.
REASONS = {
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("File name too long"),
    N_("Connection refused"),
}
# What a payment pays is no kind of movement, whose word it shares.
NAMED = {"interest": N_("Interest")}
SHOWN_MAX = 200
VALUE_MAX = 80


def refusal_of(error: Exception) -> BlendfundError:
    """Give the refusal that stands for any error."""
    if isinstance(error, BlendfundError):
        return error
    if isinstance(error, sa.exc.DBAPIError | sqlite3.Error | UnicodeDecodeError):
        return translated(error)
    if isinstance(error, OSError):
        return StorageRefused(why(error))
    return InvariantBroken(f"{type(error).__name__}: {error}")


def why(error: OSError, path: str = "") -> str:
    """Say what the system refused, and where."""
    said = error.strerror or str(error)
    return f"{path}{colon()} {_reason(said)}" if path else said


def _reason(said: str) -> str:
    return _(said) if isinstance(said, Word) or said in REASONS else said


def show(refusal: BlendfundError) -> None:
    """Print a refusal on standard error; a rejected file line by line."""
    if isinstance(refusal, FileRejected):
        for problem in refusal.problems[:SHOWN_MAX]:
            click.echo(explain(problem, refusal.path), err=True)
        if len(refusal.problems) > SHOWN_MAX:
            rest = len(refusal.problems) - SHOWN_MAX
            click.echo(_("... and {count} more").format(count=rest), err=True)
    click.echo(f"{sentence(refusal)} [{code(refusal)}]", err=True)


def code(refusal: BlendfundError) -> str:
    """Give the stable code, of the rule itself where a line carries it."""
    return refusal.inner_code if isinstance(refusal, LineRefused) else refusal.code


def sentence(refusal: BlendfundError, *, in_file: bool = False) -> str:
    """Give the sentence in the language in use, with its values as people read them.

    What a line of a file says is named by its columns, what is typed by its options.
    """
    in_file = in_file or isinstance(refusal, LineRefused)
    given = refusal.values().items()
    values = {name: _shown(value, in_file=in_file) for name, value in given}
    return _(refusal.sentence).format(**values)


def explain(problem: Problem, path: str) -> str:
    """Give ``FILE:LINE: column: why``."""
    given = {name: safe(_reason(value)) for name, value in problem.given.items()}
    given["value"] = given.get("value", "")[:VALUE_MAX]
    why = _(problem.why).format(**given)
    column = problem.column or _("line")
    return f"{safe(path)}:{problem.line}: {column}: {why}"


def _shown(value: object, *, in_file: bool) -> str:
    if isinstance(value, Money):
        return amount(value.minor, value.currency, french=french())
    if isinstance(value, BlendfundError):
        return sentence(value, in_file=in_file)
    if isinstance(value, Bound):
        return _(value.text).format(value=_shown(value.value, in_file=in_file))
    if isinstance(value, date):
        return day(value, french=french())
    return _worded(value, in_file=in_file)


def _worded(value: object, *, in_file: bool) -> str:
    if isinstance(value, Field):
        return value if in_file else value.options()
    if isinstance(value, Word):
        return _(value)
    if isinstance(value, Words):
        return safe(", ".join(_(NAMED.get(one, one)).lower() for one in value.split(", ")))
    # What a register holds nothing of is listed as a dash.
    return _(NOBODY) if value == "-" else safe(_reason(str(value)))
