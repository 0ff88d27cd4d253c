"""Reports: tables for people, JSON for programs, CSV and workbooks for spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from blendfund_cli.answering.delivery import deliver
from blendfund_cli.asking.ask import AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.completion import parties
from blendfund_cli.asking.options import agreement, delivered, fund_hint, reports
from blendfund_cli.asking.types import AMOUNT, RATE, Whole
from blendfund_cli.commands.why import why
from blendfund_cli.text import N_


@click.group(
    cls=Group,
    help=N_("Composition, leverage, returns, loans and balances of a fund, at any day."),
    example="blendfund report composition --fund ALSACE --as-of 2024-12-31",
)
def report() -> None:
    """Group the reports."""


report.add_command(why)


@report.command(
    cls=Command,
    help=N_("Who put what into the fund, and what the money became."),
    example="blendfund report composition --fund ALSACE --by party",
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(("sector", "instrument", "terms", "party", "origin", "year")),
    default="sector",
    help=N_("How the sources are grouped."),
)
@reports
@click.pass_obj
def composition(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the composition."""
    deliver(obj, "composition", asked)


@report.command(
    cls=Command,
    help=N_("What each public or concessional euro brings: every published ratio by name."),
    example="blendfund report leverage --fund ALSACE --as-of 2024-06-30",
)
@reports
@click.pass_obj
def leverage(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the measures of leverage."""
    deliver(obj, "leverage", asked)


@report.command(
    cls=Command,
    help=N_("What repayable money brings back: IRR, DPI, RVPI, TVPI."),
    example="blendfund report returns --fund ALSACE --by project",
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(("fund", "agreement", "project", "party", "tranche")),
    default="fund",
    help=N_("Whose returns: the fund's own, or each funder's (party), or each tranche's."),
)
@reports
@click.pass_obj
def returns(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the returns."""
    deliver(obj, "returns", asked)


@report.command(
    cls=Command,
    help=N_("The balance of every logical account, debits and credits."),
    example="blendfund report balance --fund ALSACE --json",
)
@reports
@click.pass_obj
def balance(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the balances."""
    deliver(obj, "balance", asked)


@report.command(
    cls=Command,
    help=N_("What earmarked money may be used for, and what is left of it."),
    example="blendfund report earmarks --fund ALSACE",
)
@reports
@click.pass_obj
def earmarks(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the earmarks."""
    deliver(obj, "earmarks", asked)


@report.command(
    cls=Command,
    help=N_(
        "What you expect beside what the ledger says, and what may explain the difference."
    ),
    example="blendfund report differences --fund ALSACE --totals totaux.toml",
)
@click.option(
    "--totals",
    cls=Option,
    required=True,
    type=click.Path(path_type=Path),
    metavar="TOTALS.toml",
    help=N_("The totals you expect."),
)
@reports
@click.pass_obj
def differences(obj: dict[str, str], /, totals: Path, **asked: Any) -> None:
    """Show the differences."""
    from blendfund.exchange.expected import read_expected

    deliver(obj, "differences", {**asked, "expected": read_expected(totals)})


@report.command(
    cls=Command,
    help=N_("What a loan owes line by line, what was paid of it, and what is late."),
    example="blendfund report schedule PRET-1 --as-of 2026-12-31",
)
@agreement()
@click.option(
    "--discount",
    cls=Option,
    type=RATE,
    metavar="RATE",
    help=N_("A yearly market rate: tell the part of the loan that its terms give away."),
)
@fund_hint
@delivered
@click.pass_obj
def schedule(
    obj: dict[str, str], /, fund: str | None, discount: str | None, **asked: Any
) -> None:
    """Show a schedule."""
    deliver(obj, "schedule", {**asked, "fund": fund or "", "discount": discount or ""})


@report.command(
    cls=Command,
    help=N_("What is outstanding, what of it is late and at risk, what was lost."),
    example="blendfund report portfolio --fund ALSACE --by vintage",
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(("project", "agreement", "instrument", "vintage", "officer")),
    default="project",
    help=N_("How the loans are grouped."),
)
@reports
@click.pass_obj
def portfolio(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the portfolio."""
    deliver(obj, "portfolio", asked)


@report.command(
    cls=Command,
    help=N_("What guarantees mobilise, put at risk, cost and bring back."),
    example="blendfund report guarantees --fund ALSACE",
)
@reports
@click.pass_obj
def guarantees(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the guarantees."""
    deliver(obj, "guarantees", asked)


@report.command(
    cls=Command,
    help=N_("What others carry for the fund, carrier by carrier: never its own money."),
    example="blendfund report carried --fund ALSACE",
)
@reports
@click.pass_obj
def carried(obj: dict[str, str], /, **asked: Any) -> None:
    """Show what third parties carry."""
    deliver(obj, "carried", asked)


@report.command(
    cls=Command,
    help=N_("How the fund's tranches would bear a loss; nothing is written."),
    example="blendfund report waterfall --fund ALSACE --loss 350000",
)
@click.option(
    "--loss",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("The loss to bear (default: what the fund has lost so far)."),
)
@reports
@click.pass_obj
def waterfall(obj: dict[str, str], /, **asked: Any) -> None:
    """Show how tranches bear a loss."""
    deliver(obj, "waterfall", asked)


@report.command(
    cls=Command,
    help=N_("Cash month by month: what it was, and what is to come; its lowest point."),
    example="blendfund report cash --fund ALSACE --months 18",
)
@click.option(
    "--months",
    cls=Option,
    type=Whole(1, 120),
    metavar="N",
    default=12,
    help=N_("How many months ahead (default: 12)."),
)
@click.option(
    "--past",
    cls=Option,
    type=Whole(0, 1200),
    metavar="N",
    default=12,
    help=N_("How many months back (default: 12)."),
)
@reports
@click.pass_obj
def cash(obj: dict[str, str], /, **asked: Any) -> None:
    """Show cash month by month."""
    deliver(obj, "cash", asked)


@report.command(
    cls=Command,
    help=N_("Everything one funder needs: promised, given, given back, still to come."),
    example="blendfund report funder 'Région Grand Est' --fund ALSACE",
)
@click.argument(
    "party",
    cls=AskedArgument,
    metavar="NAME",
    question=N_("Which funder (name, SIREN or SIRET)"),
    shell_complete=parties,
)
@reports
@click.pass_obj
def funder(obj: dict[str, str], /, **asked: Any) -> None:
    """Show what concerns one funder."""
    deliver(obj, "funder", asked)


@report.command(
    cls=Command,
    help=N_("How an amount would be distributed to funders; nothing is written."),
    example="blendfund report distribution --fund ALSACE --amount 50000",
)
@click.option(
    "--amount",
    "loss",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("What would be distributed (default: all of the cash)."),
)
@reports
@click.pass_obj
def distribution(obj: dict[str, str], /, **asked: Any) -> None:
    """Show how an amount would be distributed."""
    deliver(obj, "distribution", asked)
