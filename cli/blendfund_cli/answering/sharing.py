"""What a movement was made of, said after it is recorded: shares of a payment, a fee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund_cli.answering.terms import terms as said_of
from blendfund_cli.text import N_, _, french

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.recording.record import Done

SHARED: Final = N_("  of which interest {interest}, principal {principal}")
SHARED_TOO: Final = N_(
    "  of which fees and penalties {charges}, interest {interest}, principal {principal}"
)
HELD: Final = N_("  held, above what is owed: {held}")
PART: Final = N_("  of which the fund's part {part}")
# What counter-guarantors have to do with what was promised, recovered or paid.
PROMISED: Final = ("counter_guaranteed", N_("  counter-guaranteed at most {part}"))
RECOVERED: Final = ("counter_shared", N_("  of which counter-guarantors are owed {part}"))
PAID: Final = ("counter_called", N_("  of which counter-guarantors owe {part}"))
GRANTED: Final = N_("  guaranteed at most {guaranteed}, fee {fee}")


def _countered(done: Done) -> tuple[str, str]:
    if done.row.counter is not None:
        return PROMISED
    return RECOVERED if done.part is not None else PAID


def shares(done: Done) -> dict[str, Any]:
    """Give what JSON says beside: how a payment was shared, what is guaranteed."""
    from blendfund.domain.money import plain

    currency, terms = done.row.currency, done.row.guarantee
    told: dict[str, Any] = {}
    if done.share is not None:
        told["allocation"] = {
            name: plain(part, currency)
            for name, part in done.share._asdict().items()
            if part or name in {"interest", "principal"}
        }
    if done.part is not None:
        told["share"] = plain(done.part.minor, currency)
        if done.part.held_minor:
            told["held"] = plain(done.part.held_minor, currency)
    if done.terms:
        told["terms"] = found(done)
    if done.countered_minor:
        told[_countered(done)[0]] = plain(done.countered_minor, currency)
    if terms is not None:
        told["guaranteed"] = plain(terms.guaranteed_minor, currency)
        told["fee"] = plain(terms.fee_minor, currency)
    return told


def found(done: Done) -> list[dict[str, Any]]:
    """Give what was found of a contract whose kind has published terms."""
    from blendfund.application.reading.products import told

    return [told(one, done.row.currency) for one in done.terms]


def shared(done: Done) -> Iterator[str]:
    """Say the same in lines."""
    from blendfund.reports import words

    def amount(minor: int) -> str:
        return words.amount(minor, done.row.currency, french=french())

    terms = done.row.guarantee
    if done.share is not None:
        share = done.share
        said = {"interest": amount(share.interest), "principal": amount(share.principal)}
        if share.fee or share.penalty:
            charges = amount(share.fee + share.penalty)
            yield _(SHARED_TOO).format(charges=charges, **said)
        else:
            yield _(SHARED).format(**said)
        if share.held:
            yield _(HELD).format(held=amount(share.held))
    if done.part is not None:
        yield _(PART).format(part=amount(done.part.minor))
        if done.part.held_minor:
            yield _(HELD).format(held=amount(done.part.held_minor))
    if done.terms:
        yield from said_of(found(done), str(done.row.instrument), done.row.currency)
    if done.countered_minor:
        text = _countered(done)[1]
        yield _(text).format(part=amount(done.countered_minor))
    if terms is not None:
        guaranteed, fee = amount(terms.guaranteed_minor), amount(terms.fee_minor)
        yield _(GRANTED).format(guaranteed=guaranteed, fee=fee)
