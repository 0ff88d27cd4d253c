"""The reference of earmarks, of what is available, of status and of the flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.docs.grid import coded, table

from blendfund.application.reporting.flags import FLAGS
from blendfund.application.reporting.status import NEARLY_USED, SHOWN_MAX, SOON_DAYS
from blendfund.projections import earmarks as pots
from blendfund.storage.query.breaches import NAMED_MAX
from blendfund_cli.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

POTS: Final = {
    "received": "Reçu sous l'affectation, montants repris compris.",
    "returned": "Rendu ou remboursé à ses apporteurs.",
    "disbursed": "Versé aux projets avec cet argent.",
    "repaid": "Principal revenu des projets à l'affectation.",
    "released": "Viré à l'argent libre ou à une autre affectation, moins ce qui en est"
    " venu ; se somme à zéro.",
    "other": "Le reste : produits, frais, intérêts, récupérations, trésorerie reprise.",
    "cash": "La trésorerie qui reste sous l'affectation.",
    "to_come": "Engagé par ses apporteurs et pas encore versé.",
    "undisbursed": "Conventionné sur elle et pas encore décaissé.",
    "available": "cash + to_come - undisbursed.",
    "outstanding": "Le principal que les projets doivent encore sur cet argent.",
}
LIMITS: Final = {
    "key": "Le nom de l'affectation ; `unearmarked`, en premier, est l'argent libre.",
    "earmarked": "Faux pour l'argent libre.",
    "below_zero": "Vrai si la trésorerie de la ligne est négative (voir `earmark-broken`).",
    "purpose": "L'objet permis, `null` si l'affectation n'en nomme aucun.",
    "territories": "Les codes de territoires permis ; une liste vide ne limite rien.",
    "publics": "Les publics permis ; une liste vide ne limite rien.",
    "valid_from": "Le premier jour d'emploi, ou `null`.",
    "valid_until": "Le dernier jour d'emploi, ou `null`.",
    "days_left": "Les jours qui restent à la date du rapport, négatifs quand c'est passé.",
    "highest_rate": "Le taux annuel le plus haut auquel la prêter (`0.02`), ou `null`.",
    "repayments": "`earmark` : le principal revenu y retourne ; `free` : il devient libre.",
    "funders": "Qui a affecté cet argent.",
}
STATUS: Final = {
    "proposals": "Les paiements qui attendent une seconde personne, ou d'être payés ;"
    " `void` dit pourquoi l'un ne peut plus l'être.",
    "cash": "Trésorerie.",
    "open_commitments": "Engagements d'apporteurs, pas encore versés.",
    "undisbursed": "Conventionné et pas encore décaissé.",
    "earmarked": "Affecté : trésorerie et engagements, moins ce qui en est conventionné.",
    "available": "Disponible à engager pour n'importe quel usage.",
    "outstanding": "Encours : principal encore dû par les projets.",
    "called": "Appelé aux apporteurs et pas reçu.",
    "pledged": "Promis par des apporteurs, sans engagement.",
    "contributions": "Nombre de conventions avec des apporteurs.",
    "financings": "Nombre de conventions avec des projets.",
    "projects": "Nombre de projets financés.",
    "calls": "Les appels qui attendent, l'échéance la plus proche d'abord : `agreement`,"
    " `amount`, `due` (ou `null`), `overdue`. Un versement répond d'abord à l'appel le plus"
    " ancien.",
    "pledges": "Les promesses sans engagement, la plus grande d'abord : `agreement`,"
    " `amount`.",
    "drawdowns": "Les tranches qui restent à verser, la prochaine d'abord : `agreement`,"
    " `number`, `amount`, `planned` (ou `null`), `conditions` (celles à lever).",
    "late_at_takeover": "Ce qui était en retard à la reprise, dans la limite de l'encours"
    " d'aujourd'hui : `agreement`, `project`, `amount`, `since` (ou `null`).",
    "earmarks": "Les affectations à surveiller : `earmark`, `left` (trésorerie et à venir),"
    " `available`, `valid_until`, `days_left`, `ends`, `nearly_used`.",
    "flags": "Les [signalements](#signalements).",
}
WRITE: Final = {
    "first": "La première position de l'écriture.",
    "last": "La dernière.",
    "what": "Le sujet de son dernier fait, ou `import`.",
    "amount": "Le montant de ce fait, ou `null`.",
    "currency": "Sa monnaie, ou `null`.",
    "agreement": "Sa convention, ou `null`.",
    "batch": "La référence de l'import, ou `null`.",
    "actor": "Qui.",
    "recorded_at": "Quand (UTC).",
    "undo": "La commande qui l'annule.",
}
RAISED: Final = {
    "cash-below-zero": "La trésorerie est négative ; positions : les paiements du jour où"
    " elle l'est devenue.",
    "overcommitted": "Des conventions importées dépassent le disponible ; positions : les"
    " conventions et paiements du jour où c'est arrivé. Ce qui manque déjà à la trésorerie"
    " n'est pas compté deux fois.",
    "earmark-broken": "La trésorerie d'une affectation est négative, ou celle de l'argent"
    " libre alors qu'il reste de l'argent affecté ; positions : les paiements du jour.",
    "opening-balance": "Le rapport contient des soldes repris ; positions : les faits de la"
    " reprise.",
    "opening-unbalanced": "Les soldes repris ne s'équilibrent pas ; positions : les mêmes.",
    "payment-held": "De l'argent payé au-delà de ce qui était dû attend d'être imputé ou"
    " rendu.",
    "held-missing": "Un paiement rejeté par la banque avait été gardé en partie, cette"
    " partie rendue à son payeur : il la doit ; positions : l'ouverture de la convention.",
    "undecided": "Dans un fonds qui a un règlement, une convention importée n'a pas de"
    " décision favorable en vigueur à sa date et pour son instrument ; positions : les"
    " conventions.",
    "over-decision": "Dans un fonds qui a un règlement, une convention importée dépasse ce"
    " que laissent les décisions en vigueur à sa date ; positions : les conventions.",
    "over-provisioned": "Une provision dépasse ce qui reste dû, par exemple après un"
    " paiement : le surplus ne couvre rien et est à reprendre ; positions : où la"
    " convention a été ouverte.",
    "parity": "Le plan de financement du projet apporte moins de fonds propres, de"
    " quasi-fonds propres et de banque que l'apport associatif ; un plan dont la nature des"
    " ressources n'est pas dite n'est pas vérifiable, et n'est pas signalé ; positions :"
    " les conventions.",
    "unapproved": "Un versement, avec ce que sa convention avait payé sans approbation, ou"
    " une garantie est au-dessus du seuil du règlement en vigueur ce jour-là, importé ou"
    " corrigé, et une seconde personne ne l'a pas approuvé pour ce montant ; positions :"
    " les versements et garanties.",
    "backdated": "Une convention, une garantie, ou un versement au-dessus du seuil, a été"
    " saisi après l'adoption du premier règlement et daté d'avant lui : ni décision ni"
    " seconde personne n'ont été demandées ; ni un import, qui raconte une histoire, ni une"
    " correction, qui tient à ce qu'elle corrige, n'est signalé ; positions : les faits.",
    "approval-unsigned": "Une approbation n'est pas signée, alors que la personne dont elle"
    " porte le nom avait une clé ; une version plus ancienne l'a acceptée ; positions : les"
    " approbations.",
    "above-released": "Plus a été versé que les tranches libérées, par un import ou une"
    " correction ; positions : où la convention a été ouverte.",
    "loss-unallocated": "Une perte dépasse ce que portent les tranches (seulement dans le"
    " rapport `waterfall`) ; aucune position.",
    "tranche-overfilled": "Des versements, ou une correction, ont porté les conventions"
    " d'une tranche au-delà de sa taille (rapports `returns`, `waterfall` et `tranches`) ;"
    " aucune position.",
    "agreement-below-zero": "Une correction laisse une convention à moins que rien : plus"
    " tirée, remboursée ou rendue que ce qu'elle a ; positions : où elle a été ouverte.",
}


EARMARKS: Final = """
Une ligne par affectation qui a un chiffre, l'argent libre d'abord, et un total. Loi : la
trésorerie de toutes les lignes est celle de la composition. Un engagement ou un contrat
compte sous l'affectation de sa convention, quel que soit l'argent qui le paie.
"""
AVAILABLE: Final = """
Trésorerie + engagements fermes qui peuvent être appelés - conventionné et non décaissé -
affecté ailleurs. *Affecté ailleurs* : la trésorerie et les engagements des affectations que
l'usage enfreindrait, moins ce qui en est déjà conventionné, jamais moins que zéro pour
chacune. Une promesse sans engagement et l'argent porté par un tiers ne comptent pas. Un
contrat qui ne nomme pas d'affectation compte sur l'argent libre.

