import ast
import io
import json
import os
import sys
import time
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from grader.checking import Checker
from grader.outcome import CheckOutcome, Failure, Tried, Window
from grader.report import page, terminal
from grader.submission import Submission
from tests.data.making import SCALE, edited, small
from tests.data.reports import HOSTILE, as_json, check, of, outcome

SNIPPET = """\
import numpy as np
from layers import temporal_affine_forward, temporal_affine_backward

x = np.array([[[0.5, -0.25, 1.0], [0.5, -0.25, 1.0]], [[0.5, -0.25, 1.0], [0.5, -0.25, 1.0]]])
param = {'mode': 'train', 'running_mean': np.array([1.0, 2.0, 3.0]), 'eps': 1e-05}
out, cache = temporal_affine_forward(x, w, b, param)
dx, dw, db = temporal_affine_backward(dout, cache)
print(dw)  # expected: [[ 0.5, -0.25], [ 1.5, -0.125], [ 2.5, -0.0625]]"""


def console(width=80, **options):
    """A console as that of a pipe; with `force_terminal` as that of a terminal."""
    return Console(file=StringIO(), width=width, highlight=False, markup=False, emoji=False, **options)


def printed(it, text="", file="a.py", width=80, verbose=False):
    out = console(width)
    terminal.show(out, it, text, file, verbose)
    return out.file.getvalue()


def cause(failure, width=80, verbose=False):
    """What stands below the headline of a failure."""
    text = printed(outcome(check(failure=failure)), width=width, verbose=verbose)
    return text.split("\n\n", 1)[1].split("\n", 1)[1]


def array(*shape, start=1.0):
    """Nested lists of 1, 2, 3, ..."""
    if not shape:
        return start
    size = 1
    for length in shape[1:]:
        size *= length
    return [array(*shape[1:], start=start + i * size) for i in range(shape[0])]


def compared(shape, *wrong, axes=None, window=None):
    """A failure in which the entries at some places are ten times the expected ones."""
    yours, marks, expected = array(*shape), array(*shape), array(*shape)

    def everywhere(value, change, place=()):
        for i, it in enumerate(value):
            if isinstance(it, list):
                everywhere(it, change, (*place, i))
            else:
                value[i] = change(it, (*place, i))

    everywhere(yours, lambda it, place: it * 10 if place in wrong else it)
    everywhere(marks, lambda it, place: place in wrong)
    return Failure("f: out is wrong", None, yours, expected, wrong=marks, axes=axes, window=window)


# numbers


@pytest.mark.parametrize(
    ("yours", "expected", "lines"),
    [
        (1.0, 2.0, ["yours      1", "expected   2"]),
        (-0.0, 1.5, ["yours      0.0", "expected   1.5"]),
        (-0.25, 0.25, ["yours      -0.25", "expected    0.25"]),
        (3, 2.5, ["yours        3", "expected   2.5"]),
        (1.5, 1.5 + 2**-20, ["yours      1.50000000", "expected   1.50000095"]),
        (1.5, 1.5 + 2**-40, ["yours      1.5000000000000000", "expected   1.5000000000009095"]),
        (0.0, 1e12, ["yours          0", "expected   1e+12"]),
        (2.5e-7, 1e-7, ["yours      2.5e-07", "expected   1.0e-07"]),
        ("nan", 1.0, ["yours      nan", "expected     1"]),
        ("-inf", "inf", ["yours      -inf", "expected    inf"]),
        ([1.5], [10.0], ["yours      [ 1.5]", "expected   [10.0]"]),
        ([["nan"]], [[1.0]], ["yours      [[nan]]", "expected   [[  1]]"]),
        ([[1.0], [2.0]], 3.0, ["yours      [[1],", "            [2]]", "expected   3"]),
        (True, 0, ["yours      True", "expected   0"]),
        (None, [1.0], ["expected   [1]"]),
        ("(1, 2)", "(2, 1)", ["yours      (1, 2)", "expected   (2, 1)"]),
        ("float32", "float64", ["yours      float32", "expected   float64"]),
    ],
)
def test_two_values_have_one_format_with_the_digits_that_tell_them_apart(yours, expected, lines):
    assert cause(Failure("w", None, yours, expected)).splitlines() == [f"  {line}" for line in lines]


