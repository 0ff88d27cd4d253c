"""The charter of a fund (règlement d'intervention): what its partners let it finance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.domain.errors import BadCharter, Bound, Word
from blendfund.domain.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterable

# Legal forms of the social and solidarity economy (law 2014-856, art. 1), and all others.
FORMS: Final = (
    "association-1901",
    "association-alsace-moselle",
    "scop",
    "scic",
    "cooperative",
    "mutual",
    "foundation",
    "endowment-fund",
    "ess-company",
    "company",
    "public",
)
ESS: Final = FORMS[:9]


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """From so many days late, so much of a loan is provided for (a part, as a decimal)."""

    days: int
    rate: str


class Charter(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the partners decided (amounts in minor units; 0 and empty are no limit).

    ``quorum`` is how many members without a conflict must sit. A decision holds for
    ``validity_days``. Above the two thresholds a second person approves; None is none.
    ``product_terms`` asks contracts to keep to the published terms of their kind.
    """

    quorum: int = 1
    ticket_min_minor: int = 0
    ticket_max_minor: int = 0
    validity_days: int = 0
    legal_forms: tuple[str, ...] = ()
    esus_required: bool = False
    territories: tuple[str, ...] = ()
    disbursement_above_minor: int | None = None
    guarantee_above_minor: int | None = None
    guarantee_multiplier: str = ""
    provisions: tuple[Stage, ...] = ()
    product_terms: bool = False

    def check(self) -> None:
        """Refuse what contradicts itself. Raises BadCharter."""
        unknown = set(self.legal_forms) - set(FORMS)
        if unknown:
            raise BadCharter(
                "legal_forms", Bound(Word("one of: {value}"), ", ".join(FORMS))
            )
        if self.ticket_max_minor and self.ticket_min_minor > self.ticket_max_minor:
            raise BadCharter("ticket_min", Word("no more than ticket_max"))
        if self.quorum < 1:
            raise BadCharter("quorum", Word("1 or more"))
        days = [stage.days for stage in self.provisions]
        if days != sorted(set(days)):
            raise BadCharter("provisions", Word("in growing order of days, as 30, 60, 90"))


class CharterAdopted(Event, frozen=True, kw_only=True):
    """The partners adopted a charter: it replaces the one before."""

    charter: Charter


def stage_of(stages: Iterable[Stage], days_late: int) -> str:
    """Give which part of a loan so late is provided for, as a decimal."""
    rate = "0"
    for stage in stages:
        if days_late >= stage.days:
            rate = stage.rate
    return rate
