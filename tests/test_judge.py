import ast
import contextlib
import io
import re
import sys
import types

import numpy as np
import pytest

from grader import battery as batteries
from grader import compare
from grader.checking import Checker
from grader.course import find_course
from grader.diagnose import known
from grader.isolation import Limits
from grader.submission import Submission
from tests.data.making import CENTRE, HEAD, SCALE, edited, exercise, judged, red, small, statuses

TWICE = """
def double_forward(
    x: Float[np.ndarray, "N D"], w: Float[np.ndarray, "D"]
) -> tuple[Float[np.ndarray, "N D"], object]:
    out = 2 * x * w
    return out, (x, w)


def double_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"]]:
    x, w = cache
    dout = 1 * dout
    dx = 2 * dout * w
    dw = (2 * dout * x).sum(axis=0)
    return dx, dw
"""
AFFINE = """\
import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(len(x), -1) @ w + b
    return out, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(len(x), -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
"""


def scale(*edits, **options):
    return judged(small("scale"), edited(SCALE, *edits), **options)


def centre(*edits, **options):
    return judged(small("centre"), edited(CENTRE, *edits), **options)


def affine(*edits, **options):
    return judged(find_course().find("affine"), edited(AFFINE, *edits), **options)


# whatever is wrong, the result is sound

EDITS = [
    ("out = x * s", "out = x + s"),
    ("out = x * s", "out = x * s * s"),
    ("out = x * s", "out = None"),
    ("out = x * s", "out = x * t"),
    ("out = x * s", "out = (x * s).astype('f4')"),
    ("out = x * s", "out = (x * s).sum(axis=0)"),
    ("out = x * s", "out = x * s / 0"),
    ("out = x * s", "x *= s; out = x"),
    ("out = x * s", "raise NotImplementedError"),
    ("out = x * s", "assert len(x) > 1; out = x * s"),
    ("return out, (x, s)", "return out"),
    ("return out, (x, s)", "return out, None"),
    ("return out, (x, s)", "return out, (s, x)"),
    ("return out, (x, s)", "return None"),
    ("def scale_forward(x, s)", "def scale_forward(x)"),
    ("def scale_forward", "def forward"),
    ("x, s = cache", "s, x = cache"),
    ("x, s = cache", "pass"),
    ("dx = dout * s", "dx = dout"),
    ("dx = dout * s", "dx = None"),
    ("dx = dout * s", "dout *= s; dx = dout"),
    ("ds = (x * dout).sum(axis=0)", "ds = (x * dout).sum()"),
    ("ds = (x * dout).sum(axis=0)", "ds = (x * dout).mean(axis=0)"),
    ("return dx, ds", "return ds, dx"),
    ("return dx, ds", "return dx"),
    ("return dx, ds", "return None"),
    ("def scale_backward", "def backward"),
    ("import numpy as np", "import numpy as np\n1 / 0"),
    ("import numpy as np", "import numpy as np\n)"),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit[1])
def test_something_is_red_and_whatever_waits_waits_for_what_is_red(edit):
    outcome = scale(edit, explain=True)
    causes = set(red(outcome))
    assert causes
    assert {check.waits_for for check in outcome.checks if check.status == "skipped"} <= causes
    assert (
        outcome.points < 10
        or "scale_forward: leaves its inputs alone" in causes
        or {"scale_backward: leaves its inputs alone"} == causes
    )


def test_the_correct_functions_pass_every_check():
    outcome = scale()
    assert set(statuses(outcome).values()) == {"passed"}
    assert (outcome.points, outcome.max_points, outcome.remarks) == (10, 10, [])


# one root cause, one red line


