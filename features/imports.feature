# language: fr
Fonctionnalité: Importer un fichier de mouvements
  Un fichier entre tout entier ou pas du tout. Le même fichier importé deux fois n'enregistre
  rien de plus ; deux mouvements vraiment jumeaux sont gardés tous les deux.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et le fichier « mars.csv » importé :
      | date       | kind         | amount | party  | sector | instrument | terms        | reference |
      | 2020-03-01 | contribution | 100    | Région | public | grant      | concessional | R-1       |
      | 2020-03-02 | contribution | 40     | Mairie | public | grant      | concessional |           |

  Scénario: Le même fichier une seconde fois ne change rien
    Quand on importe de nouveau « mars.csv »
    Alors tout était déjà enregistré
    Et 2 lignes sont déjà connues
    Et les apports reçus sont de 140 €

  Scénario: Un fichier complété n'enregistre que ses nouvelles lignes
    Quand on importe « avril.csv » :
      | date       | kind         | amount | party  | sector | instrument | terms        | reference |
      | 2020-03-02 | contribution | 40     | Mairie | public | grant      | concessional |           |
      | 2020-03-01 | contribution | 100    | Région | public | grant      | concessional | R-1       |
      | 2020-04-01 | contribution | 60     | Région | public | grant      | concessional | R-2       |
    Alors 1 ligne est enregistrée
    Et 2 lignes sont déjà connues
    Et les apports reçus sont de 200 €

  Scénario: Deux dons identiques dans un fichier sont deux dons
    Quand on importe « dons.csv » :
      | date       | kind         | amount | party    | sector       | instrument | terms        |
      | 2020-04-01 | contribution | 20     | Collecte | crowdfunding | donation   | concessional |
      | 2020-04-01 | contribution | 20     | Collecte | crowdfunding | donation   | concessional |
    Alors 2 lignes sont enregistrées
    Et les apports reçus sont de 180 €

  Scénario: Un fichier qui n'est pas là est dit en une phrase
    Quand on tape « import movements absent.csv --fund ALSACE »
    Alors c'est rejeté : « file-unreadable »
    Et rien n'est écrit

  Scénario: La même référence avec un autre contenu est un conflit
    Quand on importe « autre.csv » :
      | date       | kind         | amount | party  | sector | instrument | terms        | reference |
      | 2020-03-01 | contribution | 101    | Région | public | grant      | concessional | R-1       |
    Alors c'est en conflit : « reference-conflict »
    Et rien n'est écrit

  Scénario: Une seule ligne illisible et rien n'entre
    Quand on importe « mixte.csv » :
      | date       | kind         | amount | party  | sector | instrument | terms        |
      | 2020-04-01 | contribution | 20     | Région | public | grant      | concessional |
      | 2020-04-02 | contribution | 1,234  | Région | public | grant      | concessional |
    Alors le fichier est rejeté à la ligne 3, colonne « amount »
    Et rien n'est écrit

  Scénario: La quarantaine prend les bonnes lignes et met les autres de côté
    Quand on importe « mixte.csv » avec une quarantaine :
      | date       | kind         | amount | party  | sector | instrument | terms        | project | reference |
      | 2020-04-01 | contribution | 20     | Région | public | grant      | concessional |         | Q-1       |
      | 2020-04-02 | contribution | 1e9    | Région | public | grant      | concessional |         | Q-2       |
      | 2020-04-03 | disbursement | 9000   |        |        | loan       |              | Atelier | Q-3       |
      | 2020-05-03 | repayment    | 10     |        |        |            |              | Atelier | Q-4       |
    Alors 1 ligne est enregistrée
    Et la quarantaine garde les références « Q-2, Q-3, Q-4 »
    Et les apports reçus sont de 160 €

  Scénario: Un essai à blanc montre le résultat et n'écrit rien
    Quand on importe « avril.csv » à blanc :
      | date       | kind         | amount | party  | sector | instrument | terms        |
      | 2020-04-01 | contribution | 20     | Région | public | grant      | concessional |
    Alors 1 ligne est enregistrée
    Mais rien n'est écrit

  Scénario: Une clé rend une commande répétable sans risque
    Étant donné que la position du registre est notée
    Quand on importe de nouveau « mars.csv » avec la clé « mars-2020 »
    Et on importe de nouveau « mars.csv » avec la clé « mars-2020 »
    Alors tout était déjà enregistré
