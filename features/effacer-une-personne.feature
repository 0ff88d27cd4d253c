# language: fr
Fonctionnalité: Effacer une personne
  Quand plus rien n'oblige à garder le nom d'un donateur, il devient illisible partout et pour
  toujours ; les montants, les autres noms et la preuve du journal restent.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Et que « Théo Klein » (particulier) apporte 40 € en don le 16/01/2020

  Scénario: Le nom disparaît, les montants restent
    Quand on tape « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Alors c'est enregistré
    Et « Noémie Wurtz » ne se lit en clair dans aucun fichier du registre
    Et « Noémie Wurtz » ne figure plus parmi les apporteurs
    Et « Théo Klein » figure parmi les apporteurs
    Et les apports reçus sont de 65 €
    Et le registre se vérifie

  Scénario: L'IBAN disparaît avec le nom
    Étant donné la commande « party add 'Ida Roth' --kind person --iban FR7630006000011234567890189 --on 2020-01-15 »
    Quand on tape « party erase 'Ida Roth' --reason demande »
    Alors c'est enregistré
    Et « 30006000011234567890189 » ne se lit en clair dans aucun fichier du registre
    Et le registre se vérifie
    Quand on tape « party show 8 --whole-iban »
    Alors la réponse cite « IBAN : – »

  Scénario: Le reçu qui ne concernait qu'elle disparaît, nom et contenu
    Étant donné que « recu-wurtz.pdf » est joint à « 4 »
    Quand on tape « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Alors c'est enregistré
    Et le message cite « 1 pièce qui ne concernait »
    Et « recu-wurtz » ne se lit en clair dans aucun fichier du registre
    Et l'historique de « 4 » cite « pièce effacée »
    Et le registre se vérifie

  Scénario: La pièce qui concerne aussi quelqu'un d'autre reste, sans son nom
    Étant donné que « recus-wurtz-klein.pdf » est joint à « 4 »
    Et que « recus-wurtz-klein.pdf » est joint à « 7 »
    Quand on tape « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Alors c'est enregistré
    Et le message cite « concerne et reste »
    Et l'historique de « 7 » cite « recus-wurtz-klein.pdf »
    Et l'historique de « 4 » cite « pièce effacée »

  Scénario: La pièce comptable se garde dix ans
    Quand on tape « party erase 'Noémie Wurtz' --reason demande »
    Alors c'est refusé : « retention-not-over »
    Et rien n'est écrit
    Et « Noémie Wurtz » figure parmi les apporteurs

  Scénario: Un effacement ne s'annule pas
    Étant donné la commande « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Quand on tape « undo --reason essai »
    Alors c'est refusé : « erased-for-good »

  Scénario: La même personne revient comme une autre
    Étant donné la commande « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Quand « Noémie Wurtz » (particulier) apporte 30 € en don le 15/02/2020
    Alors c'est enregistré
    Et « Noémie Wurtz » figure parmi les apporteurs
    Et les apports reçus sont de 95 €
