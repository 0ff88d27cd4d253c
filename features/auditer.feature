# language: fr
Fonctionnalité: Auditer un registre
  Un auditeur vérifie l'historique sans se fier à ceux qui le tiennent, ni même à blendfund : un
  fichier Python d'une page, ou son pareil pour Node, le point de contrôle qu'il a gardé, et sa clé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 15/01/2020
    Et que « Banque du Rhin » (banque) apporte 500 € en prêt au marché le 16/01/2020
    Et que le fonds décaisse 40 € pour « Ressourcerie » en prêt le 01/02/2020
    Et un registre scellé

  Scénario: L'auditeur vérifie seul le dossier qu'on lui remet
    Étant donné que « Ville de Thann » (public) apporte 7 € en subvention le 15/03/2020
    Quand on remet le dossier d'audit
    Alors verify.py vérifie le dossier et compte 3 faits depuis
    Et verify.mjs vérifie le dossier et compte 3 faits depuis
    Et rien n'est écrit

  Plan du scénario: Une falsification se voit, même refaite avec soin
    Quand quelqu'un <falsification>
    Alors le registre, seul, n'en dit rien
    Mais l'auditeur la voit avec verify.py et le point de contrôle qu'il a gardé
    Et « audit verify » la voit aussi

    Exemples:
      | falsification                            |
      | change un montant                        |
      | change un tiers                          |
      | efface un fait                           |
      | insère un fait                           |
      | échange deux conventions                 |
      | coupe la fin                             |
      | récrit tout et le scelle de sa propre clé |

  Scénario: Une colonne qui répète un fait est comparée à lui
    Quand quelqu'un change une colonne
    Alors le registre ne se vérifie plus

  Scénario: Un fait se prouve sans montrer les autres
    Quand on prouve le fait 4
    Alors la preuve tient sous le point de contrôle de l'auditeur
    Et rien n'est écrit

  Scénario: Un fait qui n'est pas encore scellé ne se prouve pas
    Étant donné que « Ville de Thann » (public) apporte 7 € en subvention le 15/03/2020
    Quand on prouve le dernier fait
    Alors c'est refusé : « not-sealed-yet »

  Scénario: Deux dossiers remis à un an d'écart se comparent
    Étant donné un dossier d'audit remis
    Et que « Ville de Thann » (public) apporte 7 € en subvention le 15/03/2020
    Quand on compare le dossier au registre
    Alors 3 faits sont ajoutés et la trésorerie augmente de 7 €
