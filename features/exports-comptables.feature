# language: fr
Fonctionnalité: Exporter la comptabilité
  Le journal sort en CSV pour un comptable, et en texte pour des logiciels indépendants qui le
  recalculent : ils l'acceptent et retrouvent, au centime, les soldes de nos rapports.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) s'engage pour 60 000 € en subvention le 10/01/2020
    Et que « Région Grand Est » (public) apporte 45 000,50 € en subvention le 31/01/2020
    Et que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/02/2020
    Et que le fonds conventionne 30 000 € avec « Ressourcerie; du "Ried" » en prêt le 01/03/2020
    Et que le fonds décaisse 20 000 € pour « Ressourcerie; du "Ried" » en prêt le 20/04/2020
    Et que « Ressourcerie; du "Ried" » rembourse 1 000 € le 30/09/2020

  Plan du scénario: Un logiciel indépendant accepte nos comptes et retrouve nos soldes
    Quand on exporte la comptabilité pour <logiciel> au <date>
    Alors <juge> accepte le fichier et retrouve les soldes du rapport au <date>

    Exemples:
      | logiciel  | juge      | date       |
      | beancount | beancount | 31/12/2020 |
      | beancount | beancount | 15/02/2020 |
      | hledger   | hledger   | 31/12/2020 |
      | hledger   | ledger    | 31/12/2020 |

  Scénario: Une annulation est une écriture de plus, et les soldes suivent
    Quand on annule la dernière écriture, parce que « doublon »
    Et on exporte la comptabilité pour beancount au 31/12/2020
    Alors beancount accepte le fichier et retrouve les soldes du rapport au 31/12/2020
    Et le fichier contient « Ressourcerie; du \"Ried\" »
    Et le fichier contient « reason: "doublon" »

  Scénario: Un solde faux est refusé par le logiciel
    Quand on exporte la comptabilité pour beancount au 31/12/2020
    Et quelqu'un change « 45000.50 EUR » en « 45000.51 EUR » dans le fichier
    Alors beancount refuse le fichier

  Scénario: Le journal ne fait que s'allonger
    Quand on exporte le journal au 31/12/2020
    Et le fonds règle 350 € de « Frais de tenue » le 30/04/2020
    Alors le nouveau journal au 31/12/2020 commence par l'ancien et a 2 lignes de plus

  Scénario: Les personnes peuvent rester sans nom
    Quand on exporte le journal sans les noms au 31/12/2020
    Alors le fichier contient « Région Grand Est »
    Et le fichier ne contient pas « Wurtz »

  Scénario: Exporter n'écrit aucun fait
    Quand on exporte la comptabilité pour hledger au 31/12/2020
    Alors rien n'est écrit
