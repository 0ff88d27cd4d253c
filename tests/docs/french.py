"""What the reference says in French of measures, columns, kinds and words."""

from __future__ import annotations

from typing import Final

from blendfund.reports.columns import Kind

MEASURES: Final = {
    "private_per_public": "Argent non public apporté au fonds pour un euro public.",
    "convergence_total": "Capital de marché, public compris, pour un euro concessionnel.",
    "convergence_private": "La même, son numérateur limité aux secteurs non publics.",
    "cofinancing": "Argent des autres dans les projets pour un euro contracté.",
    "total_per_public": "Financement total, part publique comprise, pour un euro public.",
    "guarantee_multiplier": "Encours des prêts garantis pour un euro du fonds de garantie.",
    "guarantee_exposure": "Part du fonds de garantie engagée par les garanties données.",
    "oecd_mobilised": "Montant nominal (et non rapport) des prêts privés garantis.",
}
SOURCES: Final = {
    "committed": "Promis : engagements, et versements reçus sans engagement préalable.",
    "received": "Versements encaissés.",
    "refunded": "Versements rendus parce qu'ils n'étaient pas dus.",
    "reimbursed": "Principal rendu à ceux qui ont prêté ou apporté avec droit de reprise.",
}
RATIOS: Final = {
    "net": "received - refunded - reimbursed.",
    "share": "(received - refunded) de la ligne sur le total.",
    "share_net": "net de la ligne sur le net total.",
}
USES: Final = {
    "contracted": "Promis aux projets ; un versement sans contrat est son propre contrat.",
    "disbursed": "Versé aux projets, subventions comprises.",
    "grants_paid": "Part versée sans retour attendu.",
    "repaid": "Principal revenu des projets.",
    "income": "Intérêts, dividendes et commissions, intérêts de trésorerie compris.",
    "written_off": "Principal passé en perte.",
    "recovered": "Encaissé sur ce qui avait été passé en perte.",
    "outstanding": "Encours : principal encore dû par les projets.",
    "expenses": "Frais de fonctionnement et d'accompagnement.",
    "funding_interest": "Intérêts payés aux financeurs.",
    "cash": "Trésorerie.",
    "available": "Trésorerie + engagements à recevoir - contrats restant à verser.",
}
RETURNS: Final = {
    "paid_in": "Versé : ce que le fonds a prêté ou investi (par financeur : apporté).",
    "distributed": "Revenu : principal, produits et récupérations.",
    "income": "La part de distributed qui n'est pas du principal.",
    "written_off": "Principal passé en perte.",
    "residual": "Reste dû à la date du rapport.",
    "irr": "Taux de rendement interne annuel, exact/365.",
    "moic": "Multiple de l'argent investi.",
    "dpi": "Part déjà revenue.",
    "rvpi": "Part encore attendue.",
    "tvpi": "dpi + rvpi.",
}
KINDS: Final = {
    "commitment": "Promesse ferme d'un financeur ; aucun argent ne bouge.",
    "contribution": "Versement encaissé ; tire sur l'engagement ouvert s'il y en a un.",
    "contribution-refund": "Argent rendu parce qu'il n'était pas dû.",
    "reimbursement": "Principal rendu au financeur.",
    "funding-interest": "Intérêts payés au financeur.",
    "in-kind": "Apport en nature valorisé ; jamais de la trésorerie.",
    "contract": "Promesse à un projet ; aucun argent ne bouge.",
    "disbursement": "Versement à un projet ; tire sur son contrat s'il y en a un.",
    "repayment": "Principal revenu d'un projet.",
    "interest": "Produit : intérêt, dividende, commission.",
    "write-off": "Principal passé en perte ; aucun argent ne bouge.",
    "recovery": "Encaissement sur une somme passée en perte.",
    "cofinancing": "Argent des autres dans un projet ; jamais notre trésorerie.",
    "treasury-interest": "Intérêts des comptes du fonds.",
    "expense": "Frais payés.",
    "pledge": "Annonce d'un financeur, sans engagement ; aucun argent ne bouge.",
    "amendment": "Avenant : le montant est le nouveau total de l'engagement.",
    "call": "Appel de fonds à un financeur, avec son échéance (`due`).",
    "opening-cash": "Reprise : la trésorerie à la date de reprise.",
    "opening-contribution": "Reprise : ce qu'un financeur avait versé à cette date.",
    "opening-reimbursement": "Reprise : ce qu'on lui avait déjà remboursé.",
    "opening-financing": "Reprise : le capital restant dû d'un projet (`late` : dont en"
    " retard) ; d'une aide, ce qui avait été versé.",
    "opening-income": "Reprise : les produits d'avant le registre.",
    "opening-expense": "Reprise : les charges et pertes d'avant le registre.",
}
COLUMNS: Final = {
    "date": "Date d'opération, AAAA-MM-JJ.",
    "kind": "La sorte de mouvement (ci-dessous).",
    "party": "Le financeur : son nom, ou son SIREN ou SIRET.",
    "sector": "Qui apporte (ci-dessous).",
    "instrument": "Sous quel contrat (ci-dessous).",
    "terms": "À quelles conditions (ci-dessous).",
    "project": "Le projet financé.",
    "agreement": "Le nom de la convention ou du contrat ; vide : la seule qui convienne.",
    "amount": "1250, 1250.5 ou 1250.50 ; au-dessus de zéro, au plus 10^15 centimes.",
    "currency": "La monnaie du fonds (ISO 4217).",
    "reference": "Unique dans le registre ; sans elle, le contenu identifie la ligne.",
    "label": "Libellé libre, jamais effacé : aucune donnée personnelle.",
    "party_kind": "organisation ou person ; vide : déduit du secteur et de l'instrument.",
    "origin": "L'origine de l'argent (programme, fonds européen).",
    "compartment": "Le compartiment du fonds, comme guarantee.",
    "earmark": "L'affectation que porte ou que prend cet argent.",
    "bank_account": "Le compte bancaire.",
    "carrier": "Le tiers qui porte l'argent : hors de la trésorerie du fonds.",
    "evidence": "L'empreinte ou l'adresse d'une pièce.",
    "rate": "Le taux annuel d'un financement : 0.02 pour deux pour cent.",
    "due": "L'échéance d'un appel de fonds.",
    "late": "À la reprise : ce qui, du capital restant dû, est en retard.",
    "late_since": "À la reprise : depuis quand.",
}
WORDS: Final = {
    "public": "État, collectivités, Europe",
    "solidarity": "finance solidaire",
    "crowdfunding": "financement participatif",
    "philanthropy": "fondations, fonds de dotation",
    "corporate": "entreprises",
    "bank": "banques",
    "individual": "particuliers",
    "own-resources": "ressources propres",
    "concessional": "plus favorables que le marché",
    "market": "conditions de marché",
    "organisation": "personne morale, nom public",
    "person": "personne physique, nom chiffré",
    "grant": "subvention",
    "donation": "don",
    "repayable-advance": "avance remboursable",
    "loan": "prêt",
    "zero-loan": "prêt à taux zéro",
    "participating-loan": "prêt participatif",
    "quasi-equity": "quasi-fonds propres",
    "equity": "fonds propres",
    "returnable-contribution": "apport avec droit de reprise",
    "permanent-contribution": "apport sans droit de reprise",
    "associative-note": "titre associatif",
    "guarantee-deposit": "dépôt de garantie",
    "guarantee": "garantie",
    "in-kind": "apport en nature",
}
TOPICS: Final = {
    "fund-opened/1": "Les partenaires ont ouvert le fonds.",
    "compartment-opened/1": "Une part cantonnée du fonds a été créée.",
    "party-registered/1": "Un financeur, un cofinanceur ou un bénéficiaire est connu.",
    "contribution-opened/1": "Une convention avec un financeur est connue.",
    "contribution-committed/1": "Le financeur s'est engagé à verser.",
    "contribution-received/1": "De l'argent est arrivé d'un financeur.",
    "contribution-refunded/1": "De l'argent qui n'était pas dû est reparti.",
    "contribution-reimbursed/1": "Du principal est retourné à son financeur.",
    "funding-interest-paid/1": "Des intérêts ont été payés à un financeur.",
    "in-kind-received/1": "Un apport en nature a été reçu et valorisé.",
    "project-registered/1": "Un projet est connu.",
    "cofinancing-declared/1": "D'autres ont mis de l'argent dans le projet.",
    "financing-opened/1": "Un contrat avec un projet est connu.",
    "financing-contracted/1": "Le fonds s'est engagé à payer.",
    "disbursement-paid/1": "De l'argent est parti vers le projet.",
    "repayment-received/1": "Du principal est revenu.",
    "interest-received/1": "Un produit est arrivé.",
    "financing-written-off/1": "Du principal a été passé en perte.",
    "recovery-received/1": "De l'argent est revenu sur une perte.",
    "treasury-interest-earned/1": "Les comptes du fonds ont rapporté des intérêts.",
    "expense-paid/1": "Le fonds a payé des frais.",
    "movement-reversed/1": "Un mouvement est annulé, ou rétabli : ses écritures sont"
    " l'exact contraire de celles du mouvement, à la même date d'opération.",
    "fact-withdrawn/1": "Ce qu'un fait avait fait connaître, ou décidé, ne vaut plus.",
    "fund-rules-adopted/1": "Les partenaires ont adopté les règles du fonds.",
    "party-merged/1": "Un tiers s'est révélé être un autre, déjà connu.",
    "contribution-pledged/1": "Un financeur a annoncé de l'argent sans s'engager.",
    "commitment-reduced/1": "L'engagement d'un financeur a été réduit.",
    "commitment-cancelled/1": "Le reste de l'engagement ne viendra pas ; la convention est"
    " close.",
    "capital-called/1": "Le financeur a été appelé à verser.",
    "cofinancing-planned/1": "D'autres mettront peut-être de l'argent dans le projet.",
    "cofinancing-paid/1": "Un cofinancement déclaré a été versé au projet.",
    "cofinancing-withdrawn/1": "Un cofinancement ne viendra pas.",
    "transfer-made/1": "De l'argent a changé de compartiment, de compte ou d'affectation.",
    "earmark-defined/1": "Les limites d'une affectation sont connues.",
    "evidence-attached/1": "Un fichier a été joint à des faits.",
    "cash-taken-over/1": "La trésorerie au début du registre.",
    "contribution-taken-over/1": "Ce qu'un financeur avait versé avant le registre.",
    "reimbursement-taken-over/1": "Ce qui lui avait été remboursé avant le registre.",
    "financing-taken-over/1": "Ce qu'un projet devait encore au début du registre.",
    "income-taken-over/1": "Les produits d'avant le registre.",
    "expenses-taken-over/1": "Les charges d'avant le registre.",
}
COLUMN_KINDS: Final = {
    Kind.WORD: "mot du registre, traduit pour Excel",
    Kind.NAME: "nom",
    Kind.TEXT: "texte",
    Kind.MONEY: "montant",
    Kind.SHARE: "part, entre 0 et 1",
    Kind.RATE: "taux annuel, `0.05` pour 5 %",
    Kind.MULTIPLE: "rapport",
    Kind.COUNT: "nombre entier",
    Kind.YEAR: "année",
    Kind.DATE: "date",
}
EXPORTS: Final = """
`--format csv` écrit un tableau du rapport (`--table`, par défaut le premier) ; `--format
xlsx` les écrit tous, une feuille chacun, et une feuille « À propos ». Un chiffre qui ne se
calcule pas est une cellule vide. Les lignes de total viennent en dernier.

| | `rfc4180` (par défaut) | `excel-fr` | XLSX |
|---|---|---|---|
| pour | les programmes | un Excel français | tout tableur |
| caractères | UTF-8 | UTF-8 avec BOM | XML |
| séparateur, fin de ligne | `,`, CRLF | `;`, CRLF | |
| en-tête | clés du JSON | titres en français | titres |
| montant | `1234.50` | `1234,50` | nombre, format monétaire |
| date | `2026-03-01` | `01/03/2026` | date |
| texte qui commence par `=`, `+`, `-`, `@` | tel quel | précédé d'une apostrophe | texte |
"""
FILTERS: Final = {
    "sector": "Qui apporte : un mot de la liste des secteurs.",
    "instrument": "Sous quel contrat : un mot de la liste des instruments.",
    "terms": "À quelles conditions : concessionnelles ou de marché.",
    "kind": "La sorte de mouvement : `décaissement`, `apport`, `passage en perte`...",
    "amount": "Le montant du mouvement, dans la monnaie de son fonds.",
    "date": "La date d'opération.",
    "recorded": "Le jour (UTC) où le fait a été enregistré.",
    "party": "Le nom du tiers, ou une partie ; celui d'une personne se déchiffre.",
    "project": "Le nom ou la référence du projet, ou une partie.",
    "agreement": "Le nom de la convention, ou une partie ; ou sa référence entière.",
    "fund": "La référence du fonds, ou une partie de son nom.",
    "compartment": "Le compartiment.",
    "earmark": "L'affectation ; `affectation:\"\"` trouve l'argent libre.",
    "origin": "L'origine de l'argent.",
    "territory": "Un code de territoire du fonds.",
    "label": "Le libellé, ou une partie.",
    "reference": "La référence du mouvement, ou une partie.",
    "reason": "Le motif d'une correction ou la note, ou une partie.",
    "evidence": "La pièce : son empreinte ou le nom du fichier, ou une partie.",
    "actor": "Qui a enregistré.",
    "batch": "L'import : sa référence entière, ou une partie du nom du fichier.",
    "position": "La position dans le journal.",
    "reversed": "Si le mouvement a été annulé ou remplacé.",
}
SORTS: Final = {
    "word": "un mot d'une liste fermée, en français ou en anglais",
    "text": 'un texte, sans casse ni accents ; `""` pour rien',
    "amount": "un montant, une borne ou un intervalle",
    "day": "un jour, une période, une borne ou un intervalle",
    "position": "un nombre, une borne ou un intervalle",
    "choice": "oui ou non",
}
