import re
from io import StringIO

import pytest
from rich.console import Console

from grader.checking import Checker
from grader.isolation import Limits
from grader.report import terminal
from grader.submission import Submission
from tests.data.making import CENTRE, SCALE, edited, exercise, small

SQUARE = """
def square_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    out = x**2
    return out, x


def square_backward(dout: Float[np.ndarray, "N D"], cache: object) -> Float[np.ndarray, "N D"]:
    dx = 2 * cache * dout
    return dx
"""
THEIRS = """\
def square_forward(x):
    return x**2, x


def square_backward(dout, x):
    return 2 * x * dout
"""
#: Numbers that Hypothesis draws, and how many cases or lines there are: they may change with its version.
DRAWN = re.compile(r"-?\d+\.\d{4,}|(?<=[Oo]n all )\d+|(?<=and )\d+(?= lines more)")
#: Two such numbers in a table, and its headings above them: how far they are apart depends on how long they are.
TABLE = re.compile(r"^  (.* [A-Z] 0 +1|(yours|expected) .*#.*#.*)$", re.MULTILINE)
NUMERICAL = """\
dx, ds = np.zeros_like(x), np.zeros_like(s)
    for a, d in ((x, dx), (s, ds)):
        for i in np.ndindex(a.shape):
            for h in (1e-6, -1e-6):
                moved = [v.copy() if v is a else v for v in (x, s)]
                moved[0 if a is x else 1][i] += h
                d[i] += (scale_forward(*moved)[0] * dout).sum() / (2 * h)"""


@pytest.fixture
def shown():
    """What the terminal shows of a submission, a hundred columns wide and without colours."""

    def shown(what, source, file="layers.py", **options):
        checked = Checker(Submission(file, [source]), **options).check(what)
        out = Console(file=StringIO(), width=100, no_color=True, highlight=False, markup=False, emoji=False)
        terminal.show(out, checked.outcome, checked.printed, file, verbose=False)
        lines = [line.rstrip() for line in out.file.getvalue().splitlines()]
        text = DRAWN.sub("#", "\n".join(lines) + "\n")
        return TABLE.sub(lambda line: "  " + re.sub(" +", " ", line[1]), text)

    return shown


