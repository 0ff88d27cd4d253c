# language: fr
Fonctionnalité: Lire la composition du fonds
  Qui a apporté, sous quelle forme, à quelles conditions : chaque euro reste traçable, et
  la loi de trésorerie est vérifiée à tout moment.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 60 000 € en subvention le 15/01/2020
    Et que « France Active » (solidaire) apporte 30 000 € en prêt au marché le 20/01/2020
    Et que « Collecte citoyenne » (participatif) apporte 10 000 € en don le 25/01/2020

  Scénario: Trois sources composent le fonds
    Alors les apports reçus sont de 100 000 €
    Et la part « public » est de 60 %
    Et la part « solidarity » est de 30 %
    Et la part « crowdfunding » est de 10 %

  Scénario: La composition se lit à n'importe quelle date
    Alors les apports reçus sont de 0 € au 14/01/2020
    Et les apports reçus sont de 60 000 € au 15/01/2020
    Et les apports reçus sont de 90 000 € au 24/01/2020

  Scénario: Un trop-perçu reversé change les parts
    Quand le fonds reverse 20 000 € de trop-perçu à « Région Grand Est » le 01/02/2020
    Alors la part « public » est de 50 %
    Et la part « crowdfunding » est de 12,5 %
    Et le net apporté est de 80 000 €

  Scénario: La trésorerie est la somme de tout ce qui est passé par la banque
    Étant donné que le fonds décaisse 50 000 € pour « Ressourcerie » en prêt le 01/02/2020
    Et que « Ressourcerie » rembourse 5 000 € le 01/06/2020
    Et que le fonds paie 300 € d'intérêts à « France Active » le 01/07/2020
    Quand le fonds règle 1 200 € de « frais de gestion » le 01/08/2020
    Alors la trésorerie est de 53 500 €
    Et le bilan s'équilibre
