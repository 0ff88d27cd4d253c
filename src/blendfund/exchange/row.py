"""A movement as a file or a form gives it, before any decision."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from msgspec import Struct

from blendfund.domain.counter_guarantee import CounterTerms
from blendfund.domain.guarantee import GuaranteeTerms
from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import Instrument, Kind, PartyKind, Sector, Terms


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """One movement as a file or a form gives it, its words already recognised.

    ``party_identifier`` is a SIREN or SIRET where the source has one, ``party_iban`` that
    of a party which is registered by hand; ``beneficiary`` names the organisation behind
    ``project``; ``alone`` asks for an agreement of its own.
    ``due`` is of a call, ``schedule`` of a contract, ``order`` what its payments pay first;
    a payment that ``allocates`` is shared between charges, interest and principal, and the
    rest is held where it ``holds``; ``late_minor`` is overdue since ``late_since`` at an
    opening. ``proposal`` is the approved one it rests on. ``guarantee`` is what one is
    granted on, ``counter`` what another bears of it; ``verb`` is what becomes of it later,
    and ``reason`` why. ``tranche`` is the one that a funder's agreement stands in from
    then on.
    """

    line: int
    on: date
    kind: Kind
    amount_minor: int
    currency: str
    party: str = ""
    sector: Sector | None = None
    instrument: Instrument | None = None
    terms: Terms | None = None
    project: str = ""
    agreement: str = ""
    reference: str = ""
    label: str = ""
    party_kind: PartyKind | None = None
    origin: str = ""
    compartment: str = ""
    earmark: str = ""
    bank_account: str = ""
    carrier: str = ""
    evidence: str = ""
    note: str = ""
    party_identifier: str = ""
    party_iban: str = ""
    beneficiary: str = ""
    beneficiary_identifier: str = ""
    beneficiary_rna: str = ""
    alone: bool = False
    any_date: bool = False
    due: date | None = None
    late_minor: int = 0
    late_since: date | None = None
    rate: str = ""
    schedule: Schedule | None = None
    allocates: bool = False
    holds: bool = False
    order: tuple[str, ...] = ()
    proposal: int = 0
    guarantee: GuaranteeTerms | None = None
    counter: CounterTerms | None = None
    verb: str = ""
    reason: str = ""
    tranche: str = ""

    def digest(self, fund: str) -> str:
        """Fingerprint what the line says, its place in the file and reference apart."""
        said: tuple[str, ...] = (
            fund,
            self.on.isoformat(),
            self.kind,
            str(self.amount_minor),
            self.currency,
            self.party,
            self.sector or "",
            self.instrument or "",
            self.terms or "",
            self.project,
            self.agreement,
            self.label,
            self.party_kind or "",
            self.origin,
            self.compartment,
            self.earmark,
            self.bank_account,
            self.carrier,
            self.evidence,
            self.note,
            self.party_identifier,
            self.beneficiary_identifier,
        )
        more = (self.due, self.late_minor, self.late_since, self.rate)
        if any(more):
            said += tuple(map(str, more))
        if self.schedule is not None:
            said += (repr(self.schedule),)
        if self.guarantee is not None or self.verb:
            said += (repr(self.guarantee), self.verb)
        if self.reason or self.counter is not None:
            said += (self.reason, repr(self.counter))
        if self.holds or self.order:
            said += (str(self.holds), *self.order)
        if self.tranche:
            said += (self.tranche,)
        return sha256("\x1f".join(said).encode()).hexdigest()[:32]
