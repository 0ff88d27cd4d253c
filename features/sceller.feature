# language: fr
Fonctionnalité: Sceller le registre
  Un point de contrôle signé dit combien de faits le registre contient, et leur empreinte. Qui
  le garde saura plus tard si l'un d'eux a changé, sans se fier à qui tient le registre.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et que « Région Grand Est » (public) apporte 100 € en subvention le 15/01/2020

  Scénario: Sceller n'écrit aucun fait
    Quand on scelle le registre
    Alors le point de contrôle scelle 4 faits
    Et la clé de signature n'est lisible que de son propriétaire
    Et rien n'est écrit

  Scénario: Un registre dont un fait scellé a changé n'est plus scellé
    Étant donné un registre scellé
    Quand quelqu'un change un montant
    Et on scelle le registre
    Alors l'intégrité est en cause : « checkpoint-differs »
    Et aucun point de contrôle n'est émis

  Scénario: Un registre plus court que ce qui a été scellé n'est plus scellé
    Étant donné un registre scellé
    Quand quelqu'un coupe la fin
    Et on scelle de nouveau au même endroit
    Alors l'intégrité est en cause : « checkpoint-ahead »

  Scénario: Une clé se remplace, et ce qu'elle a signé reste vérifiable
    Étant donné un registre scellé
    Quand on change de clé de signature
    Alors l'ancienne clé et la nouvelle vérifient le nouveau point de contrôle
    Et l'ancienne clé vérifie encore l'ancien point de contrôle
    Et seule la nouvelle vérifie ce qui est scellé ensuite

  Scénario: Une autorité d'horodatage dit quand le point de contrôle existait
    Étant donné un registre scellé
    Quand on demande un horodatage et que l'autorité répond
    Alors la vérification dit « Horodaté le 2026-03-01T09:12:30Z »
    Et rien n'est écrit

  Scénario: La réponse d'une autorité que l'on ne connaît pas est refusée
    Étant donné un registre scellé
    Quand on demande un horodatage et qu'une autre autorité répond
    Alors l'intégrité est en cause : « timestamp-wrong »
    Et rien n'est écrit
