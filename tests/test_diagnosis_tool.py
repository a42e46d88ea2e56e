"""The benchmark of the diagnosis: what it feeds to the grader is what it says."""

import ast

import numpy as np
import pytest

from benchmarks.diagnosis.restyle import restyle
from benchmarks.diagnosis.trials import REWRITES, rewritten
from grader import battery as batteries
from grader.checking import Checker
from grader.course import find_course
from grader.submission import Submission

COURSE = find_course()


def test_every_rewrite_belongs_to_an_exercise_and_makes_a_listed_mistake(exercise):
    for trial in rewritten(exercise):
        ast.parse(trial.source)
        assert trial.mistake in exercise.spec.mistake


def test_no_file_of_rewrites_is_left_over():
    stems = {path.stem.partition("__")[0] for path in REWRITES.glob("*.toml")}
    assert stems <= COURSE.by_name.keys()
    assert len(stems) >= 80


@pytest.mark.parametrize("name", ["lstm", "batchnorm", "attention", "conv2d", "adam", "softmax_loss"])
def test_a_restyled_solution_is_still_right_and_looks_different(name, launch):
    exercise = COURSE.find(name)
    source = exercise.solution.read_text("utf-8")
    other = restyle(source)
    assert ast.dump(ast.parse(other)) != ast.dump(ast.parse(source))
    outcome = Checker(Submission(f"{name}.py", [other]), launch=launch).check(exercise, explain=False).outcome
    assert [check.id for check in outcome.failing] == []


def test_a_restyled_mistake_is_caught_where_the_mistake_is(launch):
    exercise = COURSE.find("softmax")
    battery = batteries.get(exercise, 0)
    assert np.isfinite(battery.expected(0, 0, 0)).all()
    for mistake in exercise.spec.mistake[:5]:
        source = restyle(mistake.patch(exercise.solution.read_text("utf-8"), ""))
        checker = Checker(Submission("softmax.py", [source]), launch=launch)
        outcome = checker.check(exercise, explain=False, battery=battery).outcome
        assert mistake.caught_by in [check.id for check in outcome.failing]
