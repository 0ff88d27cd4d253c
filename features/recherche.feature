# language: fr
Fonctionnalité: Chercher des mouvements
  On retrouve un mouvement avec des mots et des filtres, en français ou en anglais ; ce qui ne
  se lit pas est refusé, jamais deviné.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 30 000 € en subvention le 10/01/2020
    Et que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/02/2020
    Et que le fonds décaisse 10 000 € pour « Ressourcerie du Ried » en prêt le 20/04/2020
    Et que le fonds règle 350 € de « Frais de tenue » le 30/04/2020

  Plan du scénario: Une recherche trouve ce qu'elle dit
    Quand on cherche « <recherche> »
    Alors la recherche trouve <nombre> mouvements pour <total> €

    Exemples:
      | recherche                            | nombre | total     |
      | source:public                        | 1      | 30 000,00 |
      | sector:public amount:>10000          | 1      | 30 000,00 |
      | montant:25..10000                    | 3      | 10 375,00 |
      | 2020-T2                              | 2      | 10 350,00 |
      | ressourcerie                         | 1      | 10 000,00 |
      | source:public,particuliers           | 2      | 30 025,00 |
      | frais \| projet:ried                 | 2      | 10 350,00 |
      | sorte:apport -source:public          | 1      | 25,00     |
      | inconnu                              | 0      | 0,00      |

  Scénario: Une personne se retrouve par son nom, que rien ne garde en clair
    Quand on cherche « noemie wurtz »
    Alors la recherche trouve 1 mouvements pour 25,00 €
    Et « Noémie Wurtz » ne se lit en clair dans aucun fichier du registre

  Scénario: Une faute est nommée, avec le mot le plus proche
    Quand on cherche « souce:public »
    Alors la recherche est illisible : « unknown-filter »
    Et le message cite « source »

  Scénario: Chercher n'écrit aucun fait
    Quand on cherche « source:public »
    Alors rien n'est écrit
