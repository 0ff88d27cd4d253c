"""Facts to stored bytes and back: JSON text under a topic of the closed table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from blendfund.domain.errors import Corrupt
from blendfund.domain.event import Event
from blendfund.storage.topics import TOPIC_OF, TOPICS, UPCASTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """A fact at its place: the ``originator_version``-th of its stream."""

    originator_id: UUID
    originator_version: int
    event: Event


_encode = msgspec.json.Encoder().encode


class EventMapper(Mapper[UUID]):
    """Maps facts for eventsourcing: no class path and no free dictionary is ever stored."""

    def __init__(self, **_: object) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Give the stored form of a fact."""
        event = domain_event.event
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            TOPIC_OF[type(event)],
            _encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Give the fact of a stored form. Raises Corrupt."""
        event = decode(stored_event.topic, stored_event.state)
        assert isinstance(stored_event.originator_id, UUID)
        return Recorded(stored_event.originator_id, stored_event.originator_version, event)


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
