import ast
import textwrap

import pytest

from benchmarks.mutation.judging import Judged, Pool, first_look, judge
from benchmarks.mutation.kinds import observe
from benchmarks.mutation.known import Known
from benchmarks.mutation.mutants import Mutant, mutants
from benchmarks.mutation.report import markdown
from benchmarks.mutation.run import Result
from grader import battery as batteries


def made(body, operator=None, kinds=None, before="", parameters="a, b, cache"):
    """The changed lines that operators make of a function's body."""
    source = f"{before}\ndef f({parameters}):\n" + textwrap.indent(body, "    ")
    found = mutants(source, {"f": kinds or {}})
    return {mutant.after for mutant in found if operator in (None, mutant.operator)}


@pytest.mark.parametrize(
    ("operator", "line", "expected"),
    [
        ("other sign or operation", "c = a + b", {"c = a - b"}),
        ("other sign or operation", "c = a * b", {"c = a / b"}),
        ("other sign or operation", "c = -a", {"c = a"}),
        ("operand dropped", "c = a + b", {"c = a", "c = b"}),
        ("operand dropped", "c = a - b", {"c = a", "c = -b"}),
        ("operands swapped", "c = a - b", {"c = b - a"}),
        ("operands swapped", "c = a + b", set()),
        ("transposed", "c = a @ b", {"c = a.T @ b", "c = a @ b.T"}),
        ("transposed", "c = a @ b.T", {"c = a @ b", "c = a.T @ b.T"}),
        ("another number", "c = a ** 2", {"c = a ** 3", "c = a ** 1", "c = a ** 4", "c = a ** 0"}),
        ("another number", "c = a.reshape(2, -1)", {f"c = a.reshape({n}, -1)" for n in (3, 1, 4, 0)}),
        ("another number", "c = g(keepdims=True)", {"c = g(keepdims=False)"}),
        ("another text", "c = a['x'] + b['y']", {"c = a['y'] + b['y']", "c = a['x'] + b['x']"}),
        ("another text", "c = np.einsum('ij->j', a) + np.einsum('ij->i', b)", set()),
        ("another axis", "c = a.sum(axis=0)", {"c = a.sum()", "c = a.sum(axis=1)", "c = a.sum(axis=-1)"}),
        ("another axis", "c = a.sum(axis=(0, 2))", {"c = a.sum()", "c = a.sum(axis=(2,))", "c = a.sum(axis=(0,))"}),
        ("another comparison", "c = a > b", {"c = a >= b", "c = a < b"}),
        ("another comparison", "c = a is b", {"c = a is not b"}),
        ("another condition", "c = 1 if a else 2", {f"c = 1 if {test} else 2" for test in ("not a", "True", "False")}),
        ("off by one", "c = range(a)", {"c = range(a + 1)", "c = range(a - 1)"}),
        ("off by one", "c = a[b]", {"c = a[b + 1]", "c = a[b - 1]"}),
        ("off by one", "c = a[:b]", {"c = a[:b + 1]", "c = a[:b - 1]", "c = a[:]", "c = a[1:b]"}),
        ("another function", "c = a.max()", {"c = a.min()", "c = a.sum()"}),
        ("call dropped", "c = np.sqrt(a)", {"c = a"}),
        ("call dropped", "c = a.copy()", {"c = a"}),
        ("arguments swapped", "c = g(a, b)", {"c = g(b, a)"}),
        ("arguments swapped", "c = np.maximum(a, b)", set()),
        ("elements swapped", "return a, b", {"return (b, a)"}),
        ("elements swapped", "c, d = a", {"d, c = a"}),
        ("elements swapped", "c = {'x': a, 'y': b}", {"c = {'x': a}", "c = {'y': b}"}),
        ("elements swapped", "c = {**a, **b}", {"c = {**a}", "c = {**b}", "c = {**b, **a}"}),
        ("another update", "a += b", {"a = b", "a -= b"}),
        ("changed in place", "c = a * b", {"c = np.multiply(a, b, out=a)", "c = np.multiply(a, b, out=b)"}),
        ("changed in place", "c = a > 0", {"c = np.greater(a, 0, out=a)"}),
        ("changed in place", "c = np.tanh(a)", {"c = np.tanh(a, out=a)"}),
        ("statement dropped", "a[0] = b", {"pass"}),
    ],
)
def test_an_operator_makes_these_changes_and_no_other(operator, line, expected):
    assert made(line, operator) == expected


def test_what_is_computed_here_is_not_changed_in_place_but_what_came_in_the_cache_is():
    body = "kept = cache\nown = kept + 1\nc = own * 2"
    assert made(body, "changed in place") == {"own = np.add(kept, 1, out=kept)"}


def test_a_loop_over_steps_is_turned_round_both_ways():
    assert "for t in range(a):" in made("for t in reversed(range(a)):\n    pass", "another order")
    assert "for t in reversed(range(a)):" in made("for t in range(a):\n    pass", "another order")
    assert made("for i, j in np.ndindex(a):\n    pass", "another order") == set()