def test_right_entries_have_no_more_digits_than_the_wrong_ones_need():
    failure = Failure("w", None, [1 / 3, 0.5], [1 / 3 + 1e-14, 0.25], wrong=[False, True])
    assert "0.333333   0.500000*" in cause(failure)


# tables


def test_one_axis_is_set_in_lines_with_a_sign_behind_what_is_wrong():
    assert (
        cause(compared((3,), (1,), axes=["D"]))
        == """\
             D 0     1     2
  yours        1    20*    3
  expected     1     2     3
"""
    )


def test_axes_of_length_one_stand_in_front():
    assert (
        cause(compared((1, 3, 1), (0, 1, 0), axes=["N", "T", "D"]))
        == """\
  N 0, D 0   T 0     1     2
  yours        1    20*    3
  expected     1     2     3
"""
    )


def test_two_axes_are_set_side_by_side():
    assert (
        cause(compared((2, 3), (0, 1), (1, 2), axes=["N", "D"]))
        == """\
             yours             expected
             D 0     1     2   D 0     1     2
    N 0        1    20*    3     1     2     3
    N 1        4     5    60*    4     5     6
"""
    )


def test_two_axes_stand_one_below_the_other_where_the_terminal_is_narrow():
    assert (
        cause(compared((2, 3), (1, 2), axes=["N", "D"]), width=40)
        == """\
  yours      D 0     1     2
    N 0        1     2     3
    N 1        4     5    60*
  expected   D 0     1     2
    N 0        1     2     3
    N 1        4     5     6
"""
    )


def test_four_axes_are_set_in_slices_with_their_names():
    assert (
        cause(compared((2, 1, 2, 2), (0, 0, 1, 0), (1, 0, 1, 1), axes=["N", "C", "H", "W"]))
        == """\
  N 0, C 0   yours       expected
             W 0     1   W 0     1
    H 0        1     2     1     2
    H 1       30*    4     3     4
  N 1, C 0   yours       expected
             W 0     1   W 0     1
    H 0        5     6     5     6
    H 1        7    80*    7     8
"""
    )


def test_without_names_places_are_written_as_in_numpy():
    assert cause(compared((2, 2, 2), (1, 0, 0), axes=["", "", ""])) == cause(compared((2, 2, 2), (1, 0, 0)))
    assert (
        cause(compared((2, 2, 2), (1, 0, 0)))
        == """\
  [0]        yours       expected
             [0]   [1]   [0]   [1]
    [0]        1     2     1     2
    [1]        3     4     3     4
  [1]        yours       expected
             [0]   [1]   [0]   [1]
    [0]       50*    6     5     6
    [1]        7     8     7     8
"""
    )


def test_a_long_axis_runs_down_from_before_the_first_wrong_entry():
    expected = """\
             yours  expected
    T 16       17     17
    T 17      180*    18
    T 18       19     19
    T 19       20     20
    T 20       21     21
    T 21       22     22
    T 22       23     23
    T 23       24     24
    T 24       25     25
    T 25       26     26
  ... 10 of 30 entries shown
"""
    assert cause(compared((30,), (17,), axes=["T"])) == expected


def test_a_narrow_terminal_has_fewer_digits():
    failure = Failure("w", None, [1 / 3, 2 / 3], [2 / 3, 1 / 3])
    assert "0.333333*  0.666667*" in cause(failure, width=60)
    assert "0.3333*  0.6667*" in cause(failure, width=59)


def test_a_long_name_of_a_slice_and_long_labels_have_room():
    expected = """\
  filters 0, channels 0   yours                 expected
                          height 0          1   height 0          1
    width 0                      1          2          1          2
    width 1                     30*         4          3          4
"""
    axes = ["filters", "channels", "width", "height"]
    assert cause(compared((1, 1, 2, 2), (0, 0, 1, 0), axes=axes)) == expected
    assert "    a_long_axis 0    1     2\n" in cause(compared((2, 2), axes=["a_long_axis", "D"]), width=40)


def test_small_numbers_stand_below_their_titles():
    assert cause(compared((9,), (0,)), width=40).splitlines()[:3] == [
        "             yours  expected",
        "    [0]        10*     1",
        "    [1]         2      2",
    ]


def test_slices_begin_with_the_first_wrong_one_and_end_where_the_room_does():
    expected = """\
  N 3        yours       expected
             D 0     1   D 0     1
    T 0       13    14    13    14
    T 1      150*   16    15    16
  N 4        yours       expected
             D 0     1   D 0     1
    T 0       17    18    17    18
    T 1       19    20    19    20
  ... 8 of 24 entries shown
"""
    assert cause(compared((6, 2, 2), (3, 1, 0), axes=["N", "T", "D"])) == expected


