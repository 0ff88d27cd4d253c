"""What the reader of SCDL grants says: English msgids with their {named} fields."""

from __future__ import annotations

from typing import Final

UNKNOWN_HEADER: Final = "this is no known SCDL header: missing {columns}"
COLUMN_TWICE: Final = "two columns of the header mean the same"
FIELD_COUNT: Final = "{found} fields where the header has {expected}"
MISSING: Final = "this value is missing"
AMOUNT: Final = "'{value}' is not an amount such as 1250.50 or 1 250,50"
AMOUNT_AMBIGUOUS: Final = "'{value}' could mean {decimal} or {grouped}"
AMOUNT_DECIMALS: Final = "'{value}' has more than two decimals"
AMOUNT_NOT_POSITIVE: Final = "'{value}' is not above zero"
AMOUNT_TOO_LARGE: Final = "'{value}' is above 10,000,000,000,000.00"
DATE: Final = "'{value}' is not a date such as 2017-03-30 or 30/03/2017"
DATE_UNREAL: Final = "'{value}' does not exist in the calendar"

SIRET_CHECK: Final = "lines where a SIRET or SIREN fails its check digit: {count}"
SIRET_UNREADABLE: Final = "lines where a SIRET or SIREN is no number, left out: {count}"
IN_KIND: Final = "lines whose nature says aid in kind: {count}"
ADVANCE: Final = "lines that speak of an advance: {count}"
