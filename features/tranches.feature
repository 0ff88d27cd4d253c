# language: fr
Fonctionnalité: Faire porter les pertes par des tranches
  La tranche de rang 1 porte les pertes en premier, jusqu'à sa taille, puis les suivantes ; ce
  qu'aucune ne peut prendre est dit, jamais caché.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « tranche define Première --fund ALSACE --rank 1 --size 200000 --on 2020-01-02 »
    Et la commande « tranche define Senior --fund ALSACE --rank 3 --size 500000 --on 2020-01-02 »
    Et la commande « tranche define Mezzanine --fund ALSACE --rank 2 --size 300000 --on 2020-01-02 »

  Plan du scénario: La première perte d'abord, puis la mezzanine, puis la senior
    Alors une perte de <perte> € est portée ainsi : <portée>, et <reste> € par aucune

    Exemples:
      | perte   | portée                                                 | reste  |
      | 350000  | Première 200000, Mezzanine 150000, Senior 0            | 0      |
      | 750000  | Première 200000, Mezzanine 300000, Senior 250000       | 0      |
      | 1200000 | Première 200000, Mezzanine 300000, Senior 500000       | 200000 |

  Scénario: Un rang ne se prend qu'une fois
    Quand on tape « tranche define Autre --fund ALSACE --rank 1 --size 10 --on 2020-01-03 »
    Alors c'est refusé : « tranche-exists »
    Et rien n'est écrit

  Scénario: Demander comment une perte serait portée n'écrit rien
    Quand on tape « report waterfall --fund ALSACE --loss 350000 --json »
    Alors rien n'est écrit

  Scénario: Une convention entre dans une tranche, et n'y entre pas au-delà de sa taille
    Étant donné la commande « contribution commit A --fund ALSACE --party 'Région Grand Est' --sector public --instrument returnable-contribution --terms concessional --amount 150000 --on 2020-02-01 --tranche Première --create »
    Quand on tape « contribution commit B --fund ALSACE --party Fondation --sector philanthropy --instrument donation --terms concessional --amount 50000,01 --on 2020-02-01 --tranche Première --create »
    Alors c'est refusé : « above-tranche »
    Et rien n'est écrit
    Quand on tape « contribution amend A --amount 200000,01 --on 2020-02-02 »
    Alors c'est refusé : « above-tranche »

  Scénario: Une tranche que le fonds n'a pas est refusée
    Étant donné la commande « contribution commit A --fund ALSACE --party 'Région Grand Est' --sector public --instrument returnable-contribution --terms concessional --amount 10 --on 2020-02-01 --create »
    Quand on tape « tranche assign A --tranche Junior --on 2020-02-01 »
    Alors c'est introuvable : « tranche-not-found »
    Et rien n'est écrit

  Scénario: Changer de tranche se date, et s'annule
    Étant donné la commande « contribution commit A --fund ALSACE --party 'Région Grand Est' --sector public --instrument returnable-contribution --terms concessional --amount 10 --on 2020-02-01 --tranche Première --create »
    Et la commande « tranche assign A --tranche Senior --on 2021-01-01 »
    Alors « A » est dans la tranche « Première » au 31/12/2020
    Et « A » est dans la tranche « Senior » au 01/01/2021
    Étant donné la commande « undo --reason erreur »
    Alors « A » est dans la tranche « Première » au 01/01/2021

  Scénario: Dans une tranche, la perte se partage au prorata de ce que chacun a versé
    Étant donné les tranches remplies, et une perte de 100 000 €
    Alors la perte est portée ainsi : « APPORT 50000, DON 50000, MEZZANINE 0, SENIOR 0 »
    Et il reste à « Région Grand Est » 50 000 €
    Et il reste à « Banque du Rhin » 500 000 €

  Scénario: La tranche senior ne perd qu'après les autres
    Étant donné les tranches remplies, et une perte de 550 000 €
    Alors il reste à « Région Grand Est » 0 €
    Et il reste à « Banque du Rhin » 450 000 €
    Et la part versée de « Banque du Rhin » est de 1

  Scénario: Ce qui reste à chacun et les fonds propres font la valeur liquidative
    Étant donné les tranches remplies, et une perte de 100 000 €
    Alors la valeur liquidative est de 900 000 €, dont 50 000 € de fonds propres

  Scénario: Une tranche s'agrandit à partir d'un jour, et garde sa taille avant
    Étant donné la commande « tranche resize Senior --fund ALSACE --size 700000 --on 2021-01-01 »
    Alors une perte de 1200000 € est portée ainsi : Première 200000, Mezzanine 300000, Senior 700000, et 0 € par aucune
    Et la taille de « Senior » est de 500 000 € au 31/12/2020
    Et la taille de « Senior » est de 700 000 € au 01/01/2021
    Étant donné la commande « undo --reason erreur »
    Alors la taille de « Senior » est de 500 000 € au 01/01/2021

  Scénario: Une tranche ne descend pas sous ce que ses conventions apportent
    Étant donné les tranches remplies, et une perte de 100 000 €
    Quand on tape « tranche resize Première --fund ALSACE --size 99999,99 --on 2022-01-01 »
    Alors c'est refusé : « tranche-in-use »
    Et rien n'est écrit

  Scénario: Une perte reste à qui l'a portée
    Étant donné les tranches remplies, et une perte de 100 000 €
    Quand on tape « tranche unassign APPORT --on 2020-03-01 »
    Alors c'est refusé : « losses-borne »
    Et rien n'est écrit

  Scénario: Une distribution rend le capital moins les pertes, la tranche senior d'abord
    Étant donné les tranches remplies, et une perte de 100 000 €
    Alors une distribution de 600 000 € rend « MEZZANINE 100000, SENIOR 500000 », et il en reste 0 €
    Et une distribution de 851 000 € rend « APPORT 50000, MEZZANINE 300000, SENIOR 500000 », et il en reste 1 000 €
