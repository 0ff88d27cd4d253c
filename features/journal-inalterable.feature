# language: fr
Fonctionnalité: Un journal que l'on ne retouche pas
  Un fait enregistré ne change plus. Chacun peut le vérifier, et tout chiffre se recalcule à
  partir des faits.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 15/01/2020
    Et que le fonds décaisse 40 € pour « Ressourcerie » en prêt le 01/02/2020

  Scénario: Le registre se vérifie et se rejoue sans rien écrire
    Alors le registre se vérifie
    Et le rejeu de l'historique redonne les mêmes chiffres
    Et chaque événement nomme « camille » et son heure d'enregistrement

  Scénario: Un historique retouché à la main se voit
    Quand quelqu'un retouche l'historique dans le fichier du registre
    Alors le registre ne se vérifie plus

  Scénario: Chaque rapport dit de quel historique il est tiré
    Alors le rapport porte la position et l'empreinte du registre
