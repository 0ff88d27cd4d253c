# language: fr
Fonctionnalité: Reprendre un fonds commencé ailleurs
  Les soldes repris s'équilibrent, nourrissent tous les rapports, et chaque rapport le dit.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020

  Scénario: Une reprise équilibrée
    Quand on reprend « reprise.csv » :
      | date       | kind                  | amount | party  | sector     | instrument | terms        | project      | label   |
      | 2020-01-01 | opening-cash          | 420    |        |            |            |              |              | Banque  |
      | 2020-01-01 | opening-contribution  | 600    | Région | public     | grant      | concessional |              |         |
      | 2020-01-01 | opening-contribution  | 300    | Caisse | solidarity | loan       | market       |              |         |
      | 2020-01-01 | opening-reimbursement | 50     | Caisse |            |            |              |              |         |
      | 2020-01-01 | opening-financing     | 350    |        |            | loan       |              | Ressourcerie |         |
      | 2020-01-01 | opening-expense       | 80     |        |            |            |              |              | Charges |
    Alors c'est enregistré
    Et la trésorerie est de 420 €
    Et les apports reçus sont de 900 €
    Et les remboursements aux apporteurs sont de 50 €
    Et l'encours est de 350 €
    Et les frais sont de 80 €
    Et les rapports signalent « opening-balance »
    Et le bilan s'équilibre

  Scénario: Une reprise qui ne s'équilibre pas est refusée avec l'écart
    Quand on reprend « reprise.csv » :
      | date       | kind                 | amount | party  | sector | instrument | terms        | label  |
      | 2020-01-01 | opening-cash         | 420    |        |        |            |              | Banque |
      | 2020-01-01 | opening-contribution | 600    | Région | public | grant      | concessional |        |
    Alors c'est refusé : « opening-unbalanced »
    Et le message cite « 180,00 € »
    Et rien n'est écrit

  Scénario: La vie continue après la reprise
    Étant donné le fichier « reprise.csv » repris :
      | date       | kind                 | amount | party  | sector | instrument | terms        | project      | agreement | label  |
      | 2020-01-01 | opening-cash         | 100    |        |        |            |              |              |           | Banque |
      | 2020-01-01 | opening-contribution | 300    | Région | public | grant      | concessional |              |           |        |
      | 2020-01-01 | opening-financing    | 200    |        |        | loan       |              | Ressourcerie | PRET-1    |        |
    Quand on tape « financing repay PRET-1 --amount 80 --on 2020-06-01 »
    Alors l'encours est de 120 €
    Et la trésorerie est de 180 €
