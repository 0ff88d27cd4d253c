# language: fr
Fonctionnalité: Les aides de minimis ne dépassent jamais leur plafond
  Un projet qui déclare un régime est confronté à son plafond sur trois ans glissants, aides
  des autres comprises. Ce qui n'est pas attesté n'est jamais pris pour rien.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 900000 --on 2024-01-10 --create »
    Et la commande « project add Recyclerie --on 2024-01-02 »

  # Règlement (UE) 2023/2831 : 300 000 € sur trois ans glissants.
  Scénario: Le plafond est atteint au centime, jamais dépassé
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 200000 --granted-on 2023-06-01 --on 2024-02-01 »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100000,01 --on 2024-03-01 »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100000 --on 2024-03-01 »
    Alors c'est enregistré

  Scénario: Une aide de plus de trois ans ne compte plus
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 300000 --granted-on 2021-03-01 --on 2024-02-01 »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100 --on 2024-02-29 »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100 --on 2024-03-01 »
    Alors c'est enregistré

  # 1 000 000 € prêtés sur cinq ans comptent pour tout le plafond : un prêt compte en proportion.
  Scénario: Un prêt ne compte que pour son équivalent-subvention
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 270000 --on 2024-02-01 »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 100000 --rate 2% --start 2024-03-01 --periods 60 --every month »
    Alors c'est enregistré
    Quand on tape « financing contract PRET2 --fund ALSACE --project Recyclerie --instrument loan --amount 1000 --rate 2% --start 2024-03-01 --periods 60 --every month »
    Alors c'est refusé : « aid-exceeded »

  Scénario: Une attestation trop vieille ne vérifie rien
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0 --on 2024-02-01 »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100 --on 2025-02-01 »
    Alors c'est refusé : « aid-unverifiable »

  Scénario: Les sociétés d'une entreprise unique comptent ensemble
    Étant donné la commande « project add Atelier --party 218601946 --create --on 2024-01-02 »
    Et la commande « project aid Atelier --fund ALSACE --regime de-minimis --amount 300000 --on 2024-02-01 »
    Et la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0 --on 2024-02-01 »
    Et la commande « project undertaking Recyclerie --fund ALSACE --siren 218601946 --on 2024-02-01 »
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100 --on 2024-03-01 »
    Alors c'est refusé : « aid-exceeded »
