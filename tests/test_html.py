import re
import subprocess
import sys
import time

import pytest
from msgspec.structs import replace

from grader import __version__
from grader.checking import Checker
from grader.outcome import Failure, Tried
from grader.report import html
from grader.submission import Submission
from tests.data.making import SCALE, edited, exercise, small
from tests.data.pages import Page
from tests.data.reports import HOSTILE, check, of, outcome

#: What may change with the versions of others, or with those of the exercise.
CHANGES = re.compile(r"(?<=all )\d+(?= failing)|(?<=Python )[\d.]+|(?<=NumPy )[\d.]+|(?<=scale )[0-9a-f]{16}")
SIGN = edited(SCALE, ("dx = dout * s", "dx = -dout * s"))
#: Text of each kind that tries to act, as a submission may have it anywhere.
ALL = "".join(text for text, _ in HOSTILE.values())

UNWRITTEN = replace(
    check("filled in", "error", failure=Failure("f is not written yet")),
    kind="exists",
    kind_of_fault="not_implemented",
)


def part(what, *cells, file="layers.py"):
    submission = Submission(file, list(cells))
    return html.Part(Checker(submission).check(what).outcome, submission, what)


def page(*parts, file="layers.py"):
    return Page(html.render([it if isinstance(it, html.Part) else html.Part(it) for it in parts], file))


def said(*cells, what=None, file="layers.py"):
    """What the page of a submission says, line by line."""
    return [CHANGES.sub("#", line) for line in page(part(what or small("scale"), *cells, file=file), file=file).lines]


def between(lines, first, last):
    return lines[lines.index(first) : lines.index(last)]


# what it says


def test_a_wrong_function():
    assert (
        said(SIGN)
        == """\
layers.py: report of dlgrade
Report on
layers.py
Scaling scale
(7 of 10 points)
10 of 12 checks are right, and scale_forward is complete. 1 check is wrong and 1 more waits for that.
(7 of 10 points earned, 3 lost, 0 waiting)
7 points earned
3 lost at what is wrong
✗ To mend · gradient of x · 0 of 3 points
scale_backward: dx is wrong
The mistake
dx has the wrong sign.
Your answers are those of this mistake on all # failing cases.
ds is right.
First wrong entry: dx[0, 0] ; it is the only element.
The smallest case that shows it
N = 1, D = 1
x (N, D)
(1 by 1 (N, D): 1)
s (D)
(1 (D): 1)
dout (N, D)
(1 by 1 (N, D): 1)
What comes out of it: dx (N, D)
yours
(yours 1 by 1 (N, D): -1. The first wrong entry is at [0, 0])
expected
(expected 1 by 1 (N, D): 1. The first wrong entry is at [0, 0])
difference (yours \u2212 expected)
(difference 1 by 1 (N, D): -2. The first wrong entry is at [0, 0])
Your lines
def scale_backward(dout, cache):
x, s = cache
dx = -dout * s
ds = (x * dout).sum(axis=0)
return dx, ds
Try it yourself
One click selects all of it. Run it beside your file.
import numpy as np
from layers import scale_forward, scale_backward
x = np.array([[1.0]])
s = np.array([1.0])
dout = np.array([[1.0]])
out, cache = scale_forward(x, s)
dx, ds = scale_backward(dout, cache)
print(dx) # expected: [[1.]]
A hint: where to look
Each entry of s meets every row.
More: what to compute
dx has the shape of x, ds the shape of s; sum over the rows.
Almost there: the decisive line
ds = (x * dout).sum(axis=0)
Every check
scale_forward 4 of 4 all 6 checks right
(4 of 4 points earned, 0 lost, 0 waiting)
✓ filled in is right
✓ returns is right
✓ values is right 4 of 4
✓ leaves its inputs alone is right
✓ integers is right
✓ no memory is right
scale_backward 3 of 6 4 of 6 checks right, 1 wrong
(3 of 6 points earned, 3 lost, 0 waiting)
✓ filled in is right
✓ returns is right
✗ gradient of x is wrong 0 of 3
· no memory waits
✓ gradient of s is right 3 of 3
✓ leaves its inputs alone is right
dlgrade VERSION, Python #, NumPy # · scale #, seed 0, isolation process""".replace("VERSION", __version__).splitlines()
    )


