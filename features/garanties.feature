# language: fr
Fonctionnalité: Garantir le prêt d'un autre
  Une garantie n'est pas de la trésorerie : elle mobilise le prêt couvert, engage la quotité
  dans la limite du plafond, et ne coûte que si le prêteur l'appelle.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « fund compartment ALSACE guarantee --on 2020-01-02 »
    Et la commande « contribution commit DOTATION --fund ALSACE --party 'Région Grand Est' --sector public --instrument grant --terms concessional --compartment guarantee --amount 100000 --on 2020-01-10 --create »
    Et la commande « contribution receive DOTATION --amount 100000 --on 2020-01-11 »

  # Garantie France Active : 65 %, 200 000 € au plus, 2,5 % ; Égalité Femmes : 80 %, 50 000 €.
  Plan du scénario: La quotité dans la limite du plafond, et la commission
    Quand on garantit <quota> d'un prêt de <prêt> € dans la limite de <plafond> € à 2,5 %
    Alors le montant garanti est de <garanti> € et la commission de <commission> €

    Exemples:
      | prêt   | quota | plafond | garanti | commission |
      | 100000 | 65%   | 200000  | 65000   | 1625       |
      | 400000 | 65%   | 200000  | 200000  | 5000       |
      | 70000  | 80%   | 50000   | 50000   | 1250       |

  Scénario: Le prêt mobilisé, l'engagement et la trésorerie sont trois chiffres
    Quand on garantit 65% d'un prêt de 100000 € dans la limite de 200000 € à 2,5 %
    Alors la mesure « guarantee_multiplier » vaut 1,00
    Et la mesure « guarantee_exposure » vaut 0,65
    Et la trésorerie est de 100 000 €

  Scénario: Un appel reste dans la quotité de l'encours
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --fee 2,5% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee report GAR --outstanding 40000 --on 2021-01-15 »
    Quand on tape « guarantee call GAR --amount 26000,01 --on 2021-02-01 »
    Alors c'est refusé : « above-guarantee »
    Et rien n'est écrit

  Scénario: Un défaut après l'échéance n'est pas couvert
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2021-12-31 --on 2020-03-01 --create »
    Quand on tape « guarantee call GAR --amount 100 --on 2022-01-01 »
    Alors c'est refusé : « guarantee-expired »

  Scénario: Un appel payé coûte, ce qui est récupéré revient pour la quotité
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Quand on tape « guarantee recover GAR --amount 10000 --on 2021-04-01 »
    Alors la trésorerie est de 86 500 €
    Et les récupérations sont de 6 500 €
    Et la mesure « guarantee_exposure » vaut 0,45
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: On ne paie que ce qui est appelé
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Quand on tape « guarantee pay GAR --amount 1 --on 2021-03-01 »
    Alors c'est refusé : « above-claim »

  Scénario: Qui paie un appel a un recours sur le projet
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Et la commande « guarantee recover GAR --amount 10000 --on 2021-04-01 »
    Quand on tape « guarantee waive-recourse GAR --amount 3500 --reason 'Liquidation clôturée' --on 2022-06-30 »
    Alors d'après les garanties, le recours est de 10 000 €
    Et d'après les garanties, le recours est de 13 500 € au 31/12/2021
    Et d'après les garanties, la perte est de 13 500 €
    Et la trésorerie est de 86 500 €
    Et l'encours est de 0 €
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: On n'abandonne pas plus que ce que le projet doit
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Quand on tape « guarantee waive-recourse GAR --amount 20000,01 --reason 'Liquidation clôturée' --on 2022-06-30 »
    Alors c'est refusé : « above-recourse »
    Et rien n'est écrit

  Scénario: Ce qui est récupéré au-delà du recours est gardé en attente
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 50% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Quand on tape « guarantee recover GAR --amount 42000 --hold-excess --on 2021-04-01 »
    Alors d'après les garanties, le recours est de 0 €
    Et les récupérations sont de 20 000 €
    Et la trésorerie est de 101 000 €

  Scénario: L'engagement brut, et net des contre-garanties
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee counter-guarantee GAR --by 'Garant national' --quota 50% --cap 30000 --on 2020-03-02 --create »
    Quand on tape « guarantee counter-guarantee GAR --by 'Fonds européen' --quota 25% --expires 2021-12-31 --on 2020-03-02 --create »
    Alors d'après les garanties, l'engagement est de 65 000 €
    Et d'après les garanties, l'engagement net est de 18 750 € au 31/12/2021
    Et d'après les garanties, l'engagement net est de 35 000 € au 01/01/2022
    Et la mesure « guarantee_exposure » vaut 0,65
    Et la trésorerie est de 100 000 €

  Scénario: Chaque contre-garant doit sa quotité de ce qui est payé, dans son plafond
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee counter-guarantee GAR --by 'Garant national' --quota 50% --cap 8000 --on 2020-03-02 --create »
    Et la commande « guarantee counter-guarantee GAR --by 'Fonds européen' --quota 25% --on 2020-03-02 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Quand on tape « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Alors d'après les garanties, la part appelée des contre-garants est de 13 000 €
    Et la trésorerie est de 80 000 €
    Étant donné la commande « guarantee counter-receive GAR --by 'Garant national' --amount 8000 --on 2021-04-01 »
    Quand on tape « guarantee counter-receive GAR --by 'Garant national' --amount 0,01 --on 2021-04-02 »
    Alors c'est refusé : « above-owed »
    Et la trésorerie est de 88 000 €
    Et d'après les garanties, la perte est de 12 000 €
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Ce qui revient du projet se partage avec ceux qui ont supporté l'appel
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee counter-guarantee GAR --by 'Garant national' --quota 50% --on 2020-03-02 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Et la commande « guarantee counter-receive GAR --by 'Garant national' --amount 10000 --on 2021-04-01 »
    Et la commande « guarantee recover GAR --amount 10000 --on 2021-06-01 »
    Quand on tape « guarantee counter-repay GAR --by 'Garant national' --amount 3250,01 --on 2021-06-15 »
    Alors c'est refusé : « above-owed »
    Et le point bas est de 93 250 €, et de 93 250 € sans les retards ni les promesses, vu du 14/06/2021
    Étant donné la commande « guarantee counter-repay GAR --by 'Garant national' --amount 3250 --on 2021-06-15 »
    Alors d'après les garanties, le dû aux contre-garants est de 0 €
    Et d'après les garanties, la perte est de 6 750 €
    Et les récupérations sont de 13 250 €
    Et la trésorerie est de 93 250 €

  Scénario: Les quotités des contre-garants ne dépassent pas le tout
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee counter-guarantee GAR --by 'Garant national' --quota 60% --on 2020-03-02 --create »
    Quand on tape « guarantee counter-guarantee GAR --by 'Fonds européen' --quota 41% --on 2020-03-02 --create »
    Alors c'est refusé : « above-whole »
    Et rien n'est écrit

  Scénario: Une déclaration fausse du prêteur se corrige, et celle qui la suit demeure
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee report GAR --outstanding 4000 --on 2021-01-15 »
    Et la commande « guarantee report GAR --outstanding 2000 --on 2021-07-15 »
    Quand on tape « correct 11 --amount 40000 --reason 'un zéro oublié' »
    Alors c'est enregistré
    Et d'après les garanties, l'engagement est de 26 000 € au 14/07/2021
    Et d'après les garanties, l'engagement est de 1 300 €

  Scénario: Le prêteur déclare ce qui est tiré de son prêt, puis ce qui en reste dû
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee report GAR --outstanding 0 --on 2020-03-01 »
    Et la commande « guarantee report GAR --outstanding 60000 --on 2020-06-30 »
    Alors d'après les garanties, l'engagement est de 39 000 € au 30/06/2020
    Étant donné la commande « guarantee report GAR --outstanding 100000 --on 2020-12-31 »
    Et la commande « guarantee report GAR --outstanding 80000 --on 2021-12-31 »
    Alors d'après les garanties, l'engagement est de 65 000 € au 31/12/2020
    Et d'après les garanties, l'engagement est de 52 000 €
    Quand on tape « guarantee report GAR --outstanding 100001 --on 2021-12-31 »
    Alors c'est refusé : « above-covered »
    Quand on tape « guarantee report GAR --outstanding 80000 --on 2022-01-31 »
    Alors c'est refusé : « covered-unchanged »

  Scénario: L'engagement est la quotité de ce que le prêteur a déclaré en dernier
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee report GAR --outstanding 40000 --on 2021-01-15 »
    Alors d'après les garanties, l'engagement est de 65 000 € au 14/01/2021
    Et d'après les garanties, l'engagement est de 26 000 €
    Et d'après les garanties, le reste des termes est de 65 000 €
    Étant donné la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Alors d'après les garanties, l'engagement est de 6 000 €
    Et d'après les garanties, le reste des termes est de 45 000 €
    Et la trésorerie est de 80 000 €
    Quand on explique « guarantees:GAR:exposure »
    Alors le chiffre vaut « 6000.00 »
    Et il se calcule par « max(0, min(left, round(covered * quota) - paid)) »
    Et le calcul refait donne la même chose
    Et il vient de « guarantees:GAR:covered »

  Scénario: La commission est due dès l'octroi, jusqu'à ce qu'elle arrive
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --cap 200000 --fee 2,5% --expires 2024-12-31 --on 2020-03-01 --create »
    Alors d'après les garanties, la commission à recevoir est de 1 625 €
    Et d'après les garanties, la commission est de 0 € au 29/02/2020
    Étant donné la commande « guarantee fee GAR --amount 1000 --on 2020-04-01 »
    Alors d'après les garanties, la commission à recevoir est de 625 €
    Et d'après les garanties, la commission reçue est de 1 000 €
    Et la trésorerie est de 101 000 €
    Et l'encours est de 0 €
    Quand on tape « guarantee fee GAR --amount 625,01 --on 2020-04-02 »
    Alors c'est refusé : « above-owed »
    Et rien n'est écrit

  Scénario: Un paiement se corrige dans ses bornes
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 15000 --on 2021-03-01 »
    Quand on corrige le dernier fait en 20000,01 €
    Alors c'est refusé : « above-claim »
    Et rien n'est écrit
    Quand on corrige le dernier fait en 12000 €
    Alors la trésorerie est de 88 000 €
    Et d'après les garanties, le recours est de 12 000 €
    Et d'après les garanties, l'appelé non réglé est de 8 000 €
    Étant donné la commande « guarantee reject GAR --amount 8000 --reason 'Intérêts non couverts' --on 2021-03-02 »
    Alors d'après les garanties, l'appelé non réglé est de 0 €

  Scénario: Une contre-garantie qui ne porterait rien d'un appel payé est refusée
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Quand on tape « guarantee counter-guarantee GAR --by 'Garant national' --quota 50% --on 2020-06-01 --create »
    Alors c'est refusé : « counter-guarantee-late »
    Et rien n'est écrit

  Scénario: Une garantie se lit sur une page, telle qu'elle était un jour donné
    Étant donné la commande « guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin' --loan 100000 --quota 65% --fee 2,5% --expires 2024-12-31 --on 2020-03-01 --create »
    Et la commande « guarantee report GAR --outstanding 40000 --on 2021-01-15 »
    Et la commande « guarantee call GAR --amount 20000 --on 2021-02-01 »
    Et la commande « guarantee pay GAR --amount 20000 --on 2021-03-01 »
    Et la commande « guarantee recover GAR --amount 10000 --on 2021-04-01 »
    Quand on tape « guarantee show GAR »
    Alors la réponse cite « Encours du prêt : 40 000,00 €, déclaré au 15 janvier 2021 »
    Et la réponse cite « Appels payés : 20 000,00 € »
    Et la réponse cite « Récupéré : 6 500,00 € »
    Quand on tape « guarantee show GAR --as-of 2021-02-28 »
    Alors la réponse cite « Appelé, non réglé : 20 000,00 € »
    Et la réponse cite « Engagement : 26 000,00 € »
    Quand on tape « guarantee show GAR --as-of 2020-12-31 --json »
    Alors la page de la garantie dit les chiffres du rapport au 31/12/2020
