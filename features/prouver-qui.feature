# language: fr
Fonctionnalité: Prouver qui a écrit
  Le nom de qui agit est déclaré. Qui enregistre sa clé SSH et signe prouve que l'écriture est
  la sienne ; les rapports disent ce qui est prouvé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « camille » a enregistré sa clé

  Scénario: Une écriture signée est prouvée
    Quand « camille » signe « party add Mairie --on 2020-02-01 »
    Alors c'est enregistré
    Et l'écriture de « Mairie » est prouvée

  Scénario: Une écriture sans signature reste déclarée
    Quand on tape « party add Mairie --on 2020-02-01 »
    Alors c'est enregistré
    Et l'écriture de « Mairie » est déclarée

  Scénario: Une clé privée donnée par erreur n'est pas enregistrée
    Quand on enregistre pour « paul » la clé privée de « camille »
    Alors c'est illisible : « private-key-given »
    Et rien n'est écrit

  Scénario: Nul ne signe pour un autre
    Quand « paul » signe « party add Mairie --on 2020-02-01 »
    Alors c'est refusé : « unknown-signer »
    Et rien n'est écrit

  Scénario: Une écriture signée puis retouchée est reconnue
    Étant donné l'écriture signée de « camille » : « party add Mairie100 --on 2020-02-01 »
    Quand quelqu'un retouche l'historique dans le fichier du registre
    Alors la signature de l'écriture retouchée ne tient plus
