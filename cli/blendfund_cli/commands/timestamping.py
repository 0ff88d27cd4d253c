"""Timestamping from the command line: a request to send, an answer to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from blendfund_cli.answering.files import check_target, whole_file
from blendfund_cli.answering.output import put_json, say
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import json_option
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from blendfund.storage.proof.timestamps import Stamp

ONE: Final = N_("Give either --request, or --response with --certificate.")
SEND: Final = N_(
    "The request in {path} holds the checkpoint's SHA-256 alone. Send it to a timestamp"
    " authority (RFC 3161, application/timestamp-query), then give its answer to"
    " --response, with the certificate of the authority's root."
)
KEPT: Final = N_(
    "The answer is kept beside {path}: `audit verify` and `audit export` find it."
)
FILE: Final = click.Path(path_type=Path, dir_okay=False)


@click.command(
    cls=Command,
    help=N_(
        "Have an authority say when a checkpoint existed (RFC 3161): first write the"
        " request to send, then check the answer against the authority's certificates and"
        " keep it."
        " Nothing is sent by this command, and no fact is written."
    ),
    example=(
        "blendfund audit timestamp --request sceau.tsq\n"
        "blendfund audit timestamp --response sceau.tsr --certificate racine.pem"
    ),
)
@click.option(
    "--request",
    cls=Option,
    type=FILE,
    metavar="FILE",
    help=N_("Where the request is written."),
)
@click.option(
    "--checkpoint",
    cls=Option,
    type=FILE,
    metavar="FILE",
    help=N_("The checkpoint to timestamp (default: the newest)."),
)
@click.option(
    "--response", cls=Option, type=FILE, metavar="FILE", help=N_("The authority's answer.")
)
@click.option(
    "--certificate",
    "certificates",
    cls=Option,
    type=FILE,
    multiple=True,
    metavar="FILE",
    help=N_("A certificate you trust, in PEM (repeat for several)."),
)
@json_option
@click.pass_obj
def timestamp(
    obj: dict[str, str],
    request: Path | None,
    checkpoint: Path | None,
    response: Path | None,
    certificates: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Timestamp a checkpoint."""
    from blendfund.application.auditing import timestamping
    from blendfund.domain.errors import StorageRefused
    from blendfund_cli.answering.refusal import why

    if (request is None) == (response is None) or bool(certificates) != bool(response):
        raise click.UsageError(_(ONE))
    if request is not None:
        _ask(obj["ledger"], request, checkpoint, as_json=as_json)
        return
    assert response is not None
    try:
        done = timestamping.accept(obj["ledger"], response, list(certificates))
    except OSError as refused:
        place = str(refused.filename or response)
        raise StorageRefused(why(refused, place)) from refused
    if as_json:
        put_json(told(done))
        return
    click.echo(said(done))
    say(_(KEPT).format(path=safe(done.checkpoint.place)))


def _ask(ledger: str, out: Path, checkpoint: Path | None, *, as_json: bool) -> None:
    from blendfund.application.auditing import timestamping

    check_target(str(out), ledger)
    one, content = timestamping.request(ledger, checkpoint)
    with whole_file(str(out)) as file:
        file.write(content)
    if as_json:
        put_json({"file": str(out), "events": one.events, "root": one.root})
        return
    say(_(SEND).format(path=safe(str(out))))


def told(one: Stamp) -> dict[str, object]:
    """Give a timestamp as JSON says it."""
    events = one.checkpoint.events
    return {"events": events, "time": one.moment(), "authority": one.authority}


def said(one: Stamp) -> str:
    """Say when a checkpoint existed, and who says so."""
    text = ngettext(
        "Timestamped {time}: the checkpoint of {count} fact existed then ({authority}).",
        "Timestamped {time}: the checkpoint of {count} facts existed then ({authority}).",
        one.checkpoint.events,
    )
    return text.format(time=one.moment(), authority=safe(one.authority))