@pytest.mark.parametrize(
    ("edit", "causes"),
    [
        (("out = x * s", "out = x + s"), {"scale_forward: values": "wrong"}),
        (("out = x * s", "out = None"), {"scale_forward: filled in": "not_implemented"}),
        (("out = x * s", "out = x * t"), {"scale_forward: filled in": "not_implemented"}),
        (("out = x * s", "out = (x * s).astype('f4')"), {"scale_forward: returns": "contract"}),
        (("out = x * s", "x *= s; out = x"), {"scale_forward: leaves its inputs alone": "wrong"}),
        (("out = x * s", "raise ValueError"), {"scale_forward: returns": "raised"}),
        (("out = x * s", "return None"), {"scale_forward: filled in": "not_implemented"}),
        (("return out, (x, s)", "return out"), {"scale_forward: returns": "contract"}),
        (("return out, (x, s)", "return out, None"), {"scale_backward: returns": "raised"}),
        (("def scale_forward", "def forward"), {"scale_forward: filled in": "not_implemented"}),
        (("def scale_backward", "def backward"), {"scale_backward: filled in": "not_implemented"}),
        (("dx = dout * s", "dx = None"), {"scale_backward: gradient of x": "not_implemented"}),
        (("ds = (x * dout).sum(axis=0)", "ds = x * dout"), {"scale_backward: returns": "contract"}),
        (("return dx, ds", "dout[:] = 0; return dx, ds"), {"scale_backward: leaves its inputs alone": "wrong"}),
        (("x, s = cache", "pass"), {"scale_backward: filled in": "not_implemented"}),
        (("import numpy as np", "import numpy as np\n1 / 0"), {"scale_forward: filled in": "raised"}),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_one_mistake_is_one_red_check(edit, causes):
    assert red(scale(edit, explain=True)) == causes


def test_the_untouched_stub_has_one_red_check_and_everything_waits_for_it():
    it = small("scale")
    outcome = judged(it, it.stub.read_text())
    assert red(outcome) == {"scale_forward: filled in": "not_implemented"}
    assert {check.waits_for for check in outcome.checks[1:]} == {"scale_forward: filled in"}
    assert (outcome.status, outcome.points) == ("error", 0)


def test_two_functions_that_are_not_written_are_two_red_checks_where_neither_needs_the_other():
    it = find_course().find("lstm")
    outcome = judged(it, it.stub.read_text())
    waits = {check.waits_for for check in outcome.checks if check.status == "skipped"}
    assert waits == set(red(outcome))
    assert set(red(outcome).values()) == {"not_implemented"}
    assert outcome.points == 0


def test_two_mistakes_are_two_red_checks():
    outcome = scale(("out = x * s", "out = x + s"), ("ds = (x * dout).sum(axis=0)", "ds = x * dout"))
    assert red(outcome) == {"scale_forward: values": "wrong", "scale_backward: returns": "contract"}


def test_one_known_mistake_behind_two_gradients_is_one_red_check(tmp_path):
    toml = """
[[mistake]]
caught_by = "double_backward: gradient of x"
says = "The upstream gradient is halved."
replace = "dout = 1 * dout"
by = "dout = dout / 2"
"""
    outcome = judged(exercise(tmp_path, TWICE, toml), HEAD + TWICE.replace("1 * dout", "0.5 * dout"), explain=True)
    assert red(outcome) == {"double_backward: gradient of x": "wrong"}
    assert outcome.failing[0].failure.diagnosis == "The upstream gradient is halved."
    assert statuses(outcome)["double_backward: gradient of w"] == "skipped"


# points


def test_a_wrong_shape_of_one_gradient_costs_that_gradient_only():
    outcome = affine(("db = dout.sum(axis=0)", "db = dout.sum(axis=0, keepdims=True)"))
    assert red(outcome) == {"affine_backward: returns": "contract"}
    assert [check.id for check in outcome.checks if check.status == "skipped"] == [
        "affine_backward: gradient of b",
        "affine_backward: no memory",
    ]
    assert outcome.points == 20 - 3


def test_wrong_shapes_of_two_gradients_cost_these_two():
    outcome = affine(
        ("db = dout.sum(axis=0)", "db = dout"),
        ("dw = x.reshape(len(x), -1).T @ dout", "dw = dout.T @ x.reshape(len(x), -1)"),
    )
    assert red(outcome) == {"affine_backward: returns": "contract"}
    assert outcome.points == 20 - 3 - 5


def test_each_gradient_has_points_of_its_own():
    outcome = affine(("dw = x.reshape(len(x), -1).T @ dout", "dw = 2 * x.reshape(len(x), -1).T @ dout"))
    assert red(outcome) == {"affine_backward: gradient of w": "wrong"}
    assert outcome.points == 20 - 5


def test_a_gradient_that_is_not_written_costs_that_gradient_only():
    outcome = affine(("db = dout.sum(axis=0)", "db = None"))
    assert red(outcome) == {"affine_backward: gradient of b": "not_implemented"}
    assert outcome.points == 20 - 3


def test_a_backward_that_is_missing_leaves_the_forward_its_points():
    outcome = affine(("def affine_backward", "def other"))
    assert red(outcome) == {"affine_backward: filled in": "not_implemented"}
    assert outcome.points == 7


def test_a_function_that_fails_on_some_cases_only_fails():
    outcome = affine(("out = x.re", "assert len(x) != 1\n    out = x.re"))
    assert red(outcome) == {"affine_forward: returns": "raised"}


# a right backward for a wrong forward

SQUARED = (
    ("out = x * s", "out = x * s * s"),
    ("dx = dout * s", "dx = dout * s * s"),
    ("ds = (x * dout).sum(axis=0)", "ds = (2 * s * x * dout).sum(axis=0)"),
)


def test_a_backward_that_is_right_for_a_wrong_forward_earns_its_points_and_a_remark():
    outcome = scale(*SQUARED)
    assert red(outcome) == {"scale_forward: values": "wrong"}
    assert outcome.points == 6
    assert outcome.remarks == [
        "scale_backward: gradient of x, gradient of s: right for your own forward, so the points count."
    ]


def test_a_backward_that_is_right_for_the_right_forward_earns_its_points_after_a_wrong_one():
    outcome = scale(SQUARED[0])
    assert outcome.points == 6
    assert outcome.remarks == []


def test_a_backward_that_is_wrong_for_both_forwards_waits():
    outcome = scale(SQUARED[0], ("dx = dout * s", "dx = -dout"))
    assert red(outcome) == {"scale_forward: values": "wrong"}
    assert statuses(outcome)["scale_backward: gradient of x"] == "skipped"
    assert statuses(outcome)["scale_backward: gradient of s"] == "passed"
    assert outcome.points == 3


def test_zeros_are_no_gradient_of_a_forward_that_returns_zeros():
    outcome = scale(("out = x * s", "out = 0 * x * s"), ("dx = dout * s", "dx = 0 * dout"))
    assert statuses(outcome)["scale_backward: gradient of x"] != "passed"


def test_a_loss_and_its_gradient_are_judged_apart():
    loss = find_course().find("mse_loss")
    source = loss.solution.read_text().replace("from jaxtyping import Float", "")
    whole = judged(loss, loss.solution.read_text())
    assert whole.points == whole.max_points, source
    body = "import numpy as np\ndef mse_loss(x, y):\n    n = x.size\n    loss = {}\n    return loss, {}\n"
    right = ("((x - y) ** 2).sum() / n", "2 * (x - y) / n")
    reference = judged(loss, body.format(*right))
    if reference.points != reference.max_points:
        right = ("((x - y) ** 2).sum() / len(x)", "2 * (x - y) / len(x)")
    own = judged(loss, body.format(f"3 * {right[0]}", f"3 * {right[1]}"))
    assert red(own) == {"mse_loss: values": "wrong"}
    assert statuses(own)["mse_loss: gradient of x"] == "passed"
    assert own.remarks == ["mse_loss: gradient of x: right for your own forward, so the points count."]


# what counts as written


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "return",
        "return None",
        "return None, None",
        "raise NotImplementedError",
        "raise NotImplementedError('')",
    ],
)
def test_a_function_that_does_nothing_is_not_written(body):
    source = f"def scale_forward(x, s):\n    {body}\ndef scale_backward(dout, cache):\n    {body}\n"
    outcome = judged(small("scale"), source)
    assert red(outcome) == {"scale_forward: filled in": "not_implemented"}


