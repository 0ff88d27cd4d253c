# language: fr
Fonctionnalité: Distinguer la date d'opération de ce que l'on savait
  Un mouvement porte la date à laquelle il a eu lieu et l'heure à laquelle on l'a su. On peut
  refaire le rapport d'hier tel qu'il était hier.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 01/02/2020
    Et que la position du registre est notée
    Et que « Mairie de Colmar » (public) apporte 40 € en subvention le 15/01/2020

  Scénario: Un mouvement appris tard prend sa place à sa date
    Alors les apports reçus sont de 40 € au 31/01/2020
    Et les apports reçus sont de 140 € au 01/02/2020

  Scénario: Le rapport d'avant se refait à l'identique
    Alors les apports reçus sont de 0 € au 31/01/2020, vu de la position notée
    Et les apports reçus sont de 100 € au 01/02/2020, vu de la position notée

  Scénario: Un mouvement d'avant l'ouverture du fonds est refusé
    Quand « Région Grand Est » (public) apporte 10 € en subvention le 31/12/2019
    Alors c'est refusé : « before-fund »
    Et rien n'est écrit

  Scénario: Un mouvement à venir est refusé
    Quand « Région Grand Est » (public) apporte 10 € en subvention le 01/01/2999
    Alors c'est refusé : « future-date »
    Et rien n'est écrit
