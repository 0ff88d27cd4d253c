# language: fr
Fonctionnalité: Décider en comité, payer à deux
  Un fonds qui a un règlement d'intervention ne conventionne que sur décision du comité, ne
  verse qu'une fois les conditions levées, et fait approuver les gros paiements par une
  seconde personne. Sans règlement, rien de tout cela n'est demandé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --compartment guarantee --on 2024-01-10 --create »
    Et la commande « project add Recyclerie --on 2024-01-02 »

  Scénario: Sans règlement, ni décision ni seconde personne
    Étant donné la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-01 »
    Alors c'est enregistré

  Scénario: Avec un règlement, pas de convention sans décision
    Étant donné le règlement « quorum = 2 »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-01 »
    Alors c'est refusé : « decision-missing »
    Et rien n'est écrit

  Scénario: Sans décision, la garantie d'un projet qu'on inscrit à l'instant est refusée en le nommant
    Étant donné le règlement « quorum = 2 »
    Quand on tape « guarantee grant GAR --fund ALSACE --project 'Fournil neuf' --lender 'Banque du Rhin' --loan 10000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Alors c'est refusé : « decision-missing »
    Et le message cite « pour Fournil neuf »

  Scénario: Une décision de refus se dit au singulier
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result refused »
    Alors c'est enregistré
    Et la réponse cite « Décision sur Recyclerie : refus »
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result refus --amount 10 »
    Alors c'est refusé : « bad-decision »
    Et le message cite « (refus) »

  Scénario: Une convention importée sans décision est un fait : enregistrée, et signalée
    Étant donné le règlement « quorum = 2 »
    Quand on importe « prets.csv » :
      | date       | kind     | amount | project    | instrument | agreement |
      | 2024-02-01 | contract | 15000  | Recyclerie | loan       | PRET      |
    Alors c'est enregistré
    Et les rapports signalent « undecided »
    Étant donné un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 »
    Alors les rapports ne signalent rien
    Étant donné la commande « committee lapse Recyclerie --fund ALSACE --on 2024-02-01 --reason 'dossier retiré' »
    Alors les rapports signalent « undecided »

  Scénario: Une convention importée pour plus que sa décision est signalée, jusqu'à ce que le reste soit décidé
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 »
    Quand on importe « prets.csv » :
      | date       | kind     | amount | project    | instrument | agreement |
      | 2024-02-02 | contract | 10000  | Recyclerie | loan       | PRET-1    |
      | 2024-02-03 | contract | 8000   | Recyclerie | loan       | PRET-2    |
    Alors c'est enregistré
    Et les rapports signalent « over-decision »
    Quand on tape « financing contract PRET-3 --fund ALSACE --project Recyclerie --instrument loan --amount 1 --on 2024-02-04 »
    Alors c'est refusé : « decision-exceeded »
    Étant donné la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 3000 »
    Alors les rapports ne signalent rien

  Scénario: Une décision pour un prêt ne permet pas d'importer une subvention
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 --instrument loan »
    Quand on importe « aides.csv » :
      | date       | kind     | amount | project    | instrument | agreement |
      | 2024-02-02 | contract | 10000  | Recyclerie | grant      | AIDE      |
    Alors c'est enregistré
    Et les rapports signalent « undecided »

  Scénario: Qui a un conflit d'intérêts ne compte ni ne vote
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 --conflict paul --conflict samia »
    Alors c'est refusé : « no-quorum »
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 --conflict paul --for paul »
    Alors c'est refusé : « not-a-voter »
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 --conflict paul »
    Alors c'est enregistré

  Scénario: Une décision sur un autre instrument n'ôte rien à la première
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 --instrument loan »
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 8000 --instrument grant »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-02 »
    Alors c'est enregistré
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 8000,01 --on 2024-02-02 »
    Alors c'est refusé : « decision-exceeded »
    Quand on tape « financing contract PARTS --fund ALSACE --project Recyclerie --instrument equity --amount 1 --on 2024-02-02 »
    Alors c'est refusé : « decision-missing »

  Scénario: Un ajournement se lit dans l'historique
    Étant donné le règlement « quorum = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result adjourned »
    Alors l'historique de « Recyclerie » cite « S1 »

  Scénario: Une décision vaut pour son montant et jusqu'à son terme
    Étant donné le règlement « validity_days = 30 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000,01 --on 2024-02-02 »
    Alors c'est refusé : « decision-exceeded »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-03-03 »
    Alors c'est refusé : « decision-missing »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-03-02 »
    Alors c'est enregistré

  Scénario: Rien n'est versé avant que les conditions soient levées
    Étant donné la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et le règlement « quorum = 1 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed-under-conditions --amount 15000 --condition 'Bail signé' »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-02 »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors c'est refusé : « conditions-open »
    Étant donné la commande « committee fulfil Recyclerie --fund ALSACE --condition 1 --on 2024-02-04 »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-05 »
    Alors c'est enregistré

  Scénario: Une autre décision ne lève pas les conditions de la première
    Étant donné la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et le règlement « quorum = 1 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed-under-conditions --amount 15000 --instrument loan --condition 'Bail signé' »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-02 »
    Et la commande « committee hold S2 --fund ALSACE --present camille --on 2024-03-01 »
    Et la commande « committee decide Recyclerie --fund ALSACE --session S2 --result agreed --amount 3000 --instrument grant »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-03-05 »
    Alors c'est refusé : « conditions-open »
    Étant donné la commande « committee fulfil Recyclerie --fund ALSACE --condition 1 --on 2024-03-06 »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-03-05 »
    Alors c'est refusé : « conditions-open »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-03-06 »
    Alors c'est enregistré

  Scénario: Un gros paiement est proposé par l'un, approuvé par un autre
    Étant donné la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et le règlement « disbursement_above = 10000 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-02 »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Et la trésorerie est de 100 000 €
    Quand on tape « --actor camille approve 15 --on 2024-02-04 »
    Alors c'est refusé : « self-approval »
    Quand on tape « --actor jean approve 15 --on 2024-02-04 »
    Alors c'est refusé : « not-a-member »
    Étant donné la commande « --actor paul approve 15 --on 2024-02-04 »
    Quand on tape « financing disburse PRET --amount 14000 --on 2024-02-05 »
    Alors cela attend une seconde personne
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-05 »
    Alors c'est enregistré
    Et la trésorerie est de 85 000 €
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Un gros appel en garantie se paie aussi à deux
    Étant donné la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et le règlement « disbursement_above = 10000 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 65000 »
    Et la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Et la commande « guarantee call GAR --amount 15000 --on 2024-06-01 »
    Quand on tape « guarantee pay GAR --amount 15000 --on 2024-06-02 »
    Alors cela attend une seconde personne
    Étant donné la commande « --actor paul approve 17 --on 2024-06-03 »
    Quand on tape « guarantee pay GAR --amount 15000 --on 2024-06-04 »
    Alors c'est enregistré
    Et la trésorerie est de 85 000 €
    Quand on tape « guarantee pay GAR --amount 15000 --on 2024-06-05 »
    Alors c'est refusé : « above-claim »

  Scénario: Une garantie reste dans le multiple de son fonds
    Étant donné la commande « contribution receive DOTATION --amount 10000 --on 2024-01-11 »
    Et le règlement « guarantee_multiplier = 2 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 60000 »
    Quand on tape « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 40000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Alors c'est refusé : « above-multiplier »
    Quand on tape « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 30000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Alors c'est enregistré