def test_everything_right():
    lines = said(SCALE)
    assert lines[3:8] == ["Scaling scale", "(10 of 10 points)", "All 12 checks passed.", "Every check",
                          "scale_forward 4 of 4 all 6 checks right"]  # fmt: skip
    assert not any("✗" in line or "wait" in line.replace("0 waiting", "") for line in lines)


def test_nothing_written():
    lines = said(small("scale").stub.read_text("utf-8"))
    assert between(lines, "Scaling scale", "Every check") == [
        "Scaling scale",
        "(0 of 10 points)",
        "0 of 12 checks are right. 1 function is yet to be written and 11 checks wait for that.",
        "(0 of 10 points earned, 0 lost, 10 waiting)",
        "0 points earned",
        "10 waiting for that",
        "○ To write · 10 points wait for it",
        "scale_forward is not written yet",
        "A hint: where to look",
        "NumPy lines the last axes up.",
        "More: what to compute",
        "Multiply x by s: (N, D) times (D,).",
        "Almost there: the decisive line",
        "out = x * s",
    ]
    assert lines[lines.index("Every check") + 1] == "scale_forward 0 of 4 0 of 6 checks right, to be written"
    assert "· waiting for scale_forward: filled in" in lines


def test_an_exception():
    lines = said(edited(SCALE, ("dx = dout * s", "dx = dout @ np.zeros(77)")))
    told = between(lines, "✗ To mend · returns · 6 points wait for it", "The smallest case that shows it")
    assert told[1].startswith("scale_backward raises ValueError: matmul: ")
    assert told[-2:] == [
        "Where it was raised",
        "layers.py, line 11, in scale_backward: dx = dout @ np.zeros(77)",
    ]
    assert "dx = dout @ np.zeros(77) (line 11: here)" in lines


def test_a_wrong_shape():
    lines = said(edited(SCALE, ("dx = dout * s", "dx = dout @ s")))
    assert between(lines, "What comes out of it", "Your lines")[1:] == ["yours", "(1,)", "expected", "(1, 1)"]


def test_two_mistakes_are_counted_and_what_belongs_to_both_stands_at_the_first():
    lines = said(edited(SCALE, ("dx = dout * s", "dx = 3 * dout * s"), (".sum(axis=0)", ".sum(axis=0) - 1")))
    assert "✗ To mend, 1 of 2 · gradient of x · 0 of 3 points" in lines
    assert "✗ To mend, 2 of 2 · gradient of s · 0 of 3 points" in lines
    assert lines.count("Your lines") == lines.count("A hint: where to look") == 1
    assert lines.count("Try it yourself") == 2


def test_several_wrong_entries_are_explained_and_listed():
    lines = said(edited(SCALE, ("dx = dout * s", "dx = dout * s\n    dx[:, 1:] *= 2")))
    assert "entry yours expected difference is" in lines
    assert any(re.fullmatch(r"\[0, 1\] \S+ \S+ \S+ wrong", line) for line in lines)
    (legend,) = [line for line in lines if line.startswith("Framed")]
    assert legend == (
        "Framed: the first wrong entry, [0, 1]. A corner marks each wrong entry. The stronger the colour, the larger "
        "the number; yours and expected share one scale."
    )


def test_what_the_same_mistake_makes_wrong_is_named():
    checks = [
        replace(check("gradient of x", failure=Failure("f: dx is wrong")), kind="gradient"),
        replace(check("gradient of w", "skipped", waits_for="f: gradient of x"), kind="gradient"),
        check("no memory", "skipped", waits_for="f: gradient of x"),
    ]
    lines = page(outcome(*checks)).lines
    assert "✗ To mend · gradient of x · 0 of 2 points, and 4 more wait for it" in lines
    assert "Wrong by the same mistake: gradient of w." in lines


@pytest.mark.parametrize(("degree", "label"), [("certain", "The mistake"), ("likely", "The likely mistake")])
def test_a_diagnosis_is_no_surer_than_it_is(degree, label):
    it = Failure("w", diagnosis="D.", degree=degree, evidence="E.", located="L.")
    lines = page(outcome(check(failure=it))).lines
    assert between(lines, label, "Every check") == [label, "D.", "E.", "L."]


