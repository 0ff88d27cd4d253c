# language: fr
Fonctionnalité: Mesurer l'effet de levier
  Il n'y a pas un effet de levier mais plusieurs, chacun avec sa formule et sa source. Ce
  qui n'est pas calculable n'est jamais zéro.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 300 € en subvention le 10/01/2020
    Et que le fonds reverse 60 € de trop-perçu à « Région Grand Est » le 10/02/2020
    Et que « Banque des Territoires » (public) apporte 200 € en prêt au marché le 01/03/2020
    Et que « Banque populaire » (banque) apporte 100 € en prêt au marché le 02/03/2020
    Et que « Collecte citoyenne » (participatif) apporte 50 € en don le 03/03/2020

  Scénario: L'argent privé se compare à l'argent public
    Alors la mesure « private_per_public » vaut 0,340909
    Et chaque mesure dit sa formule et sa source

  Scénario: Le cofinancement compte dans les projets où le fonds s'est engagé
    Étant donné que le fonds décaisse 100 € pour « Atelier vélo » en prêt le 01/04/2020
    Et que « Crédit coopératif » (banque) cofinance « Atelier vélo » de 400 € au marché le 02/04/2020
    Et que « Commune » (public) cofinance « Jardin partagé » de 50 € à des conditions bonifiées le 03/04/2020
    Alors la mesure « cofinancing » vaut 4
    Et la mesure « total_per_public » vaut 2,25
    Et la mesure « convergence_total » vaut 2,413793
    Et la mesure « convergence_private » vaut 1,724138
    Et le cofinancement est déclaré dans 1 projet sur 1

  Scénario: Un effet de levier sans dénominateur n'est pas calculable
    Alors la mesure « cofinancing » n'est pas calculable
    Et la mesure « guarantee_multiplier » n'est pas calculable
    Et la mesure « private_per_public » n'est pas calculable au 01/01/2020

  Scénario: L'argent remboursé a bien été mobilisé
    Quand le fonds rembourse 100 € à « Banque populaire » le 01/06/2020
    Alors la mesure « private_per_public » vaut 0,340909
