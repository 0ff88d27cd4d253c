# language: fr
Fonctionnalité: La vie d'un prêt, quand tout ne se passe pas comme prévu
  Un paiement règle d'abord les frais et les pénalités, puis les intérêts, puis le principal.
  Ce que la banque reprend est dû de nouveau ; ce qui est payé de trop attend ; un prêt
  rééchelonné garde son retard.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --on 2024-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --rate 8% --start 2024-01-31 --periods 60 --every month --create »
    Et la commande « financing disburse PRET --amount 15000 --on 2024-01-31 »

  Scénario: Les frais et les pénalités passent avant les intérêts et le principal
    Étant donné la commande « financing charge PRET --kind penalty --amount 25 --on 2024-03-05 »
    Quand on tape « financing repay PRET --amount 304,15 --on 2024-03-10 »
    Alors les produits sont de 125 €
    Et l'encours est de 14 820,85 €

  Scénario: Une seule page dit où en est une convention
    Étant donné la commande « financing repay PRET --amount 304,15 --on 2024-02-29 »
    Alors la fiche de « PRET » dit que 15 000 € ont été décaissés, et 204,15 € remboursés

  Scénario: Une convention peut dire un autre ordre
    Quand on tape « financing contract P2 --fund ALSACE --project Recyclerie --instrument loan --amount 1000 --rate 8% --start 2024-01-31 --periods 4 --every month --allocation intérêts,commission,principal,pénalité »
    Alors c'est refusé : « bad-allocation »
    Et rien n'est écrit

  Scénario: Un paiement rejeté par la banque est dû de nouveau
    Étant donné la commande « financing repay PRET --amount 304,15 --on 2024-02-29 »
    Quand on tape « financing bounce 11 --on 2024-03-04 --reason 'provision insuffisante' »
    Alors l'encours est de 15 000 €
    Et les produits sont de 0 €
    Et le « par30 » est de 15 000 €, soit 100 %, au 31/03/2024

  Scénario: Ce que l'argent gardé avait payé est dû de nouveau si son paiement est rejeté
    Étant donné la commande « financing repay PRET --amount 15200 --hold-excess --on 2024-02-29 »
    Et la commande « financing charge PRET --kind penalty --amount 90 --on 2024-03-01 »
    Et la commande « financing apply PRET --amount 90 --on 2024-03-02 »
    Alors les produits sont de 190 €
    Quand on tape « financing bounce 15 --on 2024-03-04 »
    Alors c'est refusé : « not-a-receipt »
    Quand on tape « financing bounce 11 --on 2024-03-04 --reason 'provision insuffisante' »
    Alors l'encours est de 15 000 €
    Et la trésorerie est de 85 000 €
    Et les produits sont de 0 €

  Scénario: L'argent gardé et rendu avant le rejet de son paiement est dû par son payeur
    Étant donné la commande « financing repay PRET --amount 15200 --hold-excess --on 2024-02-29 »
    Et la commande « financing give-back PRET --amount 60 --on 2024-03-02 »
    Quand on tape « financing bounce 11 --on 2024-03-04 »
    Alors la trésorerie est de 84 940 €
    Et les rapports signalent « held-missing »

  Scénario: Un paiement n'est rejeté qu'une fois
    Étant donné la commande « financing repay PRET --amount 304,15 --on 2024-02-29 »
    Et la commande « financing bounce 11 --on 2024-03-04 »
    Quand on tape « financing bounce 11 --on 2024-03-04 »
    Alors c'est refusé : « not-a-receipt »

  Scénario: Ce qui dépasse ce qui est dû est refusé, sauf à le garder en attente
    Quand on tape « financing repay PRET --amount 15200 --on 2024-02-29 »
    Alors c'est refusé : « above-due »
    Quand on tape « financing repay PRET --amount 15200 --on 2024-02-29 --hold-excess »
    Alors c'est enregistré
    Et les rapports signalent « payment-held »
    Quand on tape « financing close PRET --on 2024-03-01 »
    Alors c'est refusé : « still-outstanding »
    Quand on tape « financing give-back PRET --amount 100 --on 2024-03-01 »
    Alors la trésorerie est de 100 100 €

  Scénario: Un prêt rééchelonné garde son retard jusqu'à la première échéance payée
    Étant donné la commande « financing reschedule PRET --start 2024-06-30 --periods 12 --every month --rate 2% --on 2024-06-30 --reason 'activité en baisse' »
    Alors le « par90 » est de 15 000 €, soit 100 %, au 15/08/2024
    Quand on tape « financing repay PRET --amount 1800 --on 2024-08-16 »
    Alors le « par30 » est de 0 €, soit 0 %, au 17/08/2024
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Un rééchelonnement garde le taux, et ce qui sera versé est dû avec le reste
    Étant donné la commande « financing contract P2 --fund ALSACE --project Épicerie --instrument loan --amount 12000 --rate 6% --start 2024-01-31 --periods 12 --every month --method equal-principal --create »
    Et la commande « financing disburse P2 --amount 4000 --on 2024-01-31 »
    Et la commande « financing reschedule P2 --start 2024-02-29 --periods 4 --every month --on 2024-02-29 --reason chantier »
    Alors l'échéance 2 de « P2 », due le 30/04/2024, est de 3 000,00 € de principal et 45,00 € d'intérêts
    Et le principal de l'échéancier de « P2 » est de 12 000 €
    Quand on tape « financing disburse P2 --amount 8000 --on 2024-03-01 »
    Alors l'impayé de « P2 » est de 12 210 €, en retard de 93 jours au 02/07/2024

  Scénario: Un paiement repris par la banque après un rééchelonnement est en retard tout de suite
    Étant donné la commande « financing contract P2 --fund ALSACE --project Épicerie --instrument zero-loan --amount 6000 --start 2024-01-31 --periods 6 --every month --create »
    Et la commande « financing disburse P2 --amount 6000 --on 2024-01-31 »
    Et la commande « financing repay P2 --amount 1000 --on 2024-02-29 »
    Et la commande « financing reschedule P2 --start 2024-04-30 --periods 5 --every month --on 2024-03-01 »
    Et la commande « financing bounce 16 --on 2024-05-03 --reason 'provision insuffisante' »
    Alors l'échéancier de « P2 » demande encore 6 000 € au 20/05/2024
    Et l'impayé de « P2 » est de 1 000 €, en retard de 20 jours au 20/05/2024
    Quand on tape « financing repay P2 --amount 1000 --on 2024-05-21 »
    Alors l'impayé de « P2 » est de 0 €, en retard de 0 jours au 22/05/2024

  Scénario: Ce qui est annulé n'empêche plus de rééchelonner
    Étant donné la commande « financing write-off PRET --amount 100 --on 2024-12-31 »
    Quand on tape « financing reschedule PRET --start 2024-06-30 --periods 4 --every quarter --on 2024-06-30 »
    Alors c'est refusé : « before-change »
    Étant donné la commande « undo --reason erreur »
    Quand on tape « financing reschedule PRET --start 2024-06-30 --periods 4 --every quarter --on 2024-06-30 »
    Alors c'est enregistré

  Scénario: Une provision ne dépasse pas ce qui reste dû
    Quand on tape « financing provision PRET --amount 15000,01 --on 2024-03-01 »
    Alors c'est refusé : « above-owed »
    Quand on tape « financing provision PRET --amount 3000 --on 2024-03-01 »
    Alors c'est enregistré

  Scénario: De l'argent versé qui revient peut repartir
    Quand on tape « financing return PRET --amount 15000 --on 2024-02-02 »
    Alors la trésorerie est de 100 000 €
    Et le montant conventionné est de 15 000 €
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors l'encours est de 15 000 €

  Scénario: Une subvention mal employée se redemande
    Étant donné la commande « financing contract PRIME --fund ALSACE --project Épicerie --instrument grant --amount 5000 --on 2024-03-01 --create »
    Et la commande « financing disburse PRIME --amount 5000 --on 2024-03-02 »
    Et la commande « financing claw-back PRIME --amount 2000 --on 2024-06-01 »
    Quand on tape « financing take-back PRIME --amount 2000,01 --on 2024-07-01 »
    Alors c'est refusé : « above-owed »
    Quand on tape « financing take-back PRIME --amount 2000 --on 2024-07-01 »
    Alors les récupérations sont de 2 000 €

  Scénario: Ce qui est passé en perte n'est plus demandé, le retard reste
    Étant donné la commande « financing contract P2 --fund ALSACE --project Épicerie --instrument zero-loan --amount 12000 --start 2024-01-31 --periods 12 --every month --create »
    Et la commande « financing disburse P2 --amount 12000 --on 2024-01-31 »
    Et la commande « financing write-off P2 --amount 9500 --on 2024-04-10 »
    Alors l'échéancier de « P2 » demande encore 2 500 € au 15/07/2024
    Et l'impayé de « P2 » est de 2 500 €, en retard de 137 jours au 15/07/2024
    Quand on tape « financing write-off P2 --amount 2500 --on 2024-08-01 »
    Alors l'échéancier de « P2 » demande encore 0 € au 01/09/2024
    Et l'impayé de « P2 » est de 0 €, en retard de 0 jours au 01/09/2024
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Ce qui ne sera pas versé est désengagé
    Étant donné la commande « financing contract P2 --fund ALSACE --project Épicerie --instrument zero-loan --amount 12000 --start 2024-02-29 --periods 12 --every month --create »
    Et la commande « financing disburse P2 --amount 7000 --on 2024-02-29 »
    Quand on tape « financing decommit P2 --amount 5000,01 --on 2024-03-01 »
    Alors c'est refusé : « above-owed »
    Et rien n'est écrit
    Quand on tape « financing decommit P2 --amount 5000 --on 2024-03-01 »
    Alors le montant conventionné est de 22 000 €
    Et l'échéancier de « P2 » demande encore 7 000 € au 01/03/2024
    Et le disponible est de 78 000 €

  Scénario: Clore une convention désengage ce qu'elle n'a pas versé
    Étant donné la commande « financing contract PRIME --fund ALSACE --project Épicerie --instrument grant --amount 5000 --on 2024-03-01 --create »
    Et la commande « financing disburse PRIME --amount 4200 --on 2024-03-02 »
    Quand on tape « financing close PRIME --on 2024-09-01 »
    Alors le montant conventionné est de 19 200 €
    Quand on tape « undo --reason 'encore une facture' »
    Alors le montant conventionné est de 20 000 €

  Scénario: Une convention close ne prend plus rien
    Étant donné la commande « financing repay PRET --amount 15100 --on 2024-02-29 »
    Et la commande « financing close PRET --on 2024-03-01 »
    Quand on tape « financing repay PRET --amount 1 --on 2024-03-02 »
    Alors c'est refusé : « contract-closed »