def test_a_part_of_a_large_array_has_the_numbers_of_its_places():
    window = Window([1, 4, 60], [2, 16, 128])
    expected = """\
  N 1        yours         expected
             D 60     61   D 60     61
    T 4         1      2      1      2
    T 5        30*     4      3      4
    T 6         5      6      5      6
  ... 6 of 4096 entries shown
"""
    assert cause(compared((3, 2), (1, 0), axes=["N", "T", "D"], window=window)) == expected


def test_columns_are_left_out_where_the_terminal_is_narrow():
    lines = cause(compared((2, 20), (1, 14), axes=["N", "D"]), width=40).splitlines()
    assert lines[0].split() == ["yours", "D", "13", "14", "15", "16"]
    assert lines[2].split() == ["N", "1", "34", "350*", "36", "37"]
    assert lines[-1] == "  ... 8 of 40 entries shown"


def test_two_arrays_that_differ_in_shape_are_written_out():
    assert cause(Failure("w", None, [1.0, 2.0], [1.0, 2.0, 3.0])) == "  yours      [1, 2]\n  expected   [1, 2, 3]\n"
    lines = cause(Failure("w", None, [[1.0, 2.0], [3.0]], [])).splitlines()
    assert lines == ["  yours      [[1, 2],", "              [3]]", "  expected   []"]
    lines = cause(Failure("w", None, [[1.0, 2.0], [3.0]], [[1.0, 2.0], [4.0]])).splitlines()
    assert lines == ["  yours      [[1, 2],", "              [3]]", "  expected   [[1, 2],", "              [4]]"]


def test_where_nobody_says_which_entries_are_wrong_those_are_marked_that_differ():
    text = cause(Failure("w", None, [0.5, "nan", 2.0], [0.5, 1.0, 2.0 + 1e-12]))
    assert text.splitlines()[1] == "  yours      0.5   nan*  2.0"


# one root cause


BUSY = Failure(
    "f: out is wrong",
    "out[0, 1]; 1 of 2 elements is wrong",
    [[1.0, 20.0]],
    [[1.0, 2.0]],
    Tried({"N": 1, "D": 2}, {}, "x = np.array([[1.0, 2.0]])\nout = f(x)\nprint(out)", "inputs of a million"),
    "The scale is applied twice.",
    "certain",
    "Your answers are those of this mistake on all 9 failing cases.",
    "out is right at d = 0.",
    traceback=["a.py, line 4, in f: return g(x)", "a.py, line 9, in g: return h"],
    axes=["N", "D"],
    wrong=[[False, True]],
)


def test_the_fields_have_a_fixed_order():
    checks = [
        check(failure=BUSY),
        check("integers", "skipped", waits_for="f: values"),
        check("no memory", "skipped", waits_for="f: values"),
    ]
    expected = """\
✗ ex 0/6 points a.py
  f   ✗ values  · 2 waiting

✗ f: out is wrong   values · 0/2
  at         a.py, line 4, in f: return g(x)
             a.py, line 9, in g: return h
  where      out[0, 1]; 1 of 2 elements is wrong (*)
  N 0        D 0     1
  yours        1    20*
  expected     1     2
  smallest   N=1, D=2; inputs of a million
  located    out is right at d = 0.
  certain    The scale is applied twice.
             Your answers are those of this mistake on all 9 failing cases.
  try it     x = np.array([[1.0, 2.0]])
             out = f(x)
             print(out)
  then       2 more checks wait for this
  note       f returns a list.

  printed    one
             two
"""
    assert printed(outcome(*checks, remarks=["f returns a list."]), "one\ntwo\n") == expected


@pytest.mark.parametrize(("degree", "label"), [("certain", "certain"), ("likely", "likely"), (None, "likely")])
def test_a_diagnosis_stands_under_how_sure_it_is(degree, label):
    text = cause(Failure("w", diagnosis="The sign is wrong.", degree=degree))
    assert text == f"  {label:<10} The sign is wrong.\n"


def test_the_check_has_a_line_of_its_own_where_the_first_line_is_full():
    assert cause(Failure("word " * 15)) == "  check      values · 0/2\n"
    assert printed(outcome(check(failure=Failure("word " * 15)))).count("values · 0/2") == 1


