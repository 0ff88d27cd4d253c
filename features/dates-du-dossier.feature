# language: fr
Fonctionnalité: Des dates qui se suivent
  Rien n'est daté avant ce sur quoi il repose : une approbation avant sa proposition, un paiement
  avant sa convention, une convention avant sa décision. Ce qu'on importe reste un fait.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --on 2024-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 60000 --on 2024-01-11 »
    Et la commande « project add Recyclerie --on 2024-01-02 »
    Et le règlement « disbursement_above = 10000 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed-under-conditions --amount 40000 --condition 'Bail signé' »
    Et la commande « committee fulfil Recyclerie --fund ALSACE --condition 1 --on 2024-02-01 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 20000 --on 2024-02-02 »

  Scénario: Une approbation ne précède pas sa proposition, ni un paiement son approbation
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Quand on tape « --actor paul approve 16 --on 2024-02-02 »
    Alors c'est refusé : « before-its-ground »
    Étant donné la commande « --actor paul approve 16 --on 2024-02-05 »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-04 »
    Alors c'est refusé : « before-its-ground »
    Et le message cite « l’approbation »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-05 »
    Alors c'est enregistré
    Quand on tape « correct 18 --on 2024-02-04 --reason banque »
    Alors c'est refusé : « before-its-ground »

  Scénario: Un mandat fini n'approuve plus, même à une date d'avant sa fin
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Étant donné la commande « committee end paul --fund ALSACE --on 2024-03-01 »
    Quand on tape « --actor paul approve 16 --on 2024-02-04 »
    Alors c'est refusé : « not-a-member »

  Scénario: Ni paiement, ni frais, ni rééchelonnement avant la convention
    Quand on tape « financing disburse PRET --amount 5000 --on 2024-02-01 »
    Alors c'est refusé : « before-its-ground »
    Et le message cite « la convention »
    Quand on tape « financing charge PRET --kind fee --amount 50 --on 2024-02-01 »
    Alors c'est refusé : « before-its-ground »
    Étant donné la commande « financing disburse PRET --amount 5000 --on 2024-02-02 »
    Quand on tape « financing reschedule PRET --start 2024-03-31 --periods 4 --every month --on 2024-02-01 --reason essai »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « correct 16 --on 2024-02-01 --reason banque »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « correct 16 --on 2024-02-03 --reason banque »
    Alors c'est enregistré
    Quand on tape « correct 15 --on 2024-02-04 --reason erreur »
    Alors c'est refusé : « after-what-rests »
    Quand on tape « correct 15 --on 2024-02-03 --reason erreur »
    Alors c'est enregistré

  Scénario: Une convention n'est pas redatée avant la décision sur laquelle elle repose
    Quand on tape « correct 15 --on 2024-01-31 --reason erreur »
    Alors c'est refusé : « before-its-ground »
    Et le message cite « la décision »
    Quand on tape « correct 15 --on 2024-02-01 --reason erreur »
    Alors c'est enregistré
    Et les rapports ne signalent rien

  Scénario: Un appel en garantie ne se paie pas avant d'être fait
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 20000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Et la commande « guarantee call GAR --amount 2000 --on 2024-06-01 »
    Et la commande « guarantee call GAR --amount 3000 --on 2024-08-01 »
    Quand on tape « guarantee pay GAR --amount 2000 --on 2024-05-31 »
    Alors c'est refusé : « before-its-ground »
    Et le message cite « l’appel (1er juin 2024) »
    Quand on tape « guarantee pay GAR --amount 2000 --on 2024-06-01 »
    Alors c'est enregistré
    Quand on tape « guarantee pay GAR --amount 1 --on 2024-07-31 »
    Alors c'est refusé : « before-its-ground »
    Et le message cite « l’appel (1er août 2024) »
    Quand on tape « correct 19 --on 2024-06-02 --reason erreur »
    Alors c'est refusé : « after-what-rests »
    Quand on tape « correct 21 --on 2024-05-31 --reason erreur »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « correct 21 --on 2024-06-15 --reason erreur »
    Alors c'est enregistré
    Quand on tape « correct 19 --on 2024-06-02 --reason erreur »
    Alors c'est enregistré

  Scénario: Un appel de fonds n'est pas dû avant d'être lancé
    Quand on tape « call make --fund ALSACE --amount 1000 --due 2024-03-01 --on 2024-03-02 »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « contribution call DOTATION --amount 1000 --due 2024-03-01 --on 2024-03-02 »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « call make --fund ALSACE --amount 1000 --due 2024-03-02 --on 2024-03-02 »
    Alors c'est enregistré
    Quand on tape « correct 16 --on 2024-03-03 --reason erreur »
    Alors c'est refusé : « before-its-ground »

  Scénario: Ce qui suit une décision, ou une demande, n'est pas d'avant elle
    Quand on tape « committee lapse Recyclerie --fund ALSACE --on 2024-01-31 »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 1 --valid-until 2024-01-31 »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « committee appoint jean --fund ALSACE --until 2024-02-09 --on 2024-02-10 »
    Alors c'est refusé : « before-its-ground »
    Quand on tape « project apply Recyclerie --fund ALSACE --amount 10 --use Travaux=10 --resource Fonds=10 --esus-from 2024-02-01 --esus-until 2024-01-31 --on 2024-02-10 »
    Alors c'est refusé : « before-its-ground »
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 10 --use Travaux=10 --resource Fonds=10 --on 2024-02-10 »
    Quand on tape « project assess Recyclerie --fund ALSACE --on 2024-02-09 »
    Alors c'est refusé : « before-its-ground »

  Scénario: Le plan d'une demande dit de ce fonds ce qui lui est demandé
    Quand on tape « project apply Recyclerie --fund ALSACE --amount 30000 --use Travaux=50000 --resource Fonds=20000:this-fund --resource Crédit=30000:bank --on 2024-02-10 »
    Alors c'est refusé : « plan-share »
    Quand on tape « project apply Recyclerie --fund ALSACE --amount 20000 --use Travaux=50000 --resource Fonds=20000:this-fund --resource Crédit=30000:bank --on 2024-02-10 »
    Alors c'est enregistré

  Scénario: Le prêteur ne contre-garantit pas son propre prêt
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 20000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Quand on tape « guarantee counter-guarantee GAR --by 'Banque du Rhin' --quota 50% --on 2024-02-03 »
    Alors c'est refusé : « lender-bears »
    Quand on tape « guarantee counter-guarantee GAR --by 'Garant commun' --quota 50% --on 2024-02-03 --create »
    Alors c'est enregistré
