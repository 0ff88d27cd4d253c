# language: fr
Fonctionnalité: Sauvegarder et ne rien perdre
  Une copie du registre est entière et vérifiée, ou n'existe pas. La rétablir ne fait jamais
  disparaître un fait sans le dire. Une commande interrompue sait dire ce qu'elle est devenue.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 15/01/2020

  Scénario: Une copie contient tous les faits
    Quand on copie le registre
    Alors la copie se vérifie et contient 4 faits
    Et la copie et le registre ont la même racine
    Et rien n'est écrit

  Scénario: Une copie ne prend la place de rien
    Étant donné une copie du registre
    Quand on copie le registre
    Alors c'est refusé : « file-kept »

  Scénario: Le registre perdu revient
    Étant donné une copie du registre
    Et que le registre est perdu
    Quand on rétablit la copie
    Alors les apports reçus sont de 100 €
    Et le registre se vérifie
    Et le rejeu de l'historique redonne les mêmes chiffres

  Scénario: Une copie trop courte est refusée
    Étant donné une copie du registre
    Et que « Ville de Thann » (public) apporte 50 € en subvention le 16/01/2020
    Quand on rétablit la copie à la place du registre
    Alors l'intégrité est en cause : « copy-shorter »
    Et les apports reçus sont de 150 €

  Scénario: Une copie qui raconte une autre histoire est refusée
    Étant donné une copie du registre, retouchée depuis
    Quand on rétablit la copie à la place du registre
    Alors l'intégrité est en cause : « integrity »
    Et les apports reçus sont de 100 €

  Scénario: On ne remplace pas un registre sans le dire
    Étant donné une copie du registre
    Quand on rétablit la copie
    Alors c'est refusé : « not-replaced »

  Scénario: Les clés des personnes se copient à part
    Étant donné que « Lin Weber » (particulier) apporte 30 € en don le 16/01/2020
    Et une copie du registre
    Alors ni la copie ni ses pièces ne contiennent les clés des personnes

  Scénario: Ce qui fut scellé se vérifie encore sur une autre machine
    Étant donné un registre scellé
    Et une copie du registre
    Et que le registre est perdu
    Quand on rétablit la copie
    Alors les clés de vérification sont revenues avec le registre
    Et la clé qui signe n'est dans aucun fichier de la copie
    Et on peut sceller de nouveau, sous une clé que l'on annonce

  Scénario: Une copie dont un point de contrôle porte une fausse signature est refusée
    Étant donné un registre scellé
    Et une copie du registre, où la signature du point de contrôle est fausse
    Et que le registre est perdu
    Quand on rétablit la copie
    Alors l'intégrité est en cause : « not-signed »

  Scénario: Une commande tuée après son enregistrement le sait
    Quand une commande est tuée juste après son enregistrement
    Alors la reprise dit qu'elle est enregistrée à la position 5
    Et plus aucune commande n'attend de réponse

  Scénario: Une commande tuée avant son enregistrement se refait une seule fois
    Quand une commande est tuée juste avant son enregistrement
    Alors la reprise donne la ligne qui la refait
    Et cette ligne, lancée deux fois, n'enregistre qu'une fois
