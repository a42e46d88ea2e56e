import ast
import signal
import time
import types

import pytest

from grader import processes
from grader.authoring import drafts, stubs
from grader.authoring import verify as authoring
from grader.authoring.verify import verify
from grader.course import Course
from grader.errors import CourseError, GraderFault, InputError
from grader.isolation import Limits
from grader.report import proofs
from grader.tutorial import Tutorial
from tests.data.making import HEAD, SMALL, course, exercise, judged, red, small

PAIR = '''
def f_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Double: $2x$."""
    out = 2 * x
    return out, x


def _helper(x):
    return 2 * x


def f_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> Float[np.ndarray, "N D"]:
    dx = _helper(dout)

    return dx


SIZE = 3
'''
PAGE = """---
title: F
---
# F
Words.

## Hints
### f_forward
1. One.
2. Two
   on two lines.
3. ```python
   out = 2 * x
   ```
### `f_backward`
1. One.
2. Two.
3. Three.
## Later
1. No hint.
"""
MISTAKE = '[[mistake]]\ncaught_by = "{}"\nsays = "{}"\nreplace = "{}"\nby = "{}"\n'
POINTS = "cases = 40\n[points.f_forward]\nvalues = 1\n"
FIVE = "".join(
    MISTAKE.format("f_forward: values", f"It is {factor} times.", "out = 2 * x", f"out = {factor} * x")
    for factor in (3, 4, 5, 6, 7)
)
PLANTED = MISTAKE + "planted = true\n"
NEGATED = PLANTED.format("f_backward: gradient of x", "Negated.", "dx = _helper(dout)", "dx = -_helper(dout)")
SPOILT = PLANTED.format("f_backward: leaves its inputs alone", "Spoilt.", "return dx", "dout *= 2; return dx")
EARNED = 'cases = 40\n[points.f_backward]\n"gradient of x" = 2\n'


@pytest.fixture
def proof(tmp_path):
    """What `verify` finds out about an exercise, whose stub and page are there."""

    def proof(solution=PAIR, toml=POINTS + FIVE, page=PAGE, stub=None):
        made = exercise(tmp_path, solution, toml)
        if page:
            made.tutorial.write_text(page)
        if stub != "":
            made.stub.write_text(stub or stubs.stub(made))
        (found,) = verify([made], jobs=1)
        return found

    return proof


# stubs


def test_a_stub_keeps_signatures_docstrings_helpers_and_the_rest(tmp_path):
    text = stubs.stub(exercise(tmp_path, PAIR))
    assert text.endswith(
        '''
def f_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Double: $2x$."""
    raise NotImplementedError("write f_forward here")


def _helper(x):
    return 2 * x


def f_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> Float[np.ndarray, "N D"]:
    raise NotImplementedError("write f_backward here")


SIZE = 3
'''
    )
    assert text.startswith("from typing import Literal")
    ast.parse(text)


@pytest.mark.parametrize(
    "body",
    [
        '    """Say."""',
        "    pass",
        '    """Say."""\n    # a note\n    return x',
        '    """Say\n\n    more.\n    """\n    def inner():\n        return x\n    return inner()',
        "    return x  # \u00e9",
        '    return """\n    text"""',
        "    # a note\n    return x",
    ],
)
def test_every_form_of_a_body_is_cleared(tmp_path, body):
    made = exercise(tmp_path, "def f(x: float) -> float:\n    return x\n")
    made.solution.write_text(f"def f(x):\n{body}\n\n\ndef _g():\n    return 1\n", "utf-8")
    scope = types.ModuleType("stub")
    text = stubs.stub(made)
    exec(text, scope.__dict__)
    with pytest.raises(NotImplementedError, match="write f here"):
        scope.f(1)
    assert scope._g() == 1
    assert "return x" not in text
    assert text.count("raise NotImplementedError") == 1


def test_a_decorator_stays(tmp_path):
    made = exercise(tmp_path, "def f(x: float) -> float:\n    return x\n")
    made.solution.write_text("import functools\n\n\n@functools.cache\ndef f(x):\n    return x\n", "utf-8")
    assert "@functools.cache\ndef f(x):\n    raise" in stubs.stub(made)


