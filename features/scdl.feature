# language: fr
Fonctionnalité: Reprendre les subventions publiées (SCDL)
  Les collectivités publient leurs subventions dans un format commun. Selon que le fonds
  donne, reçoit, ou regarde, la même ligne dit trois choses différentes.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020, de SIREN 218601946

  Scénario: Le fonds attribue : une aide conventionnée
    Quand on importe le fichier SCDL « attribue.csv » :
      """
      nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;conditionsVersement
      Fonds Alsace;21860194600013;2020-06-01;D-1;Ressourcerie du Ried;52499120500013;Fonctionnement;40 000,00;aide en numéraire;unique
      """
    Alors 1 ligne est enregistrée
    Et le montant conventionné est de 40 000 €
    Et la trésorerie est de 0 €

  Scénario: Le fonds bénéficie : un engagement de l'attribuant
    Quand on importe le fichier SCDL « recoit.csv » :
      """
      nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement
      Département du Lot,22460001500511,2020-06-01,D-2,Fonds Alsace,21860194600013,Dotation,12500.50,aide en numéraire,unique
      """
    Alors 1 ligne est enregistrée
    Et les engagements reçus sont de 12 500,50 €
    Et les apports reçus sont de 0 €

  Scénario: Le fonds regarde : un cofinancement, même antérieur au fonds
    Quand on importe le fichier SCDL « voisin.csv » :
      """
      nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;conditionsVersement
      Antibes;21060004500392;2015-07-07;D-3;Antibes Rallye Association;52499120500013;Fonctionnement;33000;aide en numéraire;unique
      ;;;;;;;;;
      """
    Alors 1 ligne est enregistrée
    Et 1 ligne est blanche sautée
    Et les engagements reçus sont de 0 €
    Et le montant conventionné est de 0 €

  Scénario: Un SIRET douteux est signalé, pas rejeté
    Quand on importe le fichier SCDL « douteux.csv » :
      """
      nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;conditionsVersement
      Fonds Alsace;21860194600013;2020-06-01;D-4;Ressourcerie;45032466000000;Fonctionnement;100;aide en numéraire;unique
      """
    Alors 1 ligne est enregistrée
    Et un avertissement est donné
