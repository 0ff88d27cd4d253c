"""What the features promise holds on a server as it does in a file.

Always those of everyday life; all that do not open the ledger's own file when the long
tests are asked for.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pytest_bdd import scenarios
from tests.bdd.conftest import *  # noqa: F403
from tests.bdd.test_features import *  # noqa: F403

FEATURES: Final = Path(__file__).parents[2] / "features"
DAILY: Final = ("apports", "corrections", "imports")
# Their sentences open the ledger's own file, or copy it: tested on a server beside this.
OF_FILES: Final = {
    *("effacer-une-personne", "journal-inalterable", "personnes", "pieces"),
    *("auditer", "rejouer", "sauvegarder", "sceller", "saisie"),
}
EVERY: Final = sorted({one.stem for one in FEATURES.glob("*.feature")} - OF_FILES)

# What was imported are the sentences, and scenarios of every feature: those go.
for name in [one for one in globals() if one.startswith("test_")]:
    del globals()[name]
scenarios(
    *(f"{one}.feature" for one in (EVERY if "BLENDFUND_TORTURE" in os.environ else DAILY))
)
