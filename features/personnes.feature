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

  Scénario: L'IBAN d'un particulier est scellé comme son nom
    Quand on tape « party add 'Noémie Wurtz' --kind person --iban FR7630006000011234567890189 --on 2020-01-15 »
    Alors c'est enregistré
    Et « 30006000011234567890189 » ne se lit en clair dans aucun fichier du registre

  Scénario: L'IBAN ne se montre en entier qu'à qui le demande
    Étant donné la commande « party add 'Noémie Wurtz' --kind person --iban FR7630006000011234567890189 --on 2020-01-15 »
    Quand on tape « party show 'Noémie Wurtz' »
    Alors la réponse cite « FR76 **** **** 0189 »
    Quand on tape « party show 'Noémie Wurtz' --whole-iban »
    Alors la réponse cite « FR7630006000011234567890189 »

  Scénario: La même personne garde la même identité d'un don à l'autre
    Étant donné que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Quand « NOEMIE  WURTZ » (particulier) apporte 30 € en don le 15/02/2020
    Alors c'est enregistré
    Et les apports reçus sont de 55 €
    Et « Noémie Wurtz » figure parmi les apporteurs
