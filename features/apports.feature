# language: fr
Fonctionnalité: Recevoir les apports
  Un fonds territorial réunit de l'argent public, de la finance solidaire, des dons et du
  mécénat. Chaque engagement et chaque versement reste dans l'historique.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020

  Scénario: Un engagement n'apporte pas encore d'argent
    Quand « Région Grand Est » (public) s'engage pour 60 000 € en subvention le 15/01/2020
    Alors les engagements reçus sont de 60 000 €
    Et les apports reçus sont de 0 €
    Et la trésorerie est de 0 €
    Mais le disponible est de 60 000 €

  Scénario: Un versement puise dans l'engagement qui l'annonçait
    Étant donné que « Région Grand Est » (public) s'engage pour 60 000 € en subvention le 15/01/2020
    Quand « Région Grand Est » (public) apporte 40 000 € en subvention le 01/03/2020
    Alors les engagements reçus sont de 60 000 €
    Et les apports reçus sont de 40 000 €
    Et le disponible est de 60 000 €

  Scénario: Un versement sans engagement préalable vaut engagement
    Quand « France Active » (solidaire) apporte 30 000,50 € en prêt au marché le 02/03/2020
    Alors les engagements reçus sont de 30 000,50 €
    Et la trésorerie est de 30 000,50 €

  Scénario: Un versement ne dépasse jamais ce qui reste de l'engagement
    Étant donné que « Région Grand Est » (public) s'engage pour 60 000 € en subvention le 15/01/2020
    Quand « Région Grand Est » (public) apporte 60 000,01 € en subvention le 01/03/2020
    Alors c'est refusé : « above-commitment »
    Et le message cite « 60 000,01 € »
    Et rien n'est écrit

  Scénario: Le trop-perçu reversé réduit le net, pas les apports reçus
    Étant donné que « Région Grand Est » (public) apporte 300 € en subvention le 15/01/2020
    Quand le fonds reverse 60 € de trop-perçu à « Région Grand Est » le 01/06/2020
    Alors les apports reçus sont de 300 €
    Et les trop-perçus reversés sont de 60 €
    Et le net apporté est de 240 €
    Et la trésorerie est de 240 €

  Scénario: On rembourse un apport avec droit de reprise, jamais au-delà
    Étant donné que « Commune de Sélestat » (public) apporte 500 € en apport avec droit de reprise le 15/01/2020
    Et que le fonds rembourse 200 € à « Commune de Sélestat » le 01/06/2020
    Quand le fonds rembourse 300,01 € à « Commune de Sélestat » le 01/07/2020
    Alors c'est refusé : « above-received »
    Et les remboursements aux apporteurs sont de 200 €
    Et le net apporté est de 300 €

  Scénario: Un apport en nature est valorisé mais n'est jamais de l'argent
    Quand « Mairie de Colmar » (public) met à disposition l'équivalent de 1 200 € le 15/01/2020
    Alors les apports en nature sont de 1 200 €
    Et les apports reçus sont de 0 €
    Et la trésorerie est de 0 €
