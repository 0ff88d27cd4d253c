"""The books' view of movements: the few fields that folding needs, read quickly."""

from __future__ import annotations

import msgspec

from blendfund.domain.event import Batch, Draw, Proof


class Slim(msgspec.Struct):
    """What the books need of a movement: some fields of its many."""

    on: str
    amount_minor: int
    drawn_minor: int = 0
    called_minor: int = 0
    late_minor: int = 0
    proposal: int = 0
    bank_account: str = ""
    earmark: str = ""
    draws: tuple[Draw, ...] = ()
    reference: str = ""
    digest: str = ""
    twin: int = 0
    due: str | None = None
    party: str = ""
    batch: Batch | None = None
    events: int = 0
    undoes: int = 0
    proof: Proof | None = None


class Reversed(msgspec.Struct):
    """What the books need of a fact that takes a movement back, or lets it stand again."""

    on: str
    fact: int
    movement: str
    amount_minor: int
    drawn_minor: int = 0
    called_minor: int = 0
    restores: bool = False
    reference: str = ""
    digest: str = ""
    twin: int = 0
    batch: Batch | None = None
    events: int = 0
    undoes: int = 0
    proof: Proof | None = None


class First(msgspec.Struct):
    """What the books need of a command's first fact."""

    batch: Batch | None = None
    events: int = 0
    undoes: int = 0
    proof: Proof | None = None


read_slim = msgspec.json.Decoder(Slim).decode
read_reversed = msgspec.json.Decoder(Reversed).decode
read_first = msgspec.json.Decoder(First).decode
