"""Draws a battery: edge cases always, the rest as Hypothesis likes, in the order of their sizes."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import hypothesis
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from grader import agreement, planning, properties
from grader.battery import Battery, Case, Meta, Step
from grader.compare import VACUOUS
from grader.course import Exercise
from grader.entries import Wish
from grader.errors import CourseError
from grader.plan import Plan, Slot
from grader.reference import Reference
from grader.strategies import Space
from grader.trials import Build, ReferenceFault, Trial, Unit, encode
from grader.worker import wire
from grader.worker.reports import Report

ENOUGH = 5


def draw(exercise: Exercise, seed: int) -> Battery:
    """Draw the battery of an exercise; the same exercise, seed and versions give the same battery."""
    reference = Reference(exercise)
    functions = reference.functions()
    plan = planning.make(exercise, functions, properties.names(exercise), reference.driver)
    maker = _Maker(reference, plan)
    units = [name for name, function in plan.functions.items() if function.forward is None]
    for place, name in enumerate(units):
        unit = Unit(reference, plan, functions, name)
        maker.fill(unit, max(40, exercise.spec.cases // len(units)), seed * 1000 + place)
    _refuse_vacuous(exercise, plan, maker.cases)
    return maker.battery(seed)


class _Maker:
    def __init__(self, reference: Reference, plan: Plan) -> None:
        self.reference = reference
        self.plan = plan
        self.inputs = wire.Encoder()
        self.answers = bytearray()
        self.cases: list[Case] = []
        self.programs: list[list[dict[str, Any]]] = []

    def fill(self, unit: Unit, count: int, seed: int) -> None:
        """Add every kind of case for one unit."""
        seeds = itertools.count(seed * 100_003)
        wishes = list(edges(unit.space))
        for wish in wishes:
            self.add(unit, "ordinary", unit.ordinary, wish, 1, next(seeds))
        if unit.said.train:
            for wish in wishes:
                self.add(unit, "ordinary", unit.forward_only, wish, 1, next(seeds))
            self.add(unit, "ordinary", unit.forward_only, Wish(), 40, next(seeds))
        self.add(unit, "ordinary", unit.ordinary, Wish(), max(20, count - len(wishes)), next(seeds))
        for layout in "FS":
            self.add(unit, "layout", _laid_out(unit, layout), Wish(), 3, next(seeds))
        kinds = {check.kind for check in self.plan.checks if check.function == unit.name}
        names = {check.name for check in self.plan.checks if check.function == unit.name}
        if "integers" in names:
            self.add(unit, "integers", unit.integers, Wish(), 8, next(seeds))
        if "state" in kinds:
            self.add(unit, "again", unit.again, Wish(), 6, next(seeds))
        if "several steps" in names:
            self.add(unit, "chain", unit.chain, Wish(), 12, next(seeds))
        for entry in self.reference.exercise.spec.stability:
            if entry.function == unit.name:
                wish = Wish(overrides=entry.inputs)
                self.add(unit, "stability", unit.ordinary, wish, 3, next(seeds), entry.why)

    def add(self, unit: Unit, tag: str, build: Build, wish: Wish, count: int, seed: int, note: str = "") -> None:
        """Draw some cases of one kind and have the reference answer them."""
        for trial in _examples(build, wish, count, seed, str(self.reference.exercise.toml)):
            self._append(unit, tag, trial, note)

    def _append(self, unit: Unit, tag: str, trial: Trial, note: str) -> None:
        steps = encode(trial, self.plan, self.inputs)
        judged = []
        for (name, _), report in zip(
            trial.steps, answer(self.reference, steps, bytes(self.inputs.payload)), strict=True
        ):
            function = self.plan.functions[name]
            flags = [_tells(slot, function.pick(slot, report), tag) for slot in function.slots]
            bounds = agreement.bounds(function, flags, report)
            judged.append(Step(name, flags, list(report.layout), len(self.answers), len(report.data), bounds))
            self.answers += report.data
        self.cases.append(Case(len(self.cases), unit.name, tag, trial.axes, trial.size, note, judged))
        self.programs.append(steps)

    def battery(self, seed: int) -> Battery:
        """Put the cases into the order of their sizes."""
        order = sorted(range(len(self.cases)), key=lambda place: (self.cases[place].size, place))
        cases = [msgspec_replace(self.cases[place], id=i) for i, place in enumerate(order)]
        programs = [{"id": i, "steps": self.programs[place]} for i, place in enumerate(order)]
        request = {"do": "run", "cases": programs}
        return Battery(Meta(self.plan, seed, cases), request, bytes(self.inputs.payload), bytes(self.answers))


def msgspec_replace(case: Case, **changes: Any) -> Case:
    """Return the case with some fields changed."""
    import msgspec

    return msgspec.structs.replace(case, **changes)


def answer(reference: Reference, steps: list[dict[str, Any]], payload: bytes) -> list[Report]:
    """What the reference reports of each step."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reports = reference.run(steps, payload)
    for step, report in zip(steps, reports, strict=False):
        if report.fault is not None:
            raise ReferenceFault(step["fn"], report.fault)
    return reports