def test_a_case_of_a_special_kind_is_told():
    lines = page(outcome(check(failure=Failure("w", tried=Tried(note="several calls in a row"))))).lines
    assert between(lines, "The kind of case", "Every check") == ["The kind of case", "several calls in a row"]


def test_inputs_are_arrays_options_and_words():
    inputs = {"x": [[1.0]], "p": {"mode": "train", "mean": [2.0], "eps": 0.1}, "mask": None, "big": [1.0] * 11, "e": {}}
    tried = Tried({}, inputs, "f(x)", input_axes={"x": ["N", "D"], "p.mean": ["D"], "big": ["N"]})
    lines = page(outcome(check(failure=Failure("w", tried=tried)))).lines
    assert between(lines, "x (N, D)", "Try it yourself") == [
        "x (N, D)",
        "(1 by 1 (N, D): 1)",
        "p",
        "mode = train, eps = 0.1",
        "p.mean (D)",
        "(1 (D): 2)",
        "mask",
        "None",
        "big (N)",
        "an array of shape (11,)",
        "e",
        "{}",
    ]


def test_without_a_snippet_every_number_is_told():
    tried = Tried({}, {"big": [1.0] * 11})
    lines = page(outcome(check(failure=Failure("w", tried=tried)))).lines
    assert "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]" in lines


def test_a_page_of_several_exercises_begins_with_an_overview():
    unwritten = replace(outcome(UNWRITTEN), exercise="later")
    begun = replace(check("filled in", "passed"), kind="exists")
    right, wrong = outcome(begun), replace(outcome(begun, check()), exercise="other")
    it = page(right, wrong, unwritten)
    assert between(it.lines, "Report on", "(2 of 2 points)")[2:-1] == [
        "ex", "(2 of 2 points earned, 0 lost, 0 waiting)", "2 of 2, all right",
        "other", "(2 of 4 points earned, 2 lost, 0 waiting)", "2 of 4", "Not written yet: later.",
    ]  # fmt: skip
    links = [value for name, value in it.attributes if name == "href"]
    anchors = [value for name, value in it.attributes if name == "id"]
    assert links == ["#ex", "#other", "#other-1"]
    assert set(links) <= {f"#{anchor}" for anchor in anchors}
    assert len(anchors) == len(set(anchors))


def test_the_only_exercise_is_shown_though_nothing_is_written():
    lines = page(outcome(UNWRITTEN)).lines
    assert "f is not written yet" in lines


def test_a_part_of_the_checks_may_wait_for_what_is_not_shown():
    lines = page(outcome(check("no memory", "skipped", waits_for="f: values"))).lines
    assert "0 of 1 checks are right. 1 check waits for another one." in lines
    assert lines[-4:-1] == ["(0 of 2 points earned, 0 lost, 2 waiting)", "· waiting for f: values",
                            "· no memory waits 0 of 2"]  # fmt: skip


def test_remarks_are_told():
    assert "Note: NumPy warns." in page(outcome(check("values", "passed"), remarks=["NumPy warns."])).lines


def test_points_may_be_missing():
    it = outcome(replace(check("values", "passed"), points=0.0, max_points=0.0))
    assert not any("point" in line or " of 0" in line for line in page(it).lines)


def test_the_tutorials_section_is_folded_into_the_page(course):
    affine = course.find("affine")
    lines = said(edited(affine.solution.read_text("utf-8"), ("dw = rows.T", "dw = -rows.T")), what=affine)
    assert "From the tutorial: Backward" in lines
    assert lines.index("A hint: where to look") < lines.index("From the tutorial: Backward")


def test_a_notebooks_cell_is_named():
    lines = said("import numpy as np", SIGN, file="layers.ipynb")
    assert "Your lines, cell 2" in lines


def test_a_function_is_found_under_the_name_that_it_has():
    lines = said(SIGN.replace("scale_", "stretch_"))
    assert "def stretch_backward(dout, cache):" in lines


def test_without_submission_and_exercise_the_outcome_is_shown():
    lines = page(html.Part(part(small("scale"), SIGN).outcome)).lines
    assert "scale_backward: dx is wrong" in lines
    assert not {"Your lines", "A hint: where to look"} & set(lines)


