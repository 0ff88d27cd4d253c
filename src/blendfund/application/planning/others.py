"""Others' money in projects, as the lines of a plan declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.domain import project as projects
from blendfund.domain.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from blendfund.application.planning.directory import Directory
    from blendfund.application.reading.past import Past
    from blendfund.domain.event import Event
    from blendfund.exchange.row import Row


class OthersMoney:
    """Plans co-financing, project by project."""

    def __init__(
        self,
        directory: Directory,
        past: Past,
        fund: UUID,
        append: Callable[[UUID, int, Event], None],
    ) -> None:
        self.directory = directory
        self.past = past
        self.fund = fund
        self.append = append
        self.projects: dict[UUID, Any] = {}
        self._versions: dict[UUID, int] = {}

    def take(self, row: Row, told: dict[str, Any]) -> None:
        """Plan a declaration of co-financing. Raises NotPositive."""
        project = self.directory.project(row)
        party = self.directory.party(row)
        assert row.sector is not None
        assert row.terms is not None
        event = self._project(project, row).declare_cofinancing(
            row.on,
            row.amount_minor,
            row.currency,
            fund=self.fund,
            party=party,
            sector=row.sector,
            terms=row.terms,
            instrument=row.instrument or "",
            origin=row.origin,
            compartment=row.compartment,
            carrier=row.carrier,
            **told,
        )
        self.projects[project] = projects.evolve(self._project(project, row), event)
        self.append(project, self._next_version(project), event)

    def _project(self, stream: UUID, row: Row) -> Project:
        """Give a project as others' money in it stands."""
        known = self.projects.get(stream)
        if known is None:
            fresh = stream in self.directory.fresh
            known = Project(row.project) if fresh else self.past.project(stream)
            self.projects[stream] = known
        return known

    def _next_version(self, stream: UUID) -> int:
        """Give the version the next fact of a project takes."""
        known = self._versions.get(stream)
        if known is None:
            known = 1 if stream in self.directory.fresh else self.past.version(stream)
        self._versions[stream] = known + 1
        return known + 1
