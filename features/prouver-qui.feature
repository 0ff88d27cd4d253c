# language: fr
Fonctionnalité: Prouver qui a écrit
  Le nom de qui agit est déclaré. Qui enregistre sa clé SSH et signe prouve que l'écriture est
  la sienne ; les rapports disent ce qui est prouvé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « camille » a enregistré sa clé

  Scénario: Une écriture signée est prouvée
    Quand « camille » signe « party add Mairie --on 2020-02-01 »
    Alors c'est enregistré
    Et l'écriture de « Mairie » est prouvée

  Scénario: Une écriture sans signature reste déclarée
    Quand on tape « party add Mairie --on 2020-02-01 »
    Alors c'est enregistré
    Et l'écriture de « Mairie » est déclarée

  Scénario: Une clé privée donnée par erreur n'est pas enregistrée
    Quand on enregistre pour « paul » la clé privée de « camille »
    Alors c'est illisible : « private-key-given »
    Et rien n'est écrit

  Scénario: Nul ne signe pour un autre
    Quand « paul » signe « party add Mairie --on 2020-02-01 »
    Alors c'est refusé : « unknown-signer »
    Et rien n'est écrit

  Scénario: Qui a une clé approuve avec elle
    Étant donné la commande « contribution commit DOTATION --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount 50000 --on 2024-02-01 --create »
    Et la commande « contribution receive DOTATION --amount 50000 --on 2024-02-01 »
    Et la commande « project add Recyclerie --on 2024-02-01 »
    Et le règlement « disbursement_above = 10000 », adopté depuis le 01/02/2024
    Et un comité de camille, paul et samia le 01/02/2024
    Et la commande « committee decide Recyclerie --fund ALSACE --session S1 --result agreed --amount 20000 »
    Et la commande « financing contract PRET --fund ALSACE --project Recyclerie --instrument loan --amount 20000 --on 2024-02-02 »
    Quand on tape « --actor paul financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors cela attend une seconde personne
    Quand on tape « --actor camille approve 16 --on 2024-02-03 »
    Alors c'est refusé : « approval-unsigned »
    Et rien n'est écrit
    Quand « camille » signe « approve 16 --on 2024-02-03 »
    Alors c'est enregistré
    Quand on tape « --actor paul financing disburse PRET --amount 15000 --on 2024-02-03 »
    Alors c'est enregistré
    Et les rapports ne signalent rien

  Scénario: Une écriture signée puis retouchée est reconnue
    Étant donné l'écriture signée de « camille » : « party add Mairie100 --on 2020-02-01 »
    Quand quelqu'un retouche l'historique dans le fichier du registre
    Alors la signature de l'écriture retouchée ne tient plus
