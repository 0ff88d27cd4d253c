"""Finding the one agreement a movement belongs to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from blendfund.domain.contribution import Contribution
from blendfund.domain.errors import OtherOwner, OtherTerms
from blendfund.domain.financing import Financing
from blendfund.domain.level import Level
from blendfund.domain.vocabulary import Instrument, Kind, repayable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from blendfund.application.reading.past import Past
    from blendfund.exchange.row import Row

_FENCES = {"compartment", "carrier"}
_TERMS = ("instrument", "terms", "sector", "origin", "compartment", "carrier")
_SELECT = (
    "SELECT a.stream_id, a.reference, a.name,"
    " CASE a.side WHEN 'C' THEN p.stream_id ELSE j.stream_id END,"
    " a.instrument, a.terms, a.sector, a.origin, a.compartment, a.carrier,"
    " a.open, a.promises, a.held, a.lost, a.moved, a.pledged, a.promised, a.called,"
    " a.closes, a.earmark, a.rate, a.id,"
    " a.settles + (SELECT count(*) FROM schedule s WHERE s.agreement = a.id)"
    " + (SELECT count(*) FROM dossier d WHERE d.agreement = a.id)"
    " FROM agreement a LEFT JOIN party p ON p.id = a.party"
    " LEFT JOIN project j ON j.id = a.project WHERE a.fund = ?"
    " AND a.side = ? AND a.withdrawn = 0"
)


class Agreement:
    """An agreement at hand: what it was made with, and its state so far.

    ``whole`` tells whether the state was folded from its whole history.
    """

    __slots__ = (
        "earmark",
        "name",
        "number",
        "owner",
        "rate",
        "reference",
        "state",
        "stream",
        "terms",
        "version",
        "whole",
    )

    def __init__(
        self,
        stream: UUID,
        reference: str,
        name: str,
        owner: UUID,
        terms: tuple[str, ...],
        state: Contribution | Financing | None = None,
        version: int = 0,
        earmark: str = "",
        rate: str = "",
        number: int = 0,
    ) -> None:
        self.stream = stream
        self.reference = reference
        self.name = name
        self.owner = owner
        self.terms = terms
        self.state: Any = state
        self.version = version
        self.earmark = earmark
        self.rate = rate
        self.number = number
        self.whole = True

    @property
    def closed(self) -> bool:
        """Tell whether the agreement was cancelled: it takes no further movement."""
        return getattr(self.state, "closes", 0) > 0

    def suits(self, wanted: tuple[str, ...], *, due_back: bool) -> bool:
        """Tell whether every term that is wanted, and known, is this agreement's.

        Where no instrument is named, support in kind never fits, nor does money that is
        never due back when principal is spoken of.
        """
        instrument = self.terms[0]
        if not wanted[0] and (
            instrument == Instrument.IN_KIND or (due_back and not repayable(instrument))
        ):
            return False
        return next(self._others(wanted), None) is None

    def check(self, wanted: tuple[str, ...]) -> None:
        """Refuse a named agreement that was made on other terms. Raises OtherTerms."""
        for field, want, have in self._others(wanted):
            raise OtherTerms(self.name or self.reference, field, have or "-", want)

    def _others(self, wanted: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Give the terms that are wanted otherwise than this agreement has them.

        A ring-fence (compartment, carrier) that is asked for must be the agreement's; an
        instrument, terms or an origin that it was opened without may still be learnt.
        """
        for field, want, have in zip(_TERMS, wanted, self.terms, strict=True):
            if want and want != have and (have or field in _FENCES):
                yield field, want, have


