"""Every discovered exercise, proven: nobody edits this file for a new one."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

from grader import battery as batteries
from grader import submission
from grader.authoring.verify import verify
from grader.checking import Checker
from grader.course import find_course
from grader.naming import public_functions, recognised
from grader.reference import Reference
from grader.tutorial import Tutorial

CORRECT = sorted((Path(__file__).parent / "submissions/correct").glob("*.py"))
CS231N = sorted((Path(__file__).parent / "submissions/cs231n").glob("*.py"))


@pytest.fixture
def proof():
    return pytest.importorskip("tests.proof", reason='torch and onnx are the proof; pip install -e ".[dev]"')


def test_solution_passes_stub_fails_and_every_mistake_is_caught_where_it_says(exercise):
    (proof,) = verify([exercise], jobs=1)
    assert proof.problems == []
    assert len(proof.rows) >= 5


def test_reference_equals_pytorch_on_the_whole_battery(exercise, proof):
    oracle = proof.load_oracle(exercise)
    if hasattr(oracle, "NO_COUNTERPART"):
        pytest.skip(oracle.NO_COUNTERPART)
    battery = batteries.get(exercise, 0)
    differences = proof.compare_with_torch(battery, oracle)
    assert proof.beyond(differences, proof.TORCH) == {}
    assert proof.unproven(battery, differences) == set()


def test_every_gradient_of_the_reference_equals_a_numerical_derivative(exercise, proof):
    battery = batteries.get(exercise, 0)
    differences = proof.compare_with_derivative(exercise, battery)
    judged = {check.id for check in battery.plan.checks if check.kind == "gradient"}
    assert judged <= {name for name, found in differences.items() if found}
    assert proof.beyond(differences, proof.DERIVATIVE) == {}


def test_every_number_in_the_tutorial_is_what_the_solution_gives(exercise):
    text = Tutorial(exercise).text
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks, "a page has a worked example"
    scope = {"np": np, **{k: v for k, v in vars(Reference(exercise).module).items() if not k.startswith("__")}}
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), scope, exercise.name, str(exercise.tutorial), 0)
    output = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=output.append)
    assert result.failed == 0, "".join(output)


def test_every_function_of_the_tutorial_has_three_hints_of_at_most_sixty_words(exercise):
    hints = Tutorial(exercise).hints
    assert list(hints) == public_functions(exercise)
    for function, levels in hints.items():
        assert len(levels) == 3, function
        assert all(len(level.split()) <= 75 for level in levels), function


def test_every_number_of_points_is_carried_by_a_check_and_a_forward_earns_less_than_all(exercise):
    battery = batteries.get(exercise, 0)
    assert exercise.points == sum(check.points for check in battery.plan.checks) > 0


def test_battery_is_small_and_holds_a_couple_of_hundred_cases(exercise):
    battery = batteries.get(exercise, 0)
    assert len(battery.to_bytes()) < 4 << 20
    assert 60 <= len(battery.cases) <= 600
    assert [case.size for case in battery.cases] == sorted(case.size for case in battery.cases)


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_correct_code_in_another_style_gets_full_marks(path, course, launch):
    exercise = course.find(path.stem.partition("__")[0])
    outcome = Checker(submission.read(path), launch=launch).check(exercise).outcome
    assert [check.failure.what for check in outcome.failing] == []
    assert outcome.points == outcome.max_points == exercise.points


@pytest.mark.parametrize("path", CS231N, ids=lambda path: path.stem)
def test_every_exercise_in_a_whole_course_file_gets_full_marks(path, launch):
    handed_in = submission.read(path)
    found = recognised(find_course(), handed_in.defines())
    assert found
    for exercise in found:
        outcome = Checker(handed_in, launch=launch).check(exercise).outcome
        assert (outcome.exercise, outcome.points) == (exercise.name, exercise.points), outcome.failing
