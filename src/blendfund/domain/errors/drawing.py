"""Refusals about how a contract is paid out."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class BadDrawdowns(BlendfundError):
    """The drawdowns of a contract are not what it promises."""

    code = "bad-drawdowns"
    sentence = "The drawdowns of {agreement} add up to {asked}, and it promises {contracted}: state all of them, in order."
    agreement: str
    asked: Money
    contracted: Money


class DrawdownsPaid(BlendfundError):
    """Drawdowns that are agreed anew would release less than was paid."""

    code = "drawdowns-paid"
    sentence = "{paid} were paid under {agreement} already, and these drawdowns release {released}: put no open condition on what is paid."
    agreement: str
    paid: Money
    released: Money


class DrawdownUnknown(BlendfundError):
    """No drawdown has the condition that is named."""

    code = "drawdown-unknown"
    sentence = "{agreement} has no condition {condition} of a drawdown {drawdown}: financing drawdowns shows those it has."
    agreement: str
    drawdown: int
    condition: int


class NotReleased(BlendfundError):
    """A payment exceeds the drawdowns whose conditions are fulfilled."""

    code = "not-released"
    sentence = "{asked} exceeds what is released of {agreement} ({left}); conditions still open: {conditions}. Record those that are fulfilled with financing fulfil."
    asked: Money
    agreement: str
    left: Money
    conditions: str
