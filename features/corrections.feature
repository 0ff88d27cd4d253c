# language: fr
Fonctionnalité: Corriger sans rien effacer
  Une erreur se corrige en une commande : le fait faux est annulé, le bon prend sa place à sa
  propre date, l'historique garde les deux et le motif.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « contribution commit CONV-1 --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount 1000 --on 2020-01-10 --create »
    Et la commande « contribution receive CONV-1 --amount 600 --on 2020-02-01 »

  Scénario: Un montant se corrige à sa propre date
    Étant donné que la position du registre est notée
    Quand on tape « correct 5 --amount 500 --reason 'erreur de saisie' »
    Alors c'est enregistré
    Et les apports reçus sont de 500 € au 01/02/2020
    Et les apports reçus sont de 600 € au 01/02/2020, vu de la position notée
    Et l'historique de « 5 » cite « erreur de saisie »

  Scénario: Une correction n'est jamais refusée pour la trésorerie, elle est signalée
    Étant donné la commande « financing contract PRET-1 --fund ALSACE --project Recyclerie --instrument loan --amount 600 --on 2020-03-01 --create »
    Et la commande « financing disburse PRET-1 --amount 600 --on 2020-03-02 »
    Quand on tape « correct 5 --amount 500 --reason 'relevé' »
    Alors c'est enregistré
    Et la trésorerie est de -100 €
    Et les rapports signalent « cash-below-zero »

  Scénario: Une correction dit pourquoi
    Quand on tape « correct 5 --amount 500 --reason ' ' »
    Alors c'est illisible
    Et rien n'est écrit

  Scénario: Annuler la dernière écriture rend les rapports d'avant
    Étant donné que les rapports sont notés
    Et la commande « contribution receive CONV-1 --amount 100 --on 2020-02-02 »
    Quand on tape « undo --reason 'doublon' »
    Alors c'est enregistré
    Et les rapports sont ceux qui étaient notés

  Scénario: Annuler une correction rétablit le fait d'origine
    Étant donné la commande « correct 5 --amount 500 --reason 'erreur' »
    Quand on tape « undo --reason 'non' »
    Alors les apports reçus sont de 600 €

  Scénario: Un import s'annule en entier et peut être repris
    Étant donné que les rapports sont notés
    Et le fichier « mars.csv » importé :
      | date       | kind         | amount | project      | instrument | reference |
      | 2020-03-01 | disbursement | 100    | Ressourcerie | loan       | DEC-1     |
      | 2020-03-02 | disbursement | 50     | Jardin       | grant      | DEC-2     |
    Quand on annule l'import
    Alors les rapports sont ceux qui étaient notés
    Quand on importe de nouveau « mars.csv »
    Alors 2 lignes sont enregistrées
    Et les décaissements sont de 150 €

  Scénario: Quand un engagement est annulé, ce qui avait été reçu reste juste
    Étant donné la commande « undo --reason 'pas encore reçu' »
    Et la commande « contribution receive CONV-1 --amount 300 --on 2020-02-03 »
    Quand on tape « correct 4 --amount 400 --reason 'avenant mal lu' »
    Alors les engagements reçus sont de 400 €
    Et les apports reçus sont de 300 €
