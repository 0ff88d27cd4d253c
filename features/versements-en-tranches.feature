# language: fr
Fonctionnalité: Verser une convention en tranches, chacune sous ses conditions
  Une convention peut dire en combien de tranches elle est versée, quand, et sous quelles
  conditions suspensives. Rien n'est versé au-delà des tranches libérées : celles dont
  aucune condition n'est encore à lever.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --on 2024-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 100000 --on 2024-01-11 »
    Et la commande « project add Recyclerie --on 2024-01-02 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 15000 --on 2024-02-01 »

  Scénario: Les tranches font ensemble toute la convention
    Quand on tape « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=9000 »
    Alors c'est refusé : « bad-drawdowns »
    Quand on tape « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=10000 --condition '2=Compte rendu' --on 2024-02-01 »
    Alors c'est enregistré

  Scénario: Rien n'est versé au-delà des tranches libérées
    Étant donné la commande « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=10000 --condition '2=Compte rendu' --condition '2=Bail signé' --on 2024-02-01 »
    Quand on tape « financing disburse PRET --amount 5000,01 --on 2024-03-01 »
    Alors c'est refusé : « not-released »
    Et rien n'est écrit
    Quand on tape « financing disburse PRET --amount 5000 --on 2024-03-01 »
    Alors c'est enregistré
    Quand on tape « financing disburse PRET --amount 1 --on 2024-09-01 »
    Alors c'est refusé : « not-released »
    Étant donné la commande « financing fulfil PRET --drawdown 2 --evidence CR-2024 --on 2024-08-20 »
    Quand on tape « financing disburse PRET --amount 10000 --on 2024-09-01 »
    Alors c'est refusé : « not-released »
    Étant donné la commande « financing fulfil PRET --drawdown 2 --condition 2 --on 2024-08-25 »
    Quand on tape « financing disburse PRET --amount 10000 --on 2024-08-24 »
    Alors c'est refusé : « not-released »
    Quand on tape « financing disburse PRET --amount 10000 --on 2024-09-01 »
    Alors c'est enregistré
    Et le registre se vérifie

  Scénario: La prévision de trésorerie suit les dates des tranches
    Étant donné la commande « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-04-01=10000 --on 2024-02-01 »
    Alors la trésorerie prévue à la fin de « 2024-02 » est de 100 000,00 €, vue du 02/02/2024
    Et la trésorerie prévue à la fin de « 2024-03 » est de 95 000,00 €, vue du 02/02/2024
    Et la trésorerie prévue à la fin de « 2024-04 » est de 85 000,00 €, vue du 02/02/2024
    Étant donné la commande « financing disburse PRET --amount 6000 --on 2024-02-15 »
    Alors la trésorerie prévue à la fin de « 2024-03 » est de 94 000,00 €, vue du 20/02/2024
    Et la trésorerie prévue à la fin de « 2024-04 » est de 85 000,00 €, vue du 20/02/2024

  Scénario: Ce qui est versé n'est jamais remis sous condition
    Étant donné la commande « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=10000 --on 2024-02-01 »
    Et la commande « financing disburse PRET --amount 8000 --on 2024-03-01 »
    Quand on tape « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=10000 --condition '2=Compte rendu' --on 2024-03-02 »
    Alors c'est refusé : « drawdowns-paid »
    Quand on tape « financing drawdowns PRET --drawdown 2024-03-01=8000 --drawdown 2024-09-01=7000 --condition '2=Compte rendu' --on 2024-03-02 »
    Alors c'est enregistré

  Scénario: Un versement importé est un fait : au-delà des tranches libérées, il est signalé
    Étant donné la commande « financing drawdowns PRET --drawdown 2024-03-01=5000 --drawdown 2024-09-01=10000 --condition '2=Compte rendu' --on 2024-02-01 »
    Quand on importe « releve.csv » :
      | date       | kind         | amount | project    | instrument | agreement |
      | 2024-03-01 | disbursement | 6000   | Recyclerie | loan       | PRET      |
    Alors c'est enregistré
    Et les rapports signalent « above-released »
    Étant donné la commande « financing fulfil PRET --drawdown 2 --on 2024-03-02 »
    Alors les rapports ne signalent rien

  Scénario: Un fonds sans tranches verse comme avant
    Quand on tape « financing disburse PRET --amount 15000 --on 2024-03-01 »
    Alors c'est enregistré
