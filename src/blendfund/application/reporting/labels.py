"""What the keys of a report's rows are called."""

from __future__ import annotations

from collections import Counter


def distinct(ids: list[str], known: dict[str, str]) -> list[str]:
    """Give names for ids; two of one name are told apart by their number."""
    shown = [known.get(one, one) for one in ids]
    times = Counter(shown)
    return [
        f"{name} #{one}" if times[name] > 1 else name
        for one, name in zip(ids, shown, strict=True)
    ]
