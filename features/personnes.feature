# language: fr
Fonctionnalité: Protéger les personnes
  Le nom d'un donateur n'est écrit en clair dans aucun fichier du registre ; celui d'une
  organisation est public.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020

  Scénario: Le nom d'un particulier est scellé, mais le gestionnaire le lit
    Quand « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Alors c'est enregistré
    Et « Noémie Wurtz » ne se lit en clair dans aucun fichier du registre
    Et « Noémie Wurtz » figure parmi les apporteurs

  Scénario: Un don de financement participatif vient d'une personne
    Quand « Théo Klein » (participatif) apporte 15 € en don le 15/01/2020
    Alors « Théo Klein » ne se lit en clair dans aucun fichier du registre

  Scénario: La même personne garde la même identité d'un don à l'autre
    Étant donné que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Quand « NOEMIE  WURTZ » (particulier) apporte 30 € en don le 15/02/2020
    Alors c'est enregistré
    Et les apports reçus sont de 55 €
    Et « Noémie Wurtz » figure parmi les apporteurs
