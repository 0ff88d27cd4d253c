"""How to meet each refusal: a line of a file, or a command, on a small fund."""

from __future__ import annotations

from typing import Final, NamedTuple

from blendfund.exchange.movements import HEADER

# What stands before every example: a fund, and a few facts to be contradicted.
BEFORE: Final = (
    "blendfund init",
    (
        'blendfund fund open ALSACE --name "Fonds Alsace" --territory 67'
        " --currency EUR --opened-on 2024-01-01 --key ouverture"
    ),
    "blendfund import movements debut.csv --fund ALSACE",
)
BEFORE_LINES: Final = (
    "2024-01-15,commitment,Région,public,grant,concessional,,,60000,EUR,CG-1,Convention",
    "2024-02-01,contribution,Région,public,grant,concessional,,,30000,EUR,VIR-1,Versement",
    "2024-02-10,contribution,Caisse,solidarity,loan,concessional,,Prêt Caisse,40000,EUR,,P",
    "2024-03-20,contract,,,loan,market,Recyclerie,,45000,EUR,CTR-1,Contrat",
    "2024-04-02,disbursement,,,loan,market,Recyclerie,,20000,EUR,DEC-1,Déblocage",
    "2024-05-02,disbursement,,,grant,concessional,Épicerie,Prime,1000,EUR,DEC-2,Prime",
)


class Example(NamedTuple):
    """Lines of a file to import, or commands; the last command is the one refused.

    ``text`` is another file, written first under its ``name``.
    """

    lines: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    name: str = ""
    text: str = ""


def _lines(*lines: str) -> Example:
    return Example(lines, ("blendfund import movements essai.csv --fund ALSACE",))


def _do(*commands: str) -> Example:
    return Example((), commands)


def _open(reference: str = "LORRAINE", **changed: str) -> Example:
    said = {"name": '"Fonds Lorraine"', "currency": "EUR", **changed}
    options = " ".join(f"--{name} {value}" for name, value in said.items())
    return _do(
        f"blendfund fund open {reference} {options} --territory 54 --opened-on 2024-01-01"
    )


_LOAN: Final = (
    "blendfund financing contract PRET-2 --fund ALSACE --project Recyclerie"
    " --instrument zero-loan --amount 1000 --start 2024-06-30 --periods 10 --every month"
)
_APPORT: Final = (
    "blendfund financing contract CAA-1 --fund ALSACE --project Recyclerie --amount 4000"
    " --instrument returnable-contribution --on 2024-06-01"
)
_DRAWN: Final = "blendfund financing drawdowns F-2024-0001"
_JUNIOR: Final = (
    "blendfund tranche define Junior --fund ALSACE --rank 1 --size 90000 --on 2024-01-01",
    "blendfund tranche assign 'Prêt Caisse' --tranche Junior --on 2024-06-01",
)
_GRANT: Final = (
    "blendfund guarantee grant GAR-1 --fund ALSACE --project Recyclerie --lender Caisse"
    " --loan 10000 --quota 65% --on 2024-06-01"
)
_COUNTER: Final = (
    "blendfund guarantee counter-guarantee GAR-1 --by Garant --on 2024-06-02 --create"
)
_PAID: Final = (
    "blendfund guarantee call GAR-1 --amount 100 --on 2024-07-01",
    "blendfund guarantee pay GAR-1 --amount 100 --on 2024-07-02",
)
_SAT: Final = (
    "blendfund committee appoint camille --fund ALSACE --on 2024-05-01",
    "blendfund committee hold S1 --fund ALSACE --present camille --on 2024-05-04",
)
_DECIDE: Final = "blendfund committee decide Recyclerie --fund ALSACE --session S1"
_HELP: Final = (
    "blendfund support open Recyclerie --fund ALSACE --support DLA-1 --provider Réseau"
)


def _with(name: str, text: str, *commands: str) -> Example:
    return Example((), commands, name, text)


def _charter(text: str, *commands: str) -> Example:
    adopted = "blendfund fund charter ALSACE reglement.toml --on 2024-05-01"
    return _with("reglement.toml", text, adopted, *commands)


def _decided(*commands: str) -> Example:
    return _do(*_SAT, *commands)


_PROPOSED: Final = (
    "quorum = 1\ndisbursement_above = 500",
    *_SAT,
    f"{_DECIDE} --result agreed --amount 1000",
    _LOAN,
    "blendfund financing disburse PRET-2 --amount 1000 --on 2024-07-01",
    "echo $?",
)
# Of the key that stands for Camille's in the pages.
PRINT: Final = "SHA256:ijKp4Aqh18NJoKBNGv72DMAqQGKrr2rVMLHDAblwADY"

