"""A project's file: it applies, is held against the charter, studied; aid it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import AMOUNT, DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.commands.project_file import tell_assessed
from blendfund_cli.commands.saving import project_argument, save
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

# Gathered here, and added to the group of projects.
_group: Final = Group("project")
FORMS: Final = (
    N_("association-1901"),
    N_("association-alsace-moselle"),
    N_("scop"),
    N_("scic"),
    N_("cooperative"),
    N_("mutual"),
    N_("foundation"),
    N_("endowment-fund"),
    N_("ess-company"),
    N_("company"),
    N_("public"),
)
NATURES: Final = (
    N_("equity"),
    N_("quasi-equity"),
    N_("bank"),
    N_("grant"),
    N_("this-fund"),
    N_("other"),
)
APPLIED: Final = N_("Application of {project} to {fund} recorded (position {position}).")
ASSESSED: Final = N_("{project} held against the charter (position {position}).")
APPRAISED: Final = N_("Appraisal of {project} recorded (position {position}).")
PAIR: Final = N_("{value} is not LABEL=AMOUNT, as Travaux=12000.")
POINTS: Final = N_("{value} is not LABEL=POINTS/OF, as Utilité=4/5.")


class Pair(click.ParamType[tuple[Any, ...]]):
    """A label and an amount: ``Travaux=12000``."""

    name = "pair"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, ...]:
        """Read a label and its amount."""
        if isinstance(value, tuple):
            return value
        label, sign, amount = str(value).rpartition("=")
        if not sign or not label.strip():
            return self.fail(_(PAIR).format(value=safe(str(value))), param, ctx)
        return label.strip(), AMOUNT.convert(amount.strip(), param, ctx)


class Resource(Pair):
    """A label, an amount and what it is, where that is said: ``Crédit=5000:bank``."""

    name = "resource"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, ...]:
        """Read a label, its amount and its nature."""
        if isinstance(value, tuple):
            return value
        label, sign, rest = str(value).rpartition("=")
        amount, said, nature = rest.partition(":")
        pair = super().convert(f"{label}{sign}{amount}", param, ctx)
        if not said:
            return pair
        return (*pair, Word(NATURES).convert(nature.strip(), param, ctx))


class Points(click.ParamType[tuple[str, int, int]]):
    """A criterion and its points: ``Utilité=4/5``."""

    name = "points"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int, int]:
        """Read a criterion and its points."""
        if isinstance(value, tuple):
            return value
        label, _sign, points = str(value).rpartition("=")
        got, _slash, of = points.partition("/")
        if label.strip() and got.strip().isdigit() and of.strip().isdigit():
            reached, most = int(got), int(of)
            if reached <= most <= 1000:  # noqa: PLR2004 -- more is a slip of the hand
                return label.strip(), reached, most
        return self.fail(_(POINTS).format(value=safe(str(value))), param, ctx)


@_group.command(
    cls=Command,
    help=N_(
        "Record that a project asks a fund for money, with a plan that balances: what the"
        " money is for, and where all of it comes from."
    ),
    example="blendfund project apply Recyclerie --fund ALSACE --amount 15000"
    " --use Travaux=20000 --use Stock=5000 --resource 'Prêt du fonds=15000'"
    " --resource 'Crédit=10000:bank' --legal-form association-1901",
)
@project_argument
@m.fund
@m.amount
@click.option(
    "--use",
    "uses",
    cls=Option,
    type=Pair(),
    multiple=True,
    metavar="LABEL=AMOUNT",
    help=N_("What money is for; may be repeated."),
)
@click.option(
    "--resource",
    "resources",
    cls=Option,
    type=Resource(),
    multiple=True,
    metavar="LABEL=AMOUNT[:NATURE]",
    help=N_(
        "Where money comes from, and what it is: equity, quasi-equity, bank, grant,"
        " this-fund or other; may be repeated."
    ),
)
@click.option(
    "--legal-form", cls=Option, type=Word(FORMS), default=None, help=N_("Its legal form.")
)
@click.option(
    "--esus-from",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Since when it is approved as ESUS."),
)
@click.option(
    "--esus-until",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Until when that approval runs."),
)
@click.option(
    "--territory",
    cls=Option,
    default="",
    metavar="CODE",
    help=N_("Its INSEE code (default: the project's)."),
)
@m.on
@writes
@click.pass_obj
def apply(obj: dict[str, str], /, **given: Any) -> None:
    """Record an application."""
    from blendfund.application.recording import filing

    form = filing.ApplicationForm(
        given["amount"],
        given["uses"],
        given["resources"],
        given["legal_form"] or "",
        given["esus_from"],
        given["esus_until"],
        given["territory"],
    )
    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return filing.apply(ledger, command, named, form, given["on"])

    said = {"project": given["project"], "fund": given["fund"]}
    save(obj, given, APPLIED, recorded, **said)


@_group.command(
    cls=Command,
    help=N_("Hold a project's application against the fund's charter; the result is kept."),
    example="blendfund project assess Recyclerie --fund ALSACE",
)
@project_argument
@m.fund
@m.on
@writes
@click.pass_obj
def assess(obj: dict[str, str], /, **given: Any) -> None:
    """Assess eligibility."""
    from blendfund.application.recording import filing

    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return filing.assess(ledger, command, named, given["on"])

    save(obj, given, ASSESSED, recorded, project=given["project"])
    if not (given["dry_run"] or given["as_json"]):
        tell_assessed(obj, *named)


@_group.command(
    cls=Command,
    help=N_("Record the study of a project's file: who did it, scores, an opinion."),
    example="blendfund project appraise Recyclerie --fund ALSACE --officer samia"
    " --score 'Utilité sociale=4/5' --score Viabilité=3/5 --opinion Favorable",
)
@project_argument
@m.fund
@click.option(
    "--officer",
    cls=Asked,
    metavar="WHO",
    question=N_("Who studied it"),
    help=N_("Who studied it."),
)
@click.option(
    "--score",
    "scores",
    cls=Option,
    type=Points(),
    multiple=True,
    metavar="LABEL=POINTS/OF",
    help=N_("The points of a criterion; may be repeated."),
)
@click.option("--opinion", cls=Option, default="", help=N_("An opinion, in words."))
@m.on
@writes
@click.pass_obj
def appraise(obj: dict[str, str], /, **given: Any) -> None:
    """Record an appraisal."""
    from blendfund.application.recording import filing
    from blendfund.domain.dossier import Score

    named = (given["project"], given["fund"])
    scores = tuple(Score(*one) for one in given["scores"])
    said = (given["officer"], scores, given["opinion"], given["on"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return filing.appraise(ledger, command, named, *said)

    save(obj, given, APPRAISED, recorded, project=given["project"])


COMMANDS: Final = tuple(_group.commands.values())
