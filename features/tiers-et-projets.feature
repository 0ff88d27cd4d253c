# language: fr
Fonctionnalité: Enregistrer les tiers et les projets
  Un tiers n'a qu'une identité : ses numéros sont vérifiés, un doublon probable est signalé
  avant d'être créé, et le nom d'une personne reste scellé.

  Contexte:
    Étant donné un fonds « ALSACE » tenu en EUR depuis le 01/01/2020
    Et la commande « party add 'Région Grand Est' --siren 200052264 --on 2020-01-02 »

  Scénario: Un tiers enregistré se retrouve par son nom ou son numéro
    Quand on tape « party show 200052264 »
    Alors la réponse cite « Région Grand Est »

  Plan du scénario: Un numéro faux est refusé en disant pourquoi
    Quand on tape « party add Mairie <numéro> »
    Alors c'est illisible
    Et le message cite « <code> »
    Et rien n'est écrit

    Exemples:
      | numéro                                    | code             |
      | --siren 123456789                         | bad-siren        |
      | --siret 12345678901234                    | bad-siret        |
      | --rna W12                                 | bad-rna          |
      | --iban FR7630006000011234567890188        | bad-iban         |
      | --siren 200052264 --siret 21670482500019  | numbers-disagree |

  Scénario: Le même numéro sous un autre nom est le même tiers
    Quand on tape « party add 'Conseil régional' --siren 200052264 »
    Alors c'est refusé : « party-exists »
    Et le message cite « Région Grand Est »
    Et rien n'est écrit

  Scénario: Un nom presque pareil est signalé
    Quand on tape « party add 'La Region Grand-Est' »
    Alors c'est enregistré
    Et le message cite « gardez une seule graphie »

  Scénario: Le même nom sans le numéro est déjà connu
    Quand on tape « party add 'REGION GRAND EST' »
    Alors c'est refusé : « party-exists »
    Et rien n'est écrit

  Scénario: Le nom d'une personne n'est écrit en clair nulle part
    Quand on tape « party add 'Noémie Wurtz' --kind person »
    Alors c'est enregistré
    Et « Noémie Wurtz » ne se lit en clair dans aucun fichier du registre
    Quand on tape « party list »
    Alors la réponse cite « Noémie Wurtz »

  Scénario: Le numéro d'une personne la désignerait en clair
    Quand on tape « party add 'Noémie Wurtz' --kind person --siren 200052264 »
    Alors c'est illisible
    Et le message cite « number-of-person »
    Et rien n'est écrit

  Scénario: Un projet dit où, pour qui et pour quoi
    Étant donné la commande « project add Recyclerie --party 'Région Grand Est' --territory 67482 --public jeunes --purpose emploi »
    Quand on tape « project show Recyclerie »
    Alors la réponse cite « 67482 »
    Et la réponse cite « jeunes »
    Et la réponse cite « emploi »

  Scénario: Un projet n'est pas confié par mégarde à un tiers inconnu
    Quand on tape « project add Recyclerie --party 'Emmaüs Alsace' »
    Alors c'est introuvable : « party-not-found »
    Et rien n'est écrit
