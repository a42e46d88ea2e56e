"""Derives the plan of an exercise from the reference's signatures and the .toml."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from grader import signature
from grader.course import Exercise
from grader.errors import CourseError
from grader.plan import Check, CheckKind, FunctionPlan, Plan, Role, Slot
from grader.signature import Array, Function, Opaque, Options, Result, Scalar
from grader.spec import FunctionOptions
from grader.toml import did_you_mean


def make(
    exercise: Exercise, functions: dict[str, Function], properties: list[tuple[str, str]], driver: str = ""
) -> Plan:
    """Derive the plan of an exercise; `properties` are the (function, check name) of its `_checks.py`."""
    _names_exist(exercise, functions)
    driven = bool(driver)
    plans = {name: _function(exercise, function, functions, driven) for name, function in functions.items()}
    checks: list[Check] = []
    for function in _backwards_after_forwards(plans):
        checks += _checks(exercise, plans[function], functions[function], plans, properties)
    _points_are_used(exercise, checks)
    _told_checks_exist(exercise, checks)
    return Plan(exercise.name, exercise.spec.title, exercise.version, plans, checks, driver, exercise.spec.blocks)


def options(exercise: Exercise, name: str) -> FunctionOptions:
    """What the .toml says of a function."""
    return exercise.spec.functions.get(name, FunctionOptions())


def _names_exist(exercise: Exercise, functions: dict[str, Function]) -> None:
    """Refuse a .toml that names what the solution does not have, or a range that holds nothing."""

    def known(key: str, what: str, names: Iterable[str], there: Collection[str]) -> None:
        for name in names:
            if name not in there:
                raise CourseError(f"{exercise.toml}: {key}: no {what} {name!r}.{did_you_mean(name, there)}")

    spec = exercise.spec
    known("functions", "function", spec.functions, functions)
    known("points", "function", spec.points, functions)
    known("stability", "function", [entry.function for entry in spec.stability], functions)
    known("aliases", "function", spec.aliases.values(), functions)
    inputs = {path for function in functions.values() for path in _paths(function)}
    known("inputs", "parameter or option", spec.inputs, inputs)
    for entry in spec.stability:
        known("stability.inputs", "parameter or option", entry.inputs, inputs)
    for name, said in spec.functions.items():
        key, parameters = f"functions.{name}", [parameter.name for parameter in functions[name].parameters]
        known(f"{key}.forward", "function", [said.forward] if said.forward else [], functions)
        known(f"{key}.may_change", "parameter", said.may_change, parameters)
        known(f"{key}.flat", "result", said.flat, [result.name for result in functions[name].results])
        known(f"{key}.train", "parameter or option", said.train, inputs)
        if said.chain is not None:
            known(f"{key}.chain.feed", "parameter", said.chain.feed, parameters)
            known(f"{key}.chain.keep", "parameter", said.chain.keep, parameters)
            known(f"{key}.chain.last", "parameter or option", said.chain.last, inputs)
    axes = {axis for function in functions.values() for it in function.parameters for axis in _axes(it.kind)}
    equal = {it.equals for it in spec.inputs.values() if it.equals}
    product = spec.axes.get("product")
    groups = list(product.values()) if isinstance(product, dict) else []
    axes |= equal.union(*(factors for factors in groups if equal & set(factors)))  # these need not occur in a shape
    known("axes", "axis", sorted(set(spec.axes) - {"at_most", "product"}), axes)
    for path, it in spec.inputs.items():
        known(f"inputs.{path}.below", "axis", [it.below] if it.below else [], axes)
        known(f"inputs.{path}.at_most", "axis", [it.at_most] if it.at_most else [], axes)
        if it.values == []:
            raise CourseError(f"{exercise.toml}: inputs.{path}.values: is empty.")
    ranges = {f"inputs.{path}.range": it.range for path, it in spec.inputs.items() if it.range}
    ranges |= {f"axes.{name}": sizes for name, sizes in spec.axes.items() if not isinstance(sizes, dict)}
    for key, (low, high) in ranges.items():
        if low > high:
            raise CourseError(f"{exercise.toml}: {key}: {low:g} is larger than {high:g}.")


def _paths(function: Function) -> Iterator[str]:
    """The inputs of a function as the .toml names them: `x`, `param.key`, `function:x`."""
    for parameter in function.parameters:
        keys = {key for kind in signature.members(parameter.kind) if isinstance(kind, Options) for key in kind.keys}
        for path in (parameter.name, *(f"{parameter.name}.{key}" for key in keys)):
            yield from (path, f"{function.name}:{path}")


def _axes(kind: signature.Kind) -> set[str]:
    found: set[str] = set()
    for member in signature.members(kind):
        if isinstance(member, Array):
            found.update(member.axes)
        elif isinstance(member, Options):
            found.update(*map(_axes, member.keys.values()))
    return found


def _function(exercise: Exercise, function: Function, functions: dict[str, Function], driven: bool) -> FunctionPlan:
    said = options(exercise, function.name)
    forward = said.forward or _forward_of(function, functions)
    role: Role = "plain"
    gradients: list[str] = []
    if forward is not None:
        role = "backward"
        gradients = [p.name for p in functions[forward].parameters if p.is_float_array]
        if len(gradients) != len(function.results):
            raise CourseError(
                f"{exercise.solution}: {function.name} returns {len(function.results)} gradients, but {forward} has "
                f"{len(gradients)} float array parameters ({', '.join(gradients)})."
            )
    elif any(_forward_of(other, functions) == function.name for other in functions.values()):
        role = "forward"
    elif function.is_loss:
        role = "loss"
    names = [p.name for p in function.parameters]
    slots = _slots(exercise, function, role, gradients, said)
    return FunctionPlan(
        name=function.name,
        role=role,
        names=[function.name, *(alias for alias, name in exercise.spec.aliases.items() if name == function.name)],
        parameters=names,
        slots=slots,
        results=[result.name for result in function.results],
        opaque=function.opaque,
        after=sorted({slot.path[1] for slot in slots if slot.path[0] == "after"}),
        bare=function.bare,
        forward=forward,
        gradients=gradients,
        tolerance=said.tolerance,
        may_change=[names.index(name) for name in said.may_change],
        random=said.random,
        driven=driven,
        shapes=_shapes(function),
    )


def _shapes(function: Function) -> dict[str, list[list[str]]]:
    """The shapes that the annotations allow, by the name of an input or a result, or by "name.key"."""
    kinds = [(it.name, it.kind) for it in function.parameters] + [(it.name, it.kind) for it in function.results]
    kinds += [(f"{name}.{key}", inner) for name, kind in kinds for key, inner in _keys(kind).items()]
    shapes: dict[str, list[list[str]]] = {}
    for name, kind in kinds:
        for member in signature.members(kind):
            if isinstance(member, Array):
                shapes.setdefault(name, []).append([str(axis) for axis in member.shape])
    return shapes


def _forward_of(function: Function, functions: dict[str, Function]) -> str | None:
    if "backward" not in function.name:
        return None
    name = function.name.replace("backward", "forward")
    return name if name in functions else None


def _slots(
    exercise: Exercise, function: Function, role: Role, gradients: list[str], said: FunctionOptions
) -> list[Slot]:
    main = [i for i, it in enumerate(function.results) if not (isinstance(it.kind, Opaque) or _keys(it.kind))]
    slots = []
    for i in main:
        result = function.results[i]
        if role == "backward":
            check = f"gradient of {gradients[i]}"
        elif role == "loss" and i > 0:
            check = f"gradient of {_differentiated(function, result)}"
        else:
            check = "values" if len(main) == 1 or role == "loss" else f"values of {result.name}"
        slots.append(Slot(result.name, ["result", i], check, **_said(result.kind), flat=result.name in said.flat))
    if role == "loss":
        for i, result in enumerate(function.results):
            slots += [
                Slot(f"{result.name}.{key}", ["result", i, key], f"gradient of {key}", **_said(kind))
                for key, kind in _keys(result.kind).items()
            ]
    for path in said.state:
        owner, _, key = path.partition(".")
        results = [i for i, result in enumerate(function.results) if result.name == owner]
        arguments = [i for i, parameter in enumerate(function.parameters) if parameter.name == owner]
        if not key or not (results or arguments):
            raise CourseError(f"{exercise.toml}: functions.{function.name}.state: {path!r} is not `option.key`.")
        place = ["result", results[0], key] if results else ["after", arguments[0], key]
        kinds = function.results[results[0]].kind if results else function.parameters[arguments[0]].kind
        declared = [kind.keys for kind in signature.members(kinds) if isinstance(kind, Options)]
        if not declared or key not in declared[0]:
            raise CourseError(f"{exercise.toml}: functions.{function.name}.state: {owner} has no key {key!r}.")
        slots.append(Slot(path, place, f"state {path}", **_said(declared[0][key])))
    return slots


def _keys(kind: signature.Kind) -> dict[str, signature.Kind]:
    """What a dictionary may hold: the keys of all its alternatives; nothing for anything else."""
    options = [member.keys for member in signature.members(kind) if isinstance(member, Options)]
    return {key: inner for keys in reversed(options) for key, inner in keys.items()}


def _said(kind: signature.Kind) -> dict[str, Any]:
    """What an annotation says of a slot: its type, whether a number will do, the words of its shape."""
    numbers = [member for member in signature.members(kind) if isinstance(member, Array | Scalar)]
    if not numbers:
        return {"dtype": "float", "number": True}
    number = any(isinstance(member, Scalar) or not member.shape for member in numbers)
    shapes = [member.shape for member in numbers if isinstance(member, Array)]
    axes = [str(axis) for axis in shapes[0]] if len(numbers) == len(shapes) == 1 else []
    return {"dtype": numbers[0].kind, "number": number, "axes": axes}


def _differentiated(function: Function, result: Result) -> str:
    """The parameter of a loss that a gradient belongs to: dWx to Wx, a lone gradient to the first array."""
    arrays = [parameter.name for parameter in function.parameters if parameter.is_float_array]
    return next((name for name in arrays if result.name == f"d{name}"), arrays[0])


def _backwards_after_forwards(plans: dict[str, FunctionPlan]) -> list[str]:
    order: list[str] = []
    for name, plan in plans.items():
        if plan.forward is None:
            order += [name, *(other for other, it in plans.items() if it.forward == name)]
    return order


def _checks(
    exercise: Exercise,
    plan: FunctionPlan,
    function: Function,
    plans: dict[str, FunctionPlan],
    properties: list[tuple[str, str]],
) -> list[Check]:
    said = options(exercise, plan.name)
    points = exercise.spec.points.get(plan.name, {})
    made: list[Check] = []

    def add(name: str, kind: CheckKind, needs: list[str], slot: int | None = None) -> None:
        made.append(Check(plan.name, name, kind, float(points.get(name, 0)), needs, slot))

    def own(name: str) -> str:
        return f"{plan.name}: {name}"

    forward = [f"{plan.forward}: {check}" for check in ("filled in", "returns") if plan.forward]
    add("filled in", "exists", forward)
    add("returns", "contract", [own("filled in"), *forward])
    judged = [] if plan.random or (plan.forward and plans[plan.forward].random) else plan.slots
    for i, slot in enumerate(judged):
        needs = [own("filled in"), own("returns"), *_upstream(slot, plan, plans, function)]
        add(slot.check, "gradient" if slot.check.startswith("gradient") else "values", needs, i)
    right = [check.id for check in made if check.slot is not None]
    add("leaves its inputs alone", "mutation", [own("returns")])
    clean = [*right, own("leaves its inputs alone")]
    before = [f"{plan.forward}: {slot.check}" for slot in plans[plan.forward].slots] if plan.forward else []
    if judged and said.chain:
        add("several steps", "values", clean)
    if judged and said.integers and plan.role != "backward" and _integers_apply(function):
        add("integers", "values", clean)
    stable = {entry.function for entry in exercise.spec.stability}
    if plan.name in stable or plan.forward in stable:
        add("stability", "stability", [*clean, *before, *([f"{plan.forward}: stability"] if plan.forward else [])])
    for owner, name in properties:
        if owner == plan.name:
            add(name, "property", [own("returns"), *right])
    if judged:
        add("no memory", "state", [*right, *before, *([f"{plan.forward}: no memory"] if plan.forward else [])])
    return made


def _upstream(slot: Slot, plan: FunctionPlan, plans: dict[str, FunctionPlan], function: Function) -> list[str]:
    """The checks whose failure explains a failure of this slot: of the forward, and of the functions called."""
    explain = list(function.calls)
    if plan.forward:
        explain.append(plan.forward)
    checks = {name: [*(other.check for other in plans[name].slots), "leaves its inputs alone"] for name in explain}
    needs = [f"{name}: {check}" for name in explain for check in checks[name] if name != plan.name]
    if plan.role == "loss" and slot.path[1] != 0:
        needs.append(f"{plan.name}: values")
    return needs


def _integers_apply(function: Function) -> bool:
    first = function.parameters[0].kind
    return any(isinstance(kind, Array) and kind.kind == "float" for kind in signature.members(first))


def _points_are_used(exercise: Exercise, checks: list[Check]) -> None:
    known = {(check.function, check.name) for check in checks}
    for function, points in exercise.spec.points.items():
        for name in points:
            if (function, name) not in known:
                names = [check.name for check in checks if check.function == function]
                raise CourseError(
                    f"{exercise.toml}: points.{function}: no check {name!r}.{did_you_mean(name, names)} "
                    f"There are: {', '.join(names)}."
                )


def _told_checks_exist(exercise: Exercise, checks: list[Check]) -> None:
    ids = [check.id for check in checks]
    for name, sentence in exercise.spec.tell.items():
        if name not in ids:
            raise CourseError(f"{exercise.toml}: tell: no check {name!r}.{did_you_mean(name, ids)}")
        if not sentence.strip():
            raise CourseError(f"{exercise.toml}: tell: {name!r} is empty. Say what the student should know.")
