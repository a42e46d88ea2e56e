import html
import re
import time

import pytest

from grader.report import source
from grader.submission import Submission

FILE = '''\
import numpy as np


@decorated
def first(
    x,
    w,
):
    """Doc.

at the margin: "x"
    """
    y = x @ w

    # inside
    return y


# about the next one
def second(x):
    return x


A = 1


def first_again(x):
    return x
'''


def found(cells, names, places=(), file="layers.py"):
    """Numbers of the lines that are shown, and of those that are marked."""
    cells = [cells] if isinstance(cells, str) else cells
    return [
        (it.cell, [line.number for line in it.lines], [line.number for line in it.lines if line.marked])
        for it in source.excerpts(Submission(file, cells), names, places)
    ]


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["first"], range(5, 17)),
        (["second"], range(20, 22)),
        (["first_again"], range(27, 29)),
        (["no", "second"], range(20, 22)),
    ],
)
def test_a_function_is_shown_from_its_head_to_its_last_line(names, lines):
    assert found(FILE, names) == [(0, list(lines), [])]


def test_a_function_that_is_not_there_is_not_shown():
    assert found(FILE, ["third"]) == []
    assert found(FILE, ["firs", "x"]) == []
    assert found("f = g\n", ["f"]) == []


def test_the_last_definition_counts_as_in_python():
    assert found("def f():\n    1\ndef f():\n    2\n", ["f"]) == [(0, [3, 4], [])]
    assert found(["def f():\n    1", "x", "\ndef f():\n    2"], ["f"], file="a.ipynb") == [(3, [2, 3], [])]


def test_a_method_is_not_taken_for_a_function_and_a_class_is_shown():
    assert found("class Value:\n    def f(self):\n        pass\n\nx = 1\n", ["f"]) == []
    assert found("class Value:\n    def f(self):\n        pass\n\nx = 1\n", ["Value"]) == [(0, [1, 2, 3], [])]


def test_the_line_that_raised_is_marked():
    assert found(FILE, ["first"], [(0, 13)]) == [(0, list(range(5, 17)), [13])]


def test_what_is_raised_elsewhere_is_shown_with_what_stands_around_it():
    assert found(FILE, ["second"], [(0, 13)]) == [(0, [20, 21], []), (0, list(range(10, 17)), [13])]
    assert found(FILE, [], [(0, 2)]) == [(0, [1, 2, 3, 4, 5], [2])]


@pytest.mark.parametrize("place", [(0, 10**9), (0, 0), (7, 1), (0, 31)])
def test_a_place_that_is_not_there_is_not_shown(place):
    assert found(FILE, [], [place]) == []


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("layers.py, line 12, in f: x = 1", [(0, 12)]),
        ("layers.py, cell 3, line 4", [(3, 4)]),
        ("layers.py, line 12: SyntaxError: invalid syntax", [(0, 12)]),
        ("layers.py cannot be loaded", []),
        ("f: out is wrong", []),
        ("layers.py, line 12x", []),
        ("layers.py, line 99999999999999999", []),
    ],
)
def test_the_place_of_a_line_of_a_traceback_is_read(line, places):
    assert list(source.places(line, "layers.py")) == places


def test_a_file_may_be_called_anything():
    assert list(source.places("a, line 3.py, line 4", "a, line 3.py")) == [(0, 4)]


def test_code_has_colours_and_keeps_its_text():
    code = 'def f(x):  # a comment\n\n    return f\'{x!r}\' + """<b>\n</b>"""'
    lines = source.coloured(code, "python")
    assert [html.unescape(re.sub("<[^>]*>", "", line)) for line in lines] == code.split("\n")
    assert "<b>" not in "".join(lines)
    assert '<span class="k">def</span>' in lines[0]
    assert all(line.count("<span") == line.count("</span>") for line in lines)


@pytest.mark.parametrize("language", ["python", "pycon", "text", "no such language"])
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "\x1b[31m",
        "a\u202eb",
        "\x00",
        "\ud800",
        "{{ 7 * 7 }}",
        "]]>",
        "&lt;",
        "\x85\u2028\x0b",
    ],
)
def test_hostile_code_is_text(language, hostile):
    (line,) = source.coloured(hostile, language)
    assert "<script" not in line
    assert not set("\x1b\u202e\x00\ud800\x85\u2028\x0b\x0c") & set(line)
    line.encode("utf-8")


@pytest.mark.parametrize("unit", ["(", "'", '"""', "f'{", "0", "a ", "\\", "#", "@", "[[", "if x:", "\t", "é", "1_"])
def test_a_long_line_costs_no_time(unit):
    text = "def f(x):\n" + "\n".join("    " + unit * 60_000 for _ in range(6)) + "\n    return x\n"
    began = time.perf_counter()
    (excerpt,) = source.excerpts(Submission("layers.py", [text]), ["f"], [])
    assert time.perf_counter() - began < 2
    assert max(len(line.code.striptags()) for line in excerpt.lines) < 6 * source.COLUMNS


def test_a_long_function_is_cut_and_said_so():
    (excerpt,) = source.excerpts(Submission("a.py", ["def f():\n" + "    1\n" * 500]), ["f"], [])
    assert (len(excerpt.lines), excerpt.left_out) == (80, 421)


def test_many_definitions_cost_no_time():
    began = time.perf_counter()
    assert len(found("def f(): pass\n" * 70_000, ["f"])) == 1
    assert time.perf_counter() - began < 2
