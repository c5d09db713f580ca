"""Facts computed from facts.

Formulas are calculated in double precision. An unknown input makes the result unknown,
and so does any step without a finite result, such as a division by zero. What the creator
said or a file showed stands: a formula never replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite, nan

from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import BIGGEST, Fact, Lookup
from advisor.language.tree import Arithmetic, Constant, Formula, Name, Value, names_in


def inputs(fact: Fact) -> tuple[str, ...]:
    """The facts a computed fact is computed from; none for any other fact."""
    if fact.lookup:
        return (fact.lookup.of,)
    return tuple(name.id for name in names_in(fact.formula)) if fact.formula else ()


def compute(facts: Iterable[Fact], profile: Profile) -> Profile:
    """The profile with every computed fact whose inputs are known.

    `facts` come in an order in which the inputs of each stand before it.
    """
    values = dict(profile.values())
    found: dict[str, Known] = {}
    for fact in facts:
        if not fact.computed or fact.name in values:
            continue
        result = _look_up(fact.lookup, values) if fact.lookup else _value(fact.formula, values)
        if result is None or not abs(result) <= BIGGEST:
            continue
        values[fact.name] = result
        found[fact.name] = Known(result, "computed from " + " and ".join(inputs(fact)))
    return profile.having(found) if found else profile


def _look_up(lookup: Lookup, values: Mapping[str, Value]) -> float | None:
    value = values.get(lookup.of)
    if value is None or not isinstance(value, int | float):
        return None
    return next((result for bound, result in lookup.steps if value < bound), lookup.otherwise)


def _value(formula: Formula | None, values: Mapping[str, Value]) -> float | None:
    match formula:
        case Constant(value=int() | float() as number):
            return float(number)
        case Name(id=name):
            value = values.get(name)
            return float(value) if isinstance(value, int | float) else None
        case Arithmetic(op=op, parts=parts):
            numbers = [_value(part, values) for part in parts]
            if any(number is None for number in numbers):
                return None
            result = _calculate(op, [number for number in numbers if number is not None])
            return result if isfinite(result) else None
    return None


def _calculate(op: str, numbers: list[float]) -> float:
    match op:
        case "+":
            return numbers[0] + numbers[1]
        case "-":
            return numbers[0] - numbers[1]
        case "*":
            return numbers[0] * numbers[1]
        case "/":
            return numbers[0] / numbers[1] if numbers[1] else nan
        case "min":
            return min(numbers)
    return max(numbers)