def test_a_name_that_is_not_defined_means_that_the_function_is_not_finished():
    outcome = scale(("out = x * s", "out = x * weights"))
    (first,) = outcome.failing
    assert first.failure.what == "scale_forward is not finished: name 'weights' is not defined"
    assert first.failure.traceback == ["layers.py, line 5, in scale_forward: out = x * weights"]


def test_functions_may_be_made_in_any_way():
    source = """
from functools import partial

class Layer:
    def __init__(self):
        self.power = 1
    def forward(self, x, s):
        return _helper(x, s) ** self.power, dict(x=x, s=s)

def _helper(x, s):
    return x * s

def backward(sign, dout, cache):
    return sign * dout * cache["s"], (cache["x"] * dout).sum(0)

scale_forward = Layer().forward
scale_backward = partial(backward, 1)
"""
    assert judged(small("scale"), source).points == 10


def test_a_cache_may_be_anything():
    for cache in ("lambda: (x, s)", "(v for v in (x, s))", "type('C', (), {'x': x, 's': s})"):
        unpacked = {"l": "cache()", "(": "cache", "t": "cache.x, cache.s"}[cache[0]]
        outcome = scale(("return out, (x, s)", f"return out, {cache}"), ("x, s = cache", f"x, s = {unpacked}"))
        if cache[0] == "(":  # it is used up by the first backward
            assert red(outcome) == {"scale_backward: no memory": "raised"}
        else:
            assert outcome.points == 10


def test_functions_under_other_names_count():
    assert judged(small("scale"), SCALE.replace("scale_", "stretch_")).points == 10


def test_the_proper_name_goes_before_another():
    outcome = judged(small("scale"), SCALE + "\n\ndef stretch_forward(x, s):\n    return 0, 0\n")
    assert outcome.points == 10


def test_a_name_that_is_no_function_is_missing():
    outcome = judged(small("scale"), SCALE + "\nscale_forward = 3\n")
    assert red(outcome) == {"scale_forward: filled in": "not_implemented"}


# what is returned


def test_lists_in_the_place_of_tuples_are_remarked_and_cost_nothing():
    outcome = scale(("return out, (x, s)", "return [out, (x, s)]"), ("return dx, ds", "return [dx, ds]"))
    assert (outcome.status, outcome.points) == ("passed", 10)
    assert outcome.remarks == ["scale_forward and scale_backward return lists; a tuple is the custom, and both count."]


def test_one_result_in_a_tuple_counts():
    assert centre(("    return x - mean\n", "    return (x - mean,)\n")).points == 8


@pytest.mark.parametrize(
    ("returned", "says", "yours", "expected"),
    [
        ("np.float32(out)", "scale_forward: out has the wrong type", "float32", "float64"),
        ("np.float16(out)", "scale_forward: out has the wrong type", "float16", "float64"),
        ("out.astype(complex)", "scale_forward: out has the wrong type", "complex128", "float64"),
        ("out.astype(int)", "scale_forward: out has the wrong type", "int64", "float64"),
        ("out > 0", "scale_forward: out has the wrong type", "bool", "float64"),
        ("out[:, 0]", "scale_forward: out has the wrong shape", "(1,)", "(1, 1)"),
        ("out[None]", "scale_forward: out has the wrong shape", "(1, 1, 1)", "(1, 1)"),
        ("out[:0]", "scale_forward: out has the wrong shape", "(0, 1)", "(1, 1)"),
        ("out.tolist()", "scale_forward: out is a list of 1, not an array of shape (1, 1)", None, None),
        ("np.matrix(out)", "scale_forward: out is of type matrix, not an array of shape (1, 1)", None, None),
        ("np.ma.array(out)", "scale_forward: out is of type MaskedArray, not an array of shape (1, 1)", None, None),
        (
            "out.astype(object)",
            "scale_forward: out is of type array of object_, not an array of shape (1, 1)",
            None,
            None,
        ),
        ("'text'", "scale_forward: out is of type str, not an array of shape (1, 1)", None, None),
        ("{}", "scale_forward: out is a dictionary, not an array of shape (1, 1)", None, None),
        ("3", "scale_forward: out is of type int, not an array of shape (1, 1)", None, None),
        ("lambda: 3", "scale_forward: out is of type function, not an array of shape (1, 1)", None, None),
    ],
)
def test_a_broken_contract_is_said_by_what_came_and_what_was_asked_for(returned, says, yours, expected):
    outcome = scale(("return out, (x, s)", f"return {returned}, (x, s)"))
    (first,) = outcome.failing
    assert (first.id, first.kind_of_fault) == ("scale_forward: returns", "contract")
    assert (first.failure.what, first.failure.yours, first.failure.expected) == (says, yours, expected)


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        ("out", "scale_forward returns an array of shape (1, 1); return 2 values: out, cache"),
        ("(out,)", "scale_forward returns 1 value; return 2: out, cache"),
        ("out, x, s", "scale_forward returns 3 values; return 2: out, cache"),
        ("{'out': out}", "scale_forward returns a dictionary; return 2 values: out, cache"),
        ("(v for v in (out, x))", "scale_forward returns something of type generator; return 2 values: out, cache"),
    ],
)
def test_a_wrong_number_of_results_is_said_with_their_names(returned, says):
    outcome = scale(("return out, (x, s)", f"return {returned}"))
    assert red(outcome) == {"scale_forward: returns": "contract"}
    assert outcome.failing[0].failure.what == says


