"""A seed that is shown, and the same again with ``BLENDFUND_SEED``."""

from __future__ import annotations

import os
from random import Random, SystemRandom

import pytest


@pytest.fixture
def random() -> Random:
    seed = int(os.environ.get("BLENDFUND_SEED") or SystemRandom().randrange(10**9))
    print(f"BLENDFUND_SEED={seed}")  # noqa: T201 -- shown where a test fails
    return Random(seed)  # noqa: S311 -- chance for tests, not for secrets