def test_a_function_on_one_line_is_refused(tmp_path):
    made = exercise(tmp_path, "def f(x: float) -> float:\n    return x\n")
    made.solution.write_text("def f(x): return x\n", "utf-8")
    with pytest.raises(CourseError, match="line 1: write the body of f on lines of its own"):
        stubs.stub(made)


def test_a_solution_that_is_no_python_is_refused_with_its_line(tmp_path):
    made = exercise(tmp_path, "def f(x: float) -> float:\n    return x\n")
    made.solution.write_text("x = 1\ndef f(:\n")
    with pytest.raises(CourseError) as refused:
        stubs.stub(made)
    assert str(refused.value) == f"{made.solution}: line 2: invalid syntax."


def test_the_stub_of_a_stub_is_the_same(tmp_path):
    made = exercise(tmp_path, PAIR)
    once = stubs.stub(made)
    made.solution.write_text(once, "utf-8")
    assert stubs.stub(made) == once


def test_sync_writes_what_is_stale_and_nothing_else(tmp_path):
    made = course(
        tmp_path, a="def a(x: float) -> float:\n    return x\n", b="def b(x: float) -> float:\n    return x\n"
    )
    assert [it.name for it in stubs.sync(made)] == ["a", "b"]
    assert stubs.sync(made) == []
    before = made.find("a").stub.stat().st_mtime_ns
    made.find("b").stub.write_text("by hand")
    assert not stubs.is_current(made.find("b"))
    assert [it.name for it in stubs.sync(made)] == ["b"]
    assert made.find("a").stub.stat().st_mtime_ns == before


# stubs with bugs in them


@pytest.fixture
def buggy(tmp_path):
    """An exercise whose solution begins with a docstring."""

    def buggy(toml, docstring='"""Twice as much."""'):
        made = exercise(tmp_path, PAIR, toml)
        made.solution.write_text(f"{docstring}\n\n{HEAD}{PAIR}", "utf-8")
        return made

    return buggy


def test_a_stub_with_bugs_is_the_solution_but_for_them_and_counts_them(buggy):
    made = buggy(EARNED + FIVE + NEGATED + SPOILT)
    text = made.solution.read_text("utf-8")
    text = text.replace("dx = _helper(dout)", "dx = -_helper(dout)").replace("return dx", "dout *= 2; return dx")
    counted = '"""Twice as much.\n\nThere are 2 bugs in this file. Find and mend them.\n"""\n'
    assert stubs.stub(made) == text.replace('"""Twice as much."""\n', counted)


@pytest.mark.parametrize("docstring", ['r"""Twice."""', 'r"""Twice.\n"""', 'r"""Twice.\n\n"""'])
def test_a_single_bug_is_told_in_the_singular_under_any_docstring(buggy, docstring):
    text = stubs.stub(buggy(EARNED + NEGATED, docstring))
    assert text.startswith('r"""Twice.\n\nThere is 1 bug in this file. Find and mend them.\n"""\n\nfrom')


@pytest.mark.parametrize("docstring", ["", "import os", "'''Twice.'''", '# """Twice."""'])
def test_a_file_with_bugs_has_a_docstring_to_tell_of_them(buggy, docstring):
    made = buggy(EARNED + NEGATED, docstring)
    with pytest.raises(CourseError) as refused:
        stubs.stub(made)
    says = "begin with a docstring in three double quotes: it tells of the bugs."
    assert str(refused.value) == f"{made.solution}: {says}"


def test_bugs_in_the_same_line_are_refused(buggy):
    with pytest.raises(CourseError, match=r"'dx = _helper\(dout\)' occurs 0 times in the solution"):
        stubs.stub(buggy(EARNED + NEGATED + NEGATED))


# drafts


@pytest.fixture
def draft(tmp_path):
    made = course(tmp_path)
    drafts.write(made, "only/gate")
    return Course(tmp_path).find("gate")


def test_a_draft_passes_its_own_checks_and_its_mistake_is_caught(draft):
    draft.stub.write_text(stubs.stub(draft))
    (proof,) = verify([draft], 1)
    assert proof.problems == ["1 mistakes are listed; at least 5 are wanted"]
    assert [row.caught for row in proof.rows] == [True]


