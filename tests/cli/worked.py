"""A session in which figures are worked out: a loan, months of cash, a loss, a sharing."""

from __future__ import annotations

from typing import Final

from tests.cli.sessions import BEGIN, GRANT, LOAN, REGION, SCHEDULED

SESSION: Final = f"""
{BEGIN}
{REGION} --create
contribution receive CONV-1 --amount 30000 --on 2020-02-01
{LOAN}
contribution receive PRET-CDC --amount '20 000,50' --on 2020-02-01
{SCHEDULED} --rate 8% --start 2020-02-29 --periods 4 --every month --on 2020-02-28 --create
financing contract PRET-2 --fund ALSACE --project Recyclerie --instrument loan \
--amount 6000 --rate '3,5 %' --start 2020-02-29 --periods 3 --every quarter --grace 1 \
--day-count act/365f --on 2020-02-28
financing disburse PRET-1 --amount 12000 --on 2020-02-29
financing disburse PRET-2 --amount 6000 --on 2020-02-29
financing repay PRET-1 --amount '3 050,00' --on 2020-03-31
financing repay PRET-1 --amount 1000 --on 2020-05-15
financing write-off PRET-2 --amount 2500 --on 2020-05-20
{GRANT} --loan 10000 --quota 0.5 --create
guarantee call GAR-1 --amount 4000 --on 2020-05-25
tranche define 'Première perte' --fund ALSACE --rank 1 --size 2000 --on 2020-02-01
tranche define Senior --fund ALSACE --rank 2 --size 5000 --on 2020-02-01
distribution tiers {{folder}}/cascade.toml --fund ALSACE --on 2020-02-01
report schedule PRET-1 --as-of 2020-06-01
audit explain schedule:PRET-1:2:interest --as-of 2020-06-01
audit explain schedule:pret-1:2:principal --as-of 2020-06-01
audit explain schedule:PRET-1:4:principal --as-of 2020-06-01
audit explain schedule:PRET-1:2:paid --as-of 2020-06-01
audit explain schedule:PRET-1:3:jours-de-retard --as-of 2020-06-01
audit explain schedule:PRET-1:total:accrued --as-of 2020-06-01
audit explain schedule:PRET-2:3:principal --as-of 2020-06-01 --limit 2
audit explain schedule:PRET-2:3:factor --as-of 2020-06-01
report cash --fund ALSACE --as-of 2020-06-01 --months 2
audit explain cash:2020-02:received --as-of 2020-06-01
audit explain cash:2020-05:cash --as-of 2020-06-01
audit explain cash:forecast:2020-06:received --as-of 2020-06-01
audit explain cash:forecast:2020-06:paid --as-of 2020-06-01
report waterfall --fund ALSACE --as-of 2020-06-01
audit explain waterfall:senior:borne --as-of 2020-06-01
audit explain waterfall:loss --as-of 2020-06-01
audit explain waterfall:unallocated --loss 9000 --as-of 2020-06-01
report distribution --fund ALSACE --amount 25000 --as-of 2021-06-01
audit explain distribution:tiers:split:manager --amount 25000 --as-of 2021-06-01
audit explain distribution:PRET-CDC:profit --amount 25000 --as-of 2021-06-01
audit explain distribution:PRET-CDC:owed_preferred --as-of 2021-06-01
report portfolio --fund ALSACE --by agreement --as-of 2020-06-01
audit explain portfolio:recyclerie:overdue --as-of 2020-06-01
audit explain portfolio/agreement:PRET-1:days_late --as-of 2020-06-01
audit explain portfolio:total:loans --as-of 2020-06-01
audit explain portfolio:risk:par30:ratio --as-of 2020-06-01
audit explain portfolio:rates:loss_rate --as-of 2020-06-01
audit explain portfolio:rates:yield --as-of 2020-06-01
audit explain portfolio/vintage:2020:disbursed --as-of 2020-06-01
audit explain portfolio:recyclerie:disbursed --as-of 2020-06-01
audit explain 'funder:region-grand-est:total:net' --as-of 2020-06-01
audit explain funder:region-grand-est:share --as-of 2020-06-01
audit explain schedule:PRET-1:2:intrest
audit explain schedule:PRET-9:2:interest
audit explain waterfall
audit explain schedule:PRET-1:1:interest --as-of 2020-06-01 --json
"""
