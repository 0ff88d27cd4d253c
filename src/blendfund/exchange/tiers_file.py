"""How distributions are shared, tier by tier, in a small TOML file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, field_validator

from blendfund.domain.distribution import Tier, TierKind
from blendfund.domain.typed import read_rate
from blendfund.exchange.charter_file import NOT_A_PART
from blendfund.exchange.settings import Mistake, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from blendfund.exchange.settings import Place


class TierSaid(BaseModel):
    """A tier, as somebody wrote it."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: TierKind
    rate: str = ""
    manager: str = ""
    until: str = ""

    @field_validator("rate", "manager", "until", mode="before")
    @classmethod
    def _part(cls, said: Any) -> Any:
        read = read_rate(str(said))
        if read is None:
            raise Mistake(NOT_A_PART, value=str(said)[:40])
        return read


class TiersSaid(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    tier: list[TierSaid]

    def tiers(self) -> tuple[Tier, ...]:
        """Give the tiers."""
        return tuple(Tier(one.kind, one.rate, one.manager, one.until) for one in self.tier)


def read_tiers(path: Path) -> tuple[TiersSaid, str]:
    """Read tiers; give them with the SHA-256 of their file.

    Raises FileRejected, FileUnreadable.
    """
    return read_toml(path, TiersSaid, _keys)


def _keys(place: Place) -> Iterable[str]:
    return TierSaid.model_fields if place else TiersSaid.model_fields