`financing contract` refuse ce qui dépasse le disponible, sauf si les règles du fonds le
permettent ; `available` de la composition ne retranche pas ce qui est affecté.
"""
STANDING: Final = """
`blendfund status --json` donne `as_of`, `position`, `funds` (un objet par fonds),
`last_write` et `last_import` (ou `null`). Chaque liste s'arrête à {shown} lignes ; les
sommes comptent tout. Une affectation est à surveiller si elle finit dans les {days} jours
avec de l'argent (`ends`), ou s'il en reste au plus {used} % (`nearly_used`).
"""
OPENINGS: Final = """
Ce qu'un fonds apporte à l'ouverture de son registre entre dans tous les rapports, à la date
de la reprise, et y est signalé :

- composition : les apports repris comptent dans `received` et `committed`, les
  remboursements repris dans `reimbursed`, les financements repris dans `disbursed`,
  `contracted` (et `grants_paid`), les produits et charges repris dans `income` et
  `expenses` ; par année, tout est à l'année de la reprise ;
- levier : les ressources comprennent les apports repris, remboursés depuis ou non ; le
  conventionné comprend les financements repris ;
- rendement : l'encours repris est un flux versé le jour de la reprise ; par tiers, ce qui
  avait été apporté moins ce qui avait été remboursé. Les produits et charges d'avant n'ont
  pas de date et ne sont pas des flux ;