def test_several_values_in_the_place_of_one_are_a_broken_contract():
    outcome = centre(("    return x - mean\n", "    return x - mean, mean\n"))
    (first,) = outcome.failing
    assert first.failure.what == "centre_forward returns 2 values; return out alone"


def test_other_layouts_and_byte_orders_of_float64_count():
    for returned in ("np.asfortranarray(out)", "out.astype('>f8')", "np.repeat(out, 2, 1)[:, ::2]"):
        assert scale(("return out, (x, s)", f"return {returned}, (x, s)")).points == 10


def test_a_loss_may_be_any_number():
    loss = find_course().find("softmax_loss")
    source = loss.solution.read_text()
    for wrap in ("float(loss)", "np.float64(loss)", "np.array(loss)"):
        outcome = judged(loss, edited(source, ("    return loss, dx\n", f"    return {wrap}, dx\n")))
        assert outcome.points == outcome.max_points, wrap


def test_a_wrong_count_of_parameters_is_said():
    outcome = scale(("def scale_forward(x, s)", "def scale_forward(x)"))
    (first,) = outcome.failing
    assert (first.id, first.kind_of_fault) == ("scale_forward: returns", "contract")
    assert first.failure.what.startswith("scale_forward cannot be called as scale_forward(x, s): ")


# values


def test_arithmetic_in_float32_is_caught_although_the_result_is_float64():
    outcome = scale(("out = x * s", "out = (np.float32(x) * np.float32(s)).astype(float)"), explain=True)
    assert red(outcome) == {"scale_forward: values": "wrong"}
    assert "is right to about six digits only" in outcome.failing[0].failure.diagnosis


@pytest.mark.parametrize("value", ["np.nan", "np.inf", "-np.inf"])
def test_what_is_not_finite_is_wrong_and_said_so(value):
    outcome = scale(("out = x * s", f"out = x * s + {value}"))
    (first,) = outcome.failing
    assert first.failure.what == "scale_forward: out is not finite"
    assert first.failure.yours == [[value.replace("np.", "")]]


def test_one_wrong_entry_is_enough():
    outcome = scale(("out = x * s", "out = x * s\n    out[-1, -1] += 1e-6"))
    assert red(outcome) == {"scale_forward: values": "wrong"}


def test_rounding_is_no_mistake():
    assert scale(("out = x * s", "out = x * s * (1 + 1e-12)")).points == 10


def test_shapes_that_hide_a_mistake_are_not_the_only_ones():
    """Right for squares, for one row, for one column: wrong."""
    for condition in ("x.shape[0] == x.shape[1]", "len(x) == 1", "x.shape[1] == 1", "len(x) > 1", "x.size < 9"):
        outcome = scale(("out = x * s", f"out = x * s if {condition} else 0 * x"))
        assert red(outcome) == {"scale_forward: values": "wrong"}, condition


def test_whole_numbers_must_not_cut_off_the_result():
    outcome = scale(("out = x * s", "out = np.zeros_like(x); out[:] = x * s"))
    assert red(outcome) == {"scale_forward: integers": "wrong"}
    assert outcome.points == 10


# inputs and state


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (("out = x * s", "out = x * s; x += 1"), "scale_forward changes its input x. "),
        (("out = x * s", "out = x * s; x[0] = s[0] = 0"), "scale_forward changes its input x, s. "),
        (("return dx, ds", "dout[:] = 0; return dx, ds"), "scale_backward changes its input dout. "),
    ],
)
def test_a_changed_input_is_named(edit, what):
    outcome = scale(edit)
    assert outcome.failing[0].id.endswith("leaves its inputs alone")
    assert outcome.failing[0].failure.what == f"{what}Work on a copy, or make a new array."


def test_a_backward_that_changes_what_stands_in_the_cache_is_told():
    outcome = scale(("ds = (x * dout).sum(axis=0)", "x *= dout; ds = x.sum(axis=0)"))
    assert "scale_backward: leaves its inputs alone" in red(outcome)


@pytest.mark.parametrize(
    ("toml", "causes"),
    [('may_change = ["w"]', {}), ("", {"step: leaves its inputs alone": "wrong"})],
    ids=["may", "may not"],
)
def test_an_input_may_be_changed_where_the_toml_allows_it(tmp_path, toml, causes):
    array = 'Float[np.ndarray, "N"]'
    step = f"def step(w: {array}, dw: {array}) -> {array}:\n    w = w - dw\n    return w\n"
    it = exercise(tmp_path, step, f"[functions.step]\nintegers = false\n{toml}")
    assert red(judged(it, "def step(w, dw):\n    w -= dw\n    return w\n")) == causes


