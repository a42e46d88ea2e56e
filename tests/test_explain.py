"""What a report shows of a failing case, and what its author withholds."""

import json

import pytest

from grader.checking import Checker
from grader.errors import CourseError
from grader.outcome import Window, to_json
from grader.submission import Submission
from tests.data.making import SCALE, edited, exercise, judged, small

SQUARE = """
def square_forward(x: Float[np.ndarray, "{0}"]) -> tuple[Float[np.ndarray, "{0}"], object]:
    out = x**2
    return out, x


def square_backward(dout: Float[np.ndarray, "{0}"], cache: object) -> Float[np.ndarray, "{0}"]:
    dx = 2 * cache * dout
    return dx
"""
THEIRS = """\
def square_forward(x):
    out = x**2
    {}
    return out, x


def square_backward(dout, x):
    return 2 * x * dout
"""
SECRET = "0.123456789"
RAISES = THEIRS.format("raise ValueError(str(x.tolist()))")
HIDDEN = "show_cases = false\n[axes]\nN = [2, 3]\nD = [2, 3]\n"


def failure(what, source, **options):
    """The one root cause."""
    (check,) = judged(what, source, explain=True, **options).failing
    return check.failure


def square(tmp_path, axes, sizes, more=""):
    return exercise(tmp_path, SQUARE.format(axes), f"{more}[axes]\n{sizes}")


# what is shown


def test_axes_and_the_first_wrong_entry_are_named():
    it = failure(small("scale"), edited(SCALE, ("dx = dout * s", "dx = dout * s * (np.arange(len(s)) < 1)")))
    assert (it.axes, it.index, it.wrong, it.window) == (["N", "D"], [0, 1], [[False, True]], None)
    assert it.tried.input_axes == {"x": ["N", "D"], "s": ["D"], "dout": ["N", "D"]}


@pytest.mark.parametrize(
    ("axes", "sizes", "named"),
    [
        ("N 2*H", "N = [2, 2]\nH = [2, 2]", ["N", "2H"]),
        ("N L-1", "N = [2, 2]\nL = [3, 3]", ["N", "L-1"]),
        ("3 N", "N = [2, 2]", ["", "N"]),
        ("N *shape", "N = [2, 2]", ["N", "*"]),
    ],
)
def test_axes_have_the_names_of_the_annotation(tmp_path, axes, sizes, named):
    it = failure(square(tmp_path, axes, sizes), THEIRS.format("out = out + 1"))
    if "*" in named:  # any number of axes
        assert set(it.axes[1:]) <= {""}
        named = ["N", *it.axes[1:]]
    assert it.axes == named


def test_one_of_several_annotations_is_that_of_the_same_rank(tmp_path):
    either = 'Float[np.ndarray, "N D"] | Float[np.ndarray, "N"]'
    solution = f"def total(x: {either}) -> Float[np.ndarray, 'N']:\n    out = x.reshape(len(x), -1).sum(axis=1)\n"
    what = exercise(tmp_path, solution + "    return out\n", "[axes]\nN = [2, 2]\nD = [2, 2]")
    it = failure(what, "def total(x):\n    return x[:, 0] if x.ndim == 2 else x\n")
    assert (it.axes, it.tried.input_axes) == (["N"], {"x": ["N", "D"]})


def test_a_number_has_no_axes(tmp_path):
    solution = 'def total(x: Float[np.ndarray, "N"]) -> float:\n    out = float(x.sum())\n    return out\n'
    it = failure(exercise(tmp_path, solution), "def total(x):\n    return float(x.sum()) + 1\n")
    assert (it.axes, it.index, it.wrong) == (None, None, None)


@pytest.mark.parametrize(
    ("axes", "sizes", "change", "index", "corner", "shape"),
    [
        ("N D", "N = [20, 20]\nD = [12, 12]", "out[9, 11] += 1", [9, 11], [7, 4], [20, 12]),
        ("N D", "N = [20, 20]\nD = [4, 4]", "out[0, 1] += 1", [0, 1], [0, 0], [20, 4]),
        ("N", "N = [70, 70]", "out[69:] += 1", [69], [62], [70]),
        ("A B C D", "A = [2, 2]\nB = [2, 2]\nC = [9, 9]\nD = [9, 9]", "out[1, 0, 4, 4] += 1", [1, 0, 4, 4],
         [1, 0, 1, 1], [2, 2, 9, 9]),
    ],
)  # fmt: skip
def test_of_a_large_array_the_part_around_the_first_wrong_entry_is_shown(
    tmp_path, axes, sizes, change, index, corner, shape
):
    it = failure(square(tmp_path, axes, sizes), THEIRS.format(change))
    assert (it.index, it.window) == (index, Window(corner, shape))
    rows = it.yours if len(shape) > 1 else [it.yours]
    assert (len(rows), {len(row) for row in rows}) == (min(8, shape[-2]) if len(shape) > 1 else 1, {min(8, shape[-1])})
    at = [i - start for i, start in zip(index, corner, strict=True)][-2:]
    yours, expected, wrong = it.yours, it.expected, it.wrong
    for i in at:
        yours, expected, wrong = yours[i], expected[i], wrong[i]
    assert (yours - expected, wrong) == (1.0, True)


