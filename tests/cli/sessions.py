"""What a fund manager types in a day: one session for each part of the work."""

from __future__ import annotations

from typing import Final

OPEN: Final = (
    "fund open ALSACE --name 'Fonds Alsace' --territory 67 --territory 68"
    " --currency EUR --opened-on 2020-01-01 --siren 218601946"
)
BEGIN: Final = f"init\n{OPEN}"
REGION: Final = (
    "contribution commit CONV-1 --fund ALSACE --party 'Région Grand Est' --sector public"
    " --instrument grant --terms concessional --amount 60000 --on 2020-01-15"
)
BEARING: Final = (
    "contribution commit APPORT --fund ALSACE --party Ville --sector public --on 2020-03-01"
    " --instrument returnable-contribution --terms concessional"
)
GIFT: Final = (
    "contribution commit DON --fund ALSACE --party Fondation --sector philanthropy"
    " --instrument donation --terms concessional --on 2020-03-01"
)
LOAN: Final = (
    "contribution commit PRET-CDC --fund ALSACE --party 'Banque des Territoires'"
    " --sector public --instrument loan --terms market --amount '20 000,50'"
    " --on 2020-01-20 --create"
)
CONTRACT: Final = (
    "financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan"
    " --amount 15000 --rate 2% --on 2020-03-01"
)
SCHEDULED: Final = (
    "financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan"
    " --amount 12000"
)
GRANT: Final = (
    "guarantee grant GAR-1 --fund ALSACE --project Recyclerie --lender 'Banque du Rhin'"
    " --fee 0.025 --expires 2024-12-31 --on 2020-03-01"
)
FUNDED: Final = f"""{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 30000 --on 2020-02-01 --reference VIR-1
{CONTRACT} --create
financing disburse PRET-1 --amount 10000 --on 2020-03-05"""

KEY: Final = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
)
PRINT: Final = "SHA256:fe85JkIjo8VPe+XqXJGH5Mau1EMFdK1OdKvJUFicyA8"