GLOBAL = [
    ("return out, (x, s)", "global C\n    C = x, s\n    return out, (x, s)"),
    ("x, s = cache", "x, s = C"),
]
BUFFER = [
    ("import numpy as np", "import numpy as np\nB = np.zeros((99, 99))"),
    ("out = x * s", "out = B[: len(x), : x.shape[1]]; out[:] = x * s"),
    ("return out, (x, s)", "return out, (x, s, out)"),
    ("x, s = cache", "x, s, out = cache"),
    ("dx = dout * s", "dx = dout * s * (out / (x * s))"),
]
SECOND = [
    ("import numpy as np", "import numpy as np\nSEEN = []"),
    ("out = x * s", "out = x * s + (x.tolist() in SEEN); SEEN.append(x.tolist())"),
]


@pytest.mark.parametrize(
    ("edits", "names"),
    [
        (GLOBAL, {"scale_backward: no memory"}),
        (BUFFER, {"scale_backward: no memory"}),
        (SECOND, {"scale_forward: values"}),
    ],
    ids=["a global cache", "a buffer that is used again", "another answer the second time"],
)
def test_memory_between_calls_is_caught(edits, names):
    assert names & red(scale(*edits)).keys()


@pytest.mark.parametrize(
    ("edit", "causes"),
    [
        (("out = x * s", "out = x * s if x.dtype == float else 1 / 0"), {"scale_forward: integers": "raised"}),
        (("out = x * s", "out = x.copy(); out *= s"), {"scale_forward: integers": "raised"}),
        (("return out, (x, s)", "return out, iter((x, s))"), {"scale_backward: no memory": "raised"}),
    ],
    ids=["division", "casting", "a cache that is used up"],
)
def test_raising_in_few_cases_is_no_interference(edit, causes):
    assert red(scale(edit)) == causes


def test_a_dictionary_that_comes_again_is_judged_over_several_steps():
    outcome = centre(
        (
            '    running = centre_param.get("running", 0 * x[0])',
            '    first = "seen" not in centre_param\n'
            '    centre_param["seen"] = True\n    running = centre_param.get("running", 0 * x[0]) * first',
        ),
    )
    assert red(outcome) == {"centre_forward: several steps": "wrong"}
    assert outcome.points == 6


def test_what_is_left_in_a_dictionary_is_judged():
    outcome = centre(('+ (1 - centre_param["keep"]) * mean', "+ mean"))
    assert red(outcome) == {"centre_forward: state centre_param.running": "wrong"}
    assert outcome.points == 4


def test_what_is_missing_in_a_dictionary_is_a_broken_contract():
    outcome = centre(('    centre_param["running"] = centre_param', "    unused = centre_param"))
    (first,) = outcome.failing
    assert (first.id, first.failure.what) == (
        "centre_forward: returns",
        "centre_forward: centre_param.running is missing",
    )


# ways of computing that are not the task


def test_a_gradient_by_finite_differences_of_the_own_forward_is_forbidden():
    body = """dx, ds = np.zeros_like(x), np.zeros_like(s)
    for a, d in ((x, dx), (s, ds)):
        for i in np.ndindex(a.shape):
            for h in (1e-6, -1e-6):
                moved = [v.copy() if v is a else v for v in (x, s)]
                moved[0 if a is x else 1][i] += h
                d[i] += (scale_forward(*moved)[0] * dout).sum() / (2 * h)"""
    outcome = scale(("dx = dout * s\n    ds = (x * dout).sum(axis=0)", body))
    assert set(red(outcome).values()) == {"forbidden"}
    assert outcome.points == 4
    assert re.fullmatch(
        r"scale_backward calls scale_forward \d+ times to estimate the gradient; derive it and compute it directly",
        outcome.failing[0].failure.what,
    )


def test_a_backward_may_call_its_forward_to_compute_something_again():
    outcome = scale(("ds = (x * dout)", "again = scale_forward(x, s)[0]\n    ds = (x * dout)"))
    assert outcome.points == 10


# endings


def test_a_backward_that_hangs_costs_the_backward_only():
    outcome = scale(("dx = dout * s", "while True: pass"), limits=Limits(wall_s=0.7))
    assert red(outcome) == {"scale_backward: returns": "timeout"}
    assert outcome.points == 4


def test_a_backward_that_ends_the_process_costs_the_backward_only():
    outcome = scale(("dx = dout * s", "import os; os._exit(0)"))
    assert red(outcome) == {"scale_backward: returns": "forbidden"}
    assert outcome.points == 4


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        ("raise KeyboardInterrupt", "raised", "scale_forward raises KeyboardInterrupt"),
        ("raise SystemExit(0)", "raised", "scale_forward raises SystemExit: 0"),
        (
            "return scale_forward(x, s)",
            "raised",
            "scale_forward raises RecursionError: maximum recursion depth exceeded",
        ),
        ("raise ValueError('é\\x1b')", "raised", "scale_forward raises ValueError: \\xe9\\x1b"),
        ("raise ValueError", "raised", "scale_forward raises ValueError"),
        ("np.zeros(1 << 40)", "memory", "scale_forward runs out of memory"),
        ("x @ np.ones((77, 1))", "raised", "scale_forward raises ValueError: matmul: Input operand 1 has a mismatch"),
    ],
)
def test_what_a_function_raises_is_said(body, kind, what):
    (first,) = scale(("out = x * s", body)).failing
    assert (first.id, first.kind_of_fault) == ("scale_forward: returns", kind)
    assert first.failure.what.startswith(what)


