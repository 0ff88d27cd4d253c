# language: fr
Fonctionnalité: Joindre les pièces
  Une pièce est gardée d'après son contenu ; son empreinte est un fait, et l'on sait si le
  fichier a disparu ou changé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « contribution commit CONV-1 --fund ALSACE --party Région --sector public --instrument grant --terms concessional --amount 1000 --on 2020-01-10 --create »

  Scénario: Une pièce se retrouve depuis le fait
    Quand on joint « convention.pdf » à « CONV-1 »
    Alors c'est enregistré
    Et l'historique de « CONV-1 » cite « convention.pdf »

  Scénario: Une pièce dont le fichier a été retouché est signalée
    Étant donné que « convention.pdf » est joint à « CONV-1 »
    Quand quelqu'un retouche la pièce
    Alors l'historique de « CONV-1 » cite « ABSENTE »

  Scénario: Le nom d'un fichier qui concerne une personne est scellé comme le sien
    Étant donné que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Quand on joint « carte-d-identite.pdf » à « 7 »
    Alors c'est enregistré
    Et « carte-d-identite » ne se lit en clair dans aucun fichier du registre
    Et l'historique de « 7 » cite « carte-d-identite.pdf »

  Scénario: Un fichier nommé d'après une personne connue est scellé où qu'on le joigne
    Étant donné que « Noémie Wurtz » (particulier) apporte 25 € en don le 15/01/2020
    Quand on joint « mandat_Wurtz_Noemie.pdf » à « CONV-1 »
    Alors c'est enregistré
    Et « Wurtz_Noemie » ne se lit en clair dans aucun fichier du registre

  Scénario: On ne joint rien à ce qui n'existe pas
    Quand on joint « convention.pdf » à « CONV-9 »
    Alors c'est introuvable : « not-found »
    Et rien n'est écrit
