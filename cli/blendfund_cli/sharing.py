"""How a payment was shared between interest and principal, said after it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund_cli.text import N_, _, french

if TYPE_CHECKING:
    from blendfund.application.record import Done

SHARED: Final = N_("  of which interest {interest}, principal {principal}")


def shares(done: Done) -> dict[str, Any]:
    """Give the shares of a payment as JSON has them, nothing where none was shared."""
    from blendfund.domain.money import plain

    if done.share is None:
        return {}
    parts = done.share._asdict().items()
    return {"allocation": {name: plain(part, done.row.currency) for name, part in parts}}


def shared(done: Done) -> str:
    """Say the shares of a payment that has some."""
    from blendfund.reports import words

    assert done.share is not None
    return _(SHARED).format(
        **{
            name: words.amount(part, done.row.currency, french=french())
            for name, part in done.share._asdict().items()
        }
    )
