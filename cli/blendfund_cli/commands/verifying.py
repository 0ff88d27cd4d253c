"""Verifying from the command line: what was verified, or where it breaks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.output import Progress, put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.asking.verifiers import verifier_keys_option, verifiers_of
from blendfund_cli.commands.timestamping import said, told
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from blendfund.application.auditing.audit import Audited
    from blendfund.domain.errors import BlendfundError
    from blendfund.storage.proof.notes import Checkpoint

READ: Final = {"read": N_("{done} facts read...")}
AUTHORS: Final = N_("Writes signed by who made them: {proven}; only declared: {declared}.")
ONLY_SINCE: Final = N_("Only the facts after position {position} were read.")


@click.command(
    cls=Command,
    help=N_(
        "Recompute the whole log's tree and compare it with the head, with the ledger's own"
        " checkpoints, and with those that somebody kept."
    ),
    example=(
        "blendfund audit verify --json\n"
        "blendfund audit verify --checkpoint 2026-03-31.checkpoint --verifier-key cle.txt"
    ),
)
@click.option(
    "--checkpoint",
    "checkpoints",
    cls=Option,
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help=N_("A checkpoint that was kept elsewhere (repeat for several)."),
)
@verifier_keys_option
@click.option(
    "--incremental",
    cls=Option,
    is_flag=True,
    help=N_("Only the facts after the latest checkpoint; it stands for those before."),
)
@json_option
@click.pass_obj
def verify(
    obj: dict[str, str],
    checkpoints: tuple[Path, ...],
    verifiers: tuple[str, ...],
    incremental: bool,
    as_json: bool,
) -> None:
    """Verify the log."""
    from blendfund.application.auditing.audit import audit
    from blendfund.application.reading.reader import Reading
    from blendfund.domain.errors import BlendfundError

    known = verifiers_of(verifiers)
    with Progress(READ) as shown, Reading(obj["ledger"]) as reading:
        tell = partial(shown, "read")
        try:
            found = audit(reading, checkpoints, known, incremental=incremental, tell=tell)
        except BlendfundError as wrong:
            if as_json and wrong.exit_code == 6:  # noqa: PLR2004 -- integrity
                put_json(_broken(wrong))
            raise
    if as_json:
        put_json(_sound(found))
    else:
        _say(found)


def _broken(wrong: BlendfundError) -> dict[str, object]:
    given = wrong.values()
    what = str(given.get("what") or wrong)
    where = {"position": given.get("position"), "what": what, "code": wrong.code}
    return {"ok": False, **where}


def _sound(found: Audited) -> dict[str, object]:
    return {
        "ok": True,
        "events": found.events,
        "root": found.root,
        "since": found.since,
        "own_checkpoints": found.own,
        "checkpoints": [
            {"file": one.place, "events": one.events, "since": found.events - one.events}
            for one in found.given
        ],
        "timestamps": [told(one) for one in found.stamps],
        **({} if found.authors is None else found.authors._asdict()),
    }


def _say(found: Audited) -> None:
    text = ngettext(
        "{count} fact verified, unchanged. Root: {root}",
        "{count} facts verified, none changed. Root: {root}",
        found.events,
    )
    click.echo(text.format(root=found.root))
    if found.authors is not None and found.authors.proven:
        click.echo(_(AUTHORS).format(**found.authors._asdict()))
    if found.authors is not None and (count := found.authors.unsigned_approvals):
        text = ngettext(
            "{count} approval is not signed, though whoever gave it had a key: see status.",
            "{count} approvals are not signed, though whoever gave them had a key: see"
            " status.",
            count,
        )
        click.echo(text.format(count=count))
    if found.since:
        say(_(ONLY_SINCE).format(position=found.since))
    for one in found.given:
        click.echo(_matches(one, found.events))
    for stamp in found.stamps:
        click.echo(said(stamp))


def _matches(one: Checkpoint, events: int) -> str:
    text = ngettext(
        "{path}: signed, and its {count} fact is there unchanged; {since} since.",
        "{path}: signed, and its {count} facts are there unchanged; {since} since.",
        one.events,
    )
    return text.format(path=safe(one.place), since=events - one.events)
