"""Explanations worked out by hand, as somebody would who knows nothing of blendfund.

Amounts are in units of the currency, days are their numbers.
"""

from __future__ import annotations

import ast
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def units(text: str, kind: str) -> Any:
    if kind == "date":
        return Fraction(date.fromisoformat(text).toordinal())
    return Fraction(text)


def cents(value: Any) -> Fraction:
    return Fraction(floor(Fraction(value) * 100 + Fraction(1, 2)), 100)


def later(start: Fraction, months: Fraction) -> Fraction:
    day = date.fromordinal(int(start))
    years, month = divmod(day.month - 1 + int(months), 12)
    first = date(day.year + years, month + 1, 1)
    after = date(first.year + month // 11, (month + 1) % 12 + 1, 1)
    last = (after - first).days
    start_is_last = date.fromordinal(int(start) + 1).day == 1
    return Fraction(first.toordinal() + (last if start_is_last else min(day.day, last)) - 1)


def thirties(first: Fraction, last: Fraction) -> Fraction:
    one, other = (date.fromordinal(int(day)) for day in (first, last))
    days = [day.year * 360 + day.month * 30 + min(day.day, 30) for day in (one, other)]
    return Fraction(days[1] - days[0])


def by_hand(formula: str, values: dict[str, Any]) -> Fraction:
    known = {
        "round": cents,
        "floor": lambda value: Fraction(floor(value * 100), 100),
        "min": min,
        "max": max,
        "months_after": later,
        "days_360": thirties,
    }
    if "** years" in formula:  # the exponent is no whole number
        with localcontext() as context:
            context.prec = 50
            known["round"] = lambda value: value.quantize(Decimal("0.01"), ROUND_HALF_UP)
            values = {
                name: Decimal(one.numerator) / Decimal(one.denominator)
                for name, one in values.items()
            }
            return Fraction(eval(formula, {"__builtins__": {}}, {**known, **values}))  # noqa: S307 -- our own
    return Fraction(eval(formula, {"__builtins__": {}}, {**known, **values}))  # noqa: S307 -- our own


def redone(part: dict[str, Any]) -> None:
    """Work a part out again, and all its terms."""
    for one in part["parts"]:
        redone(one)
    if part["value"] is None:
        return
    value = units(part["value"], part["kind"])
    if part["formula"]:
        names = {
            node.id
            for node in ast.walk(ast.parse(part["formula"]))
            if isinstance(node, ast.Name)
        }
        known = {
            one["part"]: units(one["value"], one["kind"])
            for one in part["parts"]
            if one["part"] in names
        }
        made = by_hand(part["formula"], known)
        if part["kind"] == "share" or "." in part["value"].rstrip("0."):
            assert abs(made - value) < Fraction(1, 10**11), part
        else:
            assert made == value, part
        return
    adds = [one["adds"] for one in (*part["facts"], *part["figures"])]
    if adds and adds[0] is not None:
        assert abs(sum(map(Fraction, adds)) - value) < Fraction(1, 10**30), part


def referred(part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((one["figure"], one["adds"]) for one in part["figures"])
    for one in part["parts"]:
        yield from referred(one)
