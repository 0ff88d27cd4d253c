# language: fr
Fonctionnalité: Conventionner dans la limite du disponible
  Le disponible à engager est la trésorerie et les engagements fermes, moins ce qui est déjà
  conventionné et pas décaissé, moins ce qui est affecté à d'autres usages.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « contribution commit CONV --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount 1000 --on 2020-01-10 --create »
    Et la commande « contribution receive CONV --amount 400 --on 2020-01-15 »
    Et la commande « project add Recyclerie --purpose emploi --on 2020-01-10 »

  Scénario: Les engagements fermes comptent, qu'ils soient versés ou non
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1000 --on 2020-02-01 »
    Alors c'est enregistré
    Et le disponible à engager est de 0 €

  Scénario: Au-delà du disponible, la convention est refusée avec les montants
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1000,01 --on 2020-02-01 »
    Alors c'est refusé : « not-enough-available »
    Et le message cite « 1 000,01 € »
    Et le message cite « 400,00 € »
    Et rien n'est écrit

  Scénario: Une promesse sans engagement n'est pas disponible
    Étant donné la commande « contribution pledge MECENE --fund ALSACE --party Mécène --sector corporate --instrument donation --terms concessional --amount 700 --on 2020-01-20 --create »
    Alors le disponible à engager est de 1 000 €
    Et la situation montre 700 € de promesses

  Scénario: Décaisser une convention ne change pas le disponible
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 300 --on 2020-02-01 »
    Quand on tape « financing disburse PRET-1 --amount 300 --on 2020-02-02 »
    Alors le disponible à engager est de 700 €
    Et la trésorerie est de 100 €

  Scénario: L'argent affecté à un autre usage n'est pas disponible
    Étant donné la commande « contribution commit QUARTIERS --fund ALSACE --party Ville --sector public --instrument grant --terms concessional --amount 500 --earmark Quartiers --on 2020-01-10 --create »
    Et la commande « earmark define Quartiers --fund ALSACE --purpose quartiers --on 2020-01-10 »
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1001 --on 2020-02-01 »
    Alors c'est refusé : « not-enough-available »
    Et le disponible à engager est de 1 000 €

  Scénario: Il l'est pour le sien
    Étant donné la commande « contribution commit EMPLOI --fund ALSACE --party Ville --sector public --instrument grant --terms concessional --amount 500 --earmark Emploi --on 2020-01-10 --create »
    Et la commande « earmark define Emploi --fund ALSACE --purpose emploi --on 2020-01-10 »
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1500 --on 2020-02-01 »
    Alors c'est enregistré

  Scénario: Les règles du fonds peuvent permettre de dépasser, et les rapports le signalent
    Étant donné la commande « fund rules ALSACE --overcommitment allowed --on 2020-01-10 »
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1200 --on 2020-02-01 »
    Alors c'est enregistré
    Et le disponible à engager est de -200 €
    Et les rapports signalent « overcommitted »

  Scénario: Une convention importée est un fait : elle est enregistrée et signalée
    Quand on importe « conventions.csv » :
      | date       | kind     | amount | project | instrument |
      | 2020-02-01 | contract | 1100   | Jardin  | grant      |
    Alors c'est enregistré
    Et les rapports signalent « overcommitted »
    Quand on tape « contribution amend CONV --amount 1100 --on 2020-03-01 »
    Alors les rapports ne signalent rien
