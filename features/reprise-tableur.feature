# language: fr
Fonctionnalité: Reprendre le tableur d'un fonds
  Personne ne tient le tableur de son voisin : une correspondance dit ce que veulent dire ses
  colonnes. Un mauvais tableur n'entre pas à moitié, et ce qui manque aux totaux est montré du
  doigt, ligne et mouvement à l'appui.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région » (public) apporte 100 000 € en subvention le 15/01/2020
    Et la correspondance du tableur :
      """
      [file]
      decimal = ","
      dates = "%d/%m/%Y"
      [columns]
      project = "Bénéficiaire"
      reference = "N°"
      [texts]
      label = "{Objet} - {N°}"
      [fixed]
      instrument = "loan"
      [ignore]
      "Bénéficiaire" = ["Total*"]
      [[movement]]
      fixed.kind = "contract"
      columns.date = "Vote"
      columns.amount = "Montant voté"
      [[movement]]
      fixed.kind = "disbursement"
      columns.date = "Versement"
      columns.amount = "Montant versé"
      """

  Scénario: Une ligne du tableur devient une convention et un décaissement
    Quand on reprend le tableur :
      """
      Prêts du fonds;;;;;;
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;01/02/2020;45 000,00 €;01/03/2020;20 000,00 €
      13;Épicerie;Bocaux;02/02/2020;5 000,50 €;;
      ;Total;;;50 000,50 €;;20 000,00 €
      """
    Alors 3 lignes sont enregistrées
    Et le montant conventionné est de 50 000,50 €
    Et les décaissements sont de 20 000 €

  Scénario: Un mauvais tableur n'entre pas, et chaque mauvaise cellule est nommée
    Quand on reprend le tableur :
      """
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;31/02/2020;45 000,00 €;;
      13;Épicerie;Bocaux;02/02/2020;cinq mille;;
      """
    Alors le fichier est rejeté à la ligne 2, colonne « Vote »
    Et rien n'est écrit

  Scénario: L'écart avec les totaux du tableur s'explique par la ligne laissée de côté
    Quand on reprend le tableur avec une quarantaine :
      """
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;01/02/2020;45 000,00 €;;
      13;Épicerie;Bocaux;31/02/2020;5 000,50 €;;
      """
    Alors 1 ligne est enregistrée
    Et l'écart du « contracted » attendu de 50 000,50 € vient de la ligne 3

  Scénario: L'écart s'explique par deux chiffres intervertis
    Quand on reprend le tableur :
      """
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;01/02/2020;45 000,00 €;;
      """
    Alors l'écart du « contracted » attendu de 54 000 € s'explique par « digits »
    Et l'écart du « contracted » attendu de 0 € s'explique par « without »
    Et l'écart du « contracted » attendu de 90 000 € s'explique par « twice »

  Scénario: Ce qui a été repris une fois ne l'est pas deux
    Quand on reprend le tableur :
      """
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;01/02/2020;45 000,00 €;;
      """
    Et on reprend le tableur :
      """
      N°;Bénéficiaire;Objet;Vote;Montant voté;Versement;Montant versé
      12;Recyclerie;Tri;01/02/2020;45 000,00 €;01/03/2020;20 000,00 €
      """
    Alors 1 ligne est enregistrée
    Et les décaissements sont de 20 000 €