def _tells(slot: Slot, value: Any, tag: str) -> bool:
    if value is None:
        return False  # a dictionary of another alternative: without this key
    if not slot.check.startswith("gradient") or tag == "stability":
        return True
    return bool(np.size(value)) and float(np.max(np.abs(value))) > VACUOUS


def _refuse_vacuous(exercise: Exercise, plan: Plan, cases: list[Case]) -> None:
    """A check of a gradient whose true value is about zero on nearly all cases proves nothing."""
    for function in plan.functions.values():
        for i, slot in enumerate(function.slots):
            if function.random or (function.forward and plan.functions[function.forward].random):
                continue
            telling = sum(step.judged[i] for case in cases for step in case.steps if step.fn == function.name)
            if telling < ENOUGH:
                raise CourseError(
                    f"{exercise.toml}: {function.name}: {slot.check}: the reference gives about zero on all but "
                    f"{telling} cases, so the check would prove nothing. Draw other inputs."
                )


def _examples(build: Build, wish: Wish, count: int, seed: int, where: str) -> list[Trial]:
    """Have Hypothesis draw some trials."""
    found: list[Trial] = []

    @st.composite
    def trials(draw: Any) -> Trial:
        return build(draw, wish)

    @hypothesis.seed(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(trials())
    def collect(trial: Trial) -> None:
        found.append(trial)

    try:
        collect()
    except ReferenceFault as fault:
        raise CourseError(f"{where}: the reference fails on inputs that the .toml allows: {fault}") from None
    return found


def _laid_out(unit: Unit, layout: str) -> Callable[[Any, Wish], Trial]:
    return lambda draw, wish: unit.laid_out(draw, wish, layout)


def edges(space: Space) -> Iterator[Wish]:
    """What every battery holds: sizes of 1, equal sizes, and every value of every option."""
    choices = space.choices()
    base = Wish(axes=_different(space, space.axis_names(Wish())))
    yield base
    for path, values in choices.items():
        for value in values:
            wish = Wish(choices={path: value})
            yield replace(wish, axes=_different(space, space.axis_names(wish)))
    products = list(itertools.product(*choices.values()))
    if len(choices) > 1 and len(products) <= 32:
        for combination in products:
            wish = Wish(choices=dict(zip(choices, combination, strict=True)))
            yield replace(wish, axes=_different(space, space.axis_names(wish)))
    names = space.axis_names(base)
    for size in (1, 2):
        yield Wish(axes=dict.fromkeys(names, size))
    for name in names:
        yield Wish(axes={**base.axes, name: 1})
    for one, other in itertools.islice(itertools.combinations(names, 2), 15):
        yield Wish(axes={**base.axes, one: 3, other: 3})


def _different(space: Space, names: list[str]) -> dict[str, int]:
    """Sizes for the axes, as different from each other and from 1 as their ranges allow."""
    sizes: dict[str, int] = {}
    for name in names:
        low, high = space.range_of(name)
        free = [size for size in range(low, high + 1) if size not in sizes.values() and size > 1]
        sizes[name] = free[0] if free else high
    return sizes
