# language: fr
Fonctionnalité: Suivre les remboursements et les pertes
  Le capital restant dû se lit à tout moment : ce qui a été décaissé, moins ce qui est
  revenu, moins ce qui est passé en perte.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 1 000 € en subvention le 15/01/2020
    Et que le fonds décaisse 400 € pour « Ressourcerie » en prêt le 01/02/2020

  Scénario: Un remboursement réduit l'encours, les intérêts non
    Étant donné que « Ressourcerie » rembourse 150 € le 01/06/2020
    Quand « Ressourcerie » paie 8 € d'intérêts le 01/06/2020
    Alors l'encours est de 250 €
    Et les remboursements reçus sont de 150 €
    Et les produits sont de 8 €
    Et la trésorerie est de 758 €

  Scénario: On ne rembourse pas plus que le capital restant dû
    Quand « Ressourcerie » rembourse 400,01 € le 01/06/2020
    Alors c'est refusé : « above-outstanding »
    Et rien n'est écrit

  Scénario: Un passage en perte réduit l'encours sans toucher la trésorerie
    Quand le fonds passe 100 € en perte sur « Ressourcerie » le 01/06/2020
    Alors les passages en perte sont de 100 €
    Et l'encours est de 300 €
    Et la trésorerie est de 600 €

  Scénario: Ce qui est passé en perte peut encore être récupéré, pas davantage
    Étant donné que le fonds passe 100 € en perte sur « Ressourcerie » le 01/06/2020
    Et que le fonds récupère 30 € sur « Ressourcerie » le 01/09/2020
    Quand le fonds récupère 70,01 € sur « Ressourcerie » le 01/10/2020
    Alors c'est refusé : « above-written-off »
    Et les récupérations sont de 30 €
    Et la trésorerie est de 630 €

  Scénario: Une aide n'a pas de capital à rembourser
    Étant donné que le fonds décaisse 50 € pour « Épicerie solidaire » en aide le 01/03/2020
    Quand on importe « retour.csv » :
      | date       | kind      | amount | project            | instrument |
      | 2020-06-01 | repayment | 10     | Épicerie solidaire | grant      |
    Alors c'est refusé : « not-repayable »
    Et rien n'est écrit
