"""Compares the answers of a reference with others' over its whole battery: PyTorch, a numerical derivative, ONNX.

Each comparison gives, by name of the check, the difference in every case, relative to the largest entry.
"""

import copy
import importlib.util
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from grader.reference import Reference
from grader.snippet import decode as decode_argument
from tests import evaluator

torch.set_num_threads(1)
HERE = Path(__file__).parent
#: How large a difference may be; of a file in operators/, its own TOLERANCE where it has one.
TORCH, DERIVATIVE, ONNX = 1e-9, 1e-7, 1e-9


def load_oracle(exercise):
    return _load(HERE / "oracles" / exercise.track / f"{exercise.name}.py")


def load_operators(exercise):
    """The exercise's functions in ONNX, or None where it has no such file."""
    path = HERE / "operators" / exercise.track / f"{exercise.name}.py"
    return _load(path) if path.exists() else None


def _load(path):
    spec = importlib.util.spec_from_file_location(f"{path.parent.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def to_torch(value, *, requires_grad=False):
    if isinstance(value, np.ndarray):
        tensor = torch.from_numpy(np.array(value))
        return tensor.requires_grad_(requires_grad and tensor.is_floating_point())
    if isinstance(value, dict):
        return {key: to_torch(item, requires_grad=requires_grad == "all") for key, item in value.items()}
    return value


def owner_of(function, args, name):
    """Where a differentiable input is: its place among the arguments, and its key where it is in a dictionary."""
    if name in function.parameters:
        return function.parameters.index(name), None
    return next(i for i, arg in enumerate(args) if isinstance(arg, dict) and name in arg), name


def to_numpy(value):
    return value.detach().numpy() if isinstance(value, torch.Tensor) else value


def calls(battery, tags, *, forwards_only=True):
    """Yield (case, step number, function plan, arguments by position) for calls whose arguments are all given."""
    for case in battery.cases:
        if case.tag not in tags:
            continue
        for number, step in enumerate(battery.program(case.id)):
            function = battery.plan.functions[step["fn"]]
            if function.role == "backward" or any(arg[0] in ("out", "arg") for arg in step["args"]):
                continue
            yield case, number, function, [decode_argument(arg, battery.inputs) for arg in step["args"]]


def backward_of(battery, case, number):
    """The steps that take the cache of a forward: (step number, function plan, upstream gradients)."""
    for place, step in enumerate(battery.program(case.id)):
        cached = [arg for arg in step["args"] if arg[0] == "out" and arg[1] == number]
        function = battery.plan.functions[step["fn"]]
        if cached and function.role == "backward":
            upstream = [decode_argument(arg, battery.inputs) for arg in step["args"] if arg[0] == "a"]
            yield place, function, upstream


def relative(yours, expected):
    """The largest difference, relative to the largest entry or 1; infinite where only one of two is finite."""
    yours, expected = np.asarray(yours, float), np.asarray(expected, float)
    if yours.shape != expected.shape:
        return float("inf")
    unequal = ~((yours == expected) | (np.isnan(yours) & np.isnan(expected)))
    if not unequal.any():
        return 0.0
    difference = np.max(np.abs(yours[unequal] - expected[unequal]))
    scale = np.max(np.abs(expected), where=np.isfinite(expected), initial=1.0)
    return float(difference / scale) if np.isfinite(difference) else float("inf")


def beyond(differences, bound):
    """The largest difference of each check that has one of the bound or more."""
    return {name: max(found) for name, found in differences.items() if max(found) >= bound}


def unproven(battery, *differences):
    """The judged results that were not compared at all; random ones cannot be."""
    functions = [it for it in battery.plan.functions.values() if not is_random(it, battery.plan)]
    return {f"{it.name}: {slot.check}" for it in functions for slot in it.slots}.difference(*differences)


def is_random(function, plan):
    """Whether a function's results are random, or its forward's."""
    return function.random or (function.forward is not None and plan.functions[function.forward].random)


def at(slot, results, args):
    """What stands at the place of a slot, or None."""
    where, place, *key = slot.path
    if where == "result" and place >= len(results):
        return None
    owner = results[place] if where == "result" else args[place]
    return owner.get(key[0]) if key else owner


def compare_with_torch(battery, oracle):
    """Differences from PyTorch's values and gradients."""
    differences = defaultdict(list)

    def note(function, slot, yours, expected):
        differences[f"{function.name}: {slot.check}"].append(relative(yours, expected))

    for case, number, function, args in calls(battery, ("ordinary", "stability", "again")):
        if function.random or not hasattr(oracle, function.name):
            continue
        tensors = [to_torch(arg, requires_grad="all" if function.role == "loss" else True) for arg in args]
        results = getattr(oracle, function.name)(*tensors)
        results = results if isinstance(results, tuple) else (results,)
        for place, slot in enumerate(function.slots):
            expected = battery.expected(case.id, number, place)
            if expected is None:
                continue  # a dictionary without this key
            if slot.check.startswith("gradient of "):
                owner, key = owner_of(function, args, slot.check.removeprefix("gradient of "))
                (gradient,) = torch.autograd.grad(
                    results[0], tensors[owner] if key is None else tensors[owner][key], retain_graph=True,
                    allow_unused=True, materialize_grads=True,
                )  # fmt: skip
                note(function, slot, to_numpy(gradient), expected)
            else:
                note(function, slot, to_numpy(at(slot, results, tensors)), expected)
        outputs = [result for result in results if isinstance(result, torch.Tensor)]
        for place, backward, upstream in backward_of(battery, case, number):
            inputs = [tensors[function.parameters.index(name)] for name in backward.gradients]
            gradients = torch.autograd.grad(
                outputs, inputs, [torch.from_numpy(np.array(dout)) for dout in upstream], retain_graph=True,
                allow_unused=True, materialize_grads=True,
            )  # fmt: skip
            for slot_number, slot in enumerate(backward.slots):
                expected = battery.expected(case.id, place, slot_number)
                note(backward, slot, to_numpy(gradients[slot_number]), expected)
    return differences


def compare_with_onnx(battery, operators):
    """Differences from the values of ONNX, and by function the operators that were run.

    A function of the file returns None for a case that ONNX cannot say. A backward gets the upstream gradients and
    what its forward got.
    """
    differences, called = defaultdict(list), defaultdict(dict)

    def note(case, place, function, given, args):
        if not hasattr(operators, function.name):
            return
        evaluator.called.clear()
        results = getattr(operators, function.name)(*given)
        called[function.name].update(dict.fromkeys(evaluator.called))
        if results is None:
            return
        results = results if isinstance(results, tuple) else (results,)
        for number, slot in enumerate(function.slots):
            value, expected = at(slot, results, args), battery.expected(case.id, place, number)
            if value is not None and expected is not None:
                differences[f"{function.name}: {slot.check}"].append(relative(value, expected))

    for case, number, function, args in calls(battery, ("ordinary", "stability", "again")):
        note(case, number, function, args, args)
        for place, backward, upstream in backward_of(battery, case, number):
            note(case, place, backward, [*upstream, *args], args)
    return differences, called


def compare_with_derivative(exercise, battery, step=1e-5, most=40):
    """Differences from a central difference of the reference's own forward, on six cases that are not too large."""
    reference = Reference(exercise)
    plan = battery.plan
    module = reference.called  # the driver where there is one
    differences = defaultdict(list)

    def objective(function, args, upstream):
        results = getattr(module, function.name)(*copy.deepcopy(args))
        results = results if isinstance(results, tuple) else (results,)
        if upstream is None:
            return float(results[0])
        arrays = [result for i, result in enumerate(results) if i not in function.opaque]
        return sum(float(np.sum(array * dout)) for array, dout in zip(arrays, upstream, strict=True))

    def derivative(function, args, owner, key, upstream):
        value = args[owner] if key is None else args[owner][key]
        gradient = np.zeros_like(value)
        for index in np.ndindex(value.shape):
            both = []
            for sign in (1, -1):
                moved = copy.deepcopy(args)
                (moved[owner] if key is None else moved[owner][key])[index] += sign * step
                both.append(objective(function, moved, upstream))
            gradient[index] = (both[0] - both[1]) / (2 * step)
        return gradient

    for case, number, function, args in calls(battery, ("ordinary",)):
        if function.random:
            continue
        args = [copy.deepcopy(arg) if isinstance(arg, dict) else np.array(arg) if isinstance(arg, np.ndarray) else arg
                for arg in args]  # fmt: skip
        wanted = []
        if function.role == "loss":
            owner = plan.functions[function.name]
            gradients = [i for i, slot in enumerate(owner.slots) if slot.check.startswith("gradient")]
            wanted = [(number, owner, None, slot) for slot in gradients]
        for place, backward, upstream in backward_of(battery, case, number):
            wanted += [(place, backward, upstream, slot) for slot in range(len(backward.slots))]
        for place, backward, upstream, slot in wanted:
            name = backward.slots[slot].check.removeprefix("gradient of ")
            key = f"{backward.name}: {backward.slots[slot].check}"
            if not case.steps[place].judged[slot] or len(differences[key]) >= 6 or case.size < 8:
                continue
            owner, inner = owner_of(function, args, name)
            if np.size(args[owner] if inner is None else args[owner][inner]) > most:
                continue
            numerical = derivative(function, args, owner, inner, upstream)
            differences[key].append(relative(numerical, battery.expected(case.id, place, slot)))
    return differences