class AmbiguousAgreement(Exception):
    """Several open agreements fit; the line must name one."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = ", ".join(names)


def wanted_terms(row: Row) -> tuple[str, ...]:
    """Give the terms a row asks an agreement to have; empty ones suit any."""
    in_kind = row.kind is Kind.IN_KIND
    return (
        Instrument.IN_KIND if in_kind else row.instrument or "",
        row.terms or "",
        row.sector or "",
        row.origin,
        row.compartment,
        row.carrier,
    )


class Agreements:
    """The agreements of one fund, on one side: its funders' or its projects'."""

    def __init__(
        self,
        books: sqlite3.Connection,
        fund: int,
        side: str,
        past: Past,
        currency: str,
        *,
        fresh: set[UUID],
        empty: bool,
    ) -> None:
        self.books = books
        self.fund = fund
        self.side = side
        self.past = past
        self.currency = currency
        self.fresh = fresh
        self.empty = empty
        self.by_stream: dict[UUID, Agreement] = {}
        self.by_name: dict[str, Agreement | None] = {}
        self.by_owner: dict[UUID, list[Agreement]] = {}
        self.fitting: dict[UUID, dict[tuple[tuple[str, ...], bool], Agreement]] = {}

    def named(
        self, row: Row, owner: UUID | None, shown: str, wanted: tuple[str, ...]
    ) -> Agreement | None:
        """Give the agreement of this name or reference. Raises OtherTerms, OtherOwner."""
        name = row.agreement
        if name not in self.by_name:
            found: list[Agreement] = []
            if not self.empty:
                found = self._select(" AND a.name = ?", name, row.on)
                found = found or self._select(" AND a.reference = ?", name, row.on)
            self.by_name[name] = found[0] if found else None
        known = self.by_name[name]
        if known is not None:
            known.check(wanted)
            if owner is not None and owner != known.owner:
                raise OtherOwner(name, shown)
        return known

    def only(
        self, owner: UUID, on: date, wanted: tuple[str, ...], *, due_back: bool
    ) -> Agreement | None:
        """Give the one agreement of its owner on these terms. Raises AmbiguousAgreement."""
        remembered = self.fitting.setdefault(owner, {})
        known = remembered.get((wanted, due_back))
        if known is not None:
            return known
        of_owner = [one for one in self._of(owner, on) if not one.closed]
        fitting = [one for one in of_owner if one.suits(wanted, due_back=due_back)]
        if len(fitting) > 1:
            raise AmbiguousAgreement(one.name or one.reference for one in fitting)
        if not fitting:
            # Nothing here is due back: let the agreement itself say so.
            return self.only(owner, on, wanted, due_back=False) if due_back else None
        remembered[wanted, due_back] = fitting[0]
        return fitting[0]

    def add(self, agreement: Agreement, on: date) -> None:
        """Take in an agreement that a row dated ``on`` just opened."""
        self.by_stream[agreement.stream] = agreement
        self.fitting.pop(agreement.owner, None)
        self._of(agreement.owner, on).append(agreement)
        self.by_name[agreement.reference] = agreement
        if agreement.name:
            self.by_name[agreement.name] = agreement

    def _of(self, owner: UUID, on: date) -> list[Agreement]:
        known = self.by_owner.get(owner)
        if known is None:
            column = "p" if self.side == "C" else "j"
            nothing = self.empty or owner in self.fresh
            where = f" AND {column}.stream_id = ?"
            known = [] if nothing else self._select(where, owner.bytes, on)
            self.by_owner[owner] = known
        return known

    def _select(self, where: str, value: str | bytes, on: date) -> list[Agreement]:
        rows = self.books.execute(
            f"{_SELECT}{where} ORDER BY a.id", (self.fund, self.side, value)
        )
        return [self._loaded(row, on) for row in rows.fetchall()]

    def _loaded(self, row: tuple[Any, ...], on: date) -> Agreement:
        """Give an agreement as it stands; with its history where a fact comes late.

        What a schedule asks for on a day, or a lender may claim, hangs on all that came
        before: such an agreement is always loaded with its history.
        The rows of a plan come in date order, so that what is late can only come first.
        """
        stream = UUID(bytes=row[0])
        known = self.by_stream.get(stream)
        if known is None:
            late = on.isoformat() < row[14]
            whole = bool(late or row[22] or row[4] == Instrument.GUARANTEE)
            state = self.past.load(stream) if whole else self._standing(row)
            version = self.past.version(stream)
            owner = UUID(bytes=row[3])
            known = Agreement(
                stream, row[1], row[2], owner, row[4:10], state, version, *row[19:22]
            )
            known.whole = whole
            self.by_stream[stream] = known
        return known

    def _standing(self, row: tuple[Any, ...]) -> Contribution | Financing:
        open_minor, promises, held, lost, moved = row[10:15]
        label, instrument = row[2] or row[1], Instrument(row[4])
        latest = date.fromisoformat(moved) if moved else date.min
        level = Level(held, latest=latest)
        if self.side == "C":
            return Contribution(
                label, instrument, self.currency, open_minor, promises, level, *row[15:19]
            )
        return Financing(
            label,
            instrument,
            self.currency,
            open_minor,
            promises,
            level,
            Level(lost, latest=latest),
        )
