"""Writes docs/PROOFS.md, which says what every function is proven against: python -m tests.proofs (half a minute)."""

import ast
import inspect
import re
from pathlib import Path

import torch

from grader import battery as batteries
from grader.course import find_course
from tests import proof

TABLE = Path(__file__).parent.parent / "docs/PROOFS.md"
COLUMNS = "exercise", "function", "PyTorch", "cases", "values", "gradients", "derivative", "ONNX", "cases", "values"
NOTHING = "-"
HEAD = """# What every exercise is proven against

Measured and written by `python -m tests.proofs`. The tests make the same comparisons and hold them to the bounds below.
A figure is the largest difference seen over the exercise's own battery, relative to the largest entry of a result, or
to 1 where that is larger. Last digits vary from machine to machine.

- **PyTorch**: what is called there, in float64; values and every gradient are below {torch}.
- **derivative**: every gradient against a central difference of the reference's own forward, in six cases; below
  {derivative}.
- **ONNX**: operators of the same meaning, run by the reference evaluator of the `onnx` package, in float64 where the
  operator knows it; below {onnx}, or below what the file in tests/operators/ says, and why. Where there are fewer
  cases than with PyTorch, that file says which cannot be compared.
"""
#: Makes and joins tensors: named only where nothing else is called.
PLUMBING = {"Generator", "Parameter", "arange", "as_tensor", "cat", "empty", "manual_seed", "ones", "ones_like"}
PLUMBING |= {"stack", "tensor", "where", "zeros", "zeros_like"}


def write():
    """Measure every exercise and write the page."""
    course = find_course()
    bounds = {"torch": proof.TORCH, "derivative": proof.DERIVATIVE, "onnx": proof.ONNX}
    lines = [HEAD.format(**{name: figure(bound) for name, bound in bounds.items()})]
    for track, title in course.tracks.items():
        if exercises := [exercise for exercise in course.ordered() if exercise.track == track]:
            lines += [f"## {title}\n", _line(COLUMNS), _line(["---"] * len(COLUMNS))]
            lines += [_line(row) for exercise in exercises for row in measure(exercise)]
            lines.append("")
    TABLE.write_text("\n".join(lines), "utf-8")


def read():
    """The cells of the page by exercise and function."""
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return {(row[0], row[1].strip("`")): row[2:] for row in rows if row[0] not in ("exercise", "---")}


def measure(exercise):
    """The exercise's rows."""
    battery, oracle, operators = batteries.get(exercise, 0), proof.load_oracle(exercise), proof.load_operators(exercise)
    with_torch = proof.compare_with_torch(battery, oracle)
    with_derivative = proof.compare_with_derivative(exercise, battery)
    with_onnx, run = proof.compare_with_onnx(battery, operators) if operators else ({}, {})
    for name, function in battery.plan.functions.items():
        gradients = _found(with_torch, name, "gradient")
        values = [found for found in _found(with_torch, name) if found not in gradients]
        onnx = _found(with_onnx, name)
        yield (
            exercise.name,
            f"`{name}`",
            counterpart(function, battery.plan, oracle, compared=values or gradients),
            _count(values or gradients),
            _largest(values),
            _largest(gradients),
            _largest(_found(with_derivative, name)),
            ", ".join(run[name]) if onnx else NOTHING,
            _count(onnx),
            _largest(onnx),
        )


def counterpart(function, plan, oracle, *, compared):
    """What a function is compared with in PyTorch, or why with nothing."""
    if compared:
        return "autograd" if function.role == "backward" else ", ".join(called(oracle, function.name))
    if hasattr(oracle, "NO_COUNTERPART"):
        return f"none: {oracle.NO_COUNTERPART}"
    if proof.is_random(function, plan):
        return "none: random, so its properties are checked"
    return NOTHING


def called(oracle, name):
    """What a function of an oracle calls of PyTorch, itself or through the file's other definitions."""
    tree = ast.parse(inspect.getsource(oracle))
    definitions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    definitions |= {it.id: node.value for node in tree.body if isinstance(node, ast.Assign) for it in node.targets}
    functions, methods, seen = [], [], set()

    def visit(node):
        dotted = ast.unparse(node)
        if dotted in definitions:
            if dotted not in seen:
                seen.add(dotted)
                visit(definitions[dotted])
        elif re.fullmatch(r"[\w.]+", dotted) and _is_torchs(getattr(oracle, dotted.partition(".")[0], None)):
            if callable(eval(dotted, vars(oracle))):
                functions.append(dotted)
        else:
            if isinstance(node, ast.Call) and hasattr(torch.Tensor, getattr(node.func, "attr", "-")):
                methods.append(f"Tensor.{node.func.attr}")
            for child in ast.iter_child_nodes(node):
                visit(child)

    visit(definitions[name])
    telling = [it for it in functions if it.split(".")[-1] not in PLUMBING]
    return [f"`{it}`" for it in dict.fromkeys(telling or methods or functions)]


def figure(difference):
    """A difference to one digit: 3e-16."""
    return f"{difference:.0e}".replace("e-0", "e-") if difference else "0"


def _is_torchs(thing):
    return (thing.__name__ if inspect.ismodule(thing) else getattr(thing, "__module__", "")).startswith("torch")


def _found(differences, function, kind=""):
    """The differences of those checks of a function whose names begin so."""
    return [found for check, found in differences.items() if check.startswith(f"{function}: {kind}") and found]


def _count(found):
    return str(max(map(len, found))) if found else NOTHING


def _largest(found):
    return figure(max(map(max, found))) if found else NOTHING


def _line(cells):
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    write()
