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

  # 1 500 000 € prêtés sur cinq ans comptent pour tout le plafond : un prêt compte en proportion.
  Scénario: Un prêt ne compte que pour son équivalent-subvention
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 270000 --on 2024-02-01 »
    Quand on tape « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 150000 --rate 2% --start 2024-03-01 --periods 60 --every month »
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

  Scénario: Une garantie de plus de 80 % compte pour tout ce qu'elle garantit
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 200000 --on 2024-02-01 »
    Quand on tape « guarantee grant G1 --fund ALSACE --project Recyclerie --lender Banque --loan 200000 --quota 81% --expires 2029-02-28 --on 2024-03-01 --create »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « guarantee grant G1 --fund ALSACE --project Recyclerie --lender Banque --loan 200000 --quota 80% --expires 2029-02-28 --on 2024-03-01 --create »
    Alors c'est enregistré

  Scénario: Une convention antidatée ne fait pas dépasser le plafond plus tard
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0 --on 2024-01-15 »
    Et la commande « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 250000 --on 2024-06-01 »
    Quand on tape « financing contract AVANT --fund ALSACE --project Recyclerie --instrument grant --amount 50001 --on 2024-02-01 »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « financing contract AVANT --fund ALSACE --project Recyclerie --instrument grant --amount 50000 --on 2024-02-01 »
    Alors c'est enregistré

  Scénario: Une convention corrigée est confrontée de nouveau au plafond
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 200000 --on 2024-02-01 »
    Et la commande « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 60000 --on 2024-03-01 »
    Quand on tape « correct 8 --amount 100001 --reason Avenant »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « correct 8 --amount 100000 --reason Avenant »
    Alors c'est enregistré
    Quand on tape « financing contract PLUS --fund ALSACE --project Recyclerie --instrument grant --amount 1 --on 2024-03-02 »
    Alors c'est refusé : « aid-exceeded »

  Scénario: Ce qu'une convention ne versera pas ne compte plus
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 200000 --granted-on 2023-06-01 --on 2024-02-01 »
    Et la commande « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 100000 --on 2024-03-01 »
    Et la commande « financing decommit PRIME --amount 30000 --on 2024-04-01 »
    Quand on tape « financing contract PRIME2 --fund ALSACE --project Recyclerie --instrument grant --amount 30000,01 --on 2024-05-01 »
    Alors c'est refusé : « aid-exceeded »
    Quand on tape « financing contract PRIME2 --fund ALSACE --project Recyclerie --instrument grant --amount 30000 --on 2024-05-01 »
    Alors c'est enregistré
    Quand on tape « correct 9 --amount 29999,99 --reason Erreur »
    Alors c'est refusé : « aid-exceeded »

  # Ce qui reste du prêt, pour les mois ajoutés : 150 000 € x 12 mois comptent pour 6 000 €.
  Scénario: Un prêt rééchelonné plus long compte davantage, depuis ce jour
    Étant donné la commande « contribution receive DOTATION --amount 200000 --on 2024-01-11 »
    Et la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 284000 --on 2024-02-01 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 150000 --rate 2% --start 2024-03-01 --periods 24 --every month --on 2024-03-01 »
    Et la commande « financing disburse PRET --amount 150000 --on 2024-03-01 »
    Quand on tape « financing reschedule PRET --start 2024-04-01 --periods 35 --every month --on 2024-04-01 »
    Alors c'est refusé : « aid-exceeded »
    Et rien n'est écrit
    Quand on tape « financing reschedule PRET --start 2024-04-01 --periods 31 --every month --on 2024-04-01 »
    Alors c'est enregistré
    Quand on tape « financing contract PRIME --fund ALSACE --project Recyclerie --instrument grant --amount 0,01 --on 2024-04-01 »
    Alors c'est refusé : « aid-exceeded »
    Et le message cite « Il reste au plus 0,00 € à accorder »

  Scénario: Un rééchelonnement qui n'allonge pas le prêt n'est pas une aide de plus
    Étant donné la commande « contribution receive DOTATION --amount 200000 --on 2024-01-11 »
    Et la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 288000 --on 2024-02-01 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 150000 --rate 2% --start 2024-03-01 --periods 24 --every month --on 2024-03-01 »
    Et la commande « financing disburse PRET --amount 150000 --on 2024-03-01 »
    Quand on tape « financing reschedule PRET --rate 0 --start 2024-04-01 --periods 23 --every month --on 2024-04-01 »
    Alors c'est enregistré

  Scénario: Sans attestation récente, on n'allonge pas un prêt sous régime d'aide
    Étant donné la commande « contribution receive DOTATION --amount 200000 --on 2024-01-11 »
    Et la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0 --on 2024-02-01 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 150000 --rate 2% --start 2024-03-01 --periods 24 --every month --on 2024-03-01 »
    Et la commande « financing disburse PRET --amount 150000 --on 2024-03-01 »
    Quand on tape « financing reschedule PRET --start 2025-02-01 --periods 24 --every month --on 2025-02-01 »
    Alors c'est refusé : « aid-unverifiable »
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 0 --on 2025-02-01 »
    Quand on tape « financing reschedule PRET --start 2025-02-01 --periods 24 --every month --on 2025-02-01 »
    Alors c'est enregistré

  Scénario: Une entreprise unique l'est pour tous ses membres
    Étant donné la commande « project add Atelier --party 218601946 --create --on 2024-01-02 »
    Et la commande « project aid Atelier --fund ALSACE --regime de-minimis --amount 0 --on 2024-02-01 »
    Et la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 300000 --on 2024-02-01 »
    Et la commande « project undertaking Recyclerie --fund ALSACE --siren 218601946 --on 2024-02-01 »
    Quand on tape « financing contract PRIME --fund ALSACE --project Atelier --instrument grant --amount 100 --on 2024-03-01 »
    Alors c'est refusé : « aid-exceeded »

  Scénario: Le dossier dit ce qui peut encore être accordé
    Étant donné la commande « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 1000 »
    Alors il reste 299 000 € à accorder à « Recyclerie »
    Étant donné la commande « project add Atelier --on 2024-01-02 »
    Et la commande « project aid Atelier --fund ALSACE --regime de-minimis --amount 0 --on 2024-02-01 »
    Alors ce qui reste à accorder à « Atelier » n'est pas vérifiable

  Scénario: Une aide ne peut pas avoir été accordée demain
    Quand on tape « project aid Recyclerie --fund ALSACE --regime de-minimis --amount 1 --granted-on 2999-01-01 »
    Alors c'est refusé : « future-date »