def test_a_traceback_shows_the_lines_of_the_file_only():
    source = edited(SCALE, ("out = x * s", "out = _product(x, s)"))
    source += "\n\ndef _product(x, s):\n    return np.einsum('nd,d->nq', x, s)\n"
    (first,) = judged(small("scale"), source).failing
    assert first.failure.traceback == [
        "layers.py, line 5, in scale_forward: out = _product(x, s)",
        "layers.py, line 17, in _product: return np.einsum('nd,d->nq', x, s)",
    ]


def test_what_is_printed_is_kept_apart_from_the_result():
    source = SCALE + "\nprint('hello')\n"
    checked = Checker(Submission("layers.py", [source])).check(small("scale"))
    assert checked.printed.startswith("hello")
    assert "hello" not in repr(checked.outcome)


# the smallest case


def ran(source, snippet):
    """Run a snippet on a submission; return what it shows and what it says is expected."""
    module = types.ModuleType("layers")
    exec(source, module.__dict__)
    *_, last = snippet.splitlines()
    shown = re.fullmatch(r"print\((.*?)\)(?:  # expected: (.*))?", last)
    assert shown, last
    expression, expected = shown.groups()
    scope = {}
    sys.modules["layers"] = module
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed, np.errstate(all="ignore"):
            exec(snippet, scope)
        value = eval(expression, scope)
    finally:
        del sys.modules["layers"]
    assert printed.getvalue().strip() == str(value)
    if expected.startswith(("float", "int")):
        return str(value), expected
    return np.asarray(value, float), np.asarray(ast.literal_eval(expected), float)


def raises(source, snippet):
    try:
        ran(source, f"{snippet}\nprint(0)  # expected: 0")
    except Exception:
        return True
    return False


def patched(names, each):
    """Every mistake of some exercises, or the first few."""
    for name in names:
        it = small(name) if name in ("scale", "centre") else find_course().find(name)
        for number, mistake in enumerate(it.spec.mistake[:each]):
            yield pytest.param(it, mistake, id=f"{name} {number}: {mistake.says[:30]}")


@pytest.mark.parametrize(
    ("it", "mistake"), list(patched(["scale", "centre", "affine", "lstm", "softmax_loss", "adam"], 4))
)
def test_the_case_that_is_shown_fails_when_it_is_run_and_is_right_for_the_solution(it, mistake):
    solution = it.solution.read_text("utf-8")
    source = mistake.patch(solution, "")
    outcome = judged(it, source, explain=True)
    assert outcome.failing
    for check in outcome.failing:
        tried = check.failure.tried
        assert tried.snippet
        if check.kind_of_fault == "raised":
            assert raises(source, tried.snippet)
            continue
        value, expected = ran(source, tried.snippet)
        same = np.shape(value) == np.shape(expected) and (
            value == expected if isinstance(value, str) else np.allclose(value, expected, 1e-7, 1e-7)
        )
        assert not same, tried.snippet
        value, expected = ran(solution, tried.snippet)
        assert value == expected if isinstance(value, str) else np.allclose(value, expected, 1e-6, 1e-7)


def test_the_smallest_case_is_as_small_as_the_mistake_allows():
    cases = {
        ("db = dout.sum(axis=0)", "db = dout.mean(axis=0)"): {"N": 2, "D": 1, "M": 1},
        ("db = dout.sum(axis=0)", "db = dout[0]"): {"N": 2, "D": 1, "M": 1},
        ("dx = (dout @ w.T)", "dx = (dout[:, :1] @ w.T[:1])"): {"N": 1, "D": 1, "M": 2},
        ("out = x.reshape(len(x), -1) @ w + b", "out = x.reshape(len(x), -1) @ w - b"): {"N": 1, "D": 1, "M": 1},
    }
    for edit, axes in cases.items():
        tried = affine(edit, explain=True).failing[0].failure.tried
        assert {name: tried.axes[name] for name in ("N", "D", "M")} == axes


def test_the_smallest_case_can_be_followed_by_hand():
    tried = affine(("db = dout.sum(axis=0)", "db = dout.mean(axis=0)"), explain=True).failing[0].failure.tried
    assert set(np.ravel(tried.inputs["dout"])) <= {-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2}


def test_a_mistake_that_small_numbers_hide_is_shown_on_a_case_that_has_it():
    """float32 knows halves exactly: there is nothing smaller than what was drawn."""
    outcome = scale(("out = x * s", "out = x * np.float32(s)"), explain=True)
    failure = outcome.failing[0].failure
    assert failure.yours != failure.expected
    assert failure.tried.axes == {"N": 1, "D": 1}


def test_the_same_failure_gives_the_same_case_again():
    one, other = (affine(("w + b", "w - 2 * b"), explain=True).failing[0].failure for _ in range(2))
    assert one == other


def test_the_snippet_names_functions_as_the_submission_does():
    source = edited(SCALE, ("out = x * s", "out = x - s")).replace("scale_", "stretch_")
    (first,) = judged(small("scale"), source, explain=True).failing
    value, expected = ran(source, first.failure.tried.snippet)
    assert value != expected


@pytest.mark.parametrize("file", ["n.ipynb", "my layers.py", "1.py"])
def test_a_file_that_cannot_be_imported_is_not_imported(file):
    (first,) = scale(("out = x * s", "out = x - s"), explain=True, file=file).failing
    assert first.failure.tried.snippet.startswith("import numpy as np\n\nx = ")


