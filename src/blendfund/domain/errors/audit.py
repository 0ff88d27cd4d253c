"""Refusals of an audit: what was made once does not come out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.errors.root import BlendfundError

if TYPE_CHECKING:
    from collections.abc import Sequence


class OtherHistory(BlendfundError):
    """A report names facts that this ledger does not have."""

    code = "other-history"
    sentence = "{path} was made from {position} facts (root {root}) that this ledger of {head} facts does not have: name the ledger it was made from, or verify this one with `blendfund audit verify`."
    exit_code = 6
    path: str
    position: int
    root: str
    head: int


class NotReproduced(BlendfundError):
    """A report does not say what its facts say."""

    code = "not-reproduced"
    sentence = "{path} does not say what the ledger said at position {position} ({count} differences, listed above): it was changed after it was made, or made by another version."
    exit_code = 6
    path: str
    position: int
    count: int
    differences: Sequence[tuple[str, str, str]]
