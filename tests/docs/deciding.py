"""The reference of the files that a committee and its partners write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.docs.grid import table

from blendfund.domain.charter import FORMS
from blendfund.domain.distribution import KINDS
from blendfund.exchange.charter_file import CharterSaid
from blendfund.exchange.tiers_file import TierSaid

if TYPE_CHECKING:
    from collections.abc import Iterator

CHARTER: Final = {
    "quorum": "Combien de membres sans conflit d'intérêts doivent siéger (1 par défaut).",
    "ticket_min": "Le plus petit montant qu'une séance accorde.",
    "ticket_max": "Le plus grand montant qu'une séance accorde.",
    "validity_days": "Combien de jours vaut une décision ; 0, sans fin.",
    "legal_forms": "Les formes juridiques admises ; une liste vide n'en exclut aucune.",
    "esus_required": "`true` : l'agrément ESUS en cours est exigé.",
    "territories": "Les codes de territoires ; une liste vide ne limite rien.",
    "disbursement_above": "Au-dessus, ce qu'une convention paie sans approbation, toutes"
    " ses parts ensemble, demande une seconde personne.",
    "guarantee_above": "Au-dessus, une garantie demande une seconde personne.",
    "guarantee_multiplier": "Garanties en cours sur fonds de garantie, au plus.",
    "product_terms": "`true` : les termes publiés d'un apport associatif sont exigés.",
    "provisions": 'La provision selon le retard : `{ days = 30, rate = "10 %" }`.',
}
LEGAL: Final = {
    "association-1901": "association (loi de 1901)",
    "association-alsace-moselle": "association (droit local)",
    "scop": "société coopérative de production",
    "scic": "société coopérative d'intérêt collectif",
    "cooperative": "autre coopérative",
    "mutual": "mutuelle",
    "foundation": "fondation",
    "endowment-fund": "fonds de dotation",
    "ess-company": "société commerciale de l'ESS",
    "company": "autre société",
    "public": "organisme public",
}
TIERS: Final = {
    "kind": "Une des quatre sortes ci-dessous.",
    "rate": 'Le rendement prioritaire annuel (`"2 %"`).',
    "manager": 'La part du gestionnaire dans chaque euro du palier (`"20 %"`).',
    "until": "La part du gain qui, atteinte par le gestionnaire, finit le rattrapage.",
}
SORTS: Final = {
    "return-of-capital": ("Le capital est rendu d'abord.", ""),
    "preferred-return": ("Le rendement prioritaire, composé chaque année.", "rate"),
    "catch-up": ("Le gestionnaire rattrape sa part du gain.", "manager, until"),
    "split": ("Le reste, partagé ; toujours le dernier palier.", "manager"),
}


def deciding() -> Iterator[str]:
    """Write the format of charters and of tiers."""
    yield from ("## Règlement d'intervention", "")
    yield "`blendfund fund charter FONDS FICHIER` lit le règlement en TOML. Ce qui n'y"
    yield "est pas n'est pas limité ; un nom inconnu est une erreur. Un montant est un"
    yield 'nombre ou un texte (`"15 000"`), un taux est un texte (`"2 %"`).'
    yield ""
    yield from ("```toml", "quorum = 3", "ticket_max = 60000", "validity_days = 180")
    yield 'legal_forms = ["association-1901", "scop", "scic"]'
    yield from ("disbursement_above = 15000", "guarantee_multiplier = 3")
    yield 'provisions = [{ days = 30, rate = "10 %" }, { days = 90, rate = "50 %" }]'
    yield from ("```", "")
    fields = [(f"`{name}`", CHARTER[name]) for name in CharterSaid.model_fields]
    yield from table(("nom", "sens"), fields)
    yield from table(("forme", "sens"), [(f"`{one}`", LEGAL[one]) for one in FORMS])
    yield from ("## Paliers de distribution", "")
    yield "`blendfund distribution tiers FICHIER` lit les paliers en TOML, du plus"
    yield "prioritaire au dernier. Chacun est plein avant que le suivant reçoive un euro."
    yield ""
    yield from ("```toml", "[[tier]]", 'kind = "return-of-capital"', "[[tier]]")
    yield from ('kind = "preferred-return"', 'rate = "2 %"', "[[tier]]")
    yield from ('kind = "split"', 'manager = "10 %"', "```", "")
    names = [(f"`{name}`", TIERS[name]) for name in TierSaid.model_fields]
    yield from table(("nom", "sens"), names)
    sorts = [(f"`{one}`", SORTS[one][0], _coded(SORTS[one][1])) for one in KINDS]
    yield from table(("sorte", "sens", "demande"), sorts)


def _coded(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", ") if name)