def test_a_value_that_is_wrong(shown):
    source = edited(SCALE, ("out = x * s", "out = x + s"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[2]]
  expected   [[1]]
  smallest   N=1, D=1
  certain    The factors are added: multiply by them.
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[1.]]
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_value_that_nothing_explains(shown):
    source = edited(SCALE, ("out = x * s", "out = x * s + 0.5"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[1.5]]
  expected   [[1.0]]
  smallest   N=1, D=1
  certain    On all # failing cases your out is the expected one plus 0.5.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[1.]]
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_several_values_of_which_some_are_wrong(shown):
    source = edited(SCALE, ("out = x * s", "out = x * s\n    out[0, :-1] = 0"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; 1 of 2 elements is wrong (*)
  N 0 D 0 1
  yours        0*    1
  expected     1     1
  smallest   N=1, D=2
  located    out is wrong at n = 0 only, everywhere but at the last d, when D > 1.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0, 1.0]])
             s = np.array([1.0, 1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[1., 1.]]
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_known_mistake(shown):
    source = edited(SCALE, ("ds = (x * dout).sum(axis=0)", "ds = (x * dout).mean(axis=0)"))
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 4 right  ✗ gradient of s  · 1 waiting

✗ scale_backward: ds is wrong   gradient of s · 0/3
  where      ds[0]; it is the only element
  yours      [1]
  expected   [2]
  smallest   N=2, D=1
  located    dx is right; ds is wrong only when N > 1.
  certain    ds is averaged over the rows: sum them.
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0], [1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0], [1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
             print(ds)  # expected: [2.]
  then       1 more check waits for this
"""
    assert shown(small("scale"), source) == expected


def test_a_pattern(shown):
    source = edited(SCALE, ("dx = dout * s", "dx = 2 * dout * s"))
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 4 right  ✗ gradient of x  · 1 waiting

✗ scale_backward: dx is wrong   gradient of x · 0/3
  where      dx[0, 0]; it is the only element
  yours      [[2]]
  expected   [[1]]
  smallest   N=1, D=1
  located    ds is right.
  certain    On all # failing cases your dx is twice the expected one.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
             print(dx)  # expected: [[1.]]
  then       1 more check waits for this
"""
    assert shown(small("scale"), source) == expected


def test_what_is_not_finite(shown):
    source = edited(SCALE, ("out = x * s", "out = x * s / 0 * 0"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is not finite   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[nan]]
  expected   [[  1]]
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[1.]]
  then       2 more checks wait for this
  note       NumPy warns in scale_forward: RuntimeWarning: divide by zero encountered in divide
             (line 5)
"""
    assert shown(small("scale"), source) == expected


def test_too_few_digits(shown):
    source = edited(SCALE, ("out = x * s", "out = (np.float32(x) * np.float32(s)).astype(float)"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[#]]
  expected   [[#]]
  smallest   N=1, D=1
  certain    On all # failing cases your out is right to about six digits only: is there a
             float32, or a small number added for safety?
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[#]])
             s = np.array([#])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[#]]
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_wrong_shape(shown):
    source = edited(SCALE, ("ds = (x * dout).sum(axis=0)", "ds = x * dout"))
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 3 right  ✗ returns  · 2 waiting

✗ scale_backward: ds has the wrong shape   returns
  yours      (1, 1)
  expected   (1,)
  smallest   N=1, D=1
  located    dx is right.
  certain    ds is not summed over the rows: it must have the shape of s, (D,).
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
             print(ds.shape)  # expected: (1,)
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_wrong_type(shown):
    source = edited(SCALE, ("out = x * s", "out = np.float32(x * s)"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 2 right  ✗ returns  · 3 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out has the wrong type   returns
  yours      float32
  expected   float64
  smallest   N=1, D=1
  certain    On all # failing cases your out is right to about six digits only: is there a
             float32, or a small number added for safety?
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out.dtype)  # expected: float64
  then       3 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_something_else_than_an_array(shown):
    source = edited(SCALE, ("out = x * s", "out = (x * s).tolist()"))
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 2 right  ✗ returns  · 3 waiting
  scale_backward   ✓ 6 right

✗ scale_forward: out is a list of 1, not an array of shape (1, 1)   returns
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out)
  then       3 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_wrong_number_of_results(shown):
    source = edited(SCALE, ("return dx, ds", "return dx"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 2 right  ✗ returns  · 3 waiting

✗ scale_backward returns an array of shape (1, 1); return 2 values: dx, ds   returns
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
  then       3 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_wrong_number_of_parameters(shown):
    source = edited(SCALE, ("def scale_forward(x, s)", "def scale_forward(x)"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✓ 1 right  ✗ returns  · 4 waiting
  scale_backward   · 6 waiting

✗ scale_forward cannot be called as scale_forward(x, s): scale_forward() takes 1 positional argument
  but 2 were given   returns
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
  then       10 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_an_exception(shown):
    source = edited(SCALE, ("out = x * s", "raise ValueError('x and s differ')"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✓ 1 right  ✗ returns  · 4 waiting
  scale_backward   · 6 waiting

✗ scale_forward raises ValueError: x and s differ   returns
  at         layers.py, line 5, in scale_forward: raise ValueError('x and s differ')
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
  then       10 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_function_that_is_not_written(shown):
    source = edited(
        SCALE,
        ("    dx = dout * s\n    ds = (x * dout).sum(axis=0)\n    return dx, ds\n", "    raise NotImplementedError\n"),
    )
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✗ filled in  · 5 waiting

✗ scale_backward is not written yet
  then       5 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_results_that_are_not_written(shown):
    source = edited(SCALE, ("return dx, ds", "return None, None"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 2 right  ✗ filled in  · 3 waiting

✗ scale_backward is not written yet: it returns None for each of dx, ds
  then       3 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_function_that_returns_nothing(shown):
    source = edited(SCALE, ("    return out, (x, s)\n", ""))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✓ 1 right  ✗ filled in  · 4 waiting
  scale_backward   · 6 waiting

✗ scale_forward returns nothing yet; it should end with: return out, cache
  then       10 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_result_that_is_not_written(shown):
    source = edited(SCALE, ("dx = dout * s", "dx = None"))
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 4 right  ✗ gradient of x  · 1 waiting

✗ scale_backward does not compute dx yet: it is None   gradient of x · 0/3
  then       1 more check waits for this
"""
    assert shown(small("scale"), source) == expected


def test_a_function_that_is_not_finished(shown):
    source = edited(SCALE, ("out = x * s", "out = x * weights"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✗ filled in  · 5 waiting
  scale_backward   · 6 waiting

✗ scale_forward is not finished: name 'weights' is not defined
  at         layers.py, line 5, in scale_forward: out = x * weights
  then       11 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_function_that_is_missing(shown):
    source = edited(SCALE, ("def scale_backward", "def backward"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✗ filled in  · 5 waiting

✗ layers.py has no function scale_backward
  then       5 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_line_that_is_no_python(shown):
    source = edited(SCALE, ("out = x * s", "out = x * s)"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✗ filled in  · 5 waiting
  scale_backward   · 6 waiting

✗ layers.py, line 5: SyntaxError: unmatched ')'
  at         layers.py, line 5: out = x * s)
  then       11 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_module_that_is_not_there(shown):
    source = edited(SCALE, ("import numpy as np", "import numpy as np\nimport torch"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✗ filled in  · 5 waiting
  scale_backward   · 6 waiting

✗ layers.py, line 2: it imports torch, which is not there: dlgrade runs one file by itself, with
  NumPy and the standard library. Delete the import if nothing needs it; if torch is a helper of
  your course, copy the functions that you use into the file
  at         layers.py, line 2: import torch
  then       11 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_helper_module_of_a_course(shown):
    source = edited(SCALE, ("import numpy as np", "import numpy as np\nfrom .im2col import *"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✗ filled in  · 5 waiting
  scale_backward   · 6 waiting

✗ layers.py, line 2: this file imports a helper module of its course, and dlgrade runs one file by
  itself, with NumPy. Copy the functions that it uses into the file and delete the import, then
  check again
  at         layers.py, line 2: from .im2col import *
  then       11 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_an_exception_while_the_file_is_loaded(shown):
    source = edited(SCALE, ("import numpy as np", "import numpy as np\nscale = 1 / 0"))
    expected = """\
✗ scale 0/10 points layers.py
  scale_forward    ✗ filled in  · 5 waiting
  scale_backward   · 6 waiting

✗ layers.py, line 2: ZeroDivisionError: division by zero
  at         layers.py, line 2: scale = 1 / 0
  then       11 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_an_input_that_is_changed(shown):
    source = edited(SCALE, ("out = x * s", "x *= s; out = x.copy()"))
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 4 right  ✗ leaves its inputs alone  · 1 waiting
  scale_backward   ✓ 4 right  · 2 waiting

✗ scale_forward changes its input x. Work on a copy, or make a new array.   leaves its inputs alone
  smallest   N=1, D=1
  located    out is right.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([0.0])
             x_before = x.copy()
             out, cache = scale_forward(x, s)
             print(np.array_equal(x, x_before))  # expected: True
  then       3 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_whole_numbers_that_cut_off_the_result(shown):
    source = edited(SCALE, ("out = x * s", "out = np.zeros_like(x)\n    out[:] = x * s"))
    expected = """\
✗ scale 10/10 points layers.py
  scale_forward    ✓ 5 right  ✗ integers
  scale_backward   ✓ 6 right

✗ scale_forward: out is wrong   integers
  where      out[0, 0]; it is the only element
  yours      [[      3]]
  expected   [[#]]
  smallest   N=1, D=1; the first array holds whole numbers (int64)
  located    out is right.
  certain    On all # failing cases your out is cut to whole numbers: does an array of integers take
             it?
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[2]], dtype=np.int64)
             s = np.array([#])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[#]]
"""
    assert shown(small("scale"), source) == expected


def test_memory_between_calls(shown):
    source = edited(
        SCALE, ("return out, (x, s)", "global C\n    C = x, s\n    return out, (x, s)"), ("x, s = cache", "x, s = C")
    )
    expected = """\
✗ scale 10/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 5 right  ✗ no memory

✗ scale_backward: dx is wrong   no memory
  where      dx[0, 0]; 2 of 2 elements are wrong (*)
  D 0 N 0 1
  yours #* #*
  expected # #
  smallest   N=2, D=1; calls are repeated and interleaved, each with its own cache
  located    dx and ds are right.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[#], [#]])
             s = np.array([#])
             other_x = np.array([[#], [#]])
             other_s = np.array([#])
             dout = np.array([[#], [#]])
             out_1, cache_1 = scale_forward(x, s)
             out_2, cache_2 = scale_forward(other_x, other_s)
             dx_3, ds_3 = scale_backward(dout, cache_1)
             print(dx_3)  # expected: [[ #], [#]]
"""
    assert shown(small("scale"), source) == expected


def test_a_right_backward_for_a_wrong_forward(shown):
    source = edited(
        SCALE,
        ("out = x * s", "out = x * s * s"),
        ("dx = dout * s", "dx = dout * s * s"),
        ("ds = (x * dout).sum(axis=0)", "ds = (2 * s * x * dout).sum(axis=0)"),
    )
    expected = """\
✗ scale 6/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 5 right  · 1 waiting

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[ 1]]
  expected   [[-1]]
  smallest   N=1, D=1
  certain    On all # failing cases your out is the expected one times s, which is a factor too
             many.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([-1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[-1.]]
  then       3 more checks wait for this
  note       scale_backward: gradient of x, gradient of s: right for your own forward, so the points
             count.
"""
    assert shown(small("scale"), source) == expected


def test_an_estimated_gradient(shown):
    source = edited(SCALE, ("dx = dout * s\n    ds = (x * dout).sum(axis=0)", NUMERICAL))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 3 right  ✗ returns  · 2 waiting

✗ scale_backward calls scale_forward 40 times to estimate the gradient; derive it and compute it
  directly   returns
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_function_that_hangs(shown):
    source = edited(SCALE, ("dx = dout * s", "while True: pass"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 1 right  ✗ returns  · 4 waiting

✗ scale_backward does not come to an end: it had not finished after 0.7 s   returns
  then       4 more checks wait for this
"""
    assert shown(small("scale"), source, limits=Limits(wall_s=0.7)) == expected


def test_a_function_that_ends_the_process(shown):
    source = edited(SCALE, ("dx = dout * s", "import os; os._exit(0)"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 1 right  ✗ returns  · 4 waiting

✗ scale_backward takes the interpreter down: it ended the Python process itself, with exit code 0
  check      returns
  then       4 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_too_much_memory(shown):
    source = edited(SCALE, ("dx = dout * s", "dx = np.zeros(1 << 40)"))
    expected = """\
✗ scale 4/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 1 right  ✗ returns  · 4 waiting

✗ scale_backward runs out of memory   returns
  at         layers.py, line 11, in scale_backward: dx = np.zeros(1 << 40)
  smallest   N=1, D=1
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[#]])
             s = np.array([#])
             dout = np.array([[#]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
  then       4 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_lists_and_what_is_printed(shown):
    source = edited(
        SCALE, ("return out, (x, s)", "print('one', x.ndim)\n    return [out, (x, s)]"), ("dx = dout * s", "dx = -dout")
    )
    expected = """\
✗ scale 7/10 points layers.py
  scale_forward    ✓ 6 right
  scale_backward   ✓ 4 right  ✗ gradient of x  · 1 waiting

✗ scale_backward: dx is wrong   gradient of x · 0/3
  where      dx[0, 0]; it is the only element
  yours      [[-1]]
  expected   [[ 1]]
  smallest   N=1, D=1
  located    ds is right.
  certain    Your dx does not depend on s: whatever s holds, it comes out the same.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
             print(dx)  # expected: [[1.]]
  then       1 more check waits for this
  note       scale_forward returns a list; a tuple is the custom, and both count.

  printed    one 2
             one 2
             one 2
             one 2
             one 2
             one 2
             one 2
             one 2
             ... and # lines more
"""
    assert shown(small("scale"), source) == expected


def test_what_is_left_in_a_dictionary(shown):
    source = edited(CENTRE, ('+ (1 - centre_param["keep"]) * mean', "+ mean"))
    expected = """\
✗ centre 4/8 points layers.py
  centre_forward   ✓ 4 right  ✗ state centre_param.running  · 3 waiting

✗ centre_forward: centre_param.running is wrong   state centre_param.running · 0/2
  where      centre_param.running[0]; it is the only element
  yours      [1.0]
  expected   [0.1]
  smallest   N=2, D=1
  located    out is right; centre_param.running is wrong only when centre_param.mode is 'train'.
  try it     import numpy as np
             from layers import centre_forward

             x = np.array([[1.0], [1.0]])
             centre_param = {'mode': 'train', 'keep': 0.9}
             out = centre_forward(x, centre_param)
             print(centre_param['running'])  # expected: [0.1]
  then       3 more checks wait for this
"""
    assert shown(small("centre"), source) == expected


def test_what_is_missing_in_a_dictionary(shown):
    source = edited(CENTRE, ('    centre_param["running"] = centre_param', "    unused = centre_param"))
    expected = """\
✗ centre 4/8 points layers.py
  centre_forward   ✓ 3 right  ✗ returns  · 4 waiting

✗ centre_forward: centre_param.running is missing   returns
  expected   an array of shape (1,)
  smallest   N=2, D=1
  located    out is right.
  certain    The running mean is never written back.
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import centre_forward

             x = np.array([[1.0], [1.0]])
             centre_param = {'mode': 'train', 'keep': 0.9}
             out = centre_forward(x, centre_param)
             print('running' in centre_param)  # expected: True
  then       4 more checks wait for this
"""
    assert shown(small("centre"), source) == expected


def test_several_steps(shown):
    source = edited(
        CENTRE,
        (
            '    running = centre_param.get("running", 0 * x[0])',
            '    first = "seen" not in centre_param\n'
            '    centre_param["seen"] = True\n'
            '    running = centre_param.get("running", 0 * x[0]) * first',
        ),
    )
    expected = """\
✗ centre 6/8 points layers.py
  centre_forward   ✓ 7 right  ✗ several steps

✗ centre_forward: centre_param.running is wrong   several steps · 0/2
  where      centre_param.running[0]; it is the only element
  yours      [#]
  expected   [#]
  smallest   N=2, D=1; several calls in a row
  located    out and centre_param.running are right.
  try it     import numpy as np
             from layers import centre_forward

             x = np.array([[#], [#]])
             centre_param = {'mode': 'train', 'keep': 0.9}
             out = centre_forward(x, centre_param)
             out = centre_forward(x, centre_param)
             print(centre_param['running'])  # expected: [#]
"""
    assert shown(small("centre"), source) == expected


def test_two_mistakes(shown):
    source = edited(SCALE, ("out = x * s", "out = x + s"), ("ds = (x * dout).sum(axis=0)", "ds = x * dout"))
    expected = """\
✗ scale 3/10 points layers.py
  scale_forward    ✓ 3 right  ✗ values  · 2 waiting
  scale_backward   ✓ 3 right  ✗ returns  · 2 waiting

✗ scale_forward: out is wrong   values · 0/4
  where      out[0, 0]; it is the only element
  yours      [[2]]
  expected   [[1]]
  smallest   N=1, D=1
  certain    The factors are added: multiply by them.
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import scale_forward

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
             print(out)  # expected: [[1.]]
  then       2 more checks wait for this

✗ scale_backward: ds has the wrong shape   returns
  yours      (1, 1)
  expected   (1,)
  smallest   N=1, D=1
  located    dx is right.
  certain    ds is not summed over the rows: it must have the shape of s, (D,).
             Your answers are those of this mistake on all # failing cases.
  try it     import numpy as np
             from layers import scale_forward, scale_backward

             x = np.array([[1.0]])
             s = np.array([1.0])
             dout = np.array([[1.0]])
             out, cache = scale_forward(x, s)
             dx, ds = scale_backward(dout, cache)
             print(ds.shape)  # expected: (1,)
  then       2 more checks wait for this
"""
    assert shown(small("scale"), source) == expected


def test_a_notebook(shown):
    source = edited(SCALE, ("out = x * s", "raise ValueError('x and s differ')"))
    expected = """\
✗ scale 0/10 points n.ipynb
  scale_forward    ✓ 1 right  ✗ returns  · 4 waiting
  scale_backward   · 6 waiting

✗ scale_forward raises ValueError: x and s differ   returns
  at         n.ipynb, cell 1, line 5, in scale_forward: raise ValueError('x and s differ')
  smallest   N=1, D=1
  try it     import numpy as np

             x = np.array([[1.0]])
             s = np.array([1.0])
             out, cache = scale_forward(x, s)
  then       10 more checks wait for this
"""
    assert shown(small("scale"), source, file="n.ipynb") == expected


def test_another_layout(shown, tmp_path):
    what = exercise(tmp_path, SQUARE)
    source = edited(THEIRS, ("    return x**2, x\n", "    return x**2 if x.flags.c_contiguous else 0 * x, x\n"))
    expected = """\
✗ square 0/0 points layers.py
  square_forward    ✓ 5 right  ✗ values
  square_backward   ✓ 5 right

✗ square_forward: out is wrong   values
  where      out[0, 0]; 2 of 2 elements are wrong (*)
  N 0 D 0 1
  yours #* #*
  expected # #
  smallest   N=1, D=2; the arrays come in another memory layout
  likely     On all # failing cases your out is zero everywhere.
  try it
    import numpy as np
    from layers import square_forward

    x = np.repeat(np.array([[#, #]]), 2, axis=-1)[..., ::2]
    out, cache = square_forward(x)
    print(out)  # expected: [[#, #]]
"""
    assert shown(what, source) == expected


def test_extreme_inputs(shown, tmp_path):
    toml = (
        '[[stability]]\nfunction = "square_forward"\nwhy = "inputs of a million"\ninputs = { x = { value = [[1e6]] } }'
    )
    what = exercise(tmp_path, SQUARE, toml)
    source = edited(THEIRS, ("    return x**2, x\n", "    return x**2 if abs(x).max() < 1e5 else 0 * x, x\n"))
    expected = """\
✗ square 0/0 points layers.py
  square_forward    ✓ 6 right  ✗ stability
  square_backward   ✓ 6 right

✗ square_forward: out is wrong   stability
  where      out[0, 0]; it is the only element
  yours      [[    0]]
  expected   [[1e+12]]
  smallest   N=1, D=1; inputs of a million
  located    out is right.
  likely     On all # failing cases your out is zero everywhere.
  try it     import numpy as np
             from layers import square_forward

             x = np.array([[1000000.0]])
             out, cache = square_forward(x)
             print(out)  # expected: [[1.e+12]]
"""
    assert shown(what, source) == expected


def test_a_property(shown, tmp_path):
    checks = """
import numpy as np
from grader.properties import Wrong, check


@check("square_forward", "squares of ones")
def ones(layer):
    out, _ = layer.square_forward(np.ones((1, 2)))
    if out.sum() != 2:
        raise Wrong("the squares of two ones add up to two", yours=out.sum(), expected=2.0)
"""
    what = exercise(tmp_path, SQUARE, checks=checks)
    source = edited(THEIRS, ("    return x**2, x\n", "    return x**2 * (not (x == 1).all()), x\n"))
    expected = """\
✗ square 0/0 points layers.py
  square_forward    ✓ 6 right  ✗ squares of ones
  square_backward   ✓ 5 right

✗ square_forward: the squares of two ones add up to two   squares of ones
  yours      0
  expected   2
"""
    assert shown(what, source) == expected


def test_a_large_array(shown, tmp_path):
    toml = "[axes]\nN = [8, 8]\nD = [9, 9]"
    what = exercise(tmp_path, SQUARE, toml)
    source = edited(THEIRS, ("    return x**2, x\n", "    return x**2 + (x.size > 60), x\n"))
    expected = """\
✗ square 0/0 points layers.py
  square_forward    ✓ 3 right  ✗ values  · 2 waiting
  square_backward   ✓ 5 right

✗ square_forward: out is wrong   values
  where      out[0, 0]; 72 of 72 elements are wrong (*)
  yours      D 0     1     2     3     4     5     6     7
    N 0        2*    2*    2*    2*    2*    2*    2*    2*
    N 1        2*    2*    2*    2*    2*    2*    2*    2*
    N 2        2*    2*    2*    2*    2*    2*    2*    2*
  expected   D 0     1     2     3     4     5     6     7
    N 0        1     1     1     1     1     1     1     1
    N 1        1     1     1     1     1     1     1     1
    N 2        1     1     1     1     1     1     1     1
  ... 24 of 72 entries shown
  smallest   N=8, D=9
  certain    On all # failing cases your out is the expected one plus 1.
  try it
    import numpy as np
    from layers import square_forward

    x = np.array([[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
        1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0,
        1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0,
        1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0,
        1.0, 1.0, 1.0, 1.0, 1.0, 1.0]])
    out, cache = square_forward(x)
    print(out)  # expected: see the report
  then       2 more checks wait for this
"""
    assert shown(what, source) == expected
