"""What the reference says of loans, guarantees and tranches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.docs.grid import table

from blendfund.domain import tranche
from blendfund.projections import carried, guarantees, risk

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
  principal, au taux annuel de marché donné (glossaire de l'OCDE) ; sans taux il manque.
- `periodic` : taux / périodes par an ; `act/365f`, `act/360`, `30e/360` : ISDA 2006, §
  4.16.
- Un versement (`financing repay`) paie d'abord les frais et les pénalités facturés, puis
  la ligne la plus ancienne, intérêts d'abord, puis la suivante, tant que leur période est
  commencée ; ce qui reste est du principal par avance, et ne change pas les intérêts
  convenus des lignes suivantes : un rééchelonnement les recalcule. `--allocation` change
  cet ordre à la convention. Au-delà de tout ce qui est dû ce jour-là il est refusé, ou
  gardé en attente avec `--hold-excess`. Dans un fichier, `repayment` est du principal et
  `interest` des intérêts, comme toujours.
- Rééchelonner (`financing reschedule`) fait un nouvel échéancier de ce qui reste dû. Les
  intérêts échus et impayés s'ajoutent à sa première ligne ; le prêt garde son retard, qui
  continue de courir, tant que cette ligne n'est pas payée. Les intérêts courent de
  `--start` : donnez-lui la dernière échéance passée pour qu'ils courent sans trou, car ce
  qui avait couru depuis elle n'est plus demandé.
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
demi vers le haut. La commission est due par le projet dès l'octroi : `guarantee fee` en
reçoit ce qui arrive, `financing waive --of fee` l'abandonne, la trésorerie prévue la compte
tant qu'elle reste due, et elle n'entre dans aucun total des financements. D'une garantie
octroyée avant que la commission ne soit due d'elle-même, rien n'est dû : ce qui l'est se
facture avec `financing charge --kind fee`.

`ceiling` : le fonds porte la quotité de l'encours jusqu'au plafond ; `reduces-quota` : le
plafond abaisse la quotité de chaque euro. Un appel ne dépasse ni ce que le fonds porte de
l'encours déclaré, ni ce qui reste ; un défaut après `--expires` n'est pas couvert. Trois
chiffres ne se mêlent jamais : le prêt couvert (mobilisé), ce qui peut encore être appelé
(engagement), les appels payés (trésorerie, dans `disbursed`). L'engagement est la quotité
de l'encours que le prêteur a déclaré en dernier, moins ce qui a été payé, au plus ce que
les termes laissent (`left`, le solde du compte `guarantee_given`). De ce que le prêteur
récupère, la quotité revient au fonds.

Qui paie un appel est subrogé au prêteur : le projet lui doit ce qu'il a payé. Ce recours
est une créance du bilan, dépréciée en totalité dès le paiement (décision 0026) : la perte
est comptée tout de suite, une récupération la diminue, un abandon
(`guarantee waive-recourse`) n'y change rien. Loi : payé = récupéré + abandonné + recours
restant, qui n'est jamais négatif. Ce qui dépasserait le recours est refusé, ou gardé en
attente avec `--hold-excess`. `report portfolio` le dit aussi (`"recourse"`), dès qu'un
appel a été payé.

Un contre-garant (`guarantee counter-guarantee`) porte sa quotité des appels payés du jour
où elle est prise à son terme, dans la limite de son plafond ; prise à une date d'avant un
appel déjà payé, dont elle ne porterait rien, elle est refusée ; les quotités ne dépassent
pas 1 ensemble. Chaque paiement se partage au plus fort reste entre les quotités et la part
du fonds ; ce qu'un plafond exclut reste au fonds. Ce qui revient du projet se partage de
même, au prorata de ce que chacun supporte encore ; le fonds rend sa part à un contre-garant
(`counter-repay`) dans la limite de ce que celui-ci a payé (`counter-receive`). Un règlement
par compensation s'enregistre par ses deux côtés, le même jour. L'engagement net est
l'engagement moins ce que les contre-garants en porteraient ce jour-là. Les mesures de
levier et le multiple que permet le règlement comptent ce que les termes laissent (`left`),
sans rien déduire : une déclaration se corrige, une contre-garantie peut faire défaut, ou
finir avant la garantie. L'argent reçu des contre-garants est dans `recovered`, moins ce qui
leur est rendu.
"""
CARRIED: Final = """
Ce qu'un tiers porte (`carrier`) : une dotation tenue par un garant national, des prêts
gérés pour le compte d'un autre. Rien n'en entre dans la composition, le levier, la
trésorerie ni aucun autre rapport (décision 0007) : `report carried` le montre à part, par
porteur (`rows`) et par convention (`agreements`), avec les positions des faits qui comptent
(`positions`), que `audit explain POSITION` montre un à un. `multiple` : engagement / solde
du porteur ; sans solde, `null` et sa raison.
"""
KEPT: Final = {
    "received": "Reçu des financeurs, ou déposé.",
    "used": "Employé : versé aux projets et aux prêteurs, frais.",
    "returned": "Revenu des projets et des placements.",
    "given_back": "Rendu aux financeurs, intérêts compris.",
    "balance": "Solde chez le porteur.",
    "to_come": "Promis par les financeurs et pas encore reçu.",
    "undisbursed": "Promis aux projets et pas encore versé.",
    "outstanding": "Principal que les projets doivent.",
    "exposure": "Engagement des garanties adossées, comme `report guarantees` le compte.",
}
GUARANTEED: Final = {
    "loan": "Montant nominal du prêt couvert.",
    "covered": "Encours du prêt, d'après la dernière déclaration du prêteur.",
    "guaranteed": "Garanti au plus à l'octroi.",
    "left": "Ce que les termes laissent : garanti, moins payé et rendu.",
    "exposure": "Engagement : quotité de l'encours déclaré, moins payé ; au plus `left`.",
    "claimed": "Appelé, ni payé ni refusé.",
    "paid": "Appels payés.",
    "recovered": "Part du fonds de ce qui a été récupéré.",
    "waived": "Recours abandonné.",
    "recourse": "Recours : ce que le projet doit encore.",
    "counter_guaranteed": "Part de l'engagement que les contre-garants porteraient.",
    "net_exposure": "Engagement net : exposure - counter_guaranteed.",
    "counter_called": "Part des contre-garants dans les appels payés.",
    "counter_received": "Ce qu'ils en ont payé.",
    "counter_owed": "Ce qu'ils en doivent encore.",
    "counter_shared": "Leur part de ce qui a été récupéré.",
    "counter_repaid": "Ce qui leur en a été rendu.",
    "counter_due": "Ce qui leur en est encore dû.",
    "net_loss": "Perte nette : payé, moins reçu des contre-garants, moins la part du fonds"
    " de ce qui a été récupéré.",
    "fee": "Commission due par le projet, ce qui en a été abandonné déduit.",
    "fee_received": "Ce qui en a été reçu.",
    "fee_left": "Ce qui en reste à recevoir.",
}
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
versement de trop est signalé. `tranche resize` change sa taille à partir d'un jour, sans
descendre sous ce qu'elles apportent ni sous ce que la tranche porte. Une convention qui
porterait, après en être sortie, une autre part des pertes n'en sort pas (décision 0030).
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
    "provision_required": "Ce que le règlement demande, selon le retard ; sinon `null` et"
    " sa raison.",
    "charges_due": "Frais et pénalités facturés et non payés.",
    "held": "Payé au-delà de ce qui était dû, gardé en attente ; négatif : rendu,"
    " puis repris par la banque.",
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
    yield from ("`report guarantees` :", "", f"Formule : {guarantees.FORMULA}.", "")
    yield from (f"Source : {guarantees.SOURCE}.", "")
    yield from table(("chiffre", "sens"), [(f"`{k}`", v) for k, v in GUARANTEED.items()])
    yield from ("", "## Portage", "", f"Formule : {carried.FORMULA}.", "")
    yield f"Source : {carried.SOURCE}."
    yield from (*CARRIED.splitlines(), "")
    yield from table(("chiffre", "sens"), [(f"`{k}`", v) for k, v in KEPT.items()])
    yield from ("## Tranches", "", f"Formule : {tranche.FORMULA}.", "")
    yield f"Source : {tranche.SOURCE}."
    yield from (*TRANCHES.splitlines(), "")