def test_a_draft_has_points_and_a_readable_title(draft):
    assert (draft.spec.title, draft.points) == ("Gate", 10)
    assert list(Tutorial(draft).hints) == ["gate_forward", "gate_backward"]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("gate", "'gate' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/", "'only/' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/Gate", "'only/Gate' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/2d", "'only/2d' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/a/b", "'only/a/b' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/../x", "'only/../x' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("other/gate", "'other/gate' is not TRACK/NAME with a lower-case name. Tracks: only."),
        ("only/class", "'class' is a word of Python. Choose another name."),
    ],
)
def test_a_place_that_cannot_be_is_refused(tmp_path, place, says):
    with pytest.raises(InputError) as refused:
        drafts.write(course(tmp_path), place)
    assert str(refused.value) == says
    assert list((tmp_path / "solutions/only").iterdir()) == []


def test_a_name_that_is_taken_is_refused(tmp_path, draft):
    with pytest.raises(InputError, match="There is an exercise 'gate' already"):
        drafts.write(Course(tmp_path), "only/gate")


def test_a_file_that_is_there_is_not_overwritten(tmp_path):
    page = course(tmp_path).exercises / "only/gate.md"
    page.write_text("mine")
    with pytest.raises(InputError) as refused:
        drafts.write(Course(tmp_path), "only/gate")
    assert str(refused.value) == f"{page} exists already; nothing was written."
    assert list((tmp_path / "solutions/only").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    made = course(tmp_path)
    (made.solutions / "only").rmdir()
    (made.solutions / "only").write_text("a file")
    with pytest.raises(InputError, match="File exists"):
        drafts.write(Course(tmp_path), "only/gate")


# proofs


def test_a_complete_exercise_has_no_problems(proof):
    found = proof()
    assert found.problems == []
    assert [row.caught for row in found.rows] == [True] * 5


def test_a_solution_that_fails_its_own_checks_is_told_first(proof):
    found = proof(PAIR.replace("dx = _helper(dout)", "dout *= 2\n    dx = dout"))
    assert len(found.problems) == 1
    assert found.problems[0].startswith("the solution does not pass: f_backward: ")
    assert found.rows == []


def test_a_mistake_that_is_not_caught_is_told_with_what_is_red(proof):
    wrong = MISTAKE.format("f_backward: gradient of x", "Doubled.", "out = 2 * x", "out = 3 * x")
    assert proof(toml=POINTS + FIVE + wrong).problems == [
        "mistake 'Doubled.' is not caught by 'f_backward: gradient of x'; red are: f_forward: values"
    ]


def test_a_mistake_that_changes_nothing_is_told(proof):
    harmless = MISTAKE.format("f_forward: values", "None.", "out = 2 * x", "out = x * 2")
    assert proof(toml=POINTS + FIVE + harmless).problems == [
        "mistake 'None.' is not caught by 'f_forward: values'; nothing is red"
    ]


def test_a_mistake_that_names_no_check_is_told_with_a_close_one(proof):
    wrong = MISTAKE.format("f_forward: value", "Tripled.", "out = 2 * x", "out = 3 * x")
    assert proof(toml=POINTS + FIVE + wrong).problems[0] == (
        "mistake 'Tripled.': no check 'f_forward: value'. Did you mean 'f_forward: values'?"
    )


def test_a_mistake_whose_text_is_not_in_the_solution_is_told_with_the_file(proof):
    wrong = MISTAKE.format("f_forward: values", "Gone.", "out = 9 * x", "out = 3 * x")
    found = proof(toml=POINTS + FIVE + wrong)
    says = "mistake 'Gone.': 'out = 9 * x' occurs 0 times in the solution. It must occur exactly once."
    assert found.problems == [f"{found.exercise.toml}: {says}"]


def test_too_few_mistakes_are_told(proof):
    assert proof(toml=POINTS).problems == ["0 mistakes are listed; at least 5 are wanted"]


def test_an_exercise_without_points_is_told(proof):
    assert proof(toml="cases = 40\n" + FIVE).problems == ["no check carries points"]


def test_a_stub_that_is_missing_or_edited_is_told_with_the_fix(proof):
    says = ["exercises/only/f.py is out of date. Run: dlgrade sync"]
    assert proof(stub="").problems == says
    assert proof(stub="x = 1\n").problems == says


def test_a_page_that_is_missing_is_told(proof):
    found = proof(page="")
    assert found.problems == [f"{found.exercise.tutorial}: the tutorial is missing."]


def test_hints_that_are_missing_are_told(proof):
    assert proof(page=PAGE.replace("2. Two.\n", "")).problems == [
        "f.md: 3 hints are wanted for f_backward, there are 2"
    ]
    assert proof(page="# F\n").problems == [
        "f.md: 3 hints are wanted for f_forward, there are 0",
        "f.md: 3 hints are wanted for f_backward, there are 0",
    ]


@pytest.fixture
def buggy_proof(buggy):
    """What `verify` finds out about an exercise with planted mistakes, whose stub and page are there."""

    def buggy_proof(toml):
        made = buggy(toml)
        made.tutorial.write_text(PAGE)
        made.stub.write_text(stubs.stub(made))
        (found,) = verify([made], jobs=1)
        return found

    return buggy_proof


def test_a_stub_that_is_red_at_each_of_its_bugs_is_no_problem(buggy_proof):
    found = buggy_proof(EARNED + FIVE + NEGATED + SPOILT)
    assert found.problems == []
    assert [row.caught for row in found.rows] == [True] * 7


def test_a_stub_whose_bugs_are_mended_is_out_of_date(buggy):
    made = buggy(EARNED + FIVE + NEGATED)
    made.tutorial.write_text(PAGE)
    made.stub.write_text(made.solution.read_text())
    (found,) = verify([made], jobs=1)
    assert found.problems == ["exercises/only/f.py is out of date. Run: dlgrade sync"]


def test_a_bug_that_another_one_hides_is_told(buggy_proof):
    tripled = PLANTED.format("f_forward: values", "Tripled.", "out = 2 * x", "out = 3 * x")
    assert buggy_proof(EARNED + FIVE + NEGATED + tripled).problems == [
        "planted mistake 'Negated.': 'f_backward: gradient of x' is not red for the untouched stub"
    ]


def test_bugs_that_undo_each_other_are_told(buggy_proof):
    again = PLANTED.format("f_backward: gradient of x", "Again.", "return dx", "return -dx")
    assert buggy_proof(EARNED + FIVE + NEGATED + again).problems == [
        "planted mistake 'Negated.': 'f_backward: gradient of x' is not red for the untouched stub",
        "planted mistake 'Again.': 'f_backward: gradient of x' is not red for the untouched stub",
        "the untouched stub earns 2 points; give them to checks that it fails",
    ]


def test_a_bug_that_raises_is_told(buggy_proof):
    raises = PLANTED.format("f_backward: returns", "Raises.", "dx = _helper(dout)", "dx = _helper(dout) / None")
    (problem,) = buggy_proof(EARNED + FIVE + raises).problems
    assert problem.startswith("the untouched stub should run and answer wrongly; it does not run at: f_backward: ")


def test_a_stub_with_bugs_that_earns_points_is_told(buggy_proof):
    assert buggy_proof(POINTS + FIVE + NEGATED).problems == [
        "the untouched stub earns 1 points; give them to checks that it fails"
    ]


def test_the_proofs_are_shown_as_they_come_and_summed(proof, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert proofs.show([proof()]) == 0
    wrong = MISTAKE.format("f_backward: gradient of x", "Doubled.", "out = 2 * x", "out = 3 * x")
    assert proofs.show([proof(toml=POINTS + FIVE + wrong)]) == 1
    one, other = capsys.readouterr().out.split("✗ f\n")
    assert one.splitlines()[0] == "✓ f"
    assert one.splitlines()[-1] == "1 exercises, 0 with problems; 5 of 5 mistakes caught"
    assert [line.split()[0] for line in other.splitlines()[:6]] == ["✓"] * 5 + ["✗"]
    assert other.splitlines()[-1] == "1 exercises, 1 with problems; 5 of 6 mistakes caught"


def test_what_is_wrong_stands_on_one_line_wherever_it_is_read(proof, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    found = proof(stub="")
    proofs.show([found])
    assert f"    {found.problems[0]}" in capsys.readouterr().out.splitlines()


# proofs in several processes


def test_proofs_come_in_the_order_asked_for_whatever_takes_longest():
    asked = [small("centre"), small("scale"), small("centre")]
    found = list(verify(asked, jobs=2))
    assert [proof.exercise for proof in found] == asked
    assert [proof.problems for proof in found] == [[], [], []]


def test_several_processes_find_what_one_finds(tmp_path):
    wrong = MISTAKE.format("f_backward: gradient of x", "Doubled.", "out = 2 * x", "out = 3 * x")
    made = exercise(tmp_path, PAIR, POINTS + 4 * FIVE + wrong)
    made.stub.write_text(stubs.stub(made))
    (one,), (several,) = verify([made], jobs=1), verify([made], jobs=2)
    assert len(one.rows) == 21 > authoring.CHUNK
    assert one.problems[-1] == (
        "mistake 'Doubled.' is not caught by 'f_backward: gradient of x'; red are: f_forward: values"
    )
    assert several == one


def test_an_exercise_that_cannot_be_read_is_told_and_the_next_one_is_proved(tmp_path):
    made = exercise(tmp_path, PAIR, "nothing = 1\n")
    broken, whole = verify([made, small("scale")], jobs=2)
    assert broken.problems == [f"{made.toml}: unknown key 'nothing'. Did you mean 'function'?"]
    assert whole.problems == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_process_that_dies_is_our_fault():
    with pytest.raises(GraderFault) as fault, processes.pool(2) as pool:
        pool.submit(signal.raise_signal, signal.SIGKILL).result()
    assert str(fault.value) == "a process that checks submissions came to an end by itself"


def test_whatever_ends_a_pool_ends_its_processes_at_once():
    asked = []

    def interrupted():
        with processes.pool(2) as pool:
            asked.extend(pool.submit(time.sleep, 600) for _ in range(4))
            while not asked[0].running():
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert all(future.done() for future in asked)


def test_a_mistake_that_is_known_to_run_on_is_not_waited_for_long(tmp_path, monkeypatch):
    endless = MISTAKE.format("f_forward: returns", "Endless.", "out = 2 * x", "while True: pass") + "ends = false\n"
    made = exercise(tmp_path, PAIR, POINTS + FIVE + endless)
    made.tutorial.write_text(PAGE)
    made.stub.write_text(stubs.stub(made))
    limits = []
    monkeypatch.setattr(authoring, "ENDLESS_S", 0.5)
    monkeypatch.setattr(authoring, "Limits", lambda **said: limits.append(said) or Limits(**said))
    (found,) = verify([made], jobs=1)
    assert found.problems == []
    assert [row.runs_on for row in found.rows] == [False] * 5 + [True]
    assert limits == [{}] * 7 + [{"wall_s": 0.5}]


# pages


def test_a_page_is_read_without_its_front_matter(tmp_path):
    made = exercise(tmp_path, PAIR)
    made.tutorial.write_text(PAGE)
    assert Tutorial(made).text.startswith("# F\nWords.")


def test_hints_are_read_by_function_in_order(tmp_path):
    made = exercise(tmp_path, PAIR)
    made.tutorial.write_text(PAGE)
    assert Tutorial(made).hints == {
        "f_forward": ["One.", "Two on two lines.", "```python\n   out = 2 * x\n   ```"],
        "f_backward": ["One.", "Two.", "Three."],
    }


def test_a_page_that_is_missing_is_said(tmp_path):
    made = exercise(tmp_path, PAIR)
    with pytest.raises(CourseError) as refused:
        _ = Tutorial(made).hints
    assert str(refused.value) == f"{made.tutorial}: the tutorial is missing."


# the small course of these tests


@pytest.mark.parametrize("name", ["scale", "centre"])
def test_the_small_course_keeps_its_own_rules(name):
    (found,) = verify([small(name)], 1)
    assert found.problems == []
    assert all(row.caught for row in found.rows)
    assert Course(SMALL).find(name).stub.read_text() == stubs.stub(small(name))


def test_a_solution_is_a_submission_that_passes():
    for name in ("scale", "centre"):
        assert red(judged(small(name), small(name).solution.read_text())) == {}
