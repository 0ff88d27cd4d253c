"""How long somebody waits for their turn, and how: never in step with the others.

Those who were refused together and ask again together are refused together again. Full
jitter keeps them apart (Brooker, *Exponential Backoff And Jitter*, AWS, 2015).
"""

from __future__ import annotations

import time
from random import uniform
from typing import Final

FIRST_SECONDS: Final = 0.05
MOST_SECONDS: Final = 2.0


class Patience:
    """What is left of the time that somebody waits, however often they ask meanwhile."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._most = FIRST_SECONDS

    def left(self) -> float:
        """Give the seconds that are left, none once it is over."""
        return max(0.0, self._until - time.monotonic())

    def pause(self, least: float, most: float) -> bool:
        """Sleep between two numbers of seconds; tell whether there was time left to."""
        left = self.left()
        if left:
            time.sleep(min(left, uniform(least, most)))  # noqa: S311 -- no secret
        return bool(left)

    def back_off(self) -> bool:
        """Sleep up to twice as long as before; tell whether there was time left to."""
        most, self._most = self._most, min(2 * self._most, MOST_SECONDS)
        return self.pause(0.0, most)
