import json
import types

import pytest

from benchmarks import plain_pytest
from benchmarks.batch.handed_in import EXERCISE, a_class, as_files, mistakes, notebook, without_jaxtyping
from benchmarks.batch.measure import Run, spread


def caught(source):
    """Whether the tests that every rival is given see something, on one case, without Hypothesis' search."""
    namespace = {}
    exec(without_jaxtyping(source), namespace)
    plain_pytest.mine = types.SimpleNamespace(**namespace)
    try:
        plain_pytest.test_step.hypothesis.inner_test(N=2, D=3, H=4, seed=0)
        plain_pytest.test_sequence.hypothesis.inner_test(N=2, T=3, D=3, H=4, seed=0)
        plain_pytest.test_extreme()
    except AssertionError:
        return True
    return False


def test_a_third_of_a_class_is_wrong_and_no_two_files_are_the_same():
    handed = a_class(300)
    assert sum(not one.right for one in handed) == 100
    assert len({one.source for one in handed}) == len({one.student for one in handed}) == 300


def test_the_wrong_ones_have_every_mistake_in_turn():
    reference = EXERCISE.solution.read_text("utf-8")
    wrong = [one.source.partition("\n# handed in")[0] for one in a_class(3 * len(mistakes())) if not one.right]
    assert sorted(wrong) == sorted(mistake.patch(reference, "") for mistake in mistakes())


def test_a_small_class_is_the_beginning_of_a_large_one():
    assert a_class(7) == a_class(30)[:7]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_tests_of_the_others_tell_right_from_wrong():
    for one in a_class(3 * len(mistakes())):
        if not one.right or one.student == "student0000":
            assert caught(one.source) != one.right, one.source


def test_the_others_run_files_without_jaxtyping():
    source = without_jaxtyping(a_class(1)[0].source)
    assert "jaxtyping" not in source
    exec(source, {})


def test_a_class_is_written_as_a_folder_per_student(tmp_path):
    as_files(tmp_path, a_class(2))
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.py")) == [
        "student0000/lstm.py",
        "student0001/lstm.py",
    ]


def test_a_notebook_holds_its_cells():
    made = json.loads(notebook([("a = 1", {"x": 2}), ("b = 2", {})]))
    assert [(cell["source"], cell["metadata"]) for cell in made["cells"]] == [("a = 1", {"x": 2}), ("b = 2", {})]


def test_a_spread_shows_median_smallest_and_largest():
    assert spread([3.0, 1.0, 2.0]) == "2.0 (1.0 to 3.0)"
    assert Run(10, 2.0).rate == 5
