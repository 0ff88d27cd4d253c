"""Formulas as texts that a person, a program and blendfund itself work out alike.

A formula is written in names, whole numbers, ``+ - * / **`` and a few functions, as in
``round(balance * rate * years)``. It is worked out in exact fractions.

``round`` rounds to a unit, halves up; of amounts a unit is the smallest of the currency.
``floor`` rounds down. ``months_after`` gives a day so many months after another, the end of
the month staying the end of the month. ``days_360`` counts days as 30E/360 does.
"""

from __future__ import annotations

import ast
import operator
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import floor
from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.instalments import euro_days, months_after
from blendfund.domain.money import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = int | Fraction | date
PRECISION: Final = 40  # digits of a power whose exponent is no whole number


def evaluate(formula: str, values: Mapping[str, Value]) -> Value:
    """Work a formula out, with a value for each of its names; a day less a day is days."""
    made: Value = _value(_read(formula), values)
    return made


@cache
def _read(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _value(node: ast.expr, values: Mapping[str, Value]) -> Any:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int(number)):
            return Fraction(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            found = _OPERATORS[type(op)](_value(left, values), _value(right, values))
            return getattr(found, "days", found)
        case ast.Call(func=ast.Name(id=name), args=given):
            return _FUNCTIONS[name](*(_value(one, values) for one in given))
    raise ValueError(ast.unparse(node))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if Fraction(exponent).denominator == 1:
        return Fraction(base) ** int(exponent)
    with localcontext() as context:
        context.prec = PRECISION
        return Fraction(decimal(base) ** decimal(exponent))


def decimal(value: Fraction) -> Decimal:
    """Write a fraction as a decimal, in the precision that holds."""
    exact = Fraction(value)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


_OPERATORS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda above, below: Fraction(above) / below,
    ast.Pow: _power,
}
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "round": half_up,
    "floor": floor,
    "min": min,
    "max": max,
    "days_360": euro_days,
    "months_after": lambda day, months: months_after(day, int(months)),
}