- balance : le compte `opening_balance` est nul quand la reprise s'équilibre.
"""
FLAGGED: Final = """
Tout rapport porte `"flags"` : une liste de `{{"code", "text", "positions"}}`. La même date,
connue à la même position, donne les mêmes. Un signalement dure autant que sa cause ; il
nomme au plus {named} positions.
"""


def _prose(text: str, **given: int) -> list[str]:
    return [*text.strip().format(**given).splitlines(), ""]


def earmarks() -> Iterator[str]:
    """Write the report on earmarks."""
    yield from ("## Affectations", "", f"Formule : {pots.FORMULA}.", "")
    yield from (f"Source : {pots.SOURCE}.", "")
    yield from _prose(EARMARKS)
    yield from table(("colonne", "sens"), coded(POTS))
    yield from ("Chaque ligne dit aussi à quoi l'argent peut servir :", "")
    yield from table(("clé", "sens"), coded(LIMITS))


def available() -> Iterator[str]:
    """Write what is available to commit."""
    yield from ("## Disponible à engager", "", *_prose(AVAILABLE))


def status() -> Iterator[str]:
    """Write the keys of status."""
    given = {"shown": SHOWN_MAX, "days": SOON_DAYS, "used": NEARLY_USED}
    yield from ("## Situation", "", *_prose(STANDING, **given))
    yield from table(("clé d'un fonds", "sens"), coded(STATUS))
    yield from table(("clé de `last_write`", "sens"), coded(WRITE))
    yield "`last_import` a `reference`, `file`, `actor`, `recorded_at` et `undo`."
    yield ""


def openings() -> Iterator[str]:
    """Write what opening figures feed."""
    yield from ("## Soldes repris", "", *_prose(OPENINGS))


def flags() -> Iterator[str]:
    """Write the flags."""
    yield from ("## Signalements", "", *_prose(FLAGGED, named=NAMED_MAX))
    for code, sentences in FLAGS.items():
        yield from (f"### {code}", "", RAISED[code], "")
        yield from (f"- {_(sentence)}" for sentence in sentences)
        yield ""
