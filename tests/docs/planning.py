"""What the reference says of cash to come and of State aid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain import aid
from blendfund.projections import cash

if TYPE_CHECKING:
    from collections.abc import Iterator

CASH: Final = """
`report cash` donne les mois où l'argent a bougé et ceux qui les séparent du jour du
rapport (`forecast` faux), puis la prévision. `lowest` en est le point bas : l'argent en
retard et ce qui est promis sans date y entrent dès le premier mois. `lowest_prudent` est le
point bas de la même prévision sans ce sur quoi on ne peut pas compter. Loi : il n'est
jamais au-dessus de `lowest`.
"""
AID: Final = """
`project aid` dit sous quel régime un projet est aidé et ce que d'autres lui ont accordé ;
dès lors chaque convention et chaque garantie avec lui est confrontée au plafond du régime,
sur toute période de trois ans : une aide plus récente, déjà enregistrée, compte aussi. Les
projets d'un même porteur, et ceux des personnes morales d'une entreprise unique
(`project undertaking`), comptent ensemble. Une attestation vaut un an ; sans elle rien
n'est vérifiable, et la convention est refusée. `project file` dit ce qui compte ce jour
(`counted`), le plafond (`ceiling`) et ce qui reste (`left`, `null` quand ce n'est pas
vérifiable). L'équivalent d'un prêt suppose une sûreté sur la moitié au moins, comme le
règlement le demande.

Rééchelonner un prêt sous un régime sur une durée plus longue est une aide de plus,
accordée ce jour-là : l'équivalent de ce qui reste (dû ou à verser) sur sa nouvelle durée,
moins le même sur celle qu'il lui restait, chaque mois entamé compté entier. Elle est
confrontée au plafond, demande une attestation en cours, et figure dans `project file` à sa
date. L'équivalent ne dépendant pas du taux, un taux plus bas n'ajoute rien s'il ne
s'accompagne pas d'une durée plus longue ; une durée plus courte ne retranche rien. Ce
qu'un rééchelonnement a ajouté reste compté, même si une part du prêt n'est pas versée
ensuite.
"""


def planning() -> Iterator[str]:
    """Write the sections on cash and on State aid."""
    yield from ("## Trésorerie", "", f"Formule : {cash.FORMULA}.", "")
    yield from (f"Point bas prudent : {cash.PRUDENT}.", "", f"Source : {cash.SOURCE}.")
    yield from (*CASH.splitlines(), "")
    yield from ("## Aides publiques", "", f"Formule : {aid.FORMULA}.", "")
    yield f"Source : {aid.SOURCE}."
    yield from (*AID.splitlines(), "")
    for regime, ceilings in aid.REGIMES.items():
        for one in ceilings:
            euros = f"{one.minor // 100:,}".replace(",", " ")
            yield f"- `{regime}`, depuis le {one.since:%d/%m/%Y} : {euros} € ({one.source})"
    yield ""
