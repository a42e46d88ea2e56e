"""Every function is proven, and docs/PROOFS.md says against what; nobody edits this file for a new exercise."""

import inspect
from pathlib import Path

import pytest

from grader import battery as batteries

proof = pytest.importorskip("tests.proof", reason='torch and onnx are the proof; pip install -e ".[dev]"')
proofs = pytest.importorskip("tests.proofs")

OPERATORS = sorted((Path(__file__).parent / "operators").glob("*/*.py"))
STALE = "docs/PROOFS.md is out of date. Run: python -m tests.proofs"


@pytest.mark.parametrize("path", OPERATORS, ids=lambda path: path.stem)
def test_reference_equals_onnx_wherever_onnx_has_operators_of_the_same_meaning(path, course):
    exercise = course.find(path.stem)
    assert exercise.track == path.parent.name
    operators = proof.load_operators(exercise)
    differences, _ = proof.compare_with_onnx(batteries.get(exercise, 0), operators)
    assert proof.beyond(differences, getattr(operators, "TOLERANCE", proof.ONNX)) == {}
    functions = inspect.getmembers(operators, inspect.isfunction)
    defined = {name for name, it in functions if it.__module__ != proof.evaluator.__name__ and not name.startswith("_")}
    assert defined == {check.partition(":")[0] for check in differences}


def test_the_table_has_a_row_for_every_function_and_every_row_a_proof(exercise):
    plan, operators = batteries.get(exercise, 0).plan, proof.load_operators(exercise)
    rows = {function: cells for (name, function), cells in proofs.read().items() if name == exercise.name}
    assert rows.keys() == plan.functions.keys(), STALE
    for name, (theirs, _, values, gradients, derivative, onnx, _, onnx_values) in rows.items():
        checks = [slot.check for slot in plan.functions[name].slots]
        if not theirs.startswith("none: "):
            assert (values != proofs.NOTHING) == any(not check.startswith("gradient") for check in checks), STALE
            assert (gradients != proofs.NOTHING) == any(check.startswith("gradient") for check in checks), STALE
            assert (derivative == proofs.NOTHING) == (gradients == proofs.NOTHING), STALE
        assert theirs != proofs.NOTHING, f"{name} is compared with nothing. {STALE}"
        assert (onnx != proofs.NOTHING) == hasattr(operators, name), STALE
        for stated, bound in (
            (values, proof.TORCH),
            (gradients, proof.TORCH),
            (derivative, proof.DERIVATIVE),
            (onnx_values, getattr(operators, "TOLERANCE", proof.ONNX)),
        ):
            assert stated == proofs.NOTHING or float(stated) <= bound, STALE


def test_the_table_has_no_row_of_an_exercise_that_is_gone(course):
    assert {exercise for exercise, _ in proofs.read()} <= course.by_name.keys(), STALE


def test_a_difference_that_is_not_a_number_is_not_overlooked():
    assert proof.relative([float("nan"), 1.0], [0.0, 1.0]) == float("inf")
    assert proof.relative([float("inf")], [1.0]) == float("inf")
    assert proof.relative([float("-inf"), 3.0], [float("-inf"), 2.0]) == 0.5
    assert proof.relative([[1.0]], [1.0]) == float("inf")
