# language: fr
Fonctionnalité: Un apport associatif est confronté à ses termes publiés
  Fonds régional d'apports associatifs : 5 000 à 30 000 €, 2 à 5 ans, sans intérêt, rendu en
  une fois ou chaque année à partir de la deuxième, avec au moins autant de fonds propres, de
  quasi-fonds propres ou de banque. Ce sont les termes d'un dispositif : ce qui s'en écarte
  est constaté, et n'est refusé que si le règlement du fonds les exige. Ce que personne n'a
  dit n'est pas vérifiable : il n'est jamais pris pour tenu.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2024
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --amount 100000 --on 2024-01-10 --create »
    Et la commande « project add Recyclerie --on 2024-01-02 »

  Scénario: Tous les termes sont tenus
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=30000 --resource Fonds=15000:this-fund --resource Crédit=15000:bank --on 2024-01-20 »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 15000 --start 2024-02-01 --periods 4 --grace 1 --every year --on 2024-02-01 »
    Alors c'est enregistré
    Et l'apport associatif de « Recyclerie » a ses termes :
      | terme     | état  |
      | amount    | kept  |
      | duration  | kept  |
      | rate      | kept  |
      | repayment | kept  |
      | parity    | kept  |
    Et les rapports ne signalent rien

  Scénario: Ce qui s'en écarte est constaté, pas refusé
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 40000 --use Travaux=50000 --resource Fonds=40000:this-fund --resource Crédit=10000:bank --on 2024-01-20 »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 40000 --rate 2% --start 2024-02-01 --periods 12 --every month --on 2024-02-01 »
    Alors c'est enregistré
    Et l'apport associatif de « Recyclerie » a ses termes :
      | terme     | état   |
      | amount    | broken |
      | duration  | broken |
      | rate      | broken |
      | repayment | broken |
      | parity    | broken |
    Et les rapports signalent « parity »

  Scénario: Ce que personne n'a dit n'est pas vérifiable
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 15000 --on 2024-02-01 »
    Alors c'est enregistré
    Et l'apport associatif de « Recyclerie » a ses termes :
      | terme     | état         |
      | amount    | kept         |
      | duration  | unverifiable |
      | rate      | kept         |
      | repayment | unverifiable |
      | parity    | unverifiable |
    Et les rapports ne signalent rien

  Scénario: Un plan dont la nature n'est pas dite ne prouve pas la parité
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=30000 --resource Fonds=15000:this-fund --resource Divers=15000 --on 2024-01-20 »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 15000 --start 2024-02-01 --periods 1 --grace 3 --every year --on 2024-02-01 »
    Alors c'est enregistré
    Et l'apport associatif de « Recyclerie » a ses termes :
      | terme     | état         |
      | amount    | kept         |
      | duration  | kept         |
      | rate      | kept         |
      | repayment | kept         |
      | parity    | unverifiable |

  Scénario: Deux apports associatifs comptent ensemble
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 20000 --use Travaux=30000 --resource Fonds=20000:this-fund --resource Crédit=10000:bank --on 2024-01-20 »
    Et la commande « financing contract CAA-1 --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 10000 --on 2024-02-01 »
    Alors les rapports ne signalent rien
    Étant donné la commande « financing contract CAA-2 --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 10000 --on 2024-02-02 »
    Alors les rapports signalent « parity »

  Scénario: Un règlement qui exige ces termes refuse ce qui s'en écarte, et ce qui n'est pas vérifiable
    Étant donné le règlement « product_terms = true »
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 15000 »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 4000 --on 2024-02-02 »
    Alors c'est refusé : « product-terms »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 15000 --on 2024-02-02 »
    Alors c'est refusé : « product-unverifiable »
    Et rien n'est écrit
    Étant donné la commande « project apply Recyclerie --fund ALSACE --amount 15000 --use Travaux=30000 --resource Fonds=15000:this-fund --resource Apports=15000:equity --on 2024-02-01 »
    Quand on tape « financing contract CAA --fund ALSACE --project Recyclerie --instrument returnable-contribution --amount 15000 --start 2024-02-02 --periods 5 --every year --grace 0 --method bullet --on 2024-02-02 »
    Alors c'est enregistré
