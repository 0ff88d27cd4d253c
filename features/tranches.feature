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
