# language: fr
Fonctionnalité: Refaire un rapport remis autrefois
  Un rapport dit à quelle position du journal il a été fait. Qui l'a reçu peut le faire refaire :
  il en sort à l'identique, ou ce qui diffère est nommé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 01/02/2020
    Et que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Et le rapport de composition par apporteur, remis au 31/12/2020

  Scénario: Le rapport se refait à l'identique, quoi qu'on ait écrit depuis
    Étant donné que « Mairie de Colmar » (public) apporte 40 € en subvention le 15/01/2020
    Quand on refait le rapport remis
    Alors il se refait à l'octet près

  Scénario: Un chiffre retouché est nommé
    Quand le rapport remis dit 900.00 au lieu de 100.00
    Et on refait le rapport remis
    Alors l'intégrité est en cause : « not-reproduced »
    Et ce qui diffère est nommé : « rows[Région Grand Est].received »

  Scénario: Les noms effacés depuis sont mis à part
    Étant donné la commande « party erase 'Noémie Wurtz' --legal-basis 'RGPD, art. 17(1)(d)' --reason demande »
    Quand on refait le rapport remis
    Alors il se refait, un nom effacé mis à part

  Scénario: Un rapport d'un autre registre est reconnu
    Quand le rapport remis dit "position":6 au lieu de "position":7
    Et on refait le rapport remis
    Alors l'intégrité est en cause : « other-history »

  Scénario: Ce qui n'est pas un rapport est dit tel
    Quand le rapport remis dit "autre": au lieu de "report":
    Et on refait le rapport remis
    Alors le message cite « seul ce que `blendfund report NOM --json` a donné se refait »
