"""Four eyes on a page: what was proposed, who answered, what became of it."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.text import N_, _, safe

TITLE: Final = N_("Approvals")
HEADINGS: Final = (
    N_("Proposal"),
    N_("What"),
    N_("Amount"),
    N_("Day"),
    N_("Proposed by"),
    N_("Answered by"),
    N_("Answered on"),
    N_("State"),
)
# What is proposed, as the answers of the commands call it.
WHAT: Final = {
    "disbursement": N_("payment"),
    "guarantee": N_("guarantee"),
}
STATES: Final = {
    "waiting": N_("waits for a second person"),
    "approved": N_("approved, not used yet"),
    "used": N_("used at position {used}"),
    "refused": N_("turned down"),
    "withdrawn": N_("taken back by who proposed it"),
    "void": N_("void: {why}"),
}
SIGNED: Final = N_("{who}, signed")
BECAUSE: Final = N_("{state} ({reason})")
# What is said of a guarantee, where the topic says it of a payment.
_OF_GUARANTEES: Final = {
    "payment-proposed": N_("guarantee-proposed"),
    "payment-approved": N_("guarantee-approved"),
}


def topic_of(found: dict[str, Any], name: str = "topic") -> str:
    """Say what a fact is, in the language in use."""
    return _(word_of(found, name))


def word_of(found: dict[str, Any], name: str = "topic") -> str:
    """Give the word of a fact: a guarantee that is proposed, or approved, is no payment."""
    what = str(found[name])
    of_guarantee = found.get("proposed") == "guarantee"
    return _OF_GUARANTEES.get(what, what) if of_guarantee else what


def tell_approvals(found: list[dict[str, Any]]) -> None:
    """Show proposals with their last answers, where there are any."""
    if not found:
        return
    click.echo()
    click.echo(_(TITLE))
    sheet.rows(HEADINGS, [_row(one) for one in found])


def _row(one: dict[str, Any]) -> tuple[Any, ...]:
    last = one["answers"][-1] if one["answers"] else None
    return (
        one["position"],
        _(WHAT[one["what"]]).capitalize(),
        sheet.money(one["amount"], one["currency"]),
        sheet.day(one["on"]),
        _who(one),
        last and _who(last),
        last and sheet.day(last["on"]),
        _state(one, last),
    )


def _who(said: dict[str, Any]) -> str:
    """Give who said it, as far as a signature proves it."""
    who = str(said["by"])
    return _(SIGNED).format(who=who) if said["proven"] else who


def _state(one: dict[str, Any], last: dict[str, Any] | None) -> str:
    why = _(one["void"] or "")
    state = _(STATES[one["state"]]).format(used=one["used"], why=why)
    reason = last["reason"] if last else ""
    return _(BECAUSE).format(state=state, reason=safe(reason)) if reason else state