def test_memory_between_calls_is_shown_with_all_calls():
    source = edited(SCALE, *GLOBAL)
    (first,) = judged(small("scale"), source, explain=True).failing
    value, expected = ran(source, first.failure.tried.snippet)
    assert not np.allclose(value, expected)
    value, expected = ran(SCALE, first.failure.tried.snippet)
    assert np.allclose(value, expected)


# the diagnosis


@pytest.mark.parametrize(
    ("dx", "says"),
    [
        ("-1.0 * REF", "has the wrong sign: it is the expected one times -1."),
        ("2 * REF", "is twice the expected one."),
        ("REF / 2", "is half the expected one."),
        ("0 * REF", "is zero everywhere."),
        ("REF / x.shape[0]", "is the expected one divided by N: is something averaged that should be summed?"),
        ("REF * x.shape[1]", "is D times the expected one: is a division by D missing?"),
        ("REF * np.float32(1 + 1e-6)", "is right to about six digits only: is there a float32, or a small number"),
        ("REF * 3", "is 3 times the expected one."),
        ("REF + 1", "is the expected one plus 1."),
        ("np.where(REF > 0, 2, 1) * REF", None),
    ],
)
def test_a_pattern_is_said_where_it_holds_on_every_failing_case(tmp_path, dx, says):
    pair = """
def f_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    return x ** 2, x
def f_backward(dout: Float[np.ndarray, "N D"], cache: object) -> Float[np.ndarray, "N D"]:
    x = cache
    dx = 2 * x * dout
    return dx
"""
    source = "import numpy as np\ndef f_forward(x):\n    return x ** 2, x\n"
    source += f"def f_backward(dout, x):\n    return {dx.replace('REF', '(2 * x * dout)')}\n"
    (first,) = judged(exercise(tmp_path, pair), source, explain=True).failing
    assert first.id == "f_backward: gradient of x"
    if says is None:
        assert first.failure.diagnosis is None
    else:
        assert re.match(rf"On all \d+ failing cases your dx {re.escape(says)}", first.failure.diagnosis)


def test_a_known_mistake_is_said_in_the_words_of_its_author():
    (first,) = scale(("ds = (x * dout).sum(axis=0)", "ds = np.mean(dout * x, 0)"), explain=True).failing
    assert first.failure.diagnosis == "ds is averaged over the rows: sum them."


def test_a_mistake_in_another_function_is_not_blamed():
    (first,) = scale(("out = x * s", "x *= s; out = x"), explain=True).failing
    assert (first.id, first.failure.diagnosis) == ("scale_forward: leaves its inputs alone", None)


def test_a_known_mistake_that_changes_inputs_is_recognised():
    (first,) = centre(("    return x - mean\n", "    x -= mean\n    return x\n"), explain=True).failing
    assert first.failure.diagnosis == "x itself is changed: make a new array."


@pytest.mark.parametrize(
    ("body", "known"),
    [
        ("    return np.dot(x, w.T)", True),
        ("    if x.shape[1] != w.shape[1]:\n        raise ValueError('no')\n    return x @ w.T", True),
        ("    if x.shape[1] != w.shape[1]:\n        raise TypeError('no')\n    return x @ w.T", False),
        ("    if x.shape[1] != w.shape[1]:\n        raise ValueError('no')\n    return x @ w", False),
        ("    if len(x) > 1:\n        raise ValueError('no')\n    return x @ w.T", False),
        ("    raise ValueError('no')", False),
    ],
)
def test_a_known_mistake_that_raises_is_recognised_by_what_it_does_on_all_cases(tmp_path, body, known):
    solution = """
def f(x: Float[np.ndarray, "N D"], w: Float[np.ndarray, "D M"]) -> Float[np.ndarray, "N M"]:
    return x @ w
"""
    toml = '[[mistake]]\ncaught_by = "f: returns"\nsays = "w is transposed."\nreplace = "x @ w"\nby = "x @ w.T"\n'
    source = f"import numpy as np\ndef f(x, w):\n{body}\n"
    (first,) = judged(exercise(tmp_path, solution, toml), source, explain=True).failing
    assert (first.id, first.failure.diagnosis) == ("f: returns", "w is transposed." if known else None)


def test_a_planted_bug_is_recognised_and_not_given_away(tmp_path):
    mistake = '[[mistake]]\ncaught_by = "double_backward: gradient of x"\n'
    mistake += 'says = "{}"\nreplace = "dx = 2"\nby = "dx = {}"\n'
    toml = mistake.format("The secret.", "-2") + "planted = true\n" + mistake.format("Tripled.", "3")
    it = exercise(tmp_path, DOUBLE, toml)
    forward = "def double_forward(x):\n    return 2 * x, x\n"
    for factor, says in ((-2, known.PLANTED), (3, "Tripled.")):
        source = f"{forward}def double_backward(dout, cache):\n    return {factor} * dout\n"
        (first,) = judged(it, source, explain=True).failing
        assert first.failure.diagnosis == says


# checks of properties

