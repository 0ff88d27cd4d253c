# language: fr
Fonctionnalité: Appeler les apporteurs et leur rendre
  Un appel de fonds se partage au prorata de ce que chacun a encore à verser, au plus fort
  reste ; une distribution suit la cascade convenue : le capital, le rendement prioritaire,
  le rattrapage, le partage.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit A --fund ALSACE --party 'Région Grand Est' --sector public --instrument returnable-contribution --terms concessional --amount 100 --on 2024-01-02 --create »
    Et la commande « contribution commit B --fund ALSACE --party 'Banque du Rhin' --sector bank --instrument loan --terms market --amount 100 --on 2024-01-02 --create »
    Et la commande « contribution commit C --fund ALSACE --party 'Fondation' --sector philanthropy --instrument returnable-contribution --terms concessional --amount 100 --on 2024-01-02 --create »

  Scénario: Cent euros appelés à trois se partagent sans perdre un centime
    Quand on tape « call make --fund ALSACE --amount 100 --due 2024-02-01 --on 2024-01-05 »
    Alors les parts sont « A 33.34, B 33.33, C 33.33 »

  Scénario: On n'appelle pas plus qu'il n'est promis
    Quand on tape « call make --fund ALSACE --amount 300,01 --on 2024-01-05 »
    Alors c'est refusé : « nothing-to-call »

  Scénario: Sans cascade, le capital seul est rendu
    Étant donné les versements de A, B et C
    Quand on tape « distribution pay --fund ALSACE --amount 300,01 --on 2024-03-01 »
    Alors c'est refusé : « nothing-to-distribute »
    Quand on tape « distribution pay --fund ALSACE --amount 150 --on 2024-03-01 »
    Alors les parts sont « A 50.00, B 50.00, C 50.00 »
    Et les remboursements aux apporteurs sont de 150 €

  Scénario: La trésorerie à venir dit son point bas
    Étant donné la commande « call make --fund ALSACE --amount 300 --due 2024-03-15 --on 2024-01-05 »
    Alors la trésorerie prévue à la fin de « 2024-02 » est de 0 €, vue du 01/02/2024
    Et la trésorerie prévue à la fin de « 2024-03 » est de 300 €, vue du 01/02/2024
    Et le point bas est de 300 €, et de 0 € sans les retards ni les promesses, vu du 01/04/2024
