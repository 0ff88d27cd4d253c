# language: fr
Fonctionnalité: Rejouer l'historique
  Les chiffres ne sont qu'un calcul sur les faits. Le refaire à partir de zéro doit redonner les
  mêmes ; s'ils diffèrent, ce sont les faits qui disent vrai.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 15/01/2020
    Et que le fonds décaisse 40 € pour « Ressourcerie » en prêt le 01/02/2020

  Scénario: Rejouer redonne les mêmes chiffres et n'écrit rien
    Quand on rejoue l'historique
    Alors le rejeu de l'historique redonne les mêmes chiffres
    Et rien n'est écrit

  Scénario: Un chiffre gardé qui ne découle pas des faits se voit
    Quand quelqu'un retouche un chiffre gardé
    Et on rejoue l'historique
    Alors l'intégrité est en cause : « integrity »

  Scénario: Les chiffres gardés se refont à partir des faits
    Étant donné que les rapports sont notés
    Quand quelqu'un retouche un chiffre gardé
    Et on refait les modèles de lecture
    Alors le rejeu de l'historique redonne les mêmes chiffres
    Et les rapports sont ceux qui étaient notés

  Scénario: L'historique se rejoue jusqu'à une position passée
    Quand on rejoue l'historique jusqu'à la position 4
    Alors 4 faits sont rejoués