CHECKS = """
import numpy as np
from grader.properties import Wrong, check

@check("double_forward", "adds up")
def adds_up(layer):
    out, cache = layer.double_forward(np.ones((2, 3)))
    if out.sum() != 12:
        raise Wrong("the sum of six twos is twelve", yours=out.sum(), expected=12.0)
    layer.remark("Well added.")

@check("double_backward", "undoes")
def undoes(layer):
    out, cache = layer.double_forward(np.ones((2, 3)))
    layer.double_backward(out, cache)
    dx = layer.double_backward(out, cache)
    if dx.shape != (2, 3):
        raise Wrong("dx keeps the shape")
"""
DOUBLE = """
def double_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    out = 2 * x
    return out, x


def double_backward(dout: Float[np.ndarray, "N D"], cache: object) -> Float[np.ndarray, "N D"]:
    dx = 2 * dout
    return dx
"""
RANDOM = "cases = 40\n[functions.double_forward]\nrandom = true\n[points.double_forward]\n'adds up' = 3\n"


@pytest.fixture
def property_of(tmp_path):
    """Judge a forward by the property alone."""

    def property_of(out, checks=CHECKS):
        it = exercise(tmp_path, DOUBLE, RANDOM, checks)
        backward = "def double_backward(d, c):\n    return 2 * d\n"
        return judged(it, f"import numpy as np\ndef double_forward(x):\n    return {out}, x\n{backward}")

    return property_of


def test_a_property_that_holds_earns_its_points_and_may_remark(property_of):
    outcome = property_of("2 * x")
    assert (outcome.status, outcome.points, outcome.remarks) == ("passed", 3, ["Well added."])


def test_a_property_that_does_not_hold_says_why(property_of):
    outcome = property_of("3 * x")
    (first,) = outcome.failing
    assert (first.id, first.kind, first.kind_of_fault) == ("double_forward: adds up", "property", "wrong")
    assert (first.failure.what, first.failure.yours, first.failure.expected) == (
        "double_forward: the sum of six twos is twelve",
        18,
        12,
    )
    assert outcome.points == 0


@pytest.mark.parametrize(
    ("out", "kind"),
    [("1 / 0 if x[0, 0] == 1 else x", "raised"), ("None if x[0, 0] == 1 else x", "contract")],
)
def test_a_call_that_fails_ends_the_property_with_the_right_verdict(property_of, out, kind):
    outcome = property_of(out)
    assert red(outcome)["double_forward: adds up"] == kind


def test_a_property_that_hangs_ends(tmp_path):
    it = exercise(tmp_path, DOUBLE, RANDOM, CHECKS)
    backward = "def double_backward(d, c):\n    return 2 * d\n"
    source = f"def double_forward(x):\n    while x[0, 0] == 1: pass\n    return x, x\n{backward}"
    outcome = judged(it, source, limits=Limits(wall_s=0.7))
    assert red(outcome)["double_forward: adds up"] == "timeout"


def test_a_fault_of_the_property_itself_is_ours_and_no_verdict(property_of):
    checks = CHECKS.replace('raise Wrong("the sum', 'undefined("the sum')
    with pytest.raises(NameError):
        property_of("3 * x", checks)


# when two values are equal


@pytest.mark.parametrize(
    ("yours", "expected", "equal"),
    [
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0, 2.0 + 1e-9], [1.0, 2.0], True),
        ([1.0, 2.0 + 1e-7], [1.0, 2.0], False),
        ([1e-9, 1.0], [0.0, 1.0], True),
        ([1e-9], [0.0], False),
        ([np.inf, 1.0], [np.inf, 1.0], True),
        ([np.inf], [-np.inf], False),
        ([1.0], [np.inf], False),
        ([np.nan], [1.0], False),
        ([np.nan], [np.nan], False),
        ([1e300], [np.inf], False),
        ([1, 2], [1, 3], False),
        ([1.0], 1.0, False),
        ([], [], True),
    ],
)
def test_equality(yours, expected, equal):
    assert compare.equal(np.array(yours), np.array(expected), compare.REFERENCE) is equal


def test_tolerances_of_a_toml_loosen_the_relative_part_only():
    loose = compare.loosened(1e-3)
    assert (loose.atol, loose.rtol) == (compare.REFERENCE.atol, 1e-3)
    assert compare.loosened(None) == compare.REFERENCE


def test_the_battery_of_a_seed_judges_everybody_alike():
    one = batteries.get(small("scale"), 3)
    other = batteries.get(small("scale"), 3)
    assert one.to_bytes() == other.to_bytes()


# dictionaries of one form or another

LINES = """
class One(TypedDict):
    a: Float[np.ndarray, "D"]


class Two(TypedDict):
    a: Float[np.ndarray, "D"]
    b: Float[np.ndarray, "E"]


def lines_loss(params: One | Two) -> tuple[float, One | Two]:
    loss = 0.0
    grads = {}
    for name in params:
        loss = loss + float(np.sum(params[name] ** 2))
        grads[name] = 2 * params[name]
    return loss, grads
"""


def lines(tmp_path, *edits, **options):
    return judged(exercise(tmp_path, LINES), edited(HEAD + LINES, *edits), **options)


def test_a_dictionary_may_have_the_keys_of_any_of_its_forms(tmp_path):
    outcome = lines(tmp_path)
    assert outcome.status == "passed"
    assert {"lines_loss: gradient of a", "lines_loss: gradient of b"} <= statuses(outcome).keys()


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        ("grads = {k: v * (1 + (k == 'b')) for k, v in grads.items()}", "wrong"),
        ("grads.pop('b', None)", "not_implemented"),
    ],
)
def test_a_key_is_judged_where_the_dictionary_has_it(tmp_path, edit, kind):
    outcome = lines(tmp_path, ("    return loss", f"    {edit}\n    return loss"), explain=True)
    assert red(outcome)["lines_loss: gradient of b"] == kind
    assert statuses(outcome)["lines_loss: gradient of a"] == "passed"
