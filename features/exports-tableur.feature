# language: fr
Fonctionnalité: Sortir un rapport vers un tableur
  Un rapport s'ouvre dans Excel par double clic, sans rien ressaisir : les montants y sont des
  nombres, au centime près, et aucun nom n'y devient une formule.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 60 000 € en subvention le 15/01/2020
    Et que « =SOMME(A1) » (solidaire) apporte 1 234,56 € en prêt au marché le 20/01/2020
    Et que le fonds décaisse 50 000 € pour « Ressourcerie » en prêt le 01/02/2020
    Et que « Ressourcerie » rembourse 5 000 € le 01/06/2021

  Scénario: Un CSV pour un Excel français
    Quand la composition par tiers est écrite en CSV « excel-fr »
    Alors le fichier s'ouvre en français dans Excel
    Et la cellule « Reçu » de « Région Grand Est » est « 60000,00 »
    Et la cellule « Reçu » de « Total » est « 61234,56 »

  Scénario: Un nom n'est jamais une formule
    Quand la composition par tiers est écrite en CSV « excel-fr »
    Alors la cellule « Reçu » de « '=SOMME(A1) » est « 1234,56 »

  Scénario: Un CSV pour les programmes garde les clés et les valeurs du JSON
    Quand la composition par tiers est écrite en CSV « rfc4180 »
    Alors la cellule « received » de « =SOMME(A1) » est « 1234.56 »
    Et la cellule « received » de « total » est « 61234.56 »

  Scénario: Un classeur contient de vrais nombres
    Quand le rendement est écrit dans un classeur
    Alors la feuille « Courbe en J » dit -50 000 € en 2020 et -45 000 € en 2021
    Et la feuille « À propos » dit la position et la racine du journal

  Scénario: Le même rapport donne le même fichier
    Quand le rendement est écrit dans un classeur
    Alors l'écrire de nouveau donne les mêmes octets
