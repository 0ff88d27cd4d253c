# language: fr
Fonctionnalité: Mesurer l'encours à risque
  L'encours à risque est le solde entier des prêts dont une échéance est en retard de plus de
  trente, soixante ou quatre-vingt-dix jours ; un prêt sans échéancier empêche de le savoir.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 200 000 € en subvention le 15/01/2020
    Et la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument zero-loan --amount 12000 --start 2020-01-31 --periods 12 --every month --create »
    Et la commande « financing disburse PRET-1 --amount 12000 --on 2020-01-31 »
    Et la commande « financing contract PRET-2 --fund ALSACE --project Épicerie --instrument zero-loan --amount 36000 --start 2020-01-31 --periods 12 --every month --create »
    Et la commande « financing disburse PRET-2 --amount 36000 --on 2020-01-31 »
    Et la commande « financing repay PRET-2 --amount 6000 --on 2020-02-29 »

  Scénario: Le solde entier du prêt est à risque, pas la seule échéance
    Alors l'encours brut est de 42 000 € au 31/03/2020
    Et le « par30 » est de 12 000 €, soit 28,57 %, au 31/03/2020

  Scénario: Trente jours de retard ne suffisent pas, trente et un oui
    Alors le « par30 » est de 0 €, soit 0,00 %, au 30/03/2020
    Et le « par30 » est de 12 000 €, soit 28,57 %, au 31/03/2020
    Et le « par60 » est de 0 €, soit 0,00 %, au 31/03/2020

  Scénario: Un prêt soldé en retard n'est plus à risque
    Étant donné la commande « financing repay PRET-1 --amount 12000 --on 2020-03-31 »
    Alors le « par30 » est de 0 €, soit 0,00 %, au 31/03/2020

  Scénario: Un prêt sans échéancier empêche de mesurer le risque
    Étant donné que le fonds décaisse 500 € pour « Jardin partagé » en prêt le 01/03/2020
    Alors le « par30 » n'est pas calculable au 31/03/2020 : 1 prêt est sans échéancier

  Scénario: Une perte sort de l'encours et se voit toujours
    Étant donné que le fonds passe 12 000 € en perte sur « Recyclerie » le 01/06/2020
    Et que le fonds récupère 1 500 € sur « Recyclerie » le 01/07/2020
    Alors le portefeuille dit 12 000 € passés en perte et 1 500 € récupérés

  Scénario: Le règlement dit ce qu'il faut provisionner selon le retard
    Alors le règlement ne demande aucune provision au 31/03/2020
    Étant donné le règlement « provisions = [{ days = 30, rate = "10 %" }, { days = 90, rate = "50 %" }] », adopté depuis le 05/01/2020
    Alors le règlement demande une provision de 0 € au 29/03/2020
    Et le règlement demande une provision de 1 200 € au 30/03/2020
    Et le règlement demande une provision de 6 000 € au 29/05/2020
    Et le règlement demande une provision de 9 000 € au 30/05/2020
