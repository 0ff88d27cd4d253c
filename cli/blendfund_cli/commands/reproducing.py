"""Making a saved report again, and saying whether it comes out the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command
from blendfund_cli.asking.options import json_option
from blendfund_cli.text import N_, _, french, ngettext, safe, saying

if TYPE_CHECKING:
    from blendfund.application.auditing.reproducing import Reproduced
    from blendfund.domain.errors import NotReproduced

SAME = N_("{path} comes out the same, byte for byte ({name}, position {position}).")
SAME_FIGURES = N_(
    "{path} comes out the same, value for value; it was laid out otherwise or its erased"
    " names are gone ({name}, position {position})."
)
DIFFERS = N_("{place}: {said} in the file, {found} in the ledger")
SHOWN_MAX: Final = 50


@click.command(
    cls=Command,
    help=N_(
        "Make a saved report again at its own position and compare: what differs is named."
        " Names of persons erased since are told apart."
    ),
    example="blendfund audit reproduce composition-2025.json",
)
@click.argument("file", metavar="REPORT.json", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def reproduce(obj: dict[str, str], file: Path, as_json: bool) -> None:
    """Make a saved report again."""
    from blendfund.application.auditing.reproducing import reproduce as reproduced
    from blendfund.application.reading.reader import Reading
    from blendfund.domain.errors import NotReproduced

    # The report's own language is most likely the one in use.
    languages = [french(), not french()]
    sayings = {one: saying("fr" if one else "en") for one in languages}
    with Reading(obj["ledger"]) as reading:
        try:
            done = reproduced(reading, file, sayings)
        except NotReproduced as wrong:
            _tell(wrong, as_json=as_json)
            raise
    if as_json:
        told = {"ok": True, "report": done.head.report, "position": done.head.position}
        put_json({**told, "root": done.head.root, "erased": done.erased})
        return
    _say(done, file)


def _say(done: Reproduced, file: Path) -> None:
    name, position = done.head.report, done.head.position
    text = SAME if done.exact else SAME_FIGURES
    click.echo(_(text).format(path=safe(str(file)), name=name, position=position))
    if done.erased:
        click.echo(
            ngettext(
                "{count} name in it is of a person erased since.",
                "{count} names in it are of persons erased since.",
                done.erased,
            )
        )


def _tell(wrong: NotReproduced, *, as_json: bool) -> None:
    if as_json:
        names = ("place", "said", "found")
        listed = [dict(zip(names, one, strict=True)) for one in wrong.differences]
        put_json({"ok": False, "position": wrong.position, "differences": listed})
        return
    for place, said, found in wrong.differences[:SHOWN_MAX]:
        given = {"place": safe(place), "said": safe(said), "found": safe(found)}
        click.echo(_(DIFFERS).format(**given), err=True)
