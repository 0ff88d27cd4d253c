# language: fr
Fonctionnalité: Accompagner un projet n'est pas le financer
  L'accompagnement a ses heures, son coût, son effet ; rien de cela n'entre dans un total
  d'argent du fonds.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « project add Recyclerie --on 2024-01-02 »
    Et la commande « support open Recyclerie --fund ALSACE --support DLA-1 --provider 'Réseau ESS' --scheme DLA --hours 20 --on 2024-02-01 »

  Scénario: Des heures et un coût, hors de la trésorerie
    Quand on tape « support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 2h30 --cost 250 --on 2024-02-10 »
    Alors c'est enregistré
    Et la trésorerie est de 0 €
    Et les frais sont de 0 €

  Scénario: Un accompagnement terminé ne prend plus rien
    Étant donné la commande « support end Recyclerie --fund ALSACE --support DLA-1 --effect 'Plan tenu' --on 2024-03-01 »
    Quand on tape « support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1 --on 2024-03-02 »
    Alors c'est refusé : « support-closed »

  Scénario: Rien n'est donné avant l'accord, ni après la fin
    Quand on tape « support deliver Recyclerie --fund ALSACE --support DLA-1 --hours 1 --on 2024-01-31 »
    Alors c'est refusé : « support-too-early »
    Étant donné la commande « support deliver Recyclerie --fund ALSACE --support DLA-1 --hours '2 h 30' --on 2024-02-10 »
    Quand on tape « support end Recyclerie --fund ALSACE --support DLA-1 --on 2024-02-09 »
    Alors c'est refusé : « support-too-early »
    Quand on tape « support end Recyclerie --fund ALSACE --support DLA-1 --on 2024-02-10 »
    Alors c'est enregistré
