"""Refusals about a fund: its name, its currency, its days, its cash."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class FundNotFound(BlendfundError):
    """No fund has this reference."""

    code = "fund-not-found"
    sentence = "No fund has the reference {reference}; this ledger has: {known}."
    exit_code = 4
    reference: str
    known: str


class FundExists(BlendfundError):
    """The reference is taken."""

    code = "fund-exists"
    sentence = (
        "A fund with the reference {reference} is already open: choose another reference."
    )
    reference: str


class BadReference(BlendfundError):
    """A fund's reference must be short and typeable."""

    code = "bad-reference"
    sentence = "{reference} cannot be a fund's reference: use 1 to 40 letters, digits, dots, dashes or underscores."
    exit_code = 2
    reference: str


class BadCurrency(BlendfundError):
    """The currency is not one the ledger knows the decimals of."""

    code = "unknown-currency"
    sentence = "{currency} is not a currency this ledger knows; known: {known}."
    exit_code = 2
    currency: str
    known: str


class BadSiren(BlendfundError):
    """The check digit of the SIREN is wrong."""

    code = "bad-siren"
    sentence = "{siren} is not a valid SIREN: nine digits, the last one a check digit."
    exit_code = 2
    siren: str


class EmptyText(BlendfundError):
    """A name or a territory was left blank."""

    code = "empty-text"
    sentence = "The fund needs a name and at least one territory code."
    exit_code = 2


class DateInTheFuture(BlendfundError):
    """A fact cannot be dated after today."""

    code = "future-date"
    sentence = "The date {on} is after today ({today}): record it when it has happened."
    on: date
    today: date


class DateBeforeFund(BlendfundError):
    """A fact of the fund cannot precede the fund."""

    code = "before-fund"
    sentence = (
        "The date {on} is before the fund opened ({opened}): check the date, or the fund."
    )
    on: date
    opened: date


class OtherCurrency(BlendfundError):
    """A fund holds one currency."""

    code = "other-currency"
    sentence = (
        "The amount is in {given} but the fund is kept in {currency}: convert it first."
    )
    given: str
    currency: str


class NotEnoughCash(BlendfundError):
    """The fund would hold less than nothing at the end of a day."""

    code = "not-enough-cash"
    sentence = "Paying {asked} on {on} would leave the fund's cash at {left} at the end of {day}: record the missing receipts first, or --allow-overdraft if the bank has proven it."
    asked: Money
    on: date
    left: Money
    day: date


class UnknownCompartment(BlendfundError):
    """The fund has no compartment of this name."""

    code = "compartment-not-found"
    sentence = "The fund {fund} has no compartment {name}; it has: {known}. Open it with `blendfund fund compartment`."
    exit_code = 4
    name: str
    fund: str
    known: str


class NotEnoughAvailable(BlendfundError):
    """A contract exceeds what the fund can still promise."""

    code = "not-enough-available"
    sentence = "Contracting {asked} exceeds what is available to commit, {left} (cash {cash}, plus commitments to come {coming}, less contracted and not disbursed {promised}, less earmarked for other uses {elsewhere}): record a commitment of a funder first, or let the fund's rules allow it (blendfund fund rules)."
    asked: Money
    left: Money
    cash: Money
    coming: Money
    promised: Money
    elsewhere: Money


class EarmarkBroken(BlendfundError):
    """A payment would use earmarked money for something else."""

    code = "earmark-broken"
    sentence = "Paying {asked} to {project} would use money earmarked for something else ({earmarks}); unearmarked money left: {free}. Name the earmark that allows it with --earmark, or see `blendfund report earmarks`."
    asked: Money
    project: str
    earmarks: str
    free: Money


class EarmarkLimit(BlendfundError):
    """The earmark that is named does not allow this use."""

    code = "earmark-limit"
    sentence = "The earmark {earmark} does not allow this payment to {project} (its limit: {limit}); unearmarked money left: {free}."
    earmark: str
    project: str
    limit: str
    free: Money


class EarmarkExhausted(BlendfundError):
    """The earmark that is named has too little left."""

    code = "earmark-exhausted"
    sentence = "Paying {asked} exceeds what the earmark {earmark} has left ({left}); unearmarked money left: {free}."
    asked: Money
    earmark: str
    left: Money
    free: Money


class EarmarkExists(BlendfundError):
    """The earmark was already defined."""

    code = "earmark-exists"
    sentence = "The earmark {earmark} is already defined: take it back with undo, or choose another name."
    earmark: str


class BadSiret(BlendfundError):
    """The check digit of the SIRET is wrong."""

    code = "bad-siret"
    sentence = "{siret} is not a valid SIRET: fourteen digits, the SIREN first, the last one a check digit."
    exit_code = 2
    siret: str


class BadRna(BlendfundError):
    """An association's number has another shape."""

    code = "bad-rna"
    sentence = "{rna} is not an association's number (RNA): the letter W and nine digits."
    exit_code = 2
    rna: str


class BadIban(BlendfundError):
    """The check digits of an IBAN are wrong, or its country writes it another way."""

    code = "bad-iban"
    sentence = "The IBAN that ends in {end} is not valid: copy it again from the bank's own paper, check digits included."
    exit_code = 2
    end: str


class NumbersDisagree(BlendfundError):
    """A SIRET begins with the SIREN of its organisation."""

    code = "numbers-disagree"
    sentence = "The SIRET {siret} does not begin with the SIREN {siren}: give one of them, or both of one organisation."
    exit_code = 2
    siren: str
    siret: str


class NumberOfPerson(BlendfundError):
    """A number would name a natural person in clear."""

    code = "number-of-person"
    sentence = "{number} would name a person in clear for ever: leave it out, or register an organisation."
    exit_code = 2
    number: str


class PartyExists(BlendfundError):
    """The party is known already."""

    code = "party-exists"
    sentence = "{name} is already registered as {known}: use it as it is."
    name: str
    known: str


class ProjectExists(BlendfundError):
    """The project is known already."""

    code = "project-exists"
    sentence = "{name} is already registered ({reference}): use it as it is, or tell the two apart by their names."
    name: str
    reference: str


class NameMissing(BlendfundError):
    """A party, a project or an earmark without a name."""

    code = "name-missing"
    sentence = "Give a name that is not blank."
    exit_code = 2


class SamePlace(BlendfundError):
    """A transfer that moves nothing."""

    code = "same-place"
    sentence = "The transfer goes to where it comes from: name another compartment, bank account or earmark."


class NotEnoughThere(BlendfundError):
    """The place a transfer comes from has too little."""

    code = "not-enough-there"
    sentence = "Transferring {asked} exceeds what {place} has on {on} ({left}): check the amount, the place and the day."
    asked: Money
    place: str
    on: date
    left: Money


class OpeningUnbalanced(BlendfundError):
    """Opening figures do not add up."""

    code = "opening-unbalanced"
    sentence = "The opening figures do not balance: cash {cash} + outstanding {outstanding} is not received {received} - given back {returned} + income {income} - costs {costs}; {difference} is missing: add a line opening-income or opening-expense, or correct a figure."
    cash: Money
    outstanding: Money
    received: Money
    returned: Money
    income: Money
    costs: Money
    difference: Money


class NotAFile(BlendfundError):
    """What should be attached cannot be read."""

    code = "attachment-unreadable"
    sentence = "{path} cannot be attached ({why}): name a file you may read, of at most {limit} MiB."
    exit_code = 3
    path: str
    why: str
    limit: int
