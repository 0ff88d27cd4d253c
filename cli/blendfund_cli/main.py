"""The ``blendfund`` command: only click is imported until a ledger is opened."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from blendfund_cli import early
from blendfund_cli.asking.classes import Group, Option
from blendfund_cli.encoding import settle
from blendfund_cli.text import LANGUAGES, N_, _, default_language, safe, use

if TYPE_CHECKING:
    from collections.abc import MutableMapping

LAZY = {
    "init": ("blendfund_cli.commands.start:init", N_("Create an empty ledger")),
    "fund": (
        "blendfund_cli.commands.funds:fund",
        N_("Open, show and list funds; their rules"),
    ),
    "demo": ("blendfund_cli.commands.demo:demo", N_("Show a whole fictitious fund")),
    "status": ("blendfund_cli.commands.status:status", N_("Show where the funds stand")),
    "import": ("blendfund_cli.commands.imports:imports", N_("Record movements from files")),
    "report": (
        "blendfund_cli.commands.reports:report",
        N_("Composition, leverage, returns, balance"),
    ),
    "export": (
        "blendfund_cli.commands.exports:export",
        N_("The books for an accountant or another program"),
    ),
    "contribution": (
        "blendfund_cli.commands.contributions:contribution",
        N_("Record what funders promise, pay and get back"),
    ),
    "financing": (
        "blendfund_cli.commands.financings:financing",
        N_("Record what projects are promised, paid and pay back"),
    ),
    "guarantee": (
        "blendfund_cli.commands.guarantees:guarantee",
        N_("Guarantee lenders, and settle what they claim"),
    ),
    "tranche": (
        "blendfund_cli.commands.tranches:tranche",
        N_("Say who bears losses first"),
    ),
    "call": (
        "blendfund_cli.commands.calls:call",
        N_("Call the money that funders promised"),
    ),
    "distribution": (
        "blendfund_cli.commands.calls:distribution",
        N_("Pay back to funders, tier by tier"),
    ),
    "support": (
        "blendfund_cli.commands.support:support",
        N_("Help given to projects, never money"),
    ),
    "committee": (
        "blendfund_cli.commands.committee:committee",
        N_("Say who decides, and what was decided"),
    ),
    "approve": (
        "blendfund_cli.commands.approvals:approve",
        N_("Approve what somebody else proposed"),
    ),
    "reject": (
        "blendfund_cli.commands.approvals:reject",
        N_("Refuse what somebody else proposed"),
    ),
    "party": (
        "blendfund_cli.commands.parties:party",
        N_("Register and find funders and others"),
    ),
    "project": (
        "blendfund_cli.commands.projects:project",
        N_("Register and find projects, and others' money in them"),
    ),
    "earmark": (
        "blendfund_cli.commands.earmarks:earmark",
        N_("Say what earmarked money may be used for"),
    ),
    "transfer": (
        "blendfund_cli.commands.transfers:transfer",
        N_("Move cash between compartments and bank accounts"),
    ),
    "attach": ("blendfund_cli.commands.attach:attach", N_("Attach a voucher to facts")),
    "history": ("blendfund_cli.commands.history:history", N_("Show a fact's whole life")),
    "correct": (
        "blendfund_cli.commands.corrections:correct",
        N_("Correct a movement, at its own date"),
    ),
    "undo": ("blendfund_cli.commands.corrections:undo", N_("Undo the latest write")),
    "resume": (
        "blendfund_cli.commands.resume:resume",
        N_("Say what became of interrupted commands"),
    ),
    "backup": (
        "blendfund_cli.commands.copies:backup",
        N_("Copy the ledger, whole and verified"),
    ),
    "restore": (
        "blendfund_cli.commands.copies:restore",
        N_("Bring a copy of the ledger back"),
    ),
    "migrate": (
        "blendfund_cli.commands.copies:migrate",
        N_("Bring an older ledger to this version's schema"),
    ),
    "signer": (
        "blendfund_cli.commands.signers:signer",
        N_("Keys by which people prove what they write"),
    ),
    "doctor": ("blendfund_cli.commands.doctor:doctor", N_("Check the state of the place")),
    "search": ("blendfund_cli.commands.finding:search", N_("Find movements")),
    "events": ("blendfund_cli.commands.audit:events", N_("List the recorded facts")),
    "audit": ("blendfund_cli.commands.audit:audit", N_("Verify and replay the ledger")),
    "completion": (
        "blendfund_cli.asking.completion:completion",
        N_("Complete words in your shell"),
    ),
    "projection": (
        "blendfund_cli.commands.audit:projection",
        N_("Look after the read models"),
    ),
}


class Root(Group):
    """The command itself: every refusal ends as one sentence and an exit status."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Choose the language before anything can be said."""
        use(default_language(os.environ))
        settle()
        extra.setdefault("terminal_width", _columns())
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; whatever goes wrong is said in one sentence."""
        try:
            return self._answering(ctx)
        except KeyboardInterrupt:
            # Also one that comes while an error, or the end, is being answered.
            early.deaf()
            click.echo(_("Interrupted: nothing was written."), err=True)
            ctx.exit(early.INTERRUPTED)

    def _answering(self, ctx: click.Context) -> object:
        try:
            early.answer()
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, EOFError):
            raise
        except BrokenPipeError:
            # The reader has gone (as `head` does): there is nobody left to tell.
            sys.stdout = None
            ctx.exit(0)
        except Exception as error:
            if os.environ.get("BLENDFUND_DEBUG"):
                raise
            self._end(ctx, error)
        finally:
            early.too_late()

    def _end(self, ctx: click.Context, error: Exception) -> NoReturn:
        from blendfund_cli.answering.refusal import refusal_of, show

        refusal = refusal_of(error)
        show(refusal)
        ctx.exit(refusal.exit_code)


def _set_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    if value:
        use(value)
    del ctx
    return value or os.environ.get("LANGUAGE", "fr")


@click.group(
    cls=Root,
    lazy=LAZY,
    help=N_(
        "The ledger of blended territorial funds: every contribution, disbursement and"
        " outcome as an immutable fact, and the reports computed from them."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    example="blendfund demo",
)
@click.option(
    "-l",
    "--ledger",
    cls=Option,
    envvar="BLENDFUND_LEDGER",
    default="blendfund.db",
    metavar="PATH|URL",
    help=N_(
        "The ledger's file, or its address on PostgreSQL (else BLENDFUND_LEDGER, else"
        " blendfund.db here)."
    ),
)
@click.option(
    "--lang",
    cls=Option,
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_set_language,
    help=N_("Language (else BLENDFUND_LANG, else the locale's, else French)."),
)
@click.option(
    "--actor",
    cls=Option,
    envvar="BLENDFUND_ACTOR",
    metavar="WHO",
    help=N_("Who acts: declared, not proven (else BLENDFUND_ACTOR, else the system user)."),
)
@click.option(
    "--sign-with",
    cls=Option,
    envvar="BLENDFUND_SIGNING_KEY",
    metavar="FILE",
    help=N_(
        "Private SSH key (Ed25519) that proves who acts (else BLENDFUND_SIGNING_KEY, else"
        " nothing is signed)."
    ),
)
@click.option(
    "--no-input",
    cls=Option,
    envvar="BLENDFUND_NO_INPUT",
    is_flag=True,
    help=N_("Never ask: what is missing is an error, as it is in a script."),
)
@click.version_option(package_name="blendfund", message="blendfund %(version)s", cls=Option)
@click.pass_context
def main(
    ctx: click.Context,
    ledger: str,
    lang: str,
    actor: str | None,
    sign_with: str | None,
    no_input: bool,
) -> None:
    """Keep the place and the person for the command that follows."""
    del lang
    ctx.obj = {
        "ledger": ledger,
        "actor": actor or _system_user(),
        "sign_with": sign_with,
        "no_input": no_input,
    }


def _columns() -> int:
    """Give the terminal's width; click would load shutil for it, which is slow."""
    try:
        columns = os.get_terminal_size().columns
    except OSError:
        wide = os.environ.get("COLUMNS", "")
        columns = int(wide) if wide.isdecimal() else 0
    return columns or 80


def _system_user() -> str:
    environ: MutableMapping[str, str] = os.environ
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environ.get(name):
            return safe(environ[name])
    import pwd

    try:
        return safe(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:  # a container may run under a number that has no name
        return str(os.getuid())