def test_an_exercise_without_a_page_has_no_hints(tmp_path):
    what = exercise(
        tmp_path, 'def f(x: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N"]:\n    out = x\n    return out\n'
    )
    lines = said("def f(x):\n    return x + 1\n", what=what)
    assert "f: out is wrong" in lines
    assert "A hint: where to look" not in lines


def test_what_a_page_needs_is_loaded_only_for_a_page():
    code = "import sys; from grader.report import {}; print(*sys.modules)"
    for module, needed in (("terminal", set()), ("html", {"jinja2", "markdown_it", "latex2mathml"})):
        ran = subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True)
        assert set(ran.stdout.split()) & {"jinja2", "markdown_it", "latex2mathml", "pygments"} == needed


# what it is


def test_a_page_stands_alone_and_runs_nothing():
    text = html.render([part(small("scale"), SIGN)], "layers.py")
    it = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "input"} & set(it.tags)
    assert not [name for name, _ in it.attributes if name in ("src", "style", "action") or name.startswith("on")]
    assert [value for name, value in it.attributes if name == "href"] == ["#scale-1"]
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/1998/Math/MathML)", text)
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'",
        policy.replace("&#39;", "'"),
    )


def test_a_page_is_the_same_when_it_is_made_again():
    it = part(small("scale"), SIGN)
    assert html.render([it], "layers.py") == html.render([it], "layers.py")


def test_a_page_says_nothing_of_what_is_hidden():
    what = small("scale")
    text = html.render([part(what, SIGN)], "layers.py")
    for mistake in what.spec.mistake:
        assert (mistake.says in text) == (mistake.says == "dx has the wrong sign.")
    ours = what.solution.read_text("utf-8") + what.toml.read_text("utf-8")
    theirs = SIGN + what.tutorial.read_text("utf-8")
    hidden = [line.strip() for line in ours.splitlines() if len(line) > 20 and line.strip() not in theirs]
    assert len(hidden) > 20
    assert [line for line in hidden if line in Page(text).text] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_submission_becomes_part_of_the_page(name):
    text, shown = HOSTILE[name]
    file = f"{text}.py"
    submission = Submission(file, [f"def f(x):  # {text}\n    '''{text}'''\n    return '{text}'\n"])
    rendered = html.render([html.Part(of(text), submission)], file)
    rendered.encode("utf-8")
    it = Page(rendered)
    assert not {"script", "x", "b", "img", "link"} & set(it.tags)
    assert not set("\x1b\x00\x07\x08\r\x9b\x9c\x9d\u202e\u2066\u200f\ud800\udcff\ufffe\uffff\U000e0041") & set(rendered)
    assert it.text.count(shown) >= 15
    assert "49" not in it.text.replace(__version__, "")


def test_all_of_it_at_once():
    Page(html.render([html.Part(of(ALL), Submission(ALL, [ALL, f"def f():\n    {ALL}"]))], ALL))


def test_what_is_long_is_cut(monkeypatch):
    long = "x" * 5_000_000
    began = time.perf_counter()
    text = html.render([html.Part(of(long), Submission("a.py", [f"def f(): {long}\n{long}"]))], long)
    assert time.perf_counter() - began < 2
    assert len(text) < 500_000


def test_a_page_is_made_in_no_time(course):
    conv = course.find("conv2d")
    it = part(
        conv, edited(conv.solution.read_text("utf-8"), ("dpadded[:, :, rows, cols] +=", "dpadded[:, :, rows, cols] ="))
    )
    html.render([it], "conv.py")
    began = time.perf_counter()
    for _ in range(5):
        html.render([it], "conv.py")
    assert (time.perf_counter() - began) / 5 < 0.1  # 0.005 where nothing else runs


def test_of_a_file_that_does_not_load_the_place_is_shown_and_no_hint():
    lines = said(SCALE + "\n\nx = (1,\n")
    assert between(lines, "✗ To mend · 10 points wait for it", "Every check")[2:] == [
        "Where it was raised",
        "layers.py, line 16: x = (1,",
        "Your lines",
        "return dx, ds",
        "x = (1, (line 16: here)",
    ]
