# language: fr
Fonctionnalité: Tenir plusieurs fonds dans un registre
  Chaque fonds a sa trésorerie, sa monnaie et ses rapports ; l'argent de l'un ne paie jamais
  pour l'autre.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et un autre fonds « LORRAINE » tenu en EUR depuis le 01/01/2021
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 01/02/2021
    Et que pour le fonds « LORRAINE », « Région Grand Est » (public) apporte 70 € en subvention le 01/02/2021

  Scénario: Chaque fonds compte le sien
    Alors les apports reçus sont de 100 €
    Et pour le fonds « LORRAINE », les apports reçus sont de 70 €

  Scénario: Un fonds ne dépense pas l'argent de l'autre
    Quand pour le fonds « LORRAINE », le fonds décaisse 80 € pour « Atelier » en prêt le 01/03/2021
    Alors c'est refusé : « not-enough-cash »
    Et rien n'est écrit

  Scénario: Chaque fonds a sa date d'ouverture
    Quand pour le fonds « LORRAINE », « Mairie de Metz » (public) apporte 5 € en don le 31/12/2020
    Alors c'est refusé : « before-fund »

  Scénario: Un fonds garde sa monnaie
    Étant donné un autre fonds « BALE » tenu en CHF depuis le 01/01/2021
    Quand pour le fonds « BALE », « Région Grand Est » (public) apporte 5 € en don le 01/02/2021
    Alors c'est refusé : « other-currency »
