"""When a result is wrong: the simplest condition that all failing cases meet and no other case does."""

import itertools
import operator
from collections.abc import Callable, Iterator
from typing import Any

from grader.battery import Case
from grader.diagnose.evidence import Evidence, given

#: So many cases on either side make a condition more than an accident.
FEWEST = 3

Facts = dict[str, Any]
Condition = Callable[[Facts], bool]


def when(evidence: Evidence) -> str | None:
    """Say when it is wrong ("when T > 1"); None where it always is, or no simple condition tells."""
    wrong = [_facts(evidence, place) for place in evidence.verdict.failing]
    right = [_facts(evidence, _place(evidence, case)) for case in evidence.right]
    if len(wrong) < FEWEST or len(right) < FEWEST:
        return None
    for meets, says in _conditions(wrong[0], wrong + right):
        if all(map(meets, wrong)) and not any(map(meets, right)):
            return says
    return None


def _place(evidence: Evidence, case: Case) -> tuple[int, int]:
    return case.id, next(place for place, step in enumerate(case.steps) if step.fn == evidence.function.name)


def _facts(evidence: Evidence, place: tuple[int, int]) -> Facts:
    """Sizes of axes, and options and parameters that are no arrays."""
    values = given(evidence.battery, place)
    kept = {name: value for name, value in values.items() if value is None or isinstance(value, int | float | str)}
    there = {name: True for name in values if name not in kept}
    return {**kept, **there, **evidence.battery.cases[place[0]].axes}


def _conditions(first: Facts, everywhere: list[Facts]) -> Iterator[tuple[Condition, str]]:
    """Conditions that the first failing case meets, or may meet, and what is said of them; the simplest first."""
    names = list(dict.fromkeys(name for facts in everywhere for name in facts))
    for name in names:
        values = [facts.get(name) for facts in everywhere]
        if None in values:
            yield (_given(name), f"when {name} is given")
            yield (_not_given(name), f"when {name} is not given")
        if all(isinstance(value, int | float) for value in values if value is not None):
            for bound in sorted({value for value in values if type(value) is int}):
                yield _above(name, bound), f"when {name} > {bound}"
                yield _below(name, bound), f"when {name} < {bound}"
        value = first.get(name)
        if value is not None and not isinstance(value, float):
            yield _equals(name, value), f"when {name} is {value!r}"
            yield _other_than(name, value), f"unless {name} is {value!r}"
    sizes = [name for name in names if all(type(facts.get(name)) is int for facts in everywhere)]
    for one, other in itertools.combinations(sizes, 2):
        yield _compares(operator.ne, one, other), f"when {one} and {other} differ"
        yield _compares(operator.gt, one, other), f"when {one} > {other}"
        yield _compares(operator.lt, one, other), f"when {one} < {other}"
        yield _compares(operator.eq, one, other), f"when {one} and {other} are equal"
    for one, other in itertools.permutations(sizes, 2):
        yield _divides(one, other), f"when {other} does not divide {one}"


def _given(name: str) -> Condition:
    return lambda facts: facts.get(name) is not None


def _not_given(name: str) -> Condition:
    return lambda facts: facts.get(name) is None


def _above(name: str, bound: int) -> Condition:
    return lambda facts: facts.get(name) is not None and facts[name] > bound


def _below(name: str, bound: int) -> Condition:
    return lambda facts: facts.get(name) is not None and facts[name] < bound


def _equals(name: str, value: Any) -> Condition:
    return lambda facts: bool(facts.get(name) == value)


def _other_than(name: str, value: Any) -> Condition:
    return lambda facts: bool(facts.get(name) != value)


def _compares(holds: Callable[[int, int], bool], one: str, other: str) -> Condition:
    return lambda facts: holds(facts[one], facts[other])


def _divides(one: str, other: str) -> Condition:
    return lambda facts: facts[other] != 0 and facts[one] % facts[other] != 0
