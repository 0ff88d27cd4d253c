"""What eventsourcing builds a ledger's application from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Never

from eventsourcing.persistence import InfrastructureFactory, TrackingRecorder

from blendfund.storage.log.mapper import EventMapper

if TYPE_CHECKING:
    from eventsourcing.persistence import Mapper

    from blendfund.storage.log.recorder import LedgerRecorder


class LedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Hands eventsourcing the recorder of the ledger that is being opened.

    The library finds its factory by name and builds it from strings; the recorder, which
    owns a connection, is left in ``waiting`` under its ledger's UUID for that moment.
    """

    waiting: ClassVar[dict[str, LedgerRecorder]] = {}
    LEDGER = "BLENDFUND_LEDGER_UUID"

    def mapper(self, *_: object, **__: object) -> Mapper[Any]:
        """Give the mapper of the closed topic table."""
        return EventMapper()

    def application_recorder(self) -> LedgerRecorder:
        """Give the recorder of the ledger named by the environment."""
        return self.waiting.pop(self.env.get(self.LEDGER, ""))

    def aggregate_recorder(self, purpose: str = "events") -> Never:
        """Refuse: there are no snapshots."""
        raise NotImplementedError(purpose)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> Never:
        """Refuse: read models keep their own position."""
        raise NotImplementedError(tracking_recorder_class)

    def process_recorder(self) -> Never:
        """Refuse: no process writes from another's events."""
        raise NotImplementedError
