"""What the commands about decisions share: recording something, naming a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from blendfund_cli.answering.registered import answer
from blendfund_cli.asking.ask import AskedArgument
from blendfund_cli.asking.classes import Option
from blendfund_cli.asking.completion import projects
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

F = TypeVar("F", bound="Callable[..., Any]")


def save(
    obj: dict[str, str],
    given: dict[str, Any],
    text: str | Callable[[Outcome], str],
    recorded: Callable[[Ledger, Write], Outcome],
    **said: Any,
) -> None:
    """Record something, and say what was recorded."""
    from blendfund.application.writing.command import Command as Written
    from blendfund.application.writing.ledger import Ledger as Opened

    key, dry_run, as_json = (given[one] for one in ("key", "dry_run", "as_json"))
    with patient(Opened(obj["ledger"])) as ledger:
        outcome = recorded(ledger, Written(obj["actor"], key, dry_run))
    text = text if isinstance(text, str) else text(outcome)
    answer(outcome, text, dry_run=dry_run, as_json=as_json, **said)


project_argument = click.argument(
    "project",
    cls=AskedArgument,
    metavar="PROJECT",
    question=N_("Which project"),
    shell_complete=projects,
)


def names(name: str, field: str, text: str) -> Callable[[F], F]:
    """Give an option that names people, one after the other."""
    return click.option(name, field, cls=Option, multiple=True, metavar="WHO", help=text)
