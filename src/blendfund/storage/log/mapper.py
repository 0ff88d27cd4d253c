"""Facts to stored bytes and back: JSON text under a topic of the closed table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from blendfund.domain.event import Event
from blendfund.storage.log.decoding import decode
from blendfund.storage.log.topics import TOPIC_OF


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
