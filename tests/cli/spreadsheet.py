"""The golden session of somebody's spreadsheet, and the files it reads."""

from __future__ import annotations

from typing import Final

TEXTS: Final = {
    "suivi.csv": """Suivi du fonds;;;;
Date;Financeur;Type;Montant;N°
15/01/2020;Région Grand Est;Subvention;60 000,00 €;V1
20/01/2020;Caisse;Prêt;40 000,00 €;V2
25/01/2020;Ville;Don;deux mille;V3
;Total;;102 000,00 €;
""",
    "suivi.toml": """[file]
separator = ";"
decimal = ","
dates = "%d/%m/%Y"
[columns]
date = "Date"
party = "Financeur"
instrument = "Type"
amount = "Montant"
reference = "N°"
[fixed]
kind = "contribution"
sector = "public"
terms = "concessional"
[values.instrument]
"Subvention" = "grant"
"Don" = "donation"
"Prêt" = "loan"
[ignore]
"Financeur" = ["Total*"]
""",
    "fautes.toml": """[file]
separateur = ";"
dates = "%d/%m"
[columns]
montant = "Montant"
[fixed]
kind = "apport"
""",
    "totaux.toml": """date = 2020-12-31
[total]
received = 102000
cash = 40000
[party.received]
"Region Grand Est" = 66000
"Caisses" = 40000
""",
}
SHEET: Final = "import mapped {folder}/suivi.csv"
READ: Final = f"{SHEET} --mapping {{folder}}/suivi.toml --fund ALSACE"
COMPARED: Final = "report differences --fund ALSACE --totals {folder}"
SESSION: Final = f"""{SHEET} --propose
{SHEET} --fund ALSACE
{SHEET} --mapping {{folder}}/fautes.toml --fund ALSACE
{READ}
{READ} --quarantine {{folder}}/ecart.csv --totals {{folder}}/totaux.toml
{COMPARED}/totaux.toml
{COMPARED}/totaux.toml --format csv
{COMPARED}/suivi.toml
"""
