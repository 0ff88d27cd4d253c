"""Who put what into the fund, and what it was used for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from blendfund.journal.rules import CASH, OPENING, PRINCIPAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.projections.facts import Total

UNSPECIFIED: Final = "unspecified"
BY: Final = ("sector", "instrument", "terms", "party", "origin", "year")
FORMULA: Final = (
    "net = received - refunded - reimbursed; share = (received - refunded) / total of the"
    " same; share_net = net / total net; committed = received + open commitments"
)
SOURCE: Final = "blendfund, glossary of France Active territorial funds' reporting"


# What contracts bring in beside principal, and what of it a bank took back.
EARNED: Final = frozenset(
    {
        "interest-received",
        "interest-bounced",
        "fee-received",
        "fee-bounced",
        "penalty-received",
        "penalty-bounced",
        "gain-received",
    }
)
# What comes back of losses, less what counter-guarantors get of it.
RECOVERED: Final = frozenset(
    {
        "recovery-received",
        "clawback-received",
        "counter-guarantee-paid",
        "recovery-share-paid",
    }
)
INCOME: Final = EARNED | {"treasury-interest-earned", "income-taken-over"}


@dataclass(slots=True)
class Source:
    """What came from one key (minor units)."""

    committed: int = 0
    received: int = 0
    refunded: int = 0
    reimbursed: int = 0

    @property
    def resources(self) -> int:
        """Give what was received and truly due."""
        return self.received - self.refunded

    @property
    def net(self) -> int:
        """Give what is still in the fund's hands, spent or not."""
        return self.received - self.refunded - self.reimbursed

    def any(self) -> bool:
        """Tell whether any figure is not zero."""
        return bool(self.committed or self.received or self.refunded or self.reimbursed)


@dataclass(slots=True)
class Uses:
    """What the fund's money became (minor units)."""

    contracted: int = 0
    disbursed: int = 0
    grants_paid: int = 0
    repaid: int = 0
    income: int = 0
    written_off: int = 0
    recovered: int = 0
    outstanding: int = 0
    expenses: int = 0
    funding_interest: int = 0
    cash: int = 0
    available: int = 0
    held: int = 0


@dataclass(slots=True)
class Composition:
    """The sources by key, their total, the uses, and support in kind (minor units)."""

    rows: dict[str, Source] = field(default_factory=dict)
    total: Source = field(default_factory=Source)
    uses: Uses = field(default_factory=Uses)
    in_kind: int = 0


def composition(totals: Iterable[Total], by: str) -> Composition:
    """Compose a fund from its totals, sources keyed by one dimension.

    Args:
        totals: The postings of one fund, as of a day and as known at a position; split by
            party or year when ``by`` says so.
        by: One of ``BY``.

    Returns:
        Amounts in minor units. Law: total net + repaid + income + recovered + held -
        disbursed - expenses - funding_interest = cash.

    Source:
        Definitions of the report in docs/reference/mesures.md.
    """
    rows: defaultdict[str, Source] = defaultdict(Source)
    uses = Uses()
    in_kind = 0
    for total in totals:
        if total.account == "in_kind_used":
            in_kind += total.amount
        else:
            key = (
                getattr(total, by)
                if by in {"sector", "instrument", "terms", "origin"}
                else total.key
            )
            _source(rows, key or UNSPECIFIED, total)
            _use(uses, total)
    kept = {key: row for key, row in sorted(rows.items()) if row.any()}
    whole = Source()
    for row in kept.values():
        whole.committed += row.committed
        whole.received += row.received
        whole.refunded += row.refunded
        whole.reimbursed += row.reimbursed
    promised = whole.committed - whole.received
    uses.available = uses.cash + promised - (uses.contracted - uses.disbursed)
    return Composition(kept, whole, uses, in_kind)


def _source(rows: defaultdict[str, Source], key: str, total: Total) -> None:
    if total.account == "commitment_receivable":
        rows[key].committed += total.amount
    elif total.account in {CASH, OPENING}:
        match total.movement:
            case "contribution-received" | "contribution-taken-over":
                rows[key].received += total.amount
                rows[key].committed += total.amount
            case "contribution-refunded":
                rows[key].refunded -= total.amount
            case "contribution-reimbursed" | "reimbursement-taken-over":
                rows[key].reimbursed -= total.amount


def _use(uses: Uses, total: Total) -> None:
    if total.account == CASH:
        uses.cash += total.amount
        _cash_use(uses, total)
    elif total.account == OPENING:
        _cash_use(uses, total)
    elif total.account in PRINCIPAL:
        uses.outstanding += total.amount
    elif total.account == "commitment_given":
        uses.contracted -= total.amount
    elif total.account == "grants_paid":
        uses.grants_paid += total.amount
    elif total.account == "write_off_loss":
        uses.written_off += total.amount


# An opening figure has no cash of its own: what it is balanced against stands for it.
def _cash_use(uses: Uses, total: Total) -> None:
    match total.movement:
        case (
            "disbursement-paid"
            | "disbursement-returned"
            | "financing-taken-over"
            | "guarantee-paid"
        ):
            uses.disbursed -= total.amount
            uses.contracted -= total.amount
        case "repayment-received" | "repayment-bounced":
            uses.repaid += total.amount
        case movement if movement in INCOME:
            uses.income += total.amount
        case "payment-held" | "held-payment-applied" | "held-payment-returned":
            uses.held += total.amount
        case movement if movement in RECOVERED:
            uses.recovered += total.amount
        case "expense-paid" | "expenses-taken-over":
            uses.expenses -= total.amount
        case "funding-interest-paid":
            uses.funding_interest -= total.amount
