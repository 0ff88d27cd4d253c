# language: fr
Fonctionnalité: Décaisser dans la limite de la trésorerie
  On ne verse que l'argent que l'on a, au plus ce qui a été conventionné, et la trésorerie
  reste positive à la fin de chaque journée, y compris dans le passé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 1 000 € en subvention le 15/01/2020

  Scénario: Un prêt décaissé devient de l'encours
    Quand le fonds décaisse 400 € pour « Ressourcerie » en prêt le 01/02/2020
    Alors c'est enregistré
    Et les décaissements sont de 400 €
    Et l'encours est de 400 €
    Et la trésorerie est de 600 €

  Scénario: Une aide décaissée ne laisse pas d'encours
    Quand le fonds décaisse 400 € pour « Épicerie solidaire » en aide le 01/02/2020
    Alors les aides versées sont de 400 €
    Et l'encours est de 0 €

  Scénario: Un décaissement au-delà de la trésorerie est refusé
    Quand le fonds décaisse 1 000,01 € pour « Ressourcerie » en prêt le 01/02/2020
    Alors c'est refusé : « not-enough-cash »
    Et le message cite « 1 000,01 € »
    Et rien n'est écrit

  Scénario: Un décaissement antidaté ne creuse pas de découvert dans le passé
    Étant donné que le fonds décaisse 900 € pour « Ressourcerie » en prêt le 01/03/2020
    Et que « Département » (public) apporte 500 € en subvention le 01/04/2020
    Quand le fonds décaisse 200 € pour « Épicerie solidaire » en aide le 01/02/2020
    Alors c'est refusé : « not-enough-cash »
    Et rien n'est écrit

  Scénario: Un décaissement ne dépasse jamais le montant conventionné
    Étant donné que le fonds conventionne 300 € avec « Ressourcerie » en prêt le 01/02/2020
    Quand le fonds décaisse 300,01 € pour « Ressourcerie » en prêt le 15/02/2020
    Alors c'est refusé : « above-contract »
    Et le montant conventionné est de 300 €
    Et le disponible est de 700 €

  Scénario: Un découvert prouvé par la banque est enregistré et signalé jusqu'à ce qu'il soit comblé
    Quand on importe « releve.csv » avec la preuve de la banque :
      | date       | kind         | amount | project      | instrument |
      | 2020-02-01 | disbursement | 1100   | Ressourcerie | loan       |
    Alors c'est enregistré
    Et la trésorerie est de -100 €
    Et les rapports signalent un découvert
    Mais les rapports ne signalent rien au 31/01/2020

  Scénario: Les frais et les intérêts de trésorerie passent par la banque
    Étant donné que le fonds règle 12 € de « frais bancaires » le 01/02/2020
    Quand la banque crédite 2,40 € d'« intérêts du livret » le 31/12/2020
    Alors les frais sont de 12 €
    Et les produits sont de 2,40 €
    Et la trésorerie est de 990,40 €
    Et le bilan s'équilibre
