"""Every write has a key, and is written down until its answer was given."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering.output import say
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITER: Final = "blendfund.writer"
HIDDEN: Final = "…"
UNSAID: Final = {"key", "dry_run", "as_json"}
TODAY: Final = "default: today"
# A person's name stands in no file of ours in clear; an organisation's may.
NAMES: Final = {"party", "into", "iban"}
ORGANISED: Final = {
    "public",
    "solidarity",
    "philanthropy",
    "corporate",
    "bank",
    "own-resources",
}
UNKEPT = N_(
    "This command cannot be written down in {place} ({why}): if it is interrupted,"
    " `blendfund resume` will know nothing of it."
)

UNSURE = N_("Before you try again, ask what became of this command: blendfund resume")


@contextmanager
def kept(ctx: click.Context) -> Iterator[None]:
    """Write a command down before it is submitted; forget it when it was answered.

    A command that ends with nothing written is answered too. One that failed once its
    commit had been asked for is kept: only the ledger knows.
    """
    from blendfund.application.writing.command import new_key

    key = ctx.params["key"] = ctx.params["key"] or new_key()
    note = _noted(ctx, key)
    if note is None:
        yield
        return
    try:
        yield
        sys.stdout.flush()
    except BaseException as error:
        ended = isinstance(error, click.exceptions.Exit)
        writer = ctx.meta.get(WRITER)
        if ended or writer is None or not writer.asked:
            note.answered()
        else:
            note.let_go()
            say(_(UNSURE))
        raise
    note.answered()


def _noted(ctx: click.Context, key: str) -> Any:
    from blendfund.application.writing import unanswered

    obj = ctx.find_root().obj
    words, hidden = words_of(ctx)
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entry = unanswered.Entry(
        unanswered.place_of(obj["ledger"]), key, words, obj["actor"], at, hidden
    )
    try:
        return unanswered.keep(entry)
    except OSError as refused:
        place = safe(str(unanswered.folder()))
        # The ledger is what matters: a command is not refused for its note.
        say(_(UNKEPT).format(place=place, why=_(refused.strerror or "?")))
        return None


def words_of(ctx: click.Context) -> tuple[tuple[str, ...], bool]:
    """Give a command's words, answers to questions included, to be typed again.

    What may name a person is left out; the second value tells whether anything was.
    """
    path = []
    above: click.Context | None = ctx
    while above is not None and above.parent is not None:
        path.append(above.info_name or "")
        above = above.parent
    options: list[str] = []
    arguments: list[str] = []
    secret = _secret(ctx)
    for param in ctx.command.params:
        value = _meant(param, ctx.params.get(param.name or ""))
        if param.name in UNSAID or value is None or value == param.default:
            continue
        if param.name in secret and value:
            value = HIDDEN
        if isinstance(param, click.Option):
            options += _option(param, value)
        else:
            arguments += _texts(value)
    marked = ["--"] if any(one.startswith("-") for one in arguments) else []
    words = (*reversed(path), *options, *marked, *arguments)
    return words, HIDDEN in words


def _meant(param: click.Parameter, value: Any) -> Any:
    """Give a value; the day that was meant where none was given."""
    hint = getattr(param, "help", None) or ""
    if value is None and param.name == "on" and TODAY in hint:
        return datetime.now(UTC).astimezone().date()
    return value


def _secret(ctx: click.Context) -> set[str]:
    """Name the parameters that may hold a person's name, as far as can be told here."""
    given = ctx.params
    kind = given.get("party_kind") or given.get("kind")
    names = set(NAMES)
    if (ctx.parent and ctx.parent.info_name) == "party":
        names.add("name")
    if ctx.info_name == "attach":
        names.add("file")  # which is often named after somebody
    elif kind == "organisation" or (kind is None and given.get("sector") in ORGANISED):
        return set()
    return names


def _option(param: click.Option, value: Any) -> list[str]:
    name = max(param.opts, key=len)
    if param.is_flag:
        return [name] if value else []
    return [part for one in _texts(value) for part in _pair(name, one)]


def _pair(name: str, text: str) -> list[str]:
    return [f"{name}={text}"] if text.startswith("-") else [name, text]


def _texts(value: Any) -> list[str]:
    if isinstance(value, tuple | list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, Path):
        return [os.path.abspath(value)]  # noqa: PTH100 -- links are kept as they were given
    if isinstance(value, date):
        return [value.isoformat()]
    return [str(value)]