def test_calls_that_repeat_are_written_once_and_of_many_the_innermost():
    frames = ["a.py, line 1: f()", *["a.py, line 2, in f: f()"] * 5, *(f"a.py, line {i}: g()" for i in (3, 4, 5))]
    expected = """\
  at         a.py, line 1: f()
             a.py, line 2, in f: f() (repeated)
"""
    assert cause(Failure("w", traceback=frames[:6])) == expected
    expected = """\
  at         ... 2 more lines (-v shows all)
             a.py, line 3: g()
             a.py, line 4: g()
             a.py, line 5: g()
"""
    assert cause(Failure("w", traceback=frames)) == expected


def test_a_further_gradient_of_a_function_is_only_named():
    checks = [
        CheckOutcome(f"gradient of {name}", "gradient", "f", "failed", 0.0, 1.0, "wrong", failure=BUSY) for name in "xw"
    ]
    expected = """\
✗ f: out is wrong   gradient of w · 0/1
  where      out[0, 1]; 1 of 2 elements is wrong
  certain    The scale is applied twice.
"""
    waiting = check("no memory", "skipped", waits_for="f: gradient of w")
    assert printed(outcome(*checks, waiting)).split("\n\n")[2] == expected


def test_gradients_of_one_mistake_are_named_together():
    checks = [
        CheckOutcome("gradient of x", "gradient", "f", "failed", 0.0, 1.0, "wrong", failure=Failure("f: dx is wrong")),
        CheckOutcome("gradient of w", "gradient", "f", "skipped", 0.0, 1.0, waits_for="f: gradient of x"),
        CheckOutcome("gradient of b", "gradient", "f", "skipped", 0.0, 1.0, waits_for="f: gradient of x"),
        CheckOutcome("no memory", "state", "f", "skipped", 0.0, 0.0, waits_for="f: gradient of x"),
    ]
    assert printed(outcome(*checks)).endswith(
        "  also       gradient of w, b wrong by the same mistake\n  then       1 more check waits for this\n"
    )


def test_what_a_passing_file_prints_is_not_repeated():
    assert "hello" not in printed(outcome(check("values", "passed")), "hello\n")
    assert "hello" in printed(outcome(check()), "hello\n")


def test_of_what_is_printed_the_first_lines_are_shown():
    text = printed(outcome(check()), "\n".join(map(str, range(100))))
    assert text.endswith("             7\n             ... and 92 lines more\n")


# one screen


LONG = Failure(
    "word " * 100,
    "word " * 100,
    array(9, 3, 9),
    array(9, 3, 9, start=2.0),
    Tried({"N": 9}, {}, "\n".join(f"x{i} = np.array([{i}.0])" for i in range(100)), "word " * 100),
    "word " * 100,
    "certain",
    "word " * 100,
    "word " * 100,
    traceback=[f"a.py, line {i}: {'word ' * 100}" for i in range(8)],
)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_root_cause_is_longer_than_two_screens_whatever_it_says(width):
    assert len(cause(LONG, width=width).splitlines()) <= 61


def test_what_is_cut_is_said_and_can_be_asked_for():
    whole = printed(outcome(check(failure=LONG)), verbose=True)
    assert "... " not in whole
    assert whole.count("word") == 14 * 100
    assert [line[13:] for line in whole.splitlines() if "= np.array" in line] == LONG.tried.snippet.split("\n")


def test_a_snippet_is_cut_in_its_middle_so_that_one_root_cause_is_one_screen():
    failure = Failure("f: out is wrong", "out[0]; 2 of 2 elements are wrong", [1.0, 2.0], [2.0, 1.0])
    failure.tried = Tried({"N": 2}, {}, "\n".join(f"x{i} = {i}" for i in range(40)))
    lines = cause(failure).splitlines()
    assert len(lines) == 22
    assert lines[5:7] == ["  try it     x0 = 0", "             x1 = 1"]
    assert lines[13] == "             # ... 24 more lines (-v shows all)"
    assert lines[14:] == [f"             x{i} = {i}" for i in range(32, 40)]


def test_two_lines_more_than_a_screen_are_not_worth_a_cut():
    failure = Failure("f: out is wrong", "out[0]; 2 of 2 elements are wrong", [1.0, 2.0], [2.0, 1.0])
    failure.tried = Tried({"N": 2}, {}, "\n".join(f"x{i} = {i}" for i in range(19)))
    assert "more lines" not in cause(failure)
    failure.tried.snippet += "\nx19 = 19"
    assert "... 4 more lines" in cause(failure)


