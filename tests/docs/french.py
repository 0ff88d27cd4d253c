"""What the reference says in French of measures, columns, kinds and words."""

from __future__ import annotations

from typing import Final

from blendfund.journal.accounts import Nature
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
    "recovered": "Encaissé sur ce qui avait été perdu, contre-garants compris (leur part"
    " rendue déduite).",
    "outstanding": "Encours : principal encore dû par les projets.",
    "expenses": "Frais de fonctionnement et d'accompagnement.",
    "funding_interest": "Intérêts payés aux financeurs.",
    "cash": "Trésorerie.",
    "available": "Trésorerie + engagements à recevoir - contrats restant à verser.",
    "held": "Payé au-delà de ce qui était dû : l'argent des payeurs (s'il y en a).",
}
RETURNS: Final = {
    "paid_in": "Versé : ce que le fonds a prêté ou investi (par financeur : apporté).",
    "distributed": "Revenu : principal, produits et récupérations.",
    "income": "La part de distributed qui n'est pas du principal.",
    "written_off": "Principal passé en perte.",
    "residual": "Reste dû à la date du rapport, moins provisions ou pertes portées.",
    "irr": "Taux de rendement interne annuel, exact/365.",
    "moic": "Multiple de l'argent investi.",
    "dpi": "Part déjà revenue.",
    "rvpi": "Part encore attendue.",
    "tvpi": "dpi + rvpi.",
}
FUNDED: Final = {
    "committed": "Promis : versé (trop-perçus rendus déduits) et reste à venir.",
    "open": "Promis et pas encore versé.",
    "pic": "Versé / promis.",
    "due": "Principal encore dû à l'apporteur.",
    "borne": "Ce que la ligne porte des pertes et des provisions du fonds.",
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
    "fee-charge": "Frais facturés au projet ; aucun argent ne bouge.",
    "penalty-charge": "Pénalité facturée au projet ; aucun argent ne bouge.",
    "fee": "Frais facturés qui sont arrivés.",
    "penalty": "Pénalité facturée qui est arrivée.",
    "fee-waiver": "Frais abandonnés.",
    "penalty-waiver": "Pénalité abandonnée.",
    "interest-waiver": "Intérêts échus abandonnés.",
    "contract-reduction": "Désengagement : une part promise ne sera pas versée.",
    "disbursement-return": "Versement revenu sans servir : il peut repartir.",
    "held-payment": "Paiement au-delà de ce qui est dû, gardé en attente.",
    "held-payment-return": "Paiement gardé, rendu à qui l'avait fait.",
    "provision": "Capital que l'on s'attend à perdre, en plus.",
    "provision-release": "Capital que l'on ne s'attend plus à perdre.",
    "clawback": "Part d'une subvention redemandée ; aucun argent ne bouge.",
    "clawback-receipt": "Part d'une subvention redemandée qui est arrivée.",
    "gain": "Prix de vente au-delà du coût d'une participation.",
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
    "start": "Échéancier d'un contrat : depuis quand courent les intérêts.",
    "periods": "En combien d'échéances revient le principal.",
    "every": "month, quarter ou year.",
    "grace": "Échéances d'avant, qui ne paient que l'intérêt.",
    "method": "equal-instalments (sinon rien de dit), equal-principal ou bullet.",
    "day_count": "periodic (sinon rien de dit), act/365f, act/360 ou 30e/360.",
    "tranche": "La tranche où la convention entre : qui porte les pertes, et quand.",
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
    "guarantee-granted/1": "Le fonds a garanti une part d'un prêt.",
    "covered-loan-reported/1": "Le prêteur a déclaré que le prêt garanti a baissé.",
    "covered-loan-raised/1": "Le prêteur a déclaré que le prêt garanti a monté.",
    "guarantee-called/1": "Le prêteur a appelé la garantie ; rien n'est encore payé.",
    "guarantee-call-rejected/1": "Le fonds a refusé un appel, ou une part.",
    "guarantee-paid/1": "De l'argent est parti au prêteur pour un appel.",
    "guarantee-released/1": "Le prêteur a rendu la garantie, ou une part.",
    "counter-guarantee-taken/1": "Un tiers porte une part des appels à payer.",
    "counter-guarantee-called/1": "Un contre-garant doit sa part d'un appel payé.",
    "counter-guarantee-reduced/1": "Une part d'une contre-garantie a pris fin avec ce"
    " qu'elle couvrait.",
    "counter-guarantee-paid/1": "De l'argent est arrivé d'un contre-garant.",
    "recovery-shared/1": "Le fonds doit à un contre-garant sa part d'une récupération.",
    "recovery-share-paid/1": "De l'argent est parti à un contre-garant, pour sa part.",
    "recourse-waived/1": "Le fonds a abandonné ce que le projet lui devait pour des appels"
    " payés, ou une part.",
    "contribution-assigned/1": "Une convention entre dans une tranche, ou en sort.",
    "tranche-resized/1": "Une tranche peut porter un autre montant à partir de ce jour.",
    "tranche-defined/1": "Une tranche est convenue : qui porte les pertes, jusqu'où.",
    "financing-scheduled/1": "Un contrat a reçu son échéancier : ses termes, dont chaque"
    " échéance se recalcule.",
    "financing-rescheduled/1": "Ce qui reste dû d'un prêt échoit autrement.",
    "financing-defaulted/1": "Un prêt ne sera sans doute plus payé comme convenu.",
    "financing-closed/1": "Une convention est close.",
    "holding-valued/1": "Une participation a été valorisée.",
    "contract-reduced/1": "Une part de ce qu'une convention promettait ne sera pas versée.",
    "disbursement-returned/1": "De l'argent versé est revenu sans servir.",
    "fee-charged/1": "Des frais ont été facturés.",
    "penalty-charged/1": "Une pénalité a été facturée.",
    "fee-waived/1": "Des frais ont été abandonnés.",
    "penalty-waived/1": "Une pénalité a été abandonnée.",
    "fee-received/1": "Des frais facturés sont arrivés.",
    "penalty-received/1": "Une pénalité facturée est arrivée.",
    "fee-bounced/1": "La banque a repris des frais reçus.",
    "penalty-bounced/1": "La banque a repris une pénalité reçue.",
    "interest-waived/1": "Des intérêts échus ont été abandonnés.",
    "interest-bounced/1": "La banque a repris des intérêts reçus.",
    "repayment-bounced/1": "La banque a repris du principal reçu : il est dû de nouveau.",
    "payment-held/1": "Plus est arrivé que ce qui était dû : le reste attend.",
    "held-payment-applied/1": "De l'argent en attente paie ce qui est dû.",
    "held-payment-returned/1": "De l'argent en attente est reparti chez son payeur.",
    "provision-made/1": "Le fonds s'attend à perdre davantage.",
    "provision-released/1": "Le fonds s'attend à perdre moins.",
    "clawback-claimed/1": "Une part d'une subvention a été redemandée.",
    "clawback-received/1": "Une part redemandée est arrivée.",
    "gain-received/1": "Une participation s'est vendue au-dessus de son coût.",
    "charter-adopted/1": "Le règlement d'intervention du fonds a été adopté.",
    "member-appointed/1": "Quelqu'un siège au comité d'engagement.",
    "mandate-ended/1": "Un membre du comité ne siège plus.",
    "committee-held/1": "Le comité s'est réuni.",
    "decision-taken/1": "Le comité a décidé d'un projet.",
    "application-submitted/1": "Un projet a demandé de l'argent au fonds.",
    "eligibility-assessed/1": "La demande a été confrontée au règlement.",
    "appraisal-recorded/1": "Le dossier a été instruit.",
    "condition-fulfilled/1": "Une condition suspensive est levée.",
    "drawdowns-agreed/1": "Une convention est versée en tranches.",
    "drawdown-condition-fulfilled/1": "Une condition d'une tranche est levée.",
    "decision-lapsed/1": "Une décision est caduque.",
    "payment-proposed/1": "Un paiement attend l'approbation d'une seconde personne.",
    "payment-approved/1": "Une seconde personne a approuvé exactement une proposition.",
    "proposal-rejected/1": "Une seconde personne a refusé une proposition, ou son auteur"
    " l'a retirée.",
    "aid-declared/1": "Le bénéficiaire a attesté les aides reçues d'autres.",
    "undertaking-declared/1": "Le bénéficiaire forme une entreprise unique avec d'autres.",
    "tiers-adopted/1": "Les partenaires ont convenu du partage des distributions.",
    "support-opened/1": "Un accompagnement a commencé.",
    "support-delivered/1": "Du temps d'accompagnement a été donné.",
    "support-ended/1": "Un accompagnement est terminé.",
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
    "party-erased/1": "Une personne a été effacée : sa clé est détruite.",
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
    "signer-registered/1": "La clé publique d'une personne a été enregistrée.",
    "signer-revoked/1": "Une clé de signature a été révoquée.",
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
JOURNAL: Final = {
    "position": "La position du fait dans le registre ; un fait est une écriture.",
    "ordinal": "Le rang de la ligne dans l'écriture, à partir de 0.",
    "operation_date": "La date d'opération.",
    "accounting_date": "La date comptable : celle d'opération, la période étant ouverte.",
    "recorded_at": "L'instant d'enregistrement (RFC 3339, UTC) : la date de validation.",
    "topic": "Ce que dit le fait ([événements](evenements.md)).",
    "movement": "La sorte de mouvement ; d'une annulation, celle du mouvement annulé.",
    "account": "Le compte logique ([comptes](comptes.md)).",
    "debit": "Le montant au débit ; une ligne a l'un ou l'autre, jamais les deux.",
    "credit": "Le montant au crédit.",
    "currency": "La monnaie (ISO 4217).",
    "fund": "Le fonds.",
    "compartment": "Le compartiment.",
    "bank_account": "Le compte bancaire.",
    "party": "Le tiers ; d'une personne effacée, ou avec `--no-names`, son numéro.",
    "party_number": "Le numéro du tiers, qui distingue les homonymes.",
    "sector": "Qui apporte.",
    "origin": "L'origine de l'argent.",
    "terms": "À quelles conditions.",
    "instrument": "Sous quel contrat.",
    "carrier": "Le tiers qui porte l'argent ; ces lignes sont là avec `--carried`.",
    "project": "Le projet.",
    "agreement": "La référence de la convention.",
    "agreement_name": "Le nom de la convention.",
    "earmark": "L'affectation.",
    "label": "Le libellé ; d'une annulation, celui du mouvement annulé.",
    "reference": "La référence du mouvement.",
    "reverses": "La position du fait que cette écriture annule.",
    "replaces": "La position du fait que cette écriture corrige.",
    "reason": "Le motif d'une annulation ou d'une correction.",
    "actor": "Qui a enregistré le fait.",
    "evidence": "Les empreintes des pièces.",
}
JOURNAL_TOLD: Final = """
`blendfund export journal` : une ligne par mouvement de compte, avec toutes ses
dimensions.

- Ordre : celui des positions, puis des rangs. C'est l'ordre de validation, celui d'un
  livre-journal : un export plus récent ne fait qu'ajouter des lignes à la fin (seul le
  nom d'un tiers fusionné ou effacé depuis peut changer).
- Une annulation est une écriture comme une autre : débit et crédit échangés, à la date
  d'opération du mouvement annulé. Rien ne disparaît du journal.
- Par compte, la somme des débits moins les crédits est le solde de `report balance`.
- L'argent que des tiers portent n'est pas celui du fonds : il n'y est qu'avec
  `--carried`.
- `rfc4180` (par défaut) : UTF-8, virgules, CRLF, clés anglaises, `1234.50`, AAAA-MM-JJ.
- `excel-fr` : UTF-8 avec BOM, `;`, CRLF, titres et mots français, `1234,50`, JJ/MM/AAAA
  ; un texte qui commence par `=`, `+`, `-` ou `@` est précédé d'une apostrophe.
"""
PLAIN_TEXT: Final = """
`blendfund export beancount` (Beancount 3) et `blendfund export hledger` (hledger, et
ledger qui lit le même fichier) disent les mêmes écritures, dans l'ordre des dates
d'opération.

- En tête, en commentaires : le fonds, la date, la position et la racine du registre.
- Les comptes sont ceux de la page [Comptes](comptes.md) ; Beancount garde le compte
  logique dans la métadonnée `logical`. Le hors-bilan est sous `Equity:Off-Balance`, où
  il s'annule.
- Chaque fait est une écriture : le tiers ou le projet, puis le libellé (à défaut, la
  sorte de mouvement). La position est la métadonnée `position` (Beancount) ou le code
  entre parenthèses (hledger).
- Ce que le fait dit d'autre est en métadonnées ou en étiquettes : `event-id` (le flux
  et la version de l'événement), `recorded-at`, `actor`, `topic`, `reverses`,
  `replaces`, `reason`, `project`, `agreement`, `agreement-name`, `sector`, `origin`,
  `instrument`, `terms`, `reference`, `evidence` ; sous une ligne, `compartment`,
  `bank-account` et `earmark`.
- Beancount porte aussi une étiquette par sorte de fait (`#disbursement-paid`), un lien
  par convention (`^F-2026-0001`) et un lien par fait (`^fact-12`) : une annulation et
  une correction portent celui du fait qu'elles visent.
- Les soldes de tous les comptes sont affirmés à chaque fin de mois, du premier au
  dernier mois mouvementé, et à la date demandée si le dernier mois n'est pas fini : par
  `balance`, daté du lendemain (Beancount), ou par une écriture de zéro avec `= solde`
  (hledger, ledger). Ils viennent des totaux dont sont faits les rapports : qui lit le
  fichier les prouve.
- Toutes les décimales de la monnaie, et `tolerance_multiplier` à zéro : un demi-centime
  d'écart est refusé.
- Les textes : Beancount les relit exactement. hledger et ledger n'ont pas d'échappement
  : sur une ligne, coupés à 400 caractères ; dans un libellé `;` devient `,` et `|`
  devient `/` ; dans une étiquette `,` devient `;` ; les crochets deviennent des
  parenthèses. Partout, un caractère de contrôle ou invisible est montré par son code
  (`\\u001b`).
- L'argent que des tiers portent n'y est pas : ce sont les comptes du fonds.
"""
NATURES: Final = {
    Nature.ASSET: "actif",
    Nature.LIABILITY: "dettes",
    Nature.EQUITY: "fonds propres",
    Nature.INCOME: "produits",
    Nature.EXPENSE: "charges",
    Nature.OFF_BALANCE: "hors bilan",
}
ACCOUNTS: Final = {
    "bank": "L'argent du fonds, tous comptes bancaires et compartiments ensemble.",
    "advance_receivable": "Avances remboursables versées : capital restant dû.",
    "loan_receivable": "Prêts versés, à taux zéro compris : capital restant dû.",
    "participating_loan_receivable": "Prêts participatifs versés : capital restant dû.",
    "quasi_equity_held": "Quasi-fonds propres apportés aux projets.",
    "equity_held": "Parts et actions souscrites.",
    "returnable_contributions_paid": "Apports avec droit de reprise faits aux projets.",
    "associative_notes_held": "Titres associatifs souscrits.",
    "deposits_paid": "Dépôts de garantie versés.",
    "clawback_receivable": "Subventions redemandées, qui doivent revenir.",
    "recourse_receivable": "Recours : ce que les projets doivent pour les appels payés.",
    "recourse_provisions": "Dépréciation des recours, en totalité (au crédit).",
    "counter_guarantor_receivable": "Ce que les contre-garants doivent d'appels payés.",
    "loan_provisions": "Ce que l'on s'attend à perdre du capital prêté (au crédit).",
    "repayable_advances": "Avances remboursables reçues : ce qui reste à rendre.",
    "borrowings": "Emprunts reçus, à taux zéro compris : ce qui reste à rendre.",
    "participating_borrowings": "Prêts participatifs reçus : ce qui reste à rendre.",
    "quasi_equity_received": "Quasi-fonds propres reçus, qui seront à rendre.",
    "associative_notes": "Titres associatifs émis par le fonds.",
    "deposits_received": "Dépôts de garantie reçus, qui seront à rendre.",
    "payments_held": "Paiements au-delà de ce qui était dû, gardés en attente.",
    "due_to_counter_guarantors": "Part de récupérations à rendre aux contre-garants.",
    "equity_received": "Parts et actions souscrites dans le fonds.",
    "returnable_contributions": "Apports reçus avec droit de reprise.",
    "permanent_contributions": "Apports reçus sans droit de reprise.",
    "opening_balance": "La contrepartie des soldes repris à l'ouverture du registre.",
    "grant_income": "Subventions reçues, trop-perçus déduits.",
    "donation_income": "Dons reçus, trop-perçus déduits.",
    "interest_income": "Intérêts, dividendes et commissions reçus des projets.",
    "recovery_income": "Encaissé sur ce qui avait été passé en perte.",
    "counter_guarantee_income": "Part des contre-garants dans les appels payés, moins leur"
    " part de ce qui a été récupéré.",
    "fee_income": "Frais et pénalités reçus des projets.",
    "clawback_income": "Parts de subventions redemandées.",
    "gain_income": "Prix de vente de participations au-delà de leur coût.",
    "provision_income": "Provisions reprises.",
    "treasury_income": "Intérêts des comptes du fonds.",
    "income_taken_over": "Produits d'avant le registre, repris en une fois.",
    "grants_paid": "Aides versées sans retour attendu.",
    "funding_interest": "Intérêts payés aux financeurs.",
    "write_off_loss": "Principal passé en perte.",
    "guarantee_calls_paid": "Payé aux prêteurs qui ont appelé une garantie.",
    "provision_expense": "Provisions constituées.",
    "expenses": "Frais de fonctionnement et d'accompagnement.",
    "expenses_taken_over": "Charges et pertes d'avant le registre, reprises en une fois.",
    "pledge_receivable": "Annoncé par les financeurs, sans engagement.",
    "pledge_contra": "Sa contrepartie.",
    "commitment_receivable": "Engagements fermes des financeurs qui restent à recevoir.",
    "commitment_received_contra": "Leur contrepartie.",
    "guarantee_received": "Garanties que le fonds a reçues.",
    "guarantee_received_contra": "Leur contrepartie.",
    "commitment_given": "Conventionné avec les projets et pas encore décaissé.",
    "commitment_given_contra": "Sa contrepartie.",
    "counter_guarantee_received": "Contre-garanties reçues : ce qu'elles portent au plus.",
    "counter_guarantee_received_contra": "Contrepartie des contre-garanties reçues.",
    "guarantee_given": "Garanties que le fonds a données.",
    "guarantee_given_contra": "Leur contrepartie.",
    "loans_covered": "Montant nominal des prêts que couvrent les garanties données.",
    "loans_covered_contra": "Sa contrepartie.",
    "covered_outstanding": "Encours de ces prêts, tel que le prêteur l'a déclaré.",
    "covered_outstanding_contra": "Sa contrepartie.",
    "charges_due": "Frais et pénalités facturés et non payés.",
    "charges_due_contra": "Leur contrepartie.",
    "interest_waived": "Intérêts échus que le fonds a abandonnés.",
    "interest_waived_contra": "Leur contrepartie.",
    "cofinancing": "L'argent des autres dans les projets, déclaré.",
    "cofinancing_contra": "Sa contrepartie.",
    "cofinancing_planned": "L'argent des autres dans les projets, prévu.",
    "cofinancing_planned_contra": "Sa contrepartie.",
    "in_kind_used": "Soutien en nature employé, valorisé ; jamais de la trésorerie.",
    "in_kind_received": "Sa contrepartie : le soutien en nature reçu.",
}
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

MAPPING: Final = {
    "[file]": "Comment le tableur est fait ; ce qui n'est pas dit est deviné. `format`"
    " (csv, xlsx), `sheet` (feuille du classeur), `header` (ligne des titres), `skip`"
    " (lignes à sauter dessous), `encoding` (utf-8, cp1252), `separator`, `decimal`,"
    ' `thousands`, `dates` (`"%d/%m/%Y"`, `"excel"` pour des jours comptés depuis 1900,'
    " ou une liste).",
    "[columns]": "Champ = colonne, par son titre (sans casse ni accents) ou sa lettre.",
    "[texts]": 'Champ = texte fait de colonnes : `"{Objet} - {N° dossier}"`.',
    "[fixed]": "Champ = valeur, là où la cellule est vide ou sans colonne.",
    "[values.CHAMP]": 'Mot du tableur = mot du registre : `"Subvention" = "grant"`.',
    "[ignore]": 'Colonne = textes des lignes à sauter : `"Total*"` ; `""` pour une cellule'
    " vide.",
    "[[movement]]": "Un mouvement qu'une ligne peut porter : ses propres `columns`,"
    " `texts`, `fixed`, qui l'emportent sur celles de tous ; `sign` (positive, negative,"
    " any) ; `when`, comme `[ignore]`, pour n'en prendre que certaines lignes.",
}
MAPPED: Final = """
`blendfund import mapped` lit le tableur de n'importe qui, en CSV ou XLSX, comme le dit une
correspondance en TOML. Les champs sont les colonnes du format natif, et `party_identifier`,
`beneficiary`, `beneficiary_identifier` (SIREN ou SIRET), `beneficiary_rna`. La monnaie est
celle du fonds quand rien ne la dit.

Une ligne porte un mouvement, ou plusieurs `[[movement]]` ; un montant vide ou nul n'en fait
aucun, et une ligne dont rien n'est pris est une erreur, jamais un oubli. Plusieurs
mouvements d'une ligne sous une même référence se distinguent par leur sorte (`12`,
`12:disbursement`).
Un classeur donne ses vraies dates et les valeurs de ses formules ; un nombre y est lu sur
quinze chiffres, comme le tableur le montre, et jamais arrondi au-delà.
"""
EXPECTED: Final = """
`--totals` (de `import mapped`, `import movements` et `report differences`) lit des totaux
attendus. `date` est la date des totaux (aujourd'hui par défaut) ; un montant est un nombre
ou un texte (`"1 250,50"`). L'écart est l'attendu moins le trouvé.

```toml
date = 2024-12-31
[total]
received = 108300
[party.received]
"Ville de Colmar" = 5400
[year.disbursed]
2024 = 20000
```
"""
EXPECTED_BY: Final = {
    "total": "du fonds entier",
    "party": "d'un tiers, par son nom ou son SIREN ou SIRET",
    "project": "d'un projet, par son nom ou sa référence",
    "sector": "d'un secteur",
    "year": "d'une année de flux",
}
