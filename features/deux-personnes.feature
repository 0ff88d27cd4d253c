# language: fr
Fonctionnalité: Deux personnes pour payer
  Au-delà du seuil du règlement d'intervention, un paiement est proposé par l'un et approuvé par
  un autre, membre du comité et sans conflit d'intérêts. Couper un paiement en parts n'y change
  rien, et ce qui a été proposé par erreur se retire.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --on 2024-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et la commande « project add Recyclerie --on 2024-01-02 »
    Et le règlement « disbursement_above = 10000 »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 40000 --conflict samia »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 30000 --on 2024-02-02 »

  Scénario: Qui a déclaré un conflit d'intérêts n'approuve ni ne refuse le paiement
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Quand on tape « --actor samia approve 15 --on 2024-02-03 »
    Alors c'est refusé : « conflict-of-interest »
    Et rien n'est écrit
    Quand on tape « --actor samia reject 15 --on 2024-02-03 »
    Alors c'est refusé : « conflict-of-interest »
    Quand on tape « --actor paul approve 15 --on 2999-01-01 »
    Alors c'est refusé : « future-date »
    Quand on tape « --actor paul approve 15 --on 2024-02-03 »
    Alors c'est enregistré

  Scénario: Les parts d'un paiement coupé comptent ensemble
    Quand on tape « financing disburse PRET --amount 6000 --on 2024-02-03 »
    Alors c'est enregistré
    Quand on tape « financing disburse PRET --amount 6000 --on 2024-02-04 »
    Alors cela attend une seconde personne
    Et le message cite « 6 000,00 € ont déjà été payés »
    Quand on tape « financing disburse PRET --amount 4000 --on 2024-02-04 »
    Alors c'est enregistré
    Quand on tape « financing disburse PRET --amount 0,01 --on 2024-02-05 »
    Alors cela attend une seconde personne
    Et la trésorerie est de 90 000 €

  Scénario: Ce qu'une seconde personne a approuvé ne compte pas dans les parts
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Étant donné la commande « --actor paul approve 15 --on 2024-02-03 »
    Et la commande « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Quand on tape « financing disburse PRET --amount 10000 --on 2024-02-04 »
    Alors c'est enregistré
    Et les rapports ne signalent rien

  Scénario: Ce qui est revenu, ou annulé, ne compte plus
    Étant donné la commande « financing disburse PRET --amount 10000 --on 2024-02-03 »
    Et la commande « undo --reason doublon »
    Et la commande « financing disburse PRET --amount 10000 --on 2024-02-04 »
    Et la commande « financing return PRET --amount 8000 --on 2024-03-01 »
    Quand on tape « financing disburse PRET --amount 8000,01 --on 2024-03-02 »
    Alors cela attend une seconde personne
    Quand on tape « financing disburse PRET --amount 8000 --on 2024-03-02 »
    Alors c'est enregistré

  Scénario: Un paiement coupé et importé est un fait : enregistré, et signalé
    Quand on importe « paiements.csv » :
      | date       | kind         | amount | project    | instrument | agreement |
      | 2024-02-03 | disbursement | 6000   | Recyclerie | loan       | PRET      |
      | 2024-02-04 | disbursement | 6000   | Recyclerie | loan       | PRET      |
    Alors c'est enregistré
    Et les rapports signalent « unapproved »

  Scénario: Ce qui est saisi après le règlement et daté d'avant lui est signalé
    Quand on tape « financing contract ANCIEN --fund ALSACE --project Recyclerie --instrument loan --amount 12000 --on 2024-01-01 »
    Alors c'est enregistré
    Et les rapports signalent « backdated »

  Scénario: Deux conventions ne comptent pas ensemble
    Étant donné la commande « financing contract PRET-2 --fund ALSACE --project Recyclerie --instrument loan --amount 10000 --on 2024-02-02 »
    Et la commande « financing disburse PRET --amount 10000 --on 2024-02-03 »
    Quand on tape « financing disburse PRET-2 --amount 10000 --on 2024-02-03 »
    Alors c'est enregistré

  Scénario: Les appels d'une garantie, payés par parts, comptent ensemble aussi
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 15000 --quota 65% --expires 2029-12-31 --on 2024-02-02 --create »
    Et le règlement « disbursement_above = 5000 », adopté depuis le 01/03/2024
    Et la commande « guarantee call GAR --amount 9000 --on 2024-06-01 »
    Quand on tape « guarantee pay GAR --amount 5000 --on 2024-06-02 »
    Alors c'est enregistré
    Quand on tape « guarantee pay GAR --amount 4000 --on 2024-06-03 »
    Alors cela attend une seconde personne

  Scénario: Qui a proposé retire sa proposition, même approuvée
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Étant donné la commande « --actor paul approve 15 --on 2024-02-03 »
    Quand on tape « --actor camille reject 15 --reason 'mauvais montant' --on 2024-02-04 »
    Alors c'est enregistré
    Et la réponse cite « Proposition 15 retirée »
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-05 »
    Alors cela attend une seconde personne
    Quand on tape « --actor paul approve 15 --on 2024-02-05 »
    Alors c'est introuvable : « proposal-not-found »

  Scénario: Une proposition que plus rien ne permet de payer est dite telle, et se retire
    Quand on tape « financing disburse PRET --amount 30000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Étant donné la commande « financing disburse PRET --amount 1000 --on 2024-02-03 »
    Quand on tape « status »
    Alors la réponse cite « ne peut plus être payé »
    Et la réponse cite « il reste moins à payer »
    Étant donné la commande « reject 15 --on 2024-02-04 »
    Quand on tape « status --json »
    Alors la réponse cite « "proposals":[] »

  Scénario: L'auditeur lit sur la convention qui a proposé et qui a approuvé
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Et sur « PRET », la proposition 15 est « waiting », proposée par camille
    Étant donné la commande « --actor paul approve 15 --on 2024-02-03 »
    Et la commande « financing disburse PRET --amount 15000 --on 2024-02-04 »
    Alors sur « PRET », la proposition 15 est « used », proposée par camille, réponse de paul
    Et sur « PRET », la proposition 15 est « approved », proposée par camille, réponse de paul au 03/02/2024
    Quand on tape « history 17 »
    Alors la réponse cite « employé à la position 17 »

  Scénario: Un refus se lit avec sa raison
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Étant donné la commande « --actor paul reject 15 --reason 'Facture manquante' --on 2024-02-03 »
    Alors sur « PRET », la proposition 15 est « refused », proposée par camille, réponse de paul
    Quand on tape « project file Recyclerie --fund ALSACE »
    Alors la réponse cite « refusé (Facture manquante) »

  Scénario: Une garantie à approuver est une garantie proposée, non un paiement
    Étant donné le règlement « guarantee_above = 5000 », adopté depuis le 02/02/2024
    Quand on tape « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 15000 --quota 65% --expires 2029-12-31 --on 2024-02-03 --create »
    Alors cela attend une seconde personne
    Quand on tape « status »
    Alors la réponse cite « Dernière écriture : Garantie proposée »
    Quand on tape « history GAR »
    Alors la réponse cite « attend une seconde personne »
    Étant donné la commande « --actor paul approve 16 --on 2024-02-03 »
    Et la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 15000 --quota 65% --expires 2029-12-31 --on 2024-02-03 --create »
    Alors sur « GAR », la proposition 16 est « used », proposée par camille, réponse de paul
