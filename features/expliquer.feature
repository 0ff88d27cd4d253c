# language: fr
Fonctionnalité: Expliquer un chiffre
  Tout chiffre de tout rapport mène aux faits qui le composent, et tout fait aux chiffres qu'il
  alimente. Quand un rapport change, on sait pourquoi, au centime près.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 30 000 € en subvention le 10/01/2020
    Et que « Caisse solidaire » (solidaire) apporte 10 000 € en prêt bonifié le 01/03/2020
    Et que le fonds décaisse 10 000 € pour « Ressourcerie du Ried » en prêt le 20/04/2020

  Plan du scénario: Un chiffre est la somme de ses faits
    Quand on explique « <adresse> »
    Alors le chiffre vaut « <valeur> »
    Et ses faits sont au nombre de <nombre> et font <somme> €

    Exemples:
      | adresse                                      | valeur   | nombre | somme     |
      | composition:public:received                  | 30000.00 | 1      | 30 000,00 |
      | composition:public:recu                      | 30000.00 | 1      | 30 000,00 |
      | composition/party:region-grand-est:net       | 30000.00 | 1      | 30 000,00 |
      | composition:uses:cash                        | 30000.00 | 3      | 30 000,00 |
      | composition:public:share                     | 0.75     | 1      | 30 000,00 |
      | leverage:private_per_public                  | 0.333333333333 | 1 | 10 000,00 |
      | returns/project:ressourcerie-du-ried:paid_in | 10000.00 | 1      | 10 000,00 |
      | balance:bank                                 | 30000.00 | 3      | 30 000,00 |

  Scénario: Un fait nomme les chiffres qu'il alimente
    Quand on explique le dernier fait
    Alors il alimente « composition:uses:cash » pour -10 000 €
    Et il alimente « composition:uses:outstanding » pour 10 000 €

  Scénario: Une adresse fausse est refusée avec la plus proche
    Quand on tape « audit explain composition:publik:received »
    Alors c'est introuvable : « unknown-cell »
    Et le message cite « composition:public:received »

  Scénario: Entre deux dates, ce sont les faits de l'intervalle
    Quand on demande pourquoi « composition » a changé entre le 31/01/2020 et le 31/03/2020
    Alors « composition:total:received » a changé de 10 000 € : « new »

  Scénario: Entre deux positions, une correction se voit avec son motif
    Étant donné que la position du registre est notée
    Et la commande « correct 4 --amount 31000 --reason 'avis de virement' »
    Quand on demande pourquoi « composition » a changé depuis la position notée
    Alors « composition:public:received » a changé de 1 000 € : « corrected »
    Et la réponse cite « avis de virement »

  Scénario: Un fait daté d'avant et enregistré depuis se voit
    Étant donné que la position du registre est notée
    Et que le fonds règle 350 € de « Frais de tenue » le 30/04/2020
    Quand on demande pourquoi « composition » a changé depuis la position notée
    Alors « composition:uses:expenses » a changé de 350 € : « late »

  Scénario: Expliquer n'écrit aucun fait
    Quand on explique « composition:uses:cash »
    Alors rien n'est écrit
