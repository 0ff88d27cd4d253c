# language: fr
Fonctionnalité: Suivre l'échéancier d'un prêt
  Le contrat dit quand le prêt est dû ; chaque échéance se recalcule des termes du contrat.
  Ce que le projet verse paie les échéances les plus anciennes, les intérêts d'abord.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 200 000 € en subvention le 15/01/2020

  # Annuité publiée : 15 000 sur 60 mois à 8 % font 304,15 par mois (numpy-financial).
  Scénario: Des échéances constantes, la dernière absorbant l'arrondi
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --rate 8% --start 2020-01-31 --periods 60 --every month --create »
    Alors l'échéancier de « PRET-1 » compte 60 échéances
    Et l'échéance 1 de « PRET-1 », due le 29/02/2020, est de 204,15 € de principal et 100,00 € d'intérêts
    Et l'échéance 2 de « PRET-1 », due le 31/03/2020, est de 205,51 € de principal et 98,64 € d'intérêts
    Et le principal de l'échéancier de « PRET-1 » est de 15 000 €

  # Prêt participatif de France Active Investissement : 2 %, différé d'un an.
  Scénario: Un prêt participatif avec un an de différé
    Étant donné la commande « financing contract PP-1 --fund ALSACE --project Recyclerie --instrument participating-loan --amount 100000 --rate 0,02 --start 2020-01-31 --periods 16 --every quarter --grace 4 --method equal-principal --create »
    Alors l'échéancier de « PP-1 » compte 20 échéances
    Et l'échéance 1 de « PP-1 », due le 30/04/2020, est de 0,00 € de principal et 500,00 € d'intérêts
    Et l'échéance 20 de « PP-1 », due le 31/01/2025, est de 6 250,00 € de principal et 31,25 € d'intérêts
    Et les intérêts de l'échéancier de « PP-1 » sont de 6 250 €

  Scénario: Un versement paie les intérêts d'abord
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --rate 8% --start 2020-01-31 --periods 60 --every month --create »
    Et la commande « financing disburse PRET-1 --amount 15000 --on 2020-01-31 »
    Quand on tape « financing repay PRET-1 --amount 304,14 --on 2020-02-29 »
    Alors les produits sont de 100 €
    Et les remboursements reçus sont de 204,14 €
    Et l'échéance 1 de « PRET-1 » a 1 jour de retard au 01/03/2020

  Scénario: On ne prend pas plus que ce qui est dû, intérêts compris
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --rate 8% --start 2020-01-31 --periods 60 --every month --create »
    Et la commande « financing disburse PRET-1 --amount 15000 --on 2020-01-31 »
    Quand on tape « financing repay PRET-1 --amount 15100,01 --on 2020-02-29 »
    Alors c'est refusé : « above-due »
    Et rien n'est écrit

  Scénario: Un versement annulé ne paie plus rien
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --rate 8% --start 2020-01-31 --periods 60 --every month --create »
    Et la commande « financing disburse PRET-1 --amount 15000 --on 2020-01-31 »
    Et la commande « financing repay PRET-1 --amount 304,15 --on 2020-02-29 »
    Quand on tape « undo --reason 'prélèvement rejeté' »
    Alors l'échéance 1 de « PRET-1 » a 31 jours de retard au 31/03/2020
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Les prêts d'un fichier viennent avec leurs échéanciers
    Quand on importe « prets.csv » :
      | date       | kind         | amount | project    | instrument | agreement | rate | start      | periods | every   | grace | method          |
      | 2020-01-31 | contract     | 20000  | Recyclerie | loan       | PRET-1    | 0.02 | 2020-01-31 | 16      | quarter | 4     |                 |
      | 2020-01-31 | contract     | 6000   | Épicerie   | zero-loan  | PRET-2    |      | 2020-01-31 | 12      | month   |       | equal-principal |
      | 2020-01-31 | disbursement | 20000  | Recyclerie | loan       | PRET-1    |      |            |         |         |       |                 |
      | 2020-04-30 | interest     | 100    | Recyclerie |            | PRET-1    |      |            |         |         |       |                 |
    Alors l'échéancier de « PRET-1 » compte 20 échéances
    Et l'échéance 1 de « PRET-1 », due le 30/04/2020, est de 0,00 € de principal et 100,00 € d'intérêts
    Et l'échéance 1 de « PRET-1 » a 0 jours de retard au 30/06/2020
    Et l'échéance 12 de « PRET-2 », due le 31/01/2021, est de 500,00 € de principal et 0,00 € d'intérêts

  Scénario: Un échéancier à moitié dit dans un fichier est refusé
    Quand on importe « prets.csv » :
      | date       | kind     | amount | project    | instrument | agreement | rate | start      | periods |
      | 2020-01-31 | contract | 20000  | Recyclerie | loan       | PRET-1    | 0.02 | 2020-01-31 | 16      |
    Alors le fichier est rejeté à la ligne 2, colonne « every »
    Et rien n'est écrit
