# language: fr
Fonctionnalité: Refaire un calcul à la main
  Tout n'est pas une somme de faits : une échéance vient des termes du contrat, une prévision de ce
  qui est promis, une perte se porte tranche après tranche. L'explication donne alors la formule, la
  valeur de chacun de ses termes et le fait qui le dit : qui sait compter peut la refaire.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 30 000 € en subvention le 10/01/2020
    Et que « Caisse solidaire » (solidaire) apporte 10 000 € en prêt bonifié le 01/03/2020
    Et la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 12000 --rate 8% --start 2020-03-31 --periods 4 --every month --on 2020-03-15 --create »
    Et la commande « financing disburse PRET-1 --amount 12000 --on 2020-03-31 »

  Plan du scénario: Une échéance se calcule depuis les termes du contrat
    Quand on explique « <adresse> »
    Alors le chiffre vaut « <valeur> »
    Et il se calcule par « <formule> »
    Et le calcul refait donne la même chose

    Exemples:
      | adresse                     | valeur     | formule                                    |
      | schedule:PRET-1:1:interest  | 80.00      | round(balance * rate * years)              |
      | schedule:PRET-1:2:interest  | 60.20      | round(balance * rate * years)              |
      | schedule:PRET-1:2:principal | 2989.97    | min(balance, max(0, payment - interest))   |
      | schedule:PRET-1:2:due       | 2020-05-31 | months_after(start, n * months)            |
      | schedule:PRET-1:2:left      | 3050.17    | asked - paid                               |

  Scénario: La dernière échéance absorbe les arrondis
    Quand on explique « schedule:PRET-1:4:principal »
    Alors il se calcule par « balance »
    Et le calcul refait donne la même chose

  Scénario: Chaque terme est dit par un fait ou par un autre chiffre
    Quand on explique « schedule:PRET-1:2:interest »
    Alors le terme « rate » vaut « 0.08 », dit par « financing-scheduled »
    Et le terme « balance » vaut « 9029.83 »

  Scénario: Ce qu'une échéance a reçu, paiement par paiement
    Étant donné la commande « financing repay PRET-1 --amount 3050,00 --on 2020-04-30 »
    Et la commande « financing repay PRET-1 --amount 500 --on 2020-05-15 »
    Quand on explique « schedule:PRET-1:1:paid »
    Alors le chiffre vaut « 3050.17 »
    Et ses faits sont au nombre de 3 et font 3 050,17 €

  Scénario: Un mois de trésorerie, réalisé puis prévu
    Quand on explique « cash:2020-03:received »
    Alors ses faits sont au nombre de 1 et font 10 000,00 €
    Quand on explique « cash:2020-03:cash »
    Alors il se calcule par « before + received - paid »
    Et le calcul refait donne la même chose

  Scénario: Une prévision nomme les échéances qu'elle attend
    Quand on explique « cash:forecast:2020-05:received » au 15/04/2020
    Alors le chiffre vaut « 3050.17 »
    Et il vient de « schedule:PRET-1:2:left »

  Scénario: Une perte se porte tranche après tranche
    Étant donné la commande « tranche define junior --fund ALSACE --rank 1 --size 2000 --on 2020-02-01 »
    Et la commande « tranche define senior --fund ALSACE --rank 2 --size 9000 --on 2020-02-01 »
    Et la commande « financing write-off PRET-1 --amount 2500 --on 2020-06-30 »
    Quand on explique « waterfall:senior:borne »
    Alors le chiffre vaut « 500.00 »
    Et il se calcule par « min(size, loss - earlier) »
    Et le calcul refait donne la même chose
    Et il vient de « waterfall:junior:borne »

  Scénario: Une distribution dit ce qui est dû à chacun
    Quand on explique « distribution:tiers:return-of-capital:investors »
    Alors le chiffre vaut « 10000.00 »
    Et il se calcule par « min(left, owed) »
    Et le calcul refait donne la même chose

  Scénario: Un encours à risque mène aux prêts qui comptent, et leur retard à l'échéancier
    Quand on explique « portfolio:risk:par30:ratio » au 15/06/2020
    Alors le chiffre vaut « 1 »
    Et il se calcule par « balances / whole_balances »
    Quand on explique « portfolio:risk:par30:amount » au 15/06/2020
    Alors il vient de « portfolio/agreement:PRET-1:outstanding »
    Quand on explique « portfolio:recyclerie:overdue » au 15/06/2020
    Alors il vient de « schedule:PRET-1:total:overdue »

  Scénario: Une adresse fausse est refusée avec la plus proche
    Quand on tape « audit explain schedule:PRET-1:2:intrest »
    Alors c'est introuvable : « unknown-cell »
    Et le message cite « schedule:PRET-1:2:interest »

  Scénario: Expliquer un calcul n'écrit aucun fait
    Quand on explique « schedule:PRET-1:2:interest »
    Alors rien n'est écrit
