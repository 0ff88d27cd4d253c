# language: fr
Fonctionnalité: Saisir un fait en une commande
  Un fonds se tient au fil de l'eau : chaque fait s'enregistre en une ligne, avec ses limites,
  et dit comment l'annuler.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « contribution commit CONV-1 --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount '1 000' --on 2020-01-10 --create »
    Et la commande « contribution receive CONV-1 --amount 600,00 --on 2020-02-01 »

  Scénario: Un apport se reçoit sur son engagement
    Alors les apports reçus sont de 600 €
    Et les engagements reçus sont de 1 000 €
    Et le disponible est de 1 000 €

  Scénario: Un tiers inconnu n'est pas créé par mégarde
    Quand on tape « contribution commit CONV-2 --fund ALSACE --party Regio --sector public --instrument grant --terms concessional --amount 5 --on 2020-02-01 »
    Alors c'est introuvable : « party-not-found »
    Et le message cite « Région »
    Et rien n'est écrit

  Scénario: Un montant qui se lit de deux façons est refusé
    Quand on tape « contribution receive CONV-1 --amount 1.234 --on 2020-02-02 »
    Alors c'est illisible
    Et le message cite « 1234 ou 1,23 »
    Et rien n'est écrit

  Scénario: Un essai à blanc montre l'effet et n'écrit rien
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 250 --on 2020-03-01 --create --dry-run »
    Alors la réponse cite « Disponible à engager : de 1 000,00 € à 750,00 € »
    Et rien n'est écrit

  Scénario: Une convention au-delà du disponible est refusée, sauf si les règles du fonds le permettent
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1000,01 --on 2020-03-01 --create »
    Alors c'est refusé : « not-enough-available »
    Et rien n'est écrit
    Étant donné la commande « fund rules ALSACE --overcommitment allowed --on 2020-03-01 »
    Quand on tape « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 1000,01 --on 2020-03-01 --create »
    Alors c'est enregistré
    Et les rapports signalent « overcommitted »

  Scénario: Le même fait sous la même clé n'est enregistré qu'une fois
    Étant donné la commande « contribution receive CONV-1 --amount 100 --on 2020-02-02 --key relance »
    Quand on tape « contribution receive CONV-1 --amount 100 --on 2020-02-02 --key relance »
    Alors rien n'est écrit
    Et les apports reçus sont de 700 €

  Scénario: Un engagement annulé ne reçoit plus rien
    Étant donné la commande « contribution cancel CONV-1 --on 2020-03-01 »
    Quand on tape « contribution receive CONV-1 --amount 1 --on 2020-03-02 »
    Alors c'est refusé : « agreement-closed »
    Et les engagements reçus sont de 600 €

  Scénario: Un virement entre compartiments laisse la trésorerie telle quelle
    Étant donné la commande « fund compartment ALSACE guarantee --on 2020-01-01 »
    Quand on tape « transfer --fund ALSACE --to-compartment guarantee --amount 200 --on 2020-03-01 »
    Alors c'est enregistré
    Et la trésorerie est de 600 €

  Scénario: Un cofinancement prévu ne compte pas avant d'être confirmé
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 200 --on 2020-03-01 --create »
    Et la commande « project cofinancing Recyclerie --fund ALSACE --party Banque --status planned --amount 400 --sector bank --terms market --on 2020-03-02 --create »
    Alors la mesure « cofinancing » vaut 0
    Étant donné la commande « project cofinancing Recyclerie --fund ALSACE --party Banque --status confirmed --amount 400 --sector bank --terms market --on 2020-03-03 »
    Alors la mesure « cofinancing » vaut 2
    Étant donné la commande « project cofinancing Recyclerie --fund ALSACE --party Banque --status withdrawn --amount 300 --sector bank --terms market --on 2020-03-04 »
    Alors la mesure « cofinancing » vaut 0,5