# what is withheld


def test_a_told_check_says_its_sentence_and_nothing_else(tmp_path):
    tell = '[tell]\n"square_forward: values" = "Something about the values."\n'
    what = square(tmp_path, "N D", "N = [2, 2]", tell)
    outcome = judged(what, THEIRS.format("out = out + 1"), explain=True)
    (check,) = outcome.failing
    assert to_json(outcome)["checks"][2]["failure"] == {"what": "Something about the values."}
    assert (check.id, check.status, check.kind_of_fault) == ("square_forward: values", "failed", "wrong")


def test_other_checks_are_told_as_ever(tmp_path):
    what = square(tmp_path, "N D", "N = [2, 2]", '[tell]\n"square_backward: gradient of x" = "Backward."\n')
    assert failure(what, THEIRS.format("out = out + 1")).what == "square_forward: out is wrong"


@pytest.mark.parametrize(
    ("tell", "says"),
    [
        ('"square_forward: value" = "x"', "no check 'square_forward: value'. Did you mean 'square_forward: values'?"),
        ('"square_forward: values" = " "', "'square_forward: values' is empty. Say what the student should know."),
    ],
)
def test_a_sentence_for_no_check_and_no_sentence_are_refused(tmp_path, tell, says):
    what = square(tmp_path, "N D", "N = [2, 2]", f"[tell]\n{tell}\n")
    with pytest.raises(CourseError) as refused:
        judged(what, THEIRS.format("pass"))
    assert str(refused.value) == f"{what.toml}: tell: {says}"


def test_without_shown_cases_the_place_is_told_and_no_number(tmp_path):
    it = failure(exercise(tmp_path, SQUARE.format("N D"), HIDDEN), THEIRS.format("out[0, 1] += 1"))
    assert it.what == "square_forward: out is wrong"
    assert it.where.startswith("out[0, 1]; ")
    assert (it.yours, it.expected, it.index, it.wrong, it.tried) == (None, None, None, None, None)


def test_without_shown_cases_a_wrong_shape_is_told(tmp_path):
    it = failure(exercise(tmp_path, SQUARE.format("N D"), HIDDEN), THEIRS.format("out = out[:1]"))
    assert (it.what, it.tried) == ("square_forward: out has the wrong shape", None)
    assert it.yours.startswith("(1, ")


def test_without_shown_cases_it_is_told_what_kind_of_case_it_is(tmp_path):
    source = THEIRS.format("out = out if x.flags.c_contiguous else 0 * out")
    it = failure(exercise(tmp_path, SQUARE.format("N D"), HIDDEN), source)
    assert (it.tried.note, it.tried.inputs) == ("the arrays come in another memory layout", {})


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("raise ValueError(str(x.tolist()))", "square_forward raises ValueError"),
        ("raise type(str(x.tolist()), (Exception,), {})", "square_forward raises an exception"),
        ("raise NameError(str(x.tolist()))", "square_forward raises NameError"),
    ],
)
def test_without_shown_cases_an_exception_carries_nothing_out(tmp_path, line, what):
    made = exercise(tmp_path, SQUARE.format("N D"), HIDDEN + "[inputs]\nx = { value = [[0.123456789, 2], [3, 4]] }\n")
    outcome = judged(made, THEIRS.format(line), explain=True)
    (check,) = [it for it in outcome.failing if it.function == "square_forward"]
    assert (check.failure.what, check.failure.traceback) == (what, ["layers.py, line 3"])
    assert SECRET not in json.dumps(to_json(outcome))


def test_without_shown_cases_a_warning_carries_nothing_out(tmp_path):
    made = exercise(tmp_path, SQUARE.format("N D"), HIDDEN)
    warns = "import warnings; warnings.warn('the input is ' + str(x.tolist()))"
    outcome = judged(made, THEIRS.format(warns), explain=True)
    assert outcome.remarks == ["NumPy warns in square_forward."]


def test_without_shown_cases_a_file_that_does_not_load_says_why(tmp_path):
    source = "1 / 0\n" + THEIRS.format("pass")
    it = judged(exercise(tmp_path, SQUARE.format("N D"), HIDDEN), source, explain=True).failing[0].failure
    assert it.what == "layers.py, line 1: ZeroDivisionError: division by zero"


def test_a_report_holds_no_more_inputs_than_the_shown_case(tmp_path):
    what = square(tmp_path, "N D", "N = [2, 4]\nD = [2, 4]")
    checked = Checker(Submission("layers.py", [THEIRS.format("out = out + 1")])).check(what)
    published = to_json(checked.outcome)
    tried = [check["failure"]["tried"] for check in published["checks"] if "failure" in check]
    assert [list(it["inputs"]) for it in tried] == [["x"]]
    assert str(what.toml.read_text().splitlines()[-1]) not in json.dumps(published)
    assert "x**2" not in json.dumps(published)