def test_tanh_and_a_helper_of_the_file_are_taken_for_each_other():
    helper = "def _sigmoid(z):\n    return z\n"
    assert made("c = np.tanh(a)", "another function", before=helper) == {"c = _sigmoid(a)"}
    assert made("c = _sigmoid(a)", "another function", before=helper) == {"c = np.tanh(a)"}


def test_a_variable_is_taken_for_another_of_the_same_kind_but_not_where_its_shape_is_asked_for():
    kinds = {3: {"a": "f(2, 3)", "b": "f(2, 3)", "n": "int"}}
    assert made("c = a * n + a.shape[0]", "another variable", kinds) == {"c = b * n + a.shape[0]"}


def test_docstrings_annotations_and_defaults_are_left_alone():
    source = 'def f(a: "N 3" = 2) -> "M 4":\n    """One or 2."""\n    return a'
    assert mutants(source, {}) == []


def test_every_mutant_is_another_program_with_one_line_changed():
    source = "def f(a, b):\n    c = a - b * 2\n    return (c, a)\n"
    found = mutants(source, {"f": {2: {"a": "int", "b": "int"}, 3: {"a": "int", "b": "int", "c": "int"}}})
    texts = [mutant.source for mutant in found]
    assert len(set(texts)) == len(texts) > 20
    for mutant in found:
        old, new = ast.unparse(ast.parse(source)).splitlines(), mutant.source.splitlines()
        changed = [(one.strip(), other.strip()) for one, other in zip(old, new, strict=True) if one != other]
        assert changed == [(mutant.before, mutant.after)]


def test_observed_kinds_tell_matrices_apart_and_know_what_is_alike(course):
    exercise = course.find("rnn")
    kinds = observe(exercise, batteries.get(exercise, 0))
    last = kinds["rnn_step_backward"][max(kinds["rnn_step_backward"])]
    assert last["dx"] == last["x"] != last["dWx"] == last["Wx"] != last["Wh"]
    assert "cache" not in last


@pytest.mark.parametrize(
    ("old", "new", "red"),
    [
        ("dw = rows.T @ dout", "dw = rows.T @ dout", ()),
        ("dw = rows.T @ dout", "dw = -rows.T @ dout", ("affine_backward: gradient of w",)),
        ("out = rows @ w + b", "raise ValueError", ("affine_forward: returns",)),
    ],
)
def test_a_mutant_is_judged_as_a_submission_would_be(course, old, new, red):
    exercise = course.find("affine")
    source = exercise.solution.read_text("utf-8")
    assert old in source
    battery = batteries.get(exercise, 0)
    judged = judge(exercise, [first_look(battery), battery], source.replace(old, new))
    assert (judged.red, judged.caught, judged.fault) == (red, bool(red), "")


def test_a_first_look_holds_cases_of_all_sizes_with_what_the_reference_answers(course):
    exercise = course.find("affine")
    battery = batteries.get(exercise, 0)
    few = first_look(battery)
    assert [case.id for case in few.cases] == list(range(len(few.cases)))
    assert len(battery.cases) / 8 <= len(few.cases) < len(battery.cases) / 7
    assert few.program(3) == battery.program(24)
    assert (few.expected(3, 0, 0) == battery.expected(24, 0, 0)).all()


def test_a_mutant_that_hangs_is_ended_and_the_next_one_is_judged(course):
    exercise = course.find("affine")
    batteries.get(exercise, 0)
    source = exercise.solution.read_text("utf-8")
    hangs = source.replace("dw = rows.T @ dout", "dw = [0 for _ in iter(int, 1)]")
    ends = source.replace("dw = rows.T @ dout", "import os; os._exit(3)")
    pool = Pool(jobs=1, deadline=5.0)
    try:
        found = list(pool.judge(exercise, 0, [hangs, ends, source]))
    finally:
        pool.close()
    assert [judged.status for judged in found] == ["hangs", "ended", "passed"]
    assert [judged.caught for judged in found] == [True, True, False]


def test_what_is_listed_as_equivalent_is_explained_and_what_no_longer_survives_is_reported(tmp_path):
    path = tmp_path / "equivalent.toml"
    path.write_text(
        'format = 1\n[[mutant]]\nexercise = "relu"\nfunction = "f"\nline = "c = a"\nby = ["c = b", "c = d"]\n'
        'reason = "the same"\n'
    )
    known = Known.of("relu", path)
    survivor = Mutant("f", "another variable", "c = a", "c = b", "")
    assert known.reason(survivor) == "the same"
    assert known.reason(Mutant("g", "another variable", "c = a", "c = b", "")) is None
    assert known.stale([survivor]) == ["relu: f: c = a -> c = d"]
    assert Known.of("affine", path).entries == []


def test_the_page_counts_and_lists_what_is_unexplained():
    survivor = Mutant("f", "another number", "c = 1", "c = 2", "")
    other = Mutant("f", "another number", "c = 1", "c = 0", "")
    judged = [(survivor, Judged("passed")), (other, Judged("failed", ("f: values",)))]
    page = markdown([Result("relu", judged, [], [survivor], [])])
    assert "| relu | 2 | 1 | 0 | 1 |" in page
    assert "- relu, f: `c = 1` as `c = 2`" in page