def test_a_table_yields_to_a_snippet_that_fits():
    failure = compared((20, 2), (3, 0), axes=["N", "D"])
    failure.tried = Tried({}, {}, "\n".join(f"x{i} = {i}" for i in range(12)))
    text = cause(failure)
    assert "more lines" not in text
    assert "... 12 of 40 entries shown" in text


# width


WORDS = st.text(st.sampled_from("ab_ ,.([中文ｶé🎉é한"), max_size=120)


@settings(derandomize=True, database=None, max_examples=150, deadline=None)
@given(WORDS, WORDS, st.integers(20, 130), st.booleans())
def test_nothing_is_wider_than_the_terminal(one, other, width, verbose):
    failure = compared((2, 3, 4), (1, 2, 0), axes=["N", "T" * 12, "D"])
    failure = Failure(
        *(one, other, failure.yours, failure.expected),
        Tried({"N": 1}, {}, f"{SNIPPET}\n{other}", one),
        *(other, "likely", one, other),
        traceback=[one, other],
        axes=failure.axes,
        wrong=failure.wrong,
    )
    checks = [
        check(failure=failure),
        check("a" * 30, failure=Failure(other, one, [one], other, Tried({}, {"x": one}))),
        CheckOutcome("gradient of x", "gradient", "a_function_with_a_very_long_name", "skipped", 0.0, 1.0),
    ]
    text = printed(outcome(*checks, remarks=[one]), other, file=one, width=width, verbose=verbose)
    assert max(map(cell_len, text.splitlines())) <= width


def test_what_is_wrapped_keeps_its_indentation():
    assert cause(Failure("w", diagnosis="word " * 30), width=60) == (
        "  likely     word word word word word word word word word\n"
        + "             word word word word word word word word word\n" * 2
        + "             word word word\n"
    )
    headline = printed(outcome(check(failure=Failure("word " * 20))), width=60).split("\n\n")[1]
    assert headline.startswith("✗ word word word word word word word word word word word\n  word word")


def test_long_names_wrap_with_their_indentation():
    checks = [
        CheckOutcome(f"gradient of {name}", "gradient", "spatial_batchnorm_backward", "failed", failure=Failure("w"))
        for name in ("x", "gamma", "beta")
    ]
    text = printed(outcome(*checks, check("returns", "passed")), width=50)
    expected = """\
✗ ex -1/8 points a.py
  spatial_batchnorm_backward
    ✗ gradient of x, gamma, beta
  f
    ✓ 1 right"""
    assert text.split("\n\n")[0] == expected
    text = printed(outcome(*checks, check("returns", "passed")), width=60)
    expected = """\
✗ ex -1/8 points a.py
  spatial_batchnorm_backward   ✗ gradient of x, gamma, beta
  f                            ✓ 1 right"""
    assert text.split("\n\n")[0] == expected


def test_in_a_narrow_terminal_texts_stand_below_their_labels():
    expected = """\
  where
    x[0]
  likely
    word word word word word word
"""
    assert cause(Failure("w", "x[0]", diagnosis="word " * 6), width=36) == expected


def test_in_a_narrow_terminal_no_less_is_said():
    assert "(cut)" not in cause(Failure("w", diagnosis="word " * 60), width=40)


def test_a_mark_that_has_no_room_goes_to_the_next_line_as_a_whole():
    names = ("returns", "values", "integers", "no memory")
    checks = [check(names[0], "passed"), check(names[1]), *(check(name, "skipped") for name in names[2:])]
    expected = """\
✗ ex 2/8 points a.py
  f   ✓ 1 right  ✗ values
      · 2 waiting"""
    assert printed(outcome(*checks), width=36).split("\n\n")[0] == expected


def test_a_letter_that_takes_two_columns_counts_as_two():
    lines = cause(Failure("w", diagnosis="中" * 40), width=60).splitlines()
    assert [cell_len(line) for line in lines] == [13 + 46, 13 + 34]


@pytest.mark.parametrize("width", range(40, 121, 8))
def test_a_snippet_runs_at_any_width(width):
    lines, left = page.Page(console(width), whole=True).code(SNIPPET, "")
    assert max(line.cell_len for line in lines) <= width - left
    source = "\n".join(line.plain for line in lines)
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(SNIPPET))
    assert "".join(source.partition("# ")[2].replace("#", "").split()) == "".join(SNIPPET.partition("# ")[2].split())