SESSIONS: Final = {
    "signers": f"""
{BEGIN}
signer list
signer add camille '{KEY} camille@poste'
signer add paul '{KEY}'
signer add paul ssh-rsa
signer list
signer list --json
--sign-with {{folder}}/petit.csv party add Mairie
signer add camille {{folder}}/petit.csv
signer add camille {{folder}}/absent.pub
signer add camille "ssh-rsa AAAA"
signer revoke {PRINT} --reason 'ordinateur volé' --dry-run
signer revoke {PRINT} --reason 'ordinateur volé'
signer revoke {PRINT} --reason 'ordinateur volé'
signer list
history 2
audit replay
""",
    "contributions": f"""
{BEGIN}
{REGION}
contribution pledge CONV-1 --fund ALSACE --party 'Région Grand Est' --sector public \
--instrument grant --terms concessional --amount 80000 --on 2020-01-10 --create
{REGION} --dry-run
{REGION} --key K
{REGION} --key K
{LOAN}
contribution call PRET-CDC --amount 10000 --due 2020-06-30 --on 2020-02-01
contribution receive CONV-1 --amount 30000 --on 2020-02-01 --reference VIR-1
contribution receive CONV-1 --amount 30000 --on 2020-02-01 --reference VIR-1
contribution receive CONV-1 --amount 29000 --on 2020-02-01 --reference VIR-1
contribution receive CONV-1 --amount 30000,01 --on 2020-02-02
contribution receive CONV-1 --amount 1.234 --on 2020-02-02
contribution receive CONV-1 --amount 1e3 --on 2020-02-02
contribution receive CONV-2 --amount 10 --on 2020-02-02
contribution receive PRET-CDC --amount 10000 --on 2020-02-03
contribution refund CONV-1 --amount 500 --on 2020-03-01
contribution reimburse PRET-CDC --amount 2000 --on 2020-04-01
contribution reimburse CONV-1 --amount 2000 --on 2020-04-01
contribution pay-interest PRET-CDC --amount 40 --on 2020-04-01
contribution amend CONV-1 --amount 50000 --on 2020-05-01
contribution cancel CONV-1 --on 2020-06-01
contribution receive CONV-1 --amount 100 --on 2020-06-02
party list
party show 'région grand est'
status --fund ALSACE --json
""",
    "financings": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 30000 --on 2020-02-01
{CONTRACT}
{CONTRACT} --create --dry-run
{CONTRACT} --create
financing contract PRET-2 --fund ALSACE --project Recyclerie --instrument loan \
--amount 45000,01 --on 2020-03-01
fund rules ALSACE --overcommitment allowed --on 2020-03-01
financing contract PRET-2 --fund ALSACE --project Recyclerie --instrument loan \
--amount 45000,01 --on 2020-03-01
report composition --fund ALSACE --as-of 2020-03-01
financing disburse PRET-1 --amount 15000 --on 2020-03-05
financing disburse PRET-1 --amount 1 --on 2020-03-05
financing disburse PRET-2 --amount 20000 --on 2020-03-06
financing repay PRET-1 --amount 5000 --on 2020-09-01
financing interest PRET-1 --amount 150 --on 2020-09-01
financing write-off PRET-1 --amount 3000 --on 2020-10-01
financing recover PRET-1 --amount 1000 --on 2020-11-01
financing repay PRET-1 --amount 7000,01 --on 2020-12-01
project list
project show Recyclerie
fund show ALSACE
""",
    "loans": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 30000 --on 2020-02-01
{SCHEDULED} --start 2020-02-29 --periods 4
{SCHEDULED} --start 2020-02-29 --every month
{SCHEDULED} --rate 8% --start 2020-02-29 --periods 4 --every month --on 2020-02-28 --create
{SCHEDULED} --rate 8% --start 2020-02-29 --periods 4 --every month
financing disburse PRET-1 --amount 12000 --on 2020-02-29
financing repay PRET-1 --amount '3 050,00' --on 2020-03-31 --reference VIR-1
financing repay PRET-1 --amount '3 050,00' --on 2020-03-31 --reference VIR-1
financing repay PRET-1 --amount 1000 --on 2020-05-15 --json
report schedule PRET-1 --as-of 2020-06-01
report schedule PRET-1 --as-of 2020-06-01 --format csv
report schedule PRET-1 --as-of 2020-01-01
report schedule PRET-9
report portfolio --fund ALSACE --as-of 2020-06-01
financing contract CAA-1 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 6000 --start 2020-06-15 --periods 2 --every year \
--grace 1 --method equal-principal --on 2020-06-01
report schedule CAA-1 --as-of 2020-06-30 --discount 8%
financing contract AVANCE --fund ALSACE --project Recyclerie --instrument loan \
--amount 2000 --on 2020-06-01
financing disburse AVANCE --amount 2000 --on 2020-06-02
report portfolio --fund ALSACE --by agreement --as-of 2020-06-30
financing repay PRET-1 --amount 9500 --on 2020-06-30
financing write-off PRET-1 --amount 500 --on 2020-06-30
report portfolio --fund ALSACE --by vintage --as-of 2020-12-31 --format csv
undo --reason 'saisie prématurée'
audit replay
""",
    "guarantees": f"""
{BEGIN}
fund compartment ALSACE guarantee --on 2020-01-02
{REGION} --create --compartment guarantee
contribution receive CONV-1 --amount 60000 --on 2020-02-01
{GRANT} --loan 100000 --quota 0.65 --cap 200000
{GRANT} --loan 100000 --quota 0.65 --cap 200000 --create --dry-run
{GRANT} --loan 100000 --quota 0.65 --cap 200000 --create
{GRANT} --loan 100000 --quota 0.65 --cap 200000
guarantee grant GAR-2 --fund ALSACE --project Épicerie --lender 'Banque du Rhin' \
--loan 70000 --quota '80 %' --cap 50000 --cap-mode reduces-quota --fee '2,5 %' \
--expires 2024-12-31 --on 2020-03-01 --create --json
guarantee report GAR-1 --outstanding 40000 --on 2021-01-15
guarantee report GAR-1 --outstanding 40000 --on 2021-01-15
guarantee call GAR-1 --amount '26 000,01' --on 2021-02-01
guarantee call GAR-1 --amount 26000 --on 2025-01-01
guarantee call GAR-1 --amount 26000 --on 2021-02-01
report cash --fund ALSACE --as-of 2021-02-02 --months 1 --past 0
guarantee pay GAR-1 --amount 20000 --on 2021-03-01 --reference VIR-7
guarantee reject GAR-1 --amount 6000 --on 2021-03-02
guarantee reject GAR-1 --amount 6000 --reason 'Intérêts non couverts' --on 2021-03-02
guarantee pay GAR-1 --amount 1 --on 2021-03-02
guarantee recover GAR-1 --amount 10000 --on 2021-04-01
guarantee recover GAR-1 --amount 100 --on 2021-04-02 --json
guarantee waive-recourse GAR-1 --amount 13435,01 --reason 'Liquidation clôturée' \
--on 2021-04-03
guarantee waive-recourse GAR-1 --amount 5435 --on 2021-04-03
guarantee waive-recourse GAR-1 --amount 5435 --reason 'Liquidation clôturée' --on 2021-04-03
guarantee recover GAR-1 --amount 14000 --hold-excess --on 2021-04-04
report guarantees --fund ALSACE --as-of 2021-12-31
report guarantees --fund ALSACE --as-of 2021-12-31 --format csv
audit explain guarantees:GAR-1:exposure --as-of 2021-03-31
audit explain guarantees:total:left --as-of 2021-03-31
report portfolio --fund ALSACE --as-of 2021-12-31
report leverage --fund ALSACE --as-of 2021-12-31
guarantee show GAR-1 --as-of 2021-03-31
guarantee show GAR-1 --known-at 14
guarantee release GAR-1 --amount 45000 --on 2021-05-01
history GAR-1
report balance --fund ALSACE --as-of 2021-12-31
correct 10 --amount 100 --reason 'essai'
correct 18 --amount '6 500' --reason 'essai'
correct 19 --amount 5000 --reason 'essai'
undo --reason 'essai'
undo --reason 'le prêteur se ravise'
guarantee counter-guarantee GAR-2 --by 'Garant national' --quota '50 %' --cap 15000 \
--expires 2023-12-31 --on 2021-05-02
guarantee counter-guarantee GAR-2 --by 'Garant national' --quota '50 %' --cap 15000 \
--expires 2023-12-31 --on 2021-05-02 --create
guarantee counter-guarantee GAR-2 --by 'Garant national' --quota 0,2 --on 2021-05-02
guarantee counter-guarantee GAR-2 --by 'Fonds européen' --quota 0,6 --on 2021-05-02 --create
guarantee counter-guarantee GAR-2 --by 'Fonds européen' --quota 0,1 --on 2021-05-02 \
--create --json
guarantee call GAR-2 --amount 20000 --on 2021-05-03
guarantee pay GAR-2 --amount 20000 --on 2021-05-04
guarantee counter-receive GAR-2 --by 'Banque du Rhin' --amount 10 --on 2021-05-05
guarantee counter-receive GAR-2 --by 'Garant national' --amount 10000,01 --on 2021-05-05
guarantee counter-receive GAR-2 --by 'Garant national' --amount 10000 --on 2021-05-05
guarantee recover GAR-2 --amount 7000 --on 2021-06-01
guarantee recover GAR-2 --amount 700 --on 2021-06-02 --json
guarantee counter-repay GAR-2 --by 'Garant national' --amount 2500 --on 2021-06-03
report guarantees --fund ALSACE --as-of 2021-12-31
report guarantees --fund ALSACE --as-of 2021-12-31 --format csv --table counter_guarantors
guarantee show GAR-2 --as-of 2021-12-31
guarantee show GAR-2 --as-of 2021-12-31 --json
history GAR-2
contribution commit DOT --fund ALSACE --party 'Région Grand Est' --sector public \
--instrument grant --terms concessional --carrier 'Garant national' --amount 40000 \
--on 2021-06-04
contribution receive DOT --amount 40000 --on 2021-06-04
guarantee grant GAR-3 --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' \
--loan 90000 --quota 0,5 --expires 2026-12-31 --carrier 'Garant national' --on 2021-06-05
report carried --fund ALSACE --as-of 2021-12-31
report carried --fund ALSACE --as-of 2021-12-31 --json
report carried --fund ALSACE --as-of 2021-12-31 --format csv --table agreements
guarantee fee GAR-1 --amount 1625 --on 2021-05-02
guarantee fee GAR-1 --amount 0,01 --on 2021-05-02
audit replay
""",
    "tranches": f"""
{BEGIN}
report waterfall --fund ALSACE --loss 350000 --as-of 2020-12-31
tranche define 'Première perte' --fund ALSACE --rank 1 --size 200000 --on 2020-02-01
tranche define Mezzanine --fund ALSACE --rank 2 --size 300000 --on 2020-02-01
tranche define Senior --fund ALSACE --rank 2 --size 500000 --on 2020-02-01
tranche define Senior --fund ALSACE --rank 3 --size 500000 --on 2020-02-01 --json
report waterfall --fund ALSACE --loss 350000 --as-of 2020-12-31
report waterfall --fund ALSACE --loss 750000 --as-of 2020-12-31 --format csv
report waterfall --fund ALSACE --loss 1200000 --as-of 2020-12-31
report waterfall --fund ALSACE --as-of 2020-12-31
undo --reason 'pas encore convenu'
report waterfall --fund ALSACE --loss 750000 --as-of 2020-12-31
{BEARING} --amount 150000 --tranche 'Première perte' --create
{GIFT} --amount 50000,01 --tranche 'Première perte' --create
{GIFT} --amount 50000 --create
tranche assign DON --tranche Première --on 2020-03-01
tranche assign DON --tranche 'Première perte' --on 2020-03-01 --dry-run
tranche assign DON --tranche 'Première perte' --on 2020-03-01 --json
tranche assign DON --tranche 'Première perte' --on 2020-03-02
contribution amend APPORT --amount 160000 --on 2020-03-02
contribution receive APPORT --amount 100000 --on 2020-03-03
contribution receive DON --amount 50000 --on 2020-03-03
tranche list --fund ALSACE --as-of 2020-12-31
report waterfall --fund ALSACE --loss 180000 --as-of 2020-12-31
report waterfall --fund ALSACE --loss 180000 --as-of 2020-12-31 --format csv --table bearers
report returns --fund ALSACE --by tranche --as-of 2020-12-31
report returns --fund ALSACE --by party --as-of 2020-12-31 --json
report funder Ville --fund ALSACE --as-of 2020-12-31
audit explain returns/tranche:mezzanine:pic --fund ALSACE --as-of 2020-12-31
tranche unassign APPORT --on 2020-04-01
tranche unassign APPORT --on 2020-04-02
undo --reason 'le partenaire reste'
tranche resize Mezzanine --fund ALSACE --size 350000 --on 2021-01-01 --dry-run
tranche resize Mezzanine --fund ALSACE --size 350000 --on 2021-01-01
tranche resize Mezzanine --fund ALSACE --size 350000 --on 2021-01-01
tranche resize 'Première perte' --fund ALSACE --size 149999,99 --on 2021-01-01
report waterfall --fund ALSACE --loss 600000 --as-of 2021-01-01
report waterfall --fund ALSACE --loss 600000 --as-of 2020-12-31 --json
report distribution --fund ALSACE --amount 90000 --as-of 2021-01-01
history DON
audit replay
""",
    "schedules-of-a-file": f"""
{BEGIN}
import movements {{folder}}/faux-prets.csv --fund ALSACE
import movements {{folder}}/trop-long.csv --fund ALSACE
import movements {{folder}}/prets.csv --fund ALSACE
import movements {{folder}}/prets.csv --fund ALSACE
report schedule PRET-1 --as-of 2020-02-01
report schedule PRET-2 --as-of 2020-02-01
undo --reason 'mauvais fichier'
report schedule PRET-1 --as-of 2020-02-01
audit replay
""",
    "paybacks": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
{SCHEDULED} --rate 8% --start 2020-02-29 --periods 4 --every month \
--allocation 'principal,intérêts' --on 2020-02-28 --create
{SCHEDULED} --rate 8% --start 2020-02-29 --periods 4 --every month --on 2020-02-28 --create
financing disburse PRET-1 --amount 12000 --on 2020-02-29
financing charge PRET-1 --kind penalty --amount 25 --on 2020-04-05
financing repay PRET-1 --amount 3075 --on 2020-04-06 --json
financing charge PRET-1 --kind fee --amount 10 --on 2020-04-07
financing repay PRET-1 --amount 3000 --on 2020-04-30
financing bounce 17 --on 2020-05-04 --reason 'provision insuffisante'
financing bounce 17 --on 2020-05-04
financing waive PRET-1 --of fee --amount 10 --on 2020-05-05
financing waive PRET-1 --of interest --amount 500 --on 2020-05-05
financing reschedule PRET-1 --start 2020-06-30 --every quarter
financing reschedule PRET-1 --start 2020-06-30 --periods 4 --every quarter --rate 2% \
--reason 'baisse d’activité'
report schedule PRET-1 --as-of 2020-08-15
report portfolio --fund ALSACE --as-of 2020-08-15
financing provision PRET-1 --amount 2000 --on 2020-08-16
financing provision PRET-1 --amount 2000 --on 2020-08-16
financing default PRET-1 --trigger 'Redressement judiciaire' --on 2020-09-01
financing repay PRET-1 --amount 9500 --on 2020-10-01
financing repay PRET-1 --amount 9500 --on 2020-10-01 --hold-excess
financing apply PRET-1 --amount 20 --on 2020-10-02
financing give-back PRET-1 --amount 5000 --on 2020-10-02
report composition --fund ALSACE --as-of 2020-12-31
financing provision PRET-1 --amount 0 --on 2020-10-03
financing close PRET-1 --on 2020-10-03
history PRET-1
report balance --fund ALSACE --as-of 2020-12-31
audit replay
""",
    "grants-and-holdings": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
financing contract PRIME-1 --fund ALSACE --project Épicerie --instrument grant \
--amount 5000 --on 2020-03-01 --create
financing disburse PRIME-1 --amount 5000 --on 2020-03-02
financing return PRIME-1 --amount 1000 --on 2020-03-05
financing decommit PRIME-1 --amount 400 --on 2020-03-06
financing decommit PRIME-1 --amount 601 --on 2020-03-06
financing close PRIME-1 --on 2020-03-07 --dry-run
financing claw-back PRIME-1 --amount 2000 --on 2020-06-01
financing take-back PRIME-1 --amount 2000 --on 2020-07-01
financing take-back PRIME-1 --amount 1 --on 2020-07-01
financing contract PARTS-1 --fund ALSACE --project Scic --instrument equity \
--amount 10000 --on 2020-03-01 --create
financing disburse PARTS-1 --amount 10000 --on 2020-03-02
financing value PARTS-1 --amount 11000 --on 2020-12-31
financing sell PARTS-1 --amount 12000 --on 2021-03-01
financing close PARTS-1 --on 2021-03-02
financing interest PARTS-1 --amount 1 --on 2021-03-03
report returns --fund ALSACE --by agreement --as-of 2021-12-31
report balance --fund ALSACE --as-of 2021-12-31
undo --reason 'à garder ouverte'
audit replay
""",
    "committee": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
fund charter ALSACE
fund charter ALSACE {{folder}}/absent.toml
fund charter ALSACE {{folder}}/faux-reglement.toml
fund charter ALSACE {{folder}}/reglement.toml --on 2020-02-01
fund charter ALSACE
project add Recyclerie --on 2020-02-02
committee members --fund ALSACE
committee appoint camille --fund ALSACE --organisation 'Région' --on 2020-02-02
committee appoint paul --fund ALSACE --approves 8000 --on 2020-02-02
committee appoint samia --fund ALSACE --until 2099-12-31 --on 2020-02-02
committee members --fund ALSACE
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=20000 --use Stock=5000 \
--resource Fonds=15000 --resource Banque=9000 --legal-form scic --on 2020-02-03
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=20000 --use Stock=5000 \
--resource Fonds=15000 --resource Banque --on 2020-02-03
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=20000 --use Stock=5000 \
--resource Fonds=15000 --resource Banque=10000 --legal-form company --on 2020-02-03
project assess Recyclerie --fund ALSACE --on 2020-02-04
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=20000 --use Stock=5000 \
--resource Fonds=15000 --resource Banque=10000 --legal-form scic --on 2020-02-05
project assess Recyclerie --fund ALSACE --on 2020-02-05 --json
project appraise Recyclerie --fund ALSACE --officer samia --score 'Utilité=6/5'
project appraise Recyclerie --fund ALSACE --officer samia --score 'Utilité=4/5' \
--score 'Viabilité=3/5' --opinion Favorable --on 2020-02-06
committee hold 2020-02 --fund ALSACE --present camille --present jean --on 2020-02-10
committee hold 2020-02 --fund ALSACE --present camille --present paul --present samia \
--on 2020-02-10
committee decide Recyclerie --fund ALSACE --session 2020-02 --result agreed \
--amount 15000 --conflict paul --conflict samia
committee decide Recyclerie --fund ALSACE --session 2020-02 --result agreed \
--amount 15000 --for camille --against paul --abstain samia
committee decide Recyclerie --fund ALSACE --session 2020-02 \
--result agreed-under-conditions --amount 15000 --instrument loan --conflict paul \
--condition 'Bail signé' --condition 'Prêt bancaire obtenu'
project file Recyclerie --fund ALSACE
{CONTRACT}
financing disburse PRET-1 --amount 5000 --on 2020-03-02
committee fulfil Recyclerie --fund ALSACE --condition 1 --on 2020-03-02
committee fulfil Recyclerie --fund ALSACE --condition 3 --on 2020-03-02
committee fulfil Recyclerie --fund ALSACE --condition 2 --on 2020-03-02
financing disburse PRET-1 --amount 10000 --on 2020-03-03
financing disburse PRET-1 --amount 10000 --on 2020-03-03 --json
status
approve 22
reject 22 --reason 'bis' --on 2020-03-03
financing disburse PRET-1 --amount 10000 --on 2020-03-03
--actor paul approve 24 --on 2020-03-03
--actor samia approve 24 --on 2020-03-02
--actor samia approve 24 --on 2020-03-03
status
financing disburse PRET-1 --amount 10000 --on 2020-03-04
financing disburse PRET-1 --amount 3000 --on 2020-03-04
financing disburse PRET-1 --amount 2000 --on 2020-03-04
financing disburse PRET-1 --amount 6000 --on 2020-03-05
committee lapse Recyclerie --fund ALSACE --reason 'projet abandonné' --on 2020-03-06
financing contract PRET-2 --fund ALSACE --project Recyclerie --instrument loan \
--amount 5000 --on 2020-03-07
committee end samia --fund ALSACE --on 2020-06-30
report portfolio --fund ALSACE --by officer --as-of 2020-12-31
project file Recyclerie --fund ALSACE --json
history Recyclerie
undo --reason 'elle reste'
audit replay
""",
    "approvals": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
fund charter ALSACE {{folder}}/seuils.toml --on 2020-02-01
project add Recyclerie --on 2020-02-02
committee appoint camille --fund ALSACE --on 2020-02-02
committee appoint paul --fund ALSACE --on 2020-02-02
committee hold 2020-02 --fund ALSACE --present camille --present paul --on 2020-02-10
committee decide Recyclerie --fund ALSACE --session 2020-02 --result agreed --amount 40000
{GRANT} --loan 50000 --quota 0.65 --create
status
history GAR-1
guarantee show GAR-1
approve 12
--actor paul approve 12 --on 2020-03-01
status
{GRANT} --loan 50000 --quota 0.65 --create
guarantee call GAR-1 --amount 10000 --on 2021-02-01
guarantee pay GAR-1 --amount 10000 --on 2021-03-01
--actor paul reject 19 --reason 'Pièce manquante' --on 2021-03-01
guarantee pay GAR-1 --amount 7500 --on 2021-03-02
history GAR-1
history 19
history 13 --json
guarantee show GAR-1 --as-of 2021-03-01
guarantee show GAR-1 --json
financing show GAR-1 --known-at 99
project file Recyclerie --fund ALSACE
project file Recyclerie --fund ALSACE --json
audit replay
""",
    "product-terms": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
project add Recyclerie --on 2020-02-02
financing contract CAA-1 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 4000 --on 2020-02-03
undo --reason 'le plan d’abord'
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=25000 \
--resource Fonds=15000:this-fund --resource Banque=10000:prêteur --on 2020-02-03
project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=25000 \
--resource Fonds=15000:this-fund --resource Banque=10000:banque --on 2020-02-03
project file Recyclerie --fund ALSACE
financing contract CAA-1 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 15000 --start 2020-02-29 --periods 4 --grace 1 \
--every year --on 2020-02-10
status
project show Recyclerie
fund charter ALSACE {{folder}}/termes.toml --on 2020-02-11
fund charter ALSACE
committee appoint camille --fund ALSACE --on 2020-02-11
committee hold 2020-02 --fund ALSACE --present camille --on 2020-02-12
committee decide Recyclerie --fund ALSACE --session 2020-02 --result agreed --amount 10000
financing contract CAA-2 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 10000 --on 2020-02-13
financing contract CAA-2 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 10000 --start 2020-02-29 --periods 1 --grace 2 \
--every year --on 2020-02-13
project apply Recyclerie --fund ALSACE --amount 10000 --use Travaux=35000 \
--resource Fonds=10000:this-fund --resource Banque=25000:banque --on 2020-02-13
financing contract CAA-2 --fund ALSACE --project Recyclerie --instrument \
returnable-contribution --amount 10000 --start 2020-02-29 --periods 1 --grace 2 \
--every year --on 2020-02-13 --json
""",
    "drawdowns": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
{CONTRACT} --create
financing drawdowns PRET-1
financing drawdowns PRET-1 --drawdown 2020-03-31=5000 --drawdown 10000 \
--condition 'Bail signé'
financing drawdowns PRET-1 --drawdown hier=5000
financing drawdowns PRET-1 --drawdown 2020-03-31=5000 --drawdown 2020-09-30=9000
financing drawdowns PRET-1 --drawdown 2020-03-31=5000 --drawdown 2020-09-30=10000 \
--condition '3=Bail signé'
financing drawdowns PRET-1 --drawdown 2020-03-31=5000 --drawdown 2020-09-30=10000 \
--condition '2=Bail signé' --condition '2=Compte rendu' --on 2020-03-01
financing drawdowns PRET-1 --on 2020-03-01
status
financing disburse PRET-1 --amount 6000 --on 2020-03-31
financing disburse PRET-1 --amount 4000 --on 2020-03-31
report cash --fund ALSACE --as-of 2020-03-31 --months 8
financing fulfil PRET-1 --drawdown 1
financing fulfil PRET-1 --drawdown 2 --evidence BAIL-1 --on 2020-08-01
financing fulfil PRET-1 --drawdown 2 --condition 2 --on 2020-09-01
financing drawdowns PRET-1 --on 2020-09-01
financing disburse PRET-1 --amount 11000 --on 2020-09-30
financing drawdowns PRET-1 --drawdown 5000 --drawdown 10000 --condition '2=Bilan' \
--on 2020-10-01
undo --reason 'condition levée trop tôt'
undo --reason 'condition levée trop tôt'
financing drawdowns PRET-1 --on 2020-10-01 --json
financing disburse PRET-1 --amount 10000 --on 2020-10-01
history PRET-1
audit replay
""",
    "state-aid": f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 60000 --on 2020-02-01
project add Recyclerie --party Emmaüs --create --on 2020-02-02
project add 'Recyclerie du Sundgau' --parent Recyclerie --on 2020-02-02
project show 'Recyclerie du Sundgau'
project aid Recyclerie --fund ALSACE --regime de-minimis --amount 190000 --giver État \
--granted-on 2019-05-02 --on 2020-02-03
project undertaking Recyclerie --fund ALSACE --siren 218601946 --on 2020-02-03
financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant \
--amount 10001 --on 2020-03-01
financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant \
--amount 9000 --on 2020-03-01
financing show PRIME
financing show PRIME --json
project file Recyclerie --fund ALSACE
project file Recyclerie --fund ALSACE --json
support open Recyclerie --fund ALSACE --support DLA-1 --provider Réseau --on 2020-03-02
support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1 --on 2020-03-01
approve abc
audit explain ''
audit explain tranches:rows
financing contract PRET --fund ALSACE --project Recyclerie --instrument loan \
--amount 20000 --rate 2% --start 2020-03-01 --periods 60 --every month
financing contract PRET --fund ALSACE --project Recyclerie --instrument loan \
--amount 50000 --rate 2% --start 2020-03-01 --periods 20 --every quarter
events --json --from 9
financing contract TARD --fund ALSACE --project Recyclerie --instrument grant \
--amount 10 --on 2021-03-01
undo --reason 'plafond'
audit replay
""",
    "calls-and-distributions": f"""
{BEGIN}
{REGION} --create
{LOAN}
contribution commit APPORT --fund ALSACE --party 'Fondation du Rhin' --sector philanthropy \
--instrument returnable-contribution --terms concessional --amount 10000 \
--on 2020-01-20 --create
call make --fund ALSACE --amount 100000 --due 2020-02-15 --on 2020-02-01
call make --fund ALSACE --amount 45000,25 --due 2020-02-15 --on 2020-02-01 --dry-run
call make --fund ALSACE --amount 45000,25 --due 2020-02-15 --on 2020-02-01
call make --fund ALSACE --amount 45000,25 --due 2020-04-15 --on 2020-02-01 --json
contribution receive PRET-CDC --amount 20000,50 --on 2020-02-15
contribution receive APPORT --amount 10000 --on 2020-02-15
report cash --fund ALSACE --as-of 2020-03-15 --months 3
report cash --fund ALSACE --as-of 2020-03-15 --months 2 --format csv
report distribution --fund ALSACE --as-of 2021-02-15 --amount 35000
distribution tiers {{folder}}/fausse-cascade.toml --fund ALSACE
distribution tiers {{folder}}/cascade.toml --fund ALSACE --on 2020-03-01
report distribution --fund ALSACE --as-of 2021-02-15 --amount 35000
distribution pay --fund ALSACE --amount 35000 --on 2021-02-15
distribution pay --fund ALSACE --amount 25000 --on 2021-02-15 --dry-run
distribution pay --fund ALSACE --amount 25000 --on 2021-02-15 --json
report funder 'banque des territoires' --fund ALSACE --as-of 2021-02-16
report funder Personne --fund ALSACE
report returns --fund ALSACE --by party --as-of 2021-02-16
undo --reason 'trop tôt'
audit replay
""",
    "support": f"""
{BEGIN}
project add Recyclerie --on 2020-02-02
support list Recyclerie --fund ALSACE
support open Recyclerie --fund ALSACE --support DLA-1 --provider 'Réseau ESS' \
--scheme DLA --plan 'Plan de trésorerie' --hours 20 --payer État --on 2020-03-01
support deliver Recyclerie --fund ALSACE --support DLA-1 --hours demain
support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 2h30 --cost 250 \
--on 2020-03-10
support deliver Recyclerie --fund ALSACE --support DLA-2 --hours 2
support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1,5 --on 2020-04-10 --json
support end Recyclerie --fund ALSACE --support DLA-1 --effect 'Plan tenu' --on 2020-06-01
support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1 --on 2020-06-02
support list Recyclerie --fund ALSACE
report composition --fund ALSACE --as-of 2020-12-31
undo --reason 'pas fini'
audit replay
""",
    "corrections": f"""
{FUNDED}
correct 8 --amount 9000 --reason 'erreur de saisie' --dry-run
correct 8 --amount 9000 --reason 'erreur de saisie'
history 8
history PRET-1
correct 8 --amount 8000 --reason 'encore'
correct 10 --amount 9000 --reason 'pareil'
correct 1 --amount 9000 --reason 'pas un mouvement'
correct 99 --amount 9000 --reason 'absent'
correct 10 --reason 'rien'
correct 10 --amount 9000
undo --reason 'correction inutile'
report balance --fund ALSACE --as-of 2020-12-31
undo --reason 'autre banque' --key U
undo --reason 'autre banque' --key U
undo --reason 'autre motif' --key U
undo --reason ' '
events
audit verify
audit replay
report balance --fund ALSACE --as-of 2020-12-31 --format json --out {{folder}}/soldes.json
undo --reason 'correction de trop'
audit reproduce {{folder}}/soldes.json
audit reproduce {{folder}}/soldes.json --json
audit reproduce {{folder}}/petit.csv
audit reproduce {{folder}}/absent.json
""",
    "import-undo": f"""
{BEGIN}
import movements {{folder}}/petit.csv --fund ALSACE
import movements {{folder}}/petit.csv --fund ALSACE
import undo {{batch}} --reason 'mauvais fichier' --dry-run
import undo {{batch}} --reason 'mauvais fichier'
import undo {{batch}} --reason 'mauvais fichier'
import undo I-1999-0001 --reason 'absent'
party list
import movements {{folder}}/petit.csv --fund ALSACE
history VIR-9
report composition --fund ALSACE --as-of 2020-12-31
""",
    "earmarks": f"""
{BEGIN}
{REGION} --create --earmark Quartiers
contribution receive CONV-1 --amount 30000 --on 2020-02-01
contribution commit DON --fund ALSACE --party 'Fondation Rhin' --sector philanthropy \
--instrument donation --terms concessional --amount 8000 --on 2020-02-01 --create
contribution receive DON --amount 8000 --on 2020-02-02
earmark define Quartiers --fund ALSACE --territory 67482 --public jeunes \
--until 2020-12-31 --highest-rate '2 %' --on 2020-02-01
earmark define Quartiers --fund ALSACE --on 2020-02-01
earmark list --fund ALSACE
project add Recyclerie --territory 67482001 --public jeunes --purpose emploi --on 2020-02-01
project add Loin --territory 75 --on 2020-02-01
financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan \
--amount 20000 --rate 1,5% --on 2020-03-01
financing disburse PRET-1 --amount 20000 --on 2020-03-05
report earmarks --fund ALSACE --as-of 2020-12-31
financing contract AIDE-1 --fund ALSACE --project Loin --instrument grant --amount 5000 \
--on 2020-03-01
financing repay PRET-1 --amount 4000 --on 2020-06-01
financing contract AIDE-1 --fund ALSACE --project Loin --instrument grant --amount 1000 \
--on 2020-03-01
financing disburse AIDE-1 --amount 1000 --on 2020-06-05
financing disburse AIDE-1 --amount 1000 --on 2020-06-05 --earmark Quartiers
financing disburse PRET-1 --amount 1 --on 2020-06-05
report earmarks --fund ALSACE --as-of 2020-12-31 --format csv --dialect excel-fr
status --fund ALSACE --json
""",
    "parties-and-projects": f"""
{BEGIN}
party add 'Région Grand Est' --siren 200052264 --on 2020-01-02
party add 'region grand est' --on 2020-01-02
party add 'La Region Grand-Est' --on 2020-01-02
party add Mairie --siren 123456789
party add Mairie --siret 12345678901234
party add Amicale --rna W12
party add 'Lin Weber' --kind person --iban 'FR76 3000 6000 0112 3456 7890 188'
party add 'Lin Weber' --kind person --iban 'FR76 3000 6000 0112 3456 7890 189' \
--on 2020-01-02 --json
party list
party show 'Lin Weber'
party show 'Lin Weber' --whole-iban
party merge 'La Region Grand-Est' --into 'Région Grand Est' --reason doublon
party merge 'La Region Grand-Est' --into 'Région Grand Est' --reason doublon
party list
party show 'Région Grand Est'
party show Absente
project add Recyclerie --party 'Région Grand Est' --territory 67482 --on 2020-01-02
project add recyclerie --on 2020-01-02
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status planned \
--amount 60000 --sector bank --terms market --on 2020-02-01
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status planned \
--amount 60000 --sector bank --terms market --on 2020-02-01 --create
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status confirmed \
--amount 50000 --sector bank --terms market --on 2020-03-01
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status paid \
--amount 20000 --sector bank --terms market --on 2020-04-01
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status withdrawn \
--amount 45000 --sector bank --terms market --on 2020-05-01
project cofinancing Recyclerie --fund ALSACE --party 'Banque du Rhin' --status withdrawn \
--amount 35000 --sector bank --terms market --on 2020-05-01
project show Recyclerie
project list
project show Absent
""",
    "erasure": f"""
{BEGIN}
party add 'Lin Weber' --kind person --on 2020-01-02
party add 'Région Grand Est' --siren 200052264 --on 2020-01-02
contribution commit DON-1 --fund ALSACE --party 'Lin Weber' --sector individual \
--instrument donation --terms concessional --amount 50 --on 2020-02-01
contribution receive DON-1 --amount 50 --on 2020-02-02
attach {{folder}}/petit.csv DON-1
attach {{folder}}/petit.csv DON-1 --json
history DON-1
party erase 'Région Grand Est' --reason 'demande'
party erase 'Lin Weber' --reason 'demande'
party erase 'Lin Weber' --reason 'demande' --legal-basis 'RGPD, art. 17(1)(d)' --dry-run
party erase 'Lin Weber' --reason 'demande' --legal-basis 'RGPD, art. 17(1)(d)'
party erase 'Lin Weber' --reason 'demande'
party erase 2 --reason 'demande'
party list
report composition --fund ALSACE --by party --as-of 2020-12-31
export journal --fund ALSACE --as-of 2020-12-31
history DON-1
undo --reason 'essai'
audit verify
audit replay
""",
    "transfers-and-vouchers": f"""
{FUNDED}
fund compartment ALSACE guarantee --on 2020-01-02 --purpose 'Garantir les prêts'
transfer --fund ALSACE --to-compartment guarantee --amount 5000 --on 2020-04-01
transfer --fund ALSACE --to-compartment garantie --amount 5000 --on 2020-04-01
transfer --fund ALSACE --to-compartment guarantee --amount 15000,01 --on 2020-04-01
transfer --fund ALSACE --amount 1 --on 2020-04-01
fund compartments ALSACE
attach {{folder}}/petit.csv PRET-1 VIR-1
attach {{folder}}/petit.csv 999
attach {{folder}}/absent.pdf PRET-1
history VIR-1
undo --reason 'mauvaise pièce'
history VIR-1
""",
    "status": f"""
init
status
{OPEN}
status
import opening {{folder}}/retards.csv --fund ALSACE
{REGION} --create --earmark Quartiers
earmark define Quartiers --fund ALSACE --until 2020-12-31 --on 2020-02-01
contribution receive CONV-1 --amount 30000 --on 2020-02-01
{LOAN}
contribution call PRET-CDC --amount 5000 --due 2020-06-30 --on 2020-02-01
contribution call PRET-CDC --amount 7000 --on 2020-03-01
contribution receive PRET-CDC --amount 1000 --on 2020-03-02
contribution pledge MECENE --fund ALSACE --party 'Fondation Rhin' --sector philanthropy \
--instrument donation --terms concessional --amount 8000 --on 2020-03-03 --create
status
status --fund ALSACE --json
undo --reason 'Promesse retirée'
status --fund LORRAINE
""",
    "opening": f"""
{BEGIN}
import opening {{folder}}/fausse-reprise.csv --fund ALSACE
import opening {{folder}}/reprise.csv --fund ALSACE --dry-run
import opening {{folder}}/reprise.csv --fund ALSACE
report composition --fund ALSACE --as-of 2020-12-31
report returns --fund ALSACE --by project --as-of 2020-12-31
report leverage --fund ALSACE --as-of 2020-12-31
report balance --fund ALSACE --as-of 2020-12-31
financing repay 'Prêt Recyclerie' --amount 1000 --on 2020-06-30
""",
    "seals": f"""
{FUNDED}
audit prove 3
audit export {{folder}}/sans
audit seal --out {{folder}}/mars.txt
audit seal --out {{folder}}/petit.csv
audit seal --out {{folder}}/mars.txt --signing-key {{folder}}/petit.csv
audit verify
party add 'Ville de Thann' --on 2020-03-06
audit prove 9
audit seal --out {{folder}}/juin.txt --rotate
audit seal --out {{folder}}/encore.txt --json
audit verify --json
audit verify --incremental
audit verify --checkpoint {{folder}}/mars.txt
audit verify --checkpoint {{folder}}/mars.txt --verifier-key {{folder}}/petit.csv
audit verify --checkpoint {{folder}}/petit.csv \
--verifier-key {{folder}}/registre.db.verifier-keys
audit verify --checkpoint {{folder}}/mars.txt --checkpoint {{folder}}/juin.txt \
--verifier-key {{folder}}/registre.db.verifier-keys
contribution receive CONV-1 --amount 100 --on 2020-04-01
audit export {{folder}}/audit
audit export {{folder}}/audit
audit export {{folder}}/bis --json
audit timestamp
audit timestamp --request {{folder}}/demande.tsq
audit timestamp --request {{folder}}/demande.tsq --json
audit timestamp --response {{folder}}/petit.csv --certificate {{folder}}/petit.csv
audit prove 4
audit diff 8 10 --as-of 2020-12-31
audit diff 8 10 --as-of 2020-12-31 --limit 1 --json
audit diff {{folder}}/audit 10
audit diff {{folder}}/petit.csv 10
audit diff 1 999
""",
    "copies": f"""
{FUNDED}
party add 'Lin Weber' --kind person --on 2020-02-01
attach {{folder}}/petit.csv PRET-1
resume
backup {{folder}}/copie.db
backup {{folder}}/copie.db
backup {{folder}}/autre.db --keys {{folder}}/autre.keys --no-vouchers
backup {{folder}}/troisieme.db --json
restore {{folder}}/copie.db
restore {{folder}}/copie.db --replace
restore {{folder}}/copie.db --replace --keys {{folder}}/autre.keys
restore {{folder}}/copie.db --checkpoint {{folder}}/petit.csv
restore {{folder}}/absente.db
restore {{folder}}/petit.csv
contribution receive CONV-1 --amount 100 --on 2020-04-01
restore {{folder}}/copie.db --replace
migrate
migrate --json
doctor
audit seal --out {{folder}}/avril.txt
backup {{folder}}/scellee.db
restore {{folder}}/scellee.db --replace --checkpoint {{folder}}/avril.txt
restore {{folder}}/scellee.db --replace --json
restore {{folder}}/scellee.db --verifier-key a+b+c
""",
}
FILES: Final = {
    "petit.csv": """
2020-02-01 contribution 3000 party=Région public grant concessional reference=VIR-9
2020-03-01 disbursement 1000 project='Jardin partagé' grant agreement=AIDE-9
""",
    "reprise.csv": """
2020-01-01 opening-cash 42000 label='Compte courant'
2020-01-01 opening-contribution 60000 party='Région Grand Est' public grant concessional
2020-01-01 opening-contribution 30000 party='Caisse solidaire' solidarity loan market
2020-01-01 opening-reimbursement 5000 party='Caisse solidaire'
2020-01-01 opening-financing 25000 project=Recyclerie loan agreement='Prêt Recyclerie'
2020-01-01 opening-financing 12000 project='Jardin partagé' grant
2020-01-01 opening-expense 8000 label='Charges passées'
2020-01-01 opening-income 2000 label='Intérêts passés'
""",
    "prets.csv": """
2020-01-31 contract 20000 project=Recyclerie loan agreement=PRET-1 rate=0.02 \
start=2020-01-31 periods=16 every=quarter grace=4 day_count=act/360
2020-01-31 contract 6000 project=Épicerie zero-loan agreement=PRET-2 start=2020-01-31 \
periods=12 every=month method=equal-principal
""",
    "faux-prets.csv": """
2020-01-31 contract 9 project=Recyclerie loan start=2020-01-31 periods=16 every=quarter
2020-01-31 contract 9 project=Recyclerie loan rate=0 start=hier periods=seize every=semaine
2020-01-31 contract 9 project=Recyclerie loan rate=0 start=2020-01-31
2020-01-31 disbursement 9 project=Recyclerie loan start=2020-01-31 periods=1 every=year
""",
    "trop-long.csv": """
2020-01-31 contract 9 project=Recyclerie loan rate=0 start=2020-01-31 periods=601 every=year
""",
    "retards.csv": """
2020-01-01 opening-cash 20000 label='Compte courant'
2020-01-01 opening-contribution 30000 party='Ville de Thann' public grant concessional
2020-01-01 opening-financing 10000 project=Recyclerie loan late=1500 late_since=2019-07-01
""",
    "fausse-reprise.csv": """
2020-01-01 opening-cash 42000 label='Compte courant'
2020-01-01 opening-contribution 60000 party='Région Grand Est' public grant concessional
""",
}
TEXTS: Final = {
    "reglement.toml": """quorum = 2
ticket_min = 5000
ticket_max = "500 000"
validity_days = 180
legal_forms = ["association-1901", "scic"]
territories = []
disbursement_above = 7500
guarantee_above = 20000
guarantee_multiplier = 3
provisions = [{ days = 30, rate = "10 %" }, { days = 90, rate = "50 %" }]
""",
    "seuils.toml": """disbursement_above = 7500
guarantee_above = 20000
""",
    "termes.toml": """product_terms = true
""",
    "faux-reglement.toml": """quorum = -1
ticket_min = "1,234"
legal_forms = ["SARL"]
plafond = 3
provisions = [{ days = 30, rate = "dix" }]
""",
    "cascade.toml": """[[tier]]
kind = "return-of-capital"
[[tier]]
kind = "preferred-return"
rate = "2 %"
[[tier]]
kind = "split"
manager = "10 %"
""",
    "fausse-cascade.toml": """[[tier]]
kind = "split"
manager = "10 %"
[[tier]]
kind = "return-of-capital"
""",
}
