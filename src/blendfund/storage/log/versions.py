"""Which shapes this blendfund writes; kept apart from the tables, which load slowly."""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 2
APPLICATION_ID: Final = 0x626C6664  # "blfd": what `file` and a first look can recognise
FRONTIER_EVERY: Final = 1024
BOOKS_VERSION: Final = 9