# colour


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def shown(monkeypatch):
    """What is printed with these variables in the environment, to a terminal or to a pipe."""

    def shown(out, **environment):
        for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "COLORTERM", "COLUMNS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdout", out)
        terminal.show(terminal.console(), outcome(check(failure=compared((1, 2), (0, 1)))), "", "a.py", False)
        return out.getvalue()

    return shown


@pytest.mark.parametrize(
    ("out", "environment", "coloured"),
    [
        (Terminal, {}, True),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"NO_COLOR": ""}, True),
        (Terminal, {"TERM": "dumb"}, False),
        (Terminal, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (StringIO, {}, False),
        (StringIO, {"FORCE_COLOR": "1"}, True),
        (StringIO, {"FORCE_COLOR": ""}, False),
        (StringIO, {"CLICOLOR_FORCE": "1"}, True),
        (StringIO, {"CLICOLOR_FORCE": "0"}, False),
        (StringIO, {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_there_is_colour_where_it_helps_and_the_sign_is_always_there(shown, out, environment, coloured):
    text = shown(out(), **environment)
    assert ("\x1b[1;31m20*" in text) == coloured
    assert any(f"\x1b[{code}m" in text for code in ("31", "32", "1;31", "36")) == coloured
    assert "20*" in text


def test_what_goes_into_a_pipe_is_nothing_but_text(shown):
    assert "\x1b" not in shown(StringIO())


def test_a_dumb_terminal_is_as_wide_as_it_is(shown, monkeypatch):
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((30, 24)))
    text = shown(Terminal(), TERM="dumb")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 30


def test_labels_are_dim_and_what_stands_beside_them_is_not(shown):
    text = shown(Terminal())
    assert "\x1b[2m  yours\x1b[0m      " in text
    assert "\x1b[1;31mex\x1b[0m 0/2 points" in text
    assert "\x1b[32m2\x1b[0m" in text


def test_a_diagnosis_is_bold_and_what_it_rests_on_is_dim():
    out = console(force_terminal=True, color_system="standard")
    terminal.show(out, outcome(check(failure=BUSY)), "", "a.py", False)
    text = out.file.getvalue()
    assert "\x1b[1mThe scale is applied twice.\x1b[0m" in text
    assert "\x1b[2mYour answers are those of this mistake on all 9 failing cases.\x1b[0m" in text


# text from a submission


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing_in_the_terminal(name):
    text, seen = HOSTILE[name]
    for verbose in (False, True):
        shown = printed(of(text), text, file=text, width=300, verbose=verbose)
        assert all(letter == "\n" or letter.isprintable() for letter in shown)
        assert shown.count(seen) >= 16


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing_in_json(name):
    text, seen = HOSTILE[name]
    shown = as_json(of(text))
    assert shown.isascii()
    failure = json.loads(shown)["checks"][0]["failure"]
    assert failure["what"] == failure["yours"][0] == failure["expected"][seen] == failure["tried"]["snippet"] == seen


@pytest.mark.parametrize("letter", ["x", "\n", "\x1b", "中", "x "])
def test_an_endless_text_is_short_in_the_terminal_and_in_json_soon(letter):
    text = letter * (50_000_000 // len(letter))
    it = of(text)
    began = time.process_time()
    shown = printed(it, text, file=text)
    assert len(shown.splitlines()) < 150
    assert len(printed(it, text, file=text, verbose=True)) < 500_000
    assert len(as_json(it)) < 30_000_000
    assert time.process_time() - began < 20
    assert "(cut)" in shown


def test_an_endless_line_of_a_submission_is_short_wherever_it_is_shown():
    endless = "import numpy as np\nprint('x' * 50_000_000)\nY = 'y' * 50_000_000"
    source = edited(SCALE, ("import numpy as np", endless), ("out = x * s", "raise ValueError(Y)"))
    checked = Checker(Submission("layers.py", [source])).check(small("scale"))
    shown = printed(checked.outcome, checked.printed)
    assert "raises ValueError:" in shown
    assert "y" * 60 in shown
    assert "printed    xxxx" in shown
    assert len(shown) < 3000
    assert len(as_json(checked.outcome)) < 10_000
