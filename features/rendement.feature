# language: fr
Fonctionnalité: Calculer le rendement sans jamais l'inventer
  Le TRI se calcule sur les flux datés, au taux annuel exact/365. Quand il n'existe pas, on
  dit pourquoi.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 20 000 € en subvention le 01/01/2020

  Scénario: Un prêt remboursé en cinq ans
    Étant donné le fichier « pret.csv » importé :
      | date       | kind         | amount | project      | instrument |
      | 2020-01-01 | disbursement | 10000  | Ressourcerie | loan       |
      | 2021-01-01 | repayment    | 2000   | Ressourcerie |            |
      | 2021-01-01 | interest     | 300    | Ressourcerie |            |
      | 2022-01-01 | repayment    | 2000   | Ressourcerie |            |
      | 2022-01-01 | interest     | 300    | Ressourcerie |            |
      | 2023-01-01 | repayment    | 2000   | Ressourcerie |            |
      | 2023-01-01 | interest     | 300    | Ressourcerie |            |
      | 2024-01-01 | repayment    | 2000   | Ressourcerie |            |
      | 2024-01-01 | interest     | 300    | Ressourcerie |            |
      | 2025-01-01 | repayment    | 2000   | Ressourcerie |            |
      | 2025-01-01 | interest     | 300    | Ressourcerie |            |
    Alors le TRI de « Ressourcerie » est de 4,8417 %
    Et le multiple de « Ressourcerie » est de 1,15

  Scénario: En cours de route, le capital restant dû compte comme dernier flux
    Étant donné que le fonds décaisse 1 000 € pour « Ressourcerie » en prêt le 01/01/2021
    Quand « Ressourcerie » paie 50 € d'intérêts le 01/01/2022
    Alors le TRI de « Ressourcerie » est de 5,00 % au 01/01/2022
    Et le multiple de « Ressourcerie » est de 1,05 au 01/01/2022

  Scénario: Une aide n'a pas de TRI
    Étant donné que le fonds décaisse 1 000 € pour « Épicerie solidaire » en aide le 01/01/2021
    Alors le fonds n'a pas de rendement

  Scénario: Un prêt entièrement perdu n'a pas de TRI
    Étant donné que le fonds décaisse 1 000 € pour « Ressourcerie » en prêt le 01/01/2021
    Quand le fonds passe 1 000 € en perte sur « Ressourcerie » le 01/06/2021
    Alors le TRI de « Ressourcerie » n'est pas calculable
    Et le multiple de « Ressourcerie » est de 0
