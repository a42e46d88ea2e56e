"""Compares the answers of a reference with PyTorch's and with a numerical derivative, over its whole battery."""

import copy
import importlib.util
from pathlib import Path

import numpy as np
import torch

from grader.reference import Reference
from grader.snippet import decode as decode_argument

torch.set_num_threads(1)
ORACLES = Path(__file__).parent / "oracles"


def load_oracle(exercise):
    path = ORACLES / exercise.track / f"{exercise.name}.py"
    spec = importlib.util.spec_from_file_location(f"oracle_{exercise.name}", path)
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
    yours, expected = np.asarray(yours, float), np.asarray(expected, float)
    if yours.shape != expected.shape:
        return float("inf")
    if not expected.size:
        return 0.0
    return float(np.max(np.abs(yours - expected)) / max(1.0, np.max(np.abs(expected))))


def compare_with_torch(battery, oracle):
    """Largest differences (relative to the largest entry) by name of the check."""
    worst = {}

    def note(function, slot, yours, expected):
        name = f"{function.name}: {slot.check}"
        worst[name] = max(worst.get(name, 0.0), relative(yours, expected))

    for case, number, function, args in calls(battery, ("ordinary", "stability", "again")):
        if function.random or not hasattr(oracle, function.name):
            continue
        tensors = [to_torch(arg, requires_grad="all" if function.role == "loss" else True) for arg in args]
        results = getattr(oracle, function.name)(*tensors)
        results = results if isinstance(results, tuple) else (results,)
        for place, slot in enumerate(function.slots):
            expected = battery.expected(case.id, number, place)
            if slot.check.startswith("gradient of "):
                owner, key = owner_of(function, args, slot.check.removeprefix("gradient of "))
                (gradient,) = torch.autograd.grad(
                    results[0], tensors[owner] if key is None else tensors[owner][key], retain_graph=True,
                    allow_unused=True, materialize_grads=True,
                )  # fmt: skip
                note(function, slot, to_numpy(gradient), expected)
            elif slot.path[0] == "after":
                note(function, slot, to_numpy(tensors[slot.path[1]].get(slot.path[2], expected)), expected)
            elif len(slot.path) == 3:
                note(function, slot, to_numpy(results[slot.path[1]][slot.path[2]]), expected)
            else:
                note(function, slot, to_numpy(results[slot.path[1]]), expected)
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
    return worst


def compare_with_derivative(exercise, battery, step=1e-5, most=40):
    """The same against a central difference of the reference's own forward, on cases that are not too large."""
    reference = Reference(exercise)
    plan = battery.plan
    module = reference.module
    worst = {}

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

    seen = {}
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
            owner, inner = owner_of(function, args, name)
            size = np.size(args[owner] if inner is None else args[owner][inner])
            if not case.steps[place].judged[slot] or seen.get(key, 0) >= 6 or size > most or case.size < 8:
                continue
            seen[key] = seen.get(key, 0) + 1
            numerical = derivative(function, args, owner, inner, upstream)
            worst[key] = max(worst.get(key, 0.0), relative(numerical, battery.expected(case.id, place, slot)))
    return worst
