# language: fr
Fonctionnalité: Employer l'argent affecté à ce qui est permis
  Un apporteur peut limiter l'usage de son argent. Chaque décaissement prend l'argent qu'il
  nomme, sinon l'argent libre d'abord, puis le plus ancien qui convienne.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « contribution commit QUARTIERS --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount 1000 --earmark Quartiers --on 2020-01-10 --create »
    Et la commande « contribution receive QUARTIERS --amount 1000 --on 2020-01-15 »
    Et la commande « contribution commit LIBRE --fund ALSACE --party Fondation --sector philanthropy --instrument donation --terms concessional --amount 200 --on 2020-01-10 --create »
    Et la commande « contribution receive LIBRE --amount 200 --on 2020-01-15 »
    Et la commande « earmark define Quartiers --fund ALSACE --territory 67482 --highest-rate 2% --on 2020-01-10 »
    Et la commande « project add Recyclerie --territory 67482001 --on 2020-01-10 »
    Et la commande « project add Loin --territory 75 --on 2020-01-10 »
    Et la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --rate 1% --amount 500 --on 2020-02-01 »
    Et la commande « fund rules ALSACE --overcommitment allowed --on 2020-02-01 »
    Et la commande « financing contract AIDE-1 --fund ALSACE --project Loin --instrument grant --amount 500 --on 2020-02-01 »

  Scénario: L'argent libre part d'abord, puis l'argent affecté qui convient
    Quand on tape « financing disburse PRET-1 --amount 300 --on 2020-02-02 »
    Alors c'est enregistré
    Et il reste 0 € sans affectation
    Et il reste 900 € sous l'affectation « Quartiers »

  Scénario: Un décaissement qui entame une affectation est refusé, avec ce qui reste libre
    Quand on tape « financing disburse AIDE-1 --amount 300 --on 2020-02-02 »
    Alors c'est refusé : « earmark-broken »
    Et le message cite « Quartiers »
    Et le message cite « 200,00 € »
    Et rien n'est écrit

  Scénario: Une affectation nommée doit permettre le projet
    Quand on tape « financing disburse AIDE-1 --amount 100 --earmark Quartiers --on 2020-02-02 »
    Alors c'est refusé : « earmark-limit »
    Et le message cite « le territoire »

  Scénario: Une affectation nommée ne donne que ce qu'elle a
    Quand on tape « financing disburse PRET-1 --amount 500 --earmark Quartiers --on 2020-02-02 »
    Alors c'est enregistré
    Et il reste 500 € sous l'affectation « Quartiers »
    Et il reste 200 € sans affectation

  Scénario: Les remboursements retournent à leur affectation
    Étant donné la commande « financing disburse PRET-1 --amount 500 --earmark Quartiers --on 2020-02-02 »
    Quand on tape « financing repay PRET-1 --amount 120 --on 2020-06-01 »
    Alors il reste 620 € sous l'affectation « Quartiers »

  Scénario: Ou deviennent libres, si la convention le dit
    Étant donné la commande « contribution commit EMPLOI --fund ALSACE --party Ville --sector public --instrument grant --terms concessional --amount 400 --earmark Emploi --on 2020-01-10 --create »
    Et la commande « contribution receive EMPLOI --amount 400 --on 2020-01-15 »
    Et la commande « earmark define Emploi --fund ALSACE --repayments free --on 2020-01-10 »
    Et la commande « financing disburse PRET-1 --amount 300 --earmark Emploi --on 2020-02-02 »
    Quand on tape « financing repay PRET-1 --amount 120 --on 2020-06-01 »
    Alors il reste 100 € sous l'affectation « Emploi »
    Et il reste 320 € sans affectation

  Scénario: Un import est un fait : l'affectation entamée est signalée
    Quand on importe « releve.csv » :
      | date       | kind         | amount | project | instrument |
      | 2020-02-02 | disbursement | 300    | Loin    | grant      |
    Alors c'est enregistré
    Et les rapports signalent « earmark-broken »