EXAMPLES: Final[dict[str, Example]] = {
    "unknown-cell": _do("blendfund audit explain composition:publik:received"),
    "unexplained-report": _do("blendfund audit explain tranches:rows"),
    "unfinished-cell": _do("blendfund audit explain composition:public"),
    "not-two-moments": _do("blendfund report why 2024-02-30 12 --fund ALSACE"),
    "ledger-exists": _do("blendfund init"),
    "ledger-not-found": _do("blendfund --ledger absent.db fund list"),
    "not-a-ledger": _do(
        'sqlite3 autre.db "CREATE TABLE note (texte)"',
        "blendfund --ledger autre.db fund list",
    ),
    "unknown-store": _do("blendfund --ledger mysql://serveur/base fund list"),
    "bad-address": _do("blendfund --ledger postgresql+psycopg://serveur fund list"),
    "server-away": _do(
        "blendfund --ledger postgresql+psycopg://camille@127.0.0.1:1/fonds fund list"
    ),
    "newer-schema": _do(
        'sqlite3 blendfund.db "UPDATE ledger SET schema_version = 99"',
        "blendfund fund list",
    ),
    "older-schema": _do(
        'sqlite3 blendfund.db "UPDATE ledger SET schema_version = 0"',
        "blendfund party add Mairie",
    ),
    "file-kept": _do("blendfund backup copie.db", "blendfund backup copie.db"),
    "not-replaced": _do("blendfund backup copie.db", "blendfund restore copie.db"),
    "other-ledger": _do(
        "blendfund backup copie.db",
        "blendfund --ledger autre.db init",
        "blendfund --ledger autre.db restore copie.db --replace",
    ),
    "copy-shorter": _do(
        "blendfund backup copie.db",
        "blendfund party add Mairie",
        "blendfund restore copie.db --replace",
    ),
    "copy-differs": _do(
        "blendfund backup copie.db",
        "blendfund party add Mairie",
        "blendfund --ledger copie.db party add Commune",
        "blendfund restore copie.db --replace",
    ),
    "not-a-checkpoint": _do(
        "blendfund backup copie.db",
        "blendfund restore copie.db --replace --checkpoint debut.csv",
    ),
    "not-a-signing-key": _do("blendfund audit seal --out note --signing-key debut.csv"),
    "not-a-verifier-key": _do(
        "blendfund audit seal --out note > cle.txt",
        "blendfund audit verify --checkpoint note --verifier-key blendfund+clé",
    ),
    "no-verifier-key": _do(
        "blendfund audit seal --out note > cle.txt",
        "blendfund audit verify --checkpoint note",
    ),
    "not-signed": _do(
        "blendfund audit seal --out note > cle.txt",
        "blendfund --ledger autre.db init",
        "blendfund --ledger autre.db audit seal --out autre-note > autre-cle.txt",
        "blendfund audit verify --checkpoint autre-note --verifier-key cle.txt",
    ),
    "other-log": _do(
        "blendfund --ledger autre.db init",
        "blendfund --ledger autre.db audit seal --out autre-note > autre-cle.txt",
        "blendfund audit verify --checkpoint autre-note --verifier-key autre-cle.txt",
    ),
    "checkpoint-ahead": _do(
        "blendfund backup copie.db",
        "blendfund party add Mairie",
        "blendfund audit seal --out note > cle.txt",
        "blendfund --ledger copie.db audit verify --checkpoint note --verifier-key cle.txt",
    ),
    "checkpoint-differs": _do(
        "blendfund audit seal --out note > cle.txt",
        'sqlite3 blendfund.db "DROP TRIGGER event_never_updated; UPDATE event'
        " SET state = CAST(replace(state, '60000', '90000') AS BLOB) WHERE position = 4\"",
        "blendfund audit verify --checkpoint note --verifier-key cle.txt",
    ),
    "never-sealed": _do("blendfund audit prove 3"),
    "timestamp-wrong": _do(
        "blendfund audit timestamp --response debut.csv --certificate debut.csv"
    ),
    "not-sealed-yet": _do(
        "blendfund audit seal --out note > cle.txt",
        "blendfund party add Mairie",
        "blendfund audit prove 16",
    ),
    "not-an-export": _do("blendfund audit diff debut.csv debut.csv"),
    "no-keys": _do("blendfund backup copie.db --keys cles.db"),
    "keys-differ": _do(
        'blendfund party add "Lin Weber" --kind person',
        "blendfund backup copie.db",
        "blendfund --ledger autre.db init",
        'blendfund --ledger autre.db party add "Ida Roth" --kind person',
        "blendfund --ledger autre.db backup autre-copie.db --keys autre.keys",
        "blendfund restore copie.db --replace --keys autre.keys",
    ),
    "bad-public-key": _do("blendfund signer add camille debut.csv"),
    "key-kind": _do("blendfund signer add camille 'ssh-rsa AAAA camille@poste'"),
    "private-key-given": _do(
        "ssh-keygen -q -t ed25519 -N '' -f poste", "blendfund signer add camille poste"
    ),
    "bad-signing-key": _do("blendfund --sign-with debut.csv party add Mairie"),
    "locked-signing-key": _do(
        "ssh-keygen -q -t ed25519 -N phrase -f fermee",
        "blendfund --sign-with fermee party add Mairie",
    ),
    "unknown-signer": _do(
        "ssh-keygen -q -t ed25519 -N '' -f paul",
        "blendfund --sign-with paul party add Mairie",
    ),
    "signature-needed": _do(
        "ssh-keygen -q -t ed25519 -N '' -f camille",
        "ssh-keygen -q -t ed25519 -N '' -f autre",
        "blendfund signer add camille camille.pub",
        "blendfund signer add camille autre.pub",
    ),
    "signer-exists": _do(
        "ssh-keygen -q -t ed25519 -N '' -f camille",
        "blendfund signer add camille camille.pub",
        "blendfund signer add paul camille.pub",
    ),
    "revoked-key": _do(
        "ssh-keygen -q -t ed25519 -N '' -f camille",
        "blendfund signer add camille camille.pub",
        f"blendfund signer revoke {PRINT} --reason perdue",
        "blendfund signer add camille camille.pub",
    ),
    "revoked-for-good": _do(
        "ssh-keygen -q -t ed25519 -N '' -f camille",
        "blendfund signer add camille camille.pub",
        f"blendfund signer revoke {PRINT} --reason perdue",
        "blendfund undo --reason essai",
    ),
    "signer-not-found": _do("blendfund signer revoke SHA256:inconnue --reason perdue"),
    "not-reproduced": _do(
        "blendfund report balance --fund ALSACE --as-of 2024-12-31 --format json"
        " --out soldes.json",
        'sqlite3 blendfund.db "UPDATE daily SET amount = 2 * amount"',
        "blendfund audit reproduce soldes.json",
    ),
    "other-history": _do(
        "blendfund report balance --fund ALSACE --as-of 2024-12-31 --format json"
        " --out soldes.json",
        "blendfund --ledger autre.db init",
        "blendfund --ledger autre.db audit reproduce soldes.json",
    ),
    "fund-not-found": _do("blendfund report composition --fund LORRAINE"),
    "fund-exists": _open("ALSACE"),
    "bad-reference": _open('"FONDS LORRAINE"'),
    "unknown-currency": _open(currency="XYZ"),
    "bad-siren": _open(siren="123456789"),
    "empty-text": _open(name='" "'),
    "other-currency": _lines(
        "2024-06-01,contribution,Région,public,grant,concessional,,,100,CHF,,Don"
    ),
    "future-date": _lines(
        "2999-06-01,contribution,Région,public,grant,concessional,,,100,EUR,,Don"
    ),
    "before-fund": _lines(
        "2023-06-01,contribution,Région,public,grant,concessional,,,100,EUR,,Don"
    ),
    "not-enough-cash": _lines("2024-06-01,expense,,,,,,,90000,EUR,,Frais"),
    "above-commitment": _lines(
        "2024-06-01,contribution,Région,public,grant,concessional,,,30000.01,EUR,,Solde"
    ),
    "above-contract": _lines(
        "2024-06-01,disbursement,,,loan,market,Recyclerie,,25000.01,EUR,,Solde"
    ),
    "above-received": _lines(
        "2024-06-01,reimbursement,Caisse,,loan,,,,40000.01,EUR,,Remboursement"
    ),
    "above-outstanding": _lines(
        "2024-06-01,repayment,,,loan,,Recyclerie,,20000.01,EUR,,Échéance"
    ),
    "above-due": _do(
        f"{_LOAN} --on 2024-06-01",
        "blendfund financing disburse PRET-2 --amount 1000 --on 2024-06-01",
        "blendfund financing repay PRET-2 --amount 1001 --on 2024-06-02",
    ),
    "bad-schedule": _do(f"{_LOAN} --grace 600"),
    "already-contracted": _do(
        f"{_LOAN} --on 2024-06-01",
        "blendfund financing contract PRET-2 --fund ALSACE --project Recyclerie"
        " --instrument zero-loan --amount 100 --on 2024-06-02",
    ),
    "bad-allocation": _do(f"{_LOAN} --allocation interest,fee,principal,penalty"),
    "above-owed": _do("blendfund financing waive F-2024-0001 --of fee --amount 10"),
    "wrong-instrument": _do("blendfund financing claw-back F-2024-0001 --amount 10"),
    "nothing-outstanding": _do(_LOAN, "blendfund financing default PRET-2 --trigger Fin"),
    "still-outstanding": _do("blendfund financing close F-2024-0001"),
    "contract-closed": _do(
        _LOAN,
        "blendfund financing close PRET-2 --on 2024-07-01",
        "blendfund financing disburse PRET-2 --amount 10 --on 2024-07-01",
    ),
    "before-change": _do(
        "blendfund financing reschedule F-2024-0001 --start 2024-04-01 --periods 4"
        " --every month --on 2024-04-01",
    ),
    "provision-unchanged": _do("blendfund financing provision F-2024-0001 --amount 0"),
    "not-a-receipt": _do("blendfund financing bounce 1"),
    "bad-charter": _charter(
        'provisions = [{ days = 90, rate = "50 %" }, { days = 30, rate = "10 %" }]'
    ),
    "charter-missing": _do("blendfund fund charter ALSACE"),
    "not-a-member": _do(
        "blendfund committee hold S1 --fund ALSACE --present camille --on 2024-06-01"
    ),
    "session-exists": _decided(
        "blendfund committee hold S1 --fund ALSACE --present camille"
    ),
    "session-not-found": _do(
        "blendfund committee decide Recyclerie --fund ALSACE --session S9 --result refused"
    ),
    "no-quorum": _decided(f"{_DECIDE} --result agreed --amount 10 --conflict camille"),
    "not-a-voter": _decided(f"{_DECIDE} --result agreed --amount 10 --for samia"),
    "not-carried": _decided(f"{_DECIDE} --result agreed --amount 10 --against camille"),
    "bad-decision": _decided(f"{_DECIDE} --result agreed"),
    "condition-unknown": _decided(
        f"{_DECIDE} --result agreed --amount 10",
        "blendfund committee fulfil Recyclerie --fund ALSACE --condition 1",
    ),
    "unbalanced-plan": _do(
        "blendfund project apply Recyclerie --fund ALSACE --amount 100 --use Travaux=150"
        " --resource Fonds=100"
    ),
    "plan-share": _do(
        "blendfund project apply Recyclerie --fund ALSACE --amount 300 --use Travaux=300"
        " --resource Fonds=200:this-fund --resource Banque=100:bank"
    ),
    "application-missing": _do("blendfund project assess Recyclerie --fund ALSACE"),
    "ticket-outside": _charter("ticket_max = 500", _LOAN),
    "decision-missing": _charter("quorum = 1", _LOAN),
    "not-eligible": _charter(
        'legal_forms = ["scic"]',
        "blendfund project apply Recyclerie --fund ALSACE --amount 1000 --use Travaux=1000"
        " --resource Fonds=1000 --legal-form company --on 2024-05-02",
        "blendfund project assess Recyclerie --fund ALSACE --on 2024-05-03",
        *_SAT,
        f"{_DECIDE} --result agreed --amount 1000",
        _LOAN,
    ),
    "decision-exceeded": _charter(
        "quorum = 1", *_SAT, f"{_DECIDE} --result agreed --amount 900", _LOAN
    ),
    "conditions-open": _charter(
        "quorum = 1",
        *_SAT,
        f"{_DECIDE} --result agreed-under-conditions --amount 1000 --condition Bail",
        _LOAN,
        "blendfund financing disburse PRET-2 --amount 1000 --on 2024-07-01",
    ),
    "above-multiplier": _charter(
        "guarantee_multiplier = 2",
        *_SAT,
        f"{_DECIDE} --result agreed --amount 10000",
        f"{_GRANT} --expires 2027-06-30",
    ),
    "proposal-not-found": _do("blendfund approve 3"),
    "proposal-void": _charter(
        *_PROPOSED,
        "blendfund committee appoint paul --fund ALSACE --on 2024-05-02",
        "blendfund financing close PRET-2 --on 2024-07-01",
        "blendfund --actor paul approve 23",
    ),
    "self-approval": _charter(*_PROPOSED, "blendfund approve 23"),
    "conflict-of-interest": _charter(
        "quorum = 1\ndisbursement_above = 500",
        "blendfund committee appoint paul --fund ALSACE --on 2024-05-02",
        "blendfund committee appoint camille --fund ALSACE --on 2024-05-02",
        "blendfund committee hold S1 --fund ALSACE --present camille --present paul"
        " --on 2024-05-04",
        f"{_DECIDE} --result agreed --amount 1000 --conflict paul",
        _LOAN,
        "blendfund financing disburse PRET-2 --amount 1000 --on 2024-07-01",
        "echo $?",
        "blendfund --actor paul approve 24",
    ),
    "after-what-rests": _do("blendfund correct 11 --on 2024-04-03 --reason erreur"),
    "before-its-ground": _do(
        _LOAN, "blendfund financing disburse PRET-2 --amount 1000 --on 2024-06-29"
    ),
    "approval-unsigned": _charter(
        *_PROPOSED,
        "blendfund committee appoint paul --fund ALSACE --on 2024-05-02",
        "ssh-keygen -q -t ed25519 -N '' -f poste",
        "blendfund signer add paul poste.pub",
        "blendfund --actor paul approve 23",
    ),
    "above-mandate": _charter(
        *_PROPOSED,
        "blendfund committee appoint paul --fund ALSACE --approves 100 --on 2024-05-02",
        "blendfund --actor paul approve 23",
    ),
    "bad-drawdowns": _do(f"{_DRAWN} --drawdown 20000"),
    "drawdown-unknown": _do("blendfund financing fulfil F-2024-0001 --drawdown 1"),
    "not-released": _do(
        f"{_DRAWN} --drawdown 20000 --drawdown 25000 --condition 2=Bilan --on 2024-05-02",
        "blendfund financing disburse F-2024-0001 --amount 1 --on 2024-06-01",
    ),
    "drawdowns-paid": _do(f"{_DRAWN} --drawdown 45000 --condition 1=Bilan"),
    "aid-unverifiable": _do(
        "blendfund project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0"
        " --on 2024-06-01",
        _LOAN.replace("2024-06-30", "2026-06-30"),
    ),
    "product-terms": _charter(
        "product_terms = true", *_SAT, f"{_DECIDE} --result agreed --amount 4000", _APPORT
    ),
    "product-unverifiable": _charter(
        "product_terms = true",
        *_SAT,
        f"{_DECIDE} --result agreed --amount 9000",
        _APPORT.replace("4000", "9000"),
    ),
    "aid-exceeded": _do(
        "blendfund project aid Recyclerie --fund ALSACE --regime de-minimis"
        " --amount 300000 --on 2024-06-01",
        _LOAN,
    ),
    "bad-tiers": _with(
        "cascade.toml",
        '[[tier]]\nkind = "split"\nmanager = "20 %"\n\n[[tier]]\n'
        'kind = "return-of-capital"',
        "blendfund distribution tiers cascade.toml --fund ALSACE",
    ),
    "nothing-to-call": _do("blendfund call make --fund ALSACE --amount 30000,01"),
    "nothing-to-distribute": _do(
        "blendfund distribution pay --fund ALSACE --amount 40000,01"
    ),
    "support-missing": _do(
        "blendfund support end Recyclerie --fund ALSACE --support DLA-1"
    ),
    "support-exists": _do(_HELP, _HELP.replace("Réseau", "Conseil")),
    "support-closed": _do(
        _HELP,
        "blendfund support end Recyclerie --fund ALSACE --support DLA-1",
        "blendfund support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1",
    ),
    "support-too-early": _do(
        _HELP,
        "blendfund support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1"
        " --on 2024-01-02",
    ),
    "bad-guarantee": _do(f"{_GRANT} --expires 2024-05-31"),
    "not-granted": _do("blendfund guarantee call F-2024-0001 --amount 10 --on 2024-06-01"),
    "guarantee-expired": _do(
        f"{_GRANT} --expires 2024-06-30",
        "blendfund guarantee call GAR-1 --amount 10 --on 2024-07-01",
    ),
    "above-guarantee": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee call GAR-1 --amount 6500,01 --on 2024-07-01",
    ),
    "above-claim": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee pay GAR-1 --amount 10 --on 2024-07-01",
    ),
    "above-recourse": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee waive-recourse GAR-1 --amount 10 --reason Liquidation"
        " --on 2024-07-01",
    ),
    "above-whole": _do(
        f"{_GRANT} --expires 2027-06-30",
        f"{_COUNTER} --quota 60%",
        _COUNTER.replace("Garant", "Autre") + " --quota 50%",
    ),
    "counter-guaranteed": _do(
        f"{_GRANT} --expires 2027-06-30",
        f"{_COUNTER} --quota 50%",
        f"{_COUNTER} --quota 10%",
    ),
    "counter-guarantee-late": _do(
        f"{_GRANT} --expires 2027-06-30",
        *_PAID,
        f"{_COUNTER} --quota 60%",
    ),
    "lender-bears": _do(
        f"{_GRANT} --expires 2027-06-30",
        f"{_COUNTER.replace('Garant', 'Caisse')} --quota 10%",
    ),
    "not-counter-guarantor": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee counter-receive GAR-1 --by Région --amount 10 --on 2024-07-01",
    ),
    "above-covered": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee report GAR-1 --outstanding 10001 --on 2024-07-01",
    ),
    "covered-unchanged": _do(
        f"{_GRANT} --expires 2027-06-30",
        "blendfund guarantee report GAR-1 --outstanding 10000 --on 2024-07-01",
    ),
    "tranche-exists": _do(
        "blendfund tranche define Junior --fund ALSACE --rank 1 --size 1000",
        "blendfund tranche define Senior --fund ALSACE --rank 1 --size 9000",
    ),
    "tranche-not-found": _do(
        "blendfund tranche assign C-2024-0001 --tranche Junior --on 2024-06-01",
    ),
    "above-tranche": _do(
        "blendfund tranche define Junior --fund ALSACE --rank 1 --size 39999"
        " --on 2024-01-01",
        "blendfund tranche assign 'Prêt Caisse' --tranche Junior --on 2024-06-01",
    ),
    "tranche-in-use": _do(
        *_JUNIOR,
        "blendfund tranche resize Junior --fund ALSACE --size 100 --on 2024-06-02",
    ),
    "size-unchanged": _do(
        *_JUNIOR,
        "blendfund tranche resize Junior --fund ALSACE --size 90000 --on 2024-06-02",
    ),
    "losses-borne": _do(
        *_JUNIOR,
        "blendfund financing write-off F-2024-0001 --amount 10 --on 2024-06-02",
        "blendfund tranche unassign 'Prêt Caisse' --on 2024-06-01",
    ),
    "enters-no-tranche": Example(
        commands=("blendfund import movements tranche.csv --fund ALSACE",),
        name="tranche.csv",
        text=",".join([*HEADER, "tranche"])
        + "\n2024-06-01,disbursement,,,loan,market,Recyclerie,,10,EUR,,Prêt,Junior\n",
    ),
    "assigned-already": _do(
        "blendfund tranche unassign 'Prêt Caisse' --on 2024-06-01",
    ),
    "not-scheduled": _do("blendfund report schedule F-2024-0001"),
    "above-written-off": _lines(
        "2024-06-01,recovery,,,loan,,Recyclerie,,10,EUR,,Récupération"
    ),
    "not-repayable": _lines("2024-06-01,repayment,,,,,,Prime,10,EUR,,Retour"),
    "not-cash": _lines(
        "2024-06-01,contribution,Région,public,guarantee,market,,,100,EUR,,Garantie"
    ),
    "other-agreement": _lines(
        "2024-06-01,contribution,Caisse,solidarity,loan,market,,Prêt Caisse,100,EUR,,Prêt"
    ),
    "other-owner": _lines(
        "2024-06-01,contribution,Région,solidarity,loan,concessional,,Prêt Caisse,9,EUR,,P"
    ),
    "key-conflict": _do(
        'blendfund fund open LORRAINE --name "Fonds Lorraine" --territory 54'
        " --currency EUR --opened-on 2024-01-01 --key ouverture"
    ),
    "reference-conflict": _lines(
        "2024-02-01,contribution,Région,public,grant,concessional,,,29000,EUR,VIR-1,Reçu"
    ),
    "storage-refused": _do("blendfund --ledger nulle-part/registre.db init"),
    "integrity": _do(
        'sqlite3 blendfund.db "DROP TRIGGER event_never_updated; UPDATE event'
        " SET state = CAST(replace(state, '60000', '90000') AS BLOB) WHERE position = 4\"",
        "blendfund audit verify",
    ),
    "unknown-position": _do("blendfund report composition --fund ALSACE --known-at 99"),
    "unknown-filter": _do("blendfund search 'souce:public'"),
    "unknown-word": _do("blendfund search 'source:banques'"),
    "unreadable-filter": _do("blendfund search 'montant:1.234'"),
    "unreadable-query": _do("blendfund search 'source:public (2024'"),
    "above-open": _do(
        "blendfund contribution call C-2024-0001 --amount 30000,01 --on 2024-06-01"
    ),
    "agreement-closed": _do(
        "blendfund contribution cancel C-2024-0001 --on 2024-06-01",
        "blendfund contribution receive C-2024-0001 --amount 100 --on 2024-06-02",
    ),
    "same-amount": _do(
        "blendfund contribution amend C-2024-0001 --amount 60000 --on 2024-06-01"
    ),
    "too-many-decimals": _do(
        'blendfund fund open NOUMEA --name "Fonds Nouméa" --territory 988 --currency XPF'
        " --opened-on 2024-01-01",
        "blendfund contribution commit CONV-1 --fund NOUMEA --party Région --sector public"
        " --instrument grant --terms concessional --amount 12,50 --on 2024-06-01",
    ),
    "amount-too-large": _do(
        "blendfund contribution amend C-2024-0001 --amount 10000000000000,01"
        " --on 2024-06-01"
    ),
    "agreement-not-found": _do(
        'blendfund contribution receive "Pret Caisse" --amount 100 --on 2024-06-01'
    ),
    "ambiguous": _do(
        'blendfund fund open LORRAINE --name "Fonds Lorraine" --territory 54'
        " --currency EUR --opened-on 2024-01-01",
        'blendfund contribution commit "Prêt Caisse" --fund LORRAINE --party Caisse'
        " --sector solidarity --instrument loan --terms concessional --amount 1000"
        " --on 2024-06-01",
        'blendfund contribution receive "Prêt Caisse" --amount 100 --on 2024-06-01',
    ),
    "party-not-found": _do(
        "blendfund contribution commit CONV-2 --fund ALSACE --party Regions"
        " --sector public --instrument grant --terms concessional --amount 100"
        " --on 2024-06-01"
    ),
    "project-not-found": _do(
        "blendfund financing contract PRET-2 --fund ALSACE --project Recycleries"
        " --instrument loan --amount 100 --on 2024-06-01"
    ),
    "not-enough-available": _do(
        "blendfund financing contract PRET-2 --fund ALSACE --project Recyclerie"
        " --instrument loan --amount 60000 --on 2024-06-01"
    ),
    "earmark-broken": _do(
        "blendfund contribution commit QUARTIERS --fund ALSACE --party Région"
        " --sector public --instrument grant --terms concessional --amount 10000"
        " --earmark Quartiers --on 2024-06-01",
        "blendfund contribution receive QUARTIERS --amount 10000 --on 2024-06-02",
        "blendfund contribution reimburse 'Prêt Caisse' --amount 30000 --on 2024-06-03",
        "blendfund financing disburse F-2024-0001 --amount 20000 --on 2024-06-04",
    ),
    "earmark-exhausted": _do(
        "blendfund financing disburse F-2024-0001 --amount 20000 --earmark Quartiers"
        " --on 2024-06-04"
    ),
    "earmark-limit": _do(
        "blendfund earmark define Quartiers --fund ALSACE --territory 67482"
        " --on 2024-06-01",
        "blendfund financing disburse F-2024-0001 --amount 20000 --earmark Quartiers"
        " --on 2024-06-04",
    ),
    "earmark-exists": _do(
        "blendfund earmark define Quartiers --fund ALSACE --on 2024-06-01",
        "blendfund earmark define Quartiers --fund ALSACE --purpose emploi --on 2024-06-01",
    ),
    "compartment-not-found": _do(
        "blendfund transfer --fund ALSACE --to-compartment garantie --amount 100"
        " --on 2024-06-01"
    ),
    "same-place": _do("blendfund transfer --fund ALSACE --amount 100 --on 2024-06-01"),
    "not-enough-there": _do(
        "blendfund transfer --fund ALSACE --from-account 512200 --amount 100"
        " --on 2024-06-01"
    ),
    "above-cofinancing": _do(
        "blendfund project cofinancing Recyclerie --fund ALSACE --party Caisse"
        " --status withdrawn --amount 100 --sector solidarity --terms market"
        " --on 2024-06-01"
    ),
    "same-party": _do('blendfund party merge Région --into région --reason "doublon"'),
    "not-a-person": _do('blendfund party erase Région --reason "demande"'),
    "retention-not-over": _do(
        "blendfund contribution commit DON-1 --fund ALSACE --party 'Lin Weber'"
        " --sector individual --instrument donation --terms concessional --amount 50"
        " --on 2024-06-01 --create",
        "blendfund contribution receive DON-1 --amount 50 --on 2024-06-02",
        'blendfund party erase "Lin Weber" --reason "demande"',
    ),
    "erased-for-good": _do(
        "blendfund party add 'Lin Weber' --kind person",
        'blendfund party erase "Lin Weber" --reason "demande"',
        'blendfund undo --reason "essai"',
    ),
    "party-exists": _do("blendfund party add region"),
    "project-exists": _do("blendfund project add recyclerie"),
    "name-missing": _do('blendfund project add " "'),
    "bad-siret": _do("blendfund party add Mairie --siret 12345678901234"),
    "numbers-disagree": _do(
        "blendfund party add Mairie --siren 200052264 --siret 21670482500019"
    ),
    "number-of-person": _do(
        "blendfund party add 'Lin Weber' --kind person --siren 200052264"
    ),
    "bad-rna": _do("blendfund party add Amicale --rna W12345678"),
    "bad-iban": _do(
        "blendfund party add 'Lin Weber' --kind person"
        " --iban 'FR76 3000 6000 0112 3456 7890 188'"
    ),
    "attachment-unreadable": _do("blendfund attach absent.pdf F-2024-0001"),
    "not-found": _do("blendfund history Recyclerye"),
    "batch-not-found": _do('blendfund import undo I-1999-0001 --reason "essai"'),
    "amount-follows": _do(
        f"{_GRANT} --expires 2027-06-30",
        'blendfund correct 17 --amount 100 --reason "essai"',
    ),
    "rested-on": _do(
        f"{_GRANT} --expires 2027-06-30",
        *_PAID,
        'blendfund correct 18 --amount 50 --reason "essai"',
    ),
    "shared-fact": _do(
        f"{_GRANT} --expires 2027-06-30",
        f"{_COUNTER} --quota 60%",
        *_PAID,
        'blendfund correct 21 --amount 50 --reason "essai"',
    ),
    "not-correctable": _do('blendfund correct 1 --amount 100 --reason "essai"'),
    "nothing-changed": _do('blendfund correct 5 --amount 30000 --reason "essai"'),
    "reason-missing": _do('blendfund undo --reason " "'),
    "already-undone": _do(
        'blendfund correct 5 --amount 29000 --reason "erreur de saisie"',
        'blendfund correct 5 --amount 28000 --reason "erreur de saisie"',
    ),
    "nothing-to-undo": _do(
        'blendfund undo --reason "essai"',
        'blendfund undo --reason "essai"',
        'blendfund undo --reason "essai"',
    ),
    "opening-unbalanced": Example(
        (
            "2024-01-01,opening-cash,,,,,,,10000,EUR,,Banque",
            "2024-01-01,opening-contribution,Région,public,grant,concessional,,,12000,EUR,,R",
        ),
        ("blendfund import opening essai.csv --fund ALSACE",),
    ),
    "file-unreadable": _do("blendfund fund charter ALSACE absent.toml"),
    "file-rejected": _lines(
        "2024-02-30,contribution,Région,public,grant,concessional,,,12 000,EUR,,Versement"
    ),
}
# Met by no single command: what has to happen instead.
TOLD: Final = {
    "unknown-regime": "Un régime d'aides que blendfund ne connaît pas à cette date.",
    "refused": "La racine des refus : aucun refus ne la porte telle quelle.",
    "not-positive": "Rencontré par qui appelle le domaine comme bibliothèque ; dans un"
    " fichier, un montant nul ou négatif est illisible (`file-rejected`).",
    "ledger-busy": "Un autre processus écrit dans le registre et garde le verrou plus de"
    " trente secondes.",
    "driver-missing": "psycopg n'est pas installé : `pip install 'blendfund[postgres]'`.",
    "several-ledgers": "Une base en garde plusieurs et l'adresse ne dit pas lequel :"
    " `blendfund --ledger postgresql+psycopg://camille@serveur/fonds fund list`, où les"
    " registres `est` et `ouest` sont côte à côte.",
    "server-busy": "Le serveur n'a plus de connexion libre, démarre ou s'arrête depuis plus"
    " de trente secondes.",
    "server-unfit": "PostgreSQL 14 ou plus ancien, ou une base qui n'est pas en UTF-8.",
    "right-missing": "Le rôle ne peut pas ce qu'on lui demande : écrire avec un compte"
    " d'auditeur, par exemple (voir `guides/postgresql.md`).",
    "only-reads": "Le serveur en suit un autre (`hot standby`) : il répond aux rapports et"
    " n'enregistre rien.",
    "invariant": "Un défaut de blendfund lui-même : aucune commande ne doit y mener.",
    "line-refused": "L'enveloppe d'un refus du domaine rencontré à une ligne de fichier :"
    " le code affiché est celui de la règle, comme dans les exemples ci-dessus.",
}


def script(example: Example) -> str:
    """Write what stands before, then the example, as a console block to be run."""
    first, second, third = BEFORE
    lines = ["```console", f"$ {first}", f"$ {second}"]
    lines += _file("debut.csv", BEFORE_LINES)
    lines += [f"$ {third}"]
    lines += shown(example)
    return "\n".join([*lines, "```", ""])


def shown(example: Example) -> list[str]:
    """Write the example's own commands."""
    lines = _file("essai.csv", example.lines) if example.lines else []
    if example.text:
        lines += [f"$ cat > {example.name} <<'FIN'", *example.text.splitlines(), "FIN"]
    return [*lines, *(f"$ {command}" for command in example.commands), "$ echo $?"]


def _file(name: str, rows: tuple[str, ...]) -> list[str]:
    return [f"$ cat > {name} <<'FIN'", ",".join(HEADER), *rows, "FIN"]
