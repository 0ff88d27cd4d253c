# language: fr
Fonctionnalité: Montrer à part l'argent que d'autres portent
  Une dotation tenue par un garant national, des prêts gérés pour le compte d'un autre : le
  fonds en répond, mais ce n'est pas son argent. On le montre à part, jamais dans ses chiffres.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 60000 --on 2024-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 60000 --on 2024-01-15 »
    Et la commande « contribution commit FONDS-GARANTIE --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --carrier 'Garant national' --amount 40000 --on 2024-02-01 »
    Et la commande « contribution receive FONDS-GARANTIE --amount 40000 --on 2024-02-10 »

  Scénario: Une dotation tenue par un garant national, et ce qu'elle garantit
    Quand on tape « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 50% --expires 2030-12-31 --carrier 'Garant national' --on 2024-03-01 --create »
    Alors « Garant national » porte un solde de 40 000 €
    Et « Garant national » porte un engagement de 50 000 €
    Et la trésorerie est de 60 000 €
    Et les apports reçus sont de 60 000 €
    Et la mesure « guarantee_exposure » n'est pas calculable

  Scénario: Un appel sur une garantie adossée se paie sur ce que le porteur tient
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 50% --expires 2030-12-31 --carrier 'Garant national' --on 2024-03-01 --create »
    Et la commande « guarantee call GAR --amount 12000 --on 2025-01-15 »
    Quand on tape « guarantee pay GAR --amount 12000 --on 2025-02-01 »
    Alors « Garant national » porte un solde de 28 000 €
    Et « Garant national » porte un engagement de 38 000 €
    Et la trésorerie est de 60 000 €
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Des prêts gérés pour le compte d'un autre
    Étant donné la commande « financing contract PRET-VILLE --fund ALSACE --project Recyclerie --instrument loan --carrier 'Ville de Strasbourg' --amount 9000 --on 2024-03-01 --create »
    Et la commande « contribution commit VILLE --fund ALSACE --party 'Ville de Strasbourg' --sector public --instrument loan --terms concessional --carrier 'Ville de Strasbourg' --amount 9000 --on 2024-02-01 --create »
    Et la commande « contribution receive VILLE --amount 9000 --on 2024-02-02 »
    Et la commande « financing disburse PRET-VILLE --amount 9000 --on 2024-03-02 »
    Quand on tape « financing repay PRET-VILLE --amount 1500 --on 2025-03-02 »
    Alors « Ville de Strasbourg » porte un solde de 1 500 €
    Et « Ville de Strasbourg » porte un encours de 7 500 €
    Et « Ville de Strasbourg » porte un encours de 9 000 € au 31/12/2024
    Et l'encours est de 0 €
    Et les décaissements sont de 0 €

  Scénario: Ce qu'un autre porte se promet sans la trésorerie du fonds
    Quand on tape « financing contract P1 --fund ALSACE --project Recyclerie --instrument loan --amount 60000,01 --on 2024-03-01 --create »
    Alors c'est refusé : « not-enough-available »
    Quand on tape « financing contract P2 --fund ALSACE --project Recyclerie --instrument loan --carrier 'Ville de Strasbourg' --amount 90000 --on 2024-03-01 --create »
    Alors c'est enregistré
    Et le disponible est de 60 000 €
