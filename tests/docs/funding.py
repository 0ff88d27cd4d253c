"""What the reference says of funders' returns, by party and by tranche."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.docs import french as fr
from tests.docs.grid import table

from blendfund.domain import bearing
from blendfund.projections import funding

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEW: Final = """
`report returns --by party` et `--by tranche` prennent la vue des apporteurs, sur leur
argent remboursable. `claims` donne de plus, ligne par ligne, les colonnes ci-dessous ;
`funders`, à la racine de tout découpage, est la ligne de tous les apporteurs ensemble.
"""
LAWS: Final = """
- Les pertes du fonds (`realised` : passé en perte + appels payés - récupéré, et
  `provisions`) sont portées par les tranches dans leur rang, puis par leurs conventions
  (voir [Tranches](#tranches)). Sans tranche, ou hors de toute tranche, une convention ne
  porte rien : son résiduel est ce qui lui est dû.
- `nav`, la valeur liquidative : trésorerie + principal et restitutions à recevoir -
  provisions - paiements en attente. `own_funds`, les fonds propres, en sont ce qui n'est
  dû à personne. Loi : `nav` = résiduel de `funders` + `own_funds` ; les lignes font
  `funders`, au centime.
- Une subvention, un don, un apport sans droit de reprise n'est dû à personne : son donneur
  n'a ni résiduel ni rendement. Dans une tranche, il porte sa part des pertes sur les fonds
  propres ; ceux-ci sont négatifs quand ce qui est dû dépasse ce qui reste.
- Par tranche, une ligne par tranche de rang croissant (`rank`, `size`), puis `untranched`.
  Par tiers, qui a promis et rien versé encore n'est que dans `claims`.
- `moic` = `tvpi` : ce que le fonds a investi n'est pas compté apporteur par apporteur.
"""


def funders() -> Iterator[str]:
    """Write the returns of funders."""
    yield from ("### Apporteurs et tranches", "", f"Formule : {funding.FORMULA}.", "")
    yield f"Source : {funding.SOURCE}."
    yield from VIEW.splitlines()
    yield ""
    rows = [(f"`{name}`", said) for name, said in fr.FUNDED.items()]
    yield from table(("colonne", "sens"), rows)
    yield from LAWS.strip().splitlines()
    yield from ("", f"Partage dans une tranche : {bearing.FORMULA}.", "")
    yield f"Source : {bearing.SOURCE}."
