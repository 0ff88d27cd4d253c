"""What the reference says of loans, guarantees and tranches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.docs.grid import table

from blendfund.domain import tranche
from blendfund.projections import risk

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEDULE: Final = """
`report schedule REF` donne `"lines"` et `"totals"`. Rien n'en est stocké : le contrat
garde les termes, et chaque ligne se recalcule du montant conventionné.

- Les intérêts courent de `--start` ; la première échéance vient une période après. Un
  début en fin de mois garde les fins de mois (31 janvier, 28 février, 31 mars).
- Les périodes de différé viennent d'abord et ne paient que des intérêts.
- `equal-instalments` : le paiement constant est P / somme des facteurs d'actualisation,
  arrondi au centime, demi vers le haut. `equal-principal` : P / n, arrondi de même.
  `bullet` : tout à la fin. Les intérêts d'une ligne sont arrondis de même ; la dernière
  ligne rend ce qui reste du principal et absorbe l'arrondi. Loi : le principal des lignes
  fait le conventionné.
- `--discount 8%` ajoute `"grant_element"` : (principal - valeur actuelle des lignes) /
  principal, au taux annuel de marché donné (glossaire de l'OCDE) ; `null` sans taux.
- `periodic` : taux / périodes par an ; `act/365f`, `act/360`, `30e/360` : ISDA 2006, §
  4.16.
- Un versement (`financing repay`) paie d'abord les frais et les pénalités facturés, puis
  la ligne la plus ancienne, intérêts d'abord, puis la suivante, tant que leur période est
  commencée ; ce qui reste est du principal par avance. `--allocation` change cet ordre à la
  convention. Au-delà de tout ce qui est dû ce jour-là il est refusé, ou gardé en attente
  avec `--hold-excess`. Dans un fichier, `repayment` est du principal et `interest` des
  intérêts, comme toujours.
- Rééchelonner (`financing reschedule`) fait un nouvel échéancier de ce qui reste dû. Les
  intérêts échus et impayés s'ajoutent à sa première ligne ; le prêt garde son retard, qui
  continue de courir, tant que cette ligne n'est pas payée.
- `accrued` : les intérêts courus et impayés à la date du rapport ; de la période en cours,
  au prorata de ses jours.
- `paid` : ce qui a payé la ligne ; `days_late` : jours depuis l'échéance tant que la
  ligne n'est pas payée en entier.
"""
PORTFOLIO: Final = """
Contrats sous un instrument remboursable. `gross_outstanding` : tout le capital restant
dû, celui de la composition. `par30`, `par60`, `par90` : le solde entier des prêts dont
une ligne a plus de 30, 60, 90 jours de retard, et sa part de `scheduled_outstanding` ;
`null`, avec le nombre de prêts (`loans`), s'il reste dû de l'argent prêté sans
échéancier. Les fonds propres n'ont pas d'échéance et n'empêchent rien. Ce qui est passé
en perte sort de l'encours et se lit dans `written_off`, ce qui en revient dans
`recovered`. `par30_with_restructured` ajoute les prêts rééchelonnés.

`rates` : `provision_rate` = provisions / encours ; `loss_rate` = (passé en perte -
récupéré) / versé ; `default_rate` = versé sous les contrats en défaut / versé, et
`default_rate_by_number` = contrats en défaut / contrats ; `recovery_rate` = récupéré /
passé en perte ; `yield` = intérêts et frais de l'année qui précède / moyenne de l'encours
à ses deux bouts. `null` avec sa raison quand il n'y a rien à diviser.
"""
GUARANTEES: Final = """
Garanti = min(prêt x quotité, plafond), commission = taux x garanti, arrondis au centime,
demi vers le haut. `ceiling` : le fonds porte la quotité de l'encours jusqu'au plafond ;
`reduces-quota` : le plafond abaisse la quotité de chaque euro. Un appel ne dépasse ni ce
que le fonds porte de l'encours déclaré, ni ce qui reste ; un défaut après `--expires`
n'est pas couvert. Trois chiffres ne se mêlent jamais : le prêt couvert (mobilisé), ce qui
peut encore être appelé (engagement), les appels payés (trésorerie, dans `disbursed`). De
ce que le prêteur récupère, la quotité revient au fonds.
"""
TRANCHES: Final = """
`report waterfall --loss A` : la tranche de rang 1 porte la perte jusqu'à sa taille, puis
les suivantes. Ce qu'aucune ne prend est `unallocated` et signalé. Loi : porté + non
alloué = perte. Sans `--loss` : passé en perte + appels payés - récupéré. Rien n'est
écrit.

`contributions` nomme qui la porte dans chaque tranche : `borne` est pris sur son argent
dans le fonds (`in_fund`), `to_call` sur ce qui lui reste à verser, `unfilled` n'est
porté par aucune convention. `borne_to_date` est ce que la tranche porte à ce jour.
`tranche list` ajoute `provisions` à ces pertes, comme les rendements.

`tranche assign` met une convention dans une tranche à partir d'un jour, `tranche unassign`
l'en sort ; `--tranche` de `contribution pledge` et `commit`, et la colonne `tranche` d'un
fichier, font de même. Ce que les conventions d'une tranche ont dans le fonds et peuvent
encore y apporter ne dépasse jamais sa taille : une promesse de trop est refusée, un
versement de trop est signalé.
"""
COLUMNS: Final = {
    "contracted": "Conventionné.",
    "disbursed": "Versé, soldes repris compris.",
    "repaid": "Principal revenu.",
    "interest": "Intérêts, dividendes et commissions reçus.",
    "written_off": "Principal passé en perte.",
    "recovered": "Encaissé sur ce qui avait été passé en perte.",
    "outstanding": "Capital restant dû.",
    "overdue": "Échu et non payé, intérêts compris.",
    "late_1_30": "Solde des prêts en retard de 1 à 30 jours.",
    "late_31_60": "Solde des prêts en retard de 31 à 60 jours.",
    "late_61_90": "Solde des prêts en retard de 61 à 90 jours.",
    "late_91": "Solde des prêts en retard de plus de 90 jours.",
    "provision": "Capital que l'on s'attend à perdre.",
    "provision_required": "Ce que le règlement demande, selon le retard, ou `null`.",
    "charges_due": "Frais et pénalités facturés et non payés.",
    "held": "Payé au-delà de ce qui était dû, gardé en attente.",
    "fees": "Frais et pénalités reçus.",
    "gains": "Reçu au-delà du coût à la vente de participations.",
    "defaults": "Nombre de contrats en défaut.",
    "defaulted": "Versé sous ces contrats.",
    "loans": "Nombre de contrats.",
    "unscheduled": "Dont en cours et sans échéancier.",
    "days_late": "Le plus long retard, en jours.",
}


def lending() -> Iterator[str]:
    """Write the reports on loans, guarantees and tranches."""
    yield from ("## Échéanciers", *SCHEDULE.splitlines(), "")
    yield from ("## Portefeuille", "", f"Formule : {risk.FORMULA}.", "")
    yield f"Source : {risk.SOURCE}."
    yield from (*PORTFOLIO.splitlines(), "")
    yield from table(("chiffre", "sens"), [(f"`{k}`", v) for k, v in COLUMNS.items()])
    yield from ("## Garanties", *GUARANTEES.splitlines(), "")
    yield from ("## Tranches", "", f"Formule : {tranche.FORMULA}.", "")
    yield f"Source : {tranche.SOURCE}."
    yield from (*TRANCHES.splitlines(), "")
