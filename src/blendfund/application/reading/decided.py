"""What a fund decided: its charter, its committee, projects' files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from blendfund.domain import dossier
from blendfund.domain.committee import CommitteeHeld, MandateEnded, Member, MemberAppointed
from blendfund.domain.support import evolve as supported
from blendfund.storage.log.decoding import decode
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.domain.charter import Charter
    from blendfund.domain.dossier import Dossier
    from blendfund.domain.event import Event
    from blendfund.domain.support import Support

_SAID: Final = (
    f"SELECT id, topic, said FROM dossier WHERE fund = :fund AND {KNOWN}"  # noqa: S608 -- own words
    " AND operation_date <= :on"
)
FOREVER: Final = date.max.isoformat()
LAST: Final = 2**62


def said(
    books: sqlite3.Connection,
    fund: int,
    *topics: str,
    on: date | None = None,
    project: int | None = None,
    position: int = LAST,
) -> Iterator[tuple[int, Any]]:
    """Give facts that stand of a fund, of some topics, in their order.

    Args:
        books: The read models.
        fund: The fund's id in the register.
        topics: Without their version.
        on: Up to this operation date; None is any.
        project: Of this project only.
        position: As known there.
    """
    marks = ", ".join(f"'{topic}'" for topic in topics)
    sql = f"{_SAID} AND topic IN ({marks})"  # our own words
    given = {
        "fund": fund,
        "on": on.isoformat() if on else FOREVER,
        "position": position,
        "project": project,
    }
    if project is not None:
        sql += " AND project = :project"
    for number, topic, text in books.execute(f"{sql} ORDER BY id", given).fetchall():
        yield number, decode(f"{topic}/1", text.encode(), number)


def charter_of(
    books: sqlite3.Connection, fund: int, on: date, position: int = LAST
) -> Charter | None:
    """Give the charter in force on a day, None where the fund has none."""
    found = None
    for _number, event in said(books, fund, "charter-adopted", on=on, position=position):
        found = event.charter
    return found


def members_of(books: sqlite3.Connection, fund: int) -> list[Member]:
    """Give every mandate on the committee, ended ones included, the oldest first."""
    found: dict[int, Member] = {}
    for number, event in said(books, fund, "member-appointed", "mandate-ended"):
        if isinstance(event, MemberAppointed):
            mandate = (event.who, event.on, event.until, event.approves_minor, number)
            found[number] = Member(*mandate)
        elif isinstance(event, MandateEnded) and event.appointed in found:
            one = found[event.appointed]
            until = min(event.on, one.until or event.on)
            ended = (one.who, one.since, until, one.approves_minor, one.position)
            found[event.appointed] = Member(*ended)
    return list(found.values())


def sessions_of(books: sqlite3.Connection, fund: int) -> dict[str, CommitteeHeld]:
    """Give the committee's sessions by their reference."""
    return {event.reference: event for _, event in said(books, fund, "committee-held")}


def dossier_of(
    books: sqlite3.Connection,
    fund: int,
    project: int,
    *,
    on: date | None = None,
    position: int = LAST,
) -> Dossier:
    """Give a project's file with a fund."""
    sql = "SELECT f.stream_id, p.name FROM fund f, project p WHERE f.id = ? AND p.id = ?"
    stream, name = books.execute(sql, (fund, project)).fetchone()
    topics = (
        "application-submitted",
        "eligibility-assessed",
        "appraisal-recorded",
        "decision-taken",
        "condition-fulfilled",
        "decision-lapsed",
    )
    facts = said(books, fund, *topics, on=on, project=project, position=position)
    return dossier.fold(name, UUID(bytes=stream), facts)


def project_facts(
    books: sqlite3.Connection, fund: int, project: int, *topics: str
) -> list[tuple[int, Event]]:
    """Give what was said of a project in a fund, of some topics."""
    return list(said(books, fund, *topics, project=project))


def supports_of(books: sqlite3.Connection, fund: int, project: int) -> dict[str, Support]:
    """Give the supports of a project, by their reference."""
    found: dict[str, Support] = {}
    topics = ("support-opened", "support-delivered", "support-ended")
    for _, event in said(books, fund, *topics, project=project):
        supported(found, event)
    return found
