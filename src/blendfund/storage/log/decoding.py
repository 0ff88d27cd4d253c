"""Stored facts read: from JSON text under a topic of the closed table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.storage.log.topics import TOPICS, UPCASTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from blendfund.domain.event import Event


@cache
def _decoder(topic: str) -> msgspec.json.Decoder[Event]:
    """Give a topic's decoder, made when it is first met. Raises KeyError."""
    return msgspec.json.Decoder(TOPICS[topic])


def decode(
    topic: str,
    state: bytes,
    position: int = 0,
    *,
    upcasters: Mapping[
        str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]
    ] = UPCASTERS,
) -> Event:
    """Read a stored fact, lifting an older version of its shape. Raises Corrupt."""
    try:
        if topic not in upcasters:
            return _decoder(topic).decode(state)
        fields: dict[str, Any] = msgspec.json.decode(state)
        while topic in upcasters:
            topic, lift = upcasters[topic]
            fields = lift(fields)
        return msgspec.convert(fields, TOPICS[topic])
    except KeyError as unknown:
        raise Corrupt(position, f"unknown topic {topic}") from unknown
    except msgspec.MsgspecError as wrong:
        raise Corrupt(position, f"{topic}: {wrong}") from wrong
