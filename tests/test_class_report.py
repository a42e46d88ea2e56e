import pickle
import random
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.batch.model import Student
from grader.outcome import Failure
from grader.report import statistics
from grader.report.classpage import counted
from grader.report.classroom import ClassReport, Mark
from grader.report.safe import folder_name
from tests.data.making import course
from tests.data.pages import Page
from tests.data.reports import HOSTILE, check, outcome

CODE = """def {}(x: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N"]:
    out = x
    return out
"""
NAMES = {"a": "Ada", "b": "Ben", "c": "Cleo", "d": "Dana", "e": "Emil"}


@pytest.fixture(scope="session")
def exercises(tmp_path_factory):
    """Exercises of one track, by name."""
    made = course(tmp_path_factory.mktemp("course"), **{name: CODE.format(name) for name in ("ex", "other")})
    return {it.name: it for it in made.ordered()}


@pytest.fixture(scope="session")
def thirteen(tmp_path_factory):
    """More exercises than are shown without folding them, in two tracks."""
    root = tmp_path_factory.mktemp("long")
    made = course(root, **{f"e{i:02}": CODE.format(f"e{i:02}") for i in range(13)})
    (root / "exercises/course.toml").write_text('format = 1\ntitle = "T"\n[tracks]\nonly = "Only"\nlast = "Last"\n')
    (root / "solutions/last").mkdir()
    for path in (root / "solutions/only").glob("e12.*"):
        path.rename(root / "solutions/last" / path.name)
    return type(made)(root).ordered()


def exists(status="passed"):
    it = replace(check("filled in", status), kind="exists", points=0.0, max_points=0.0)
    return it if status == "passed" else replace(it, kind_of_fault="not_implemented")


def did(**checks):
    """An outcome: each check passed, failed, error, skipped, a kind of fault, or the sentence said to it."""
    made = [exists()]
    for name, came in checks.items():
        name = name.replace("_", " ")
        if came in ("passed", "failed", "error", "skipped"):
            made.append(check(name, came))
        elif came in ("timeout", "memory", "forbidden", "tampered"):
            made.append(replace(check(name, "error"), kind_of_fault=came))
        else:
            sentence, _, degree = came.partition("|")
            failure = Failure("f: out is wrong", diagnosis=sentence, degree=degree or "certain")
            made.append(check(name, failure=failure))
    return replace(outcome(*made), max_points=2.0 * len(checks))


STUB = outcome(exists("error"))
FAULT = "the sandbox did not start"


def rendered(exercises, came, marks=None, order=None, title="Homework 3", names=NAMES, **more):
    """The page for what came of some students: an outcome each, or one for each exercise."""
    dealt = []
    for student, theirs in came.items():
        theirs = theirs if isinstance(theirs, dict) else {"ex": theirs}
        dealt += [(student, name, it) for name, it in theirs.items()]
    if order is not None:
        random.Random(order).shuffle(dealt)
    report = ClassReport()
    for student, name, it in dealt:
        report.add(student, name, it)
    asked = {name for _, name, _ in dealt} or {"ex"}
    if marks is None:
        points = {it: sum(o.points for s, _, o in dealt if s == it and hasattr(o, "points")) for it in came}
        marks = {it: Mark(number, 0.0, number, 4.0 * len(asked)) for it, number in points.items()}
    students = [Student(it, names.get(it, "")) for it in came]
    return report.render(title, students, [it for it in exercises.values() if it.name in asked], marks, **more)


def lines(*args, **more):
    return Page(rendered(*args, **more)).lines


def section(said, first, last=None):
    begin = len(said) - 1 - said[::-1].index(first)
    return said[begin : said.index(last, begin) if last else None]


RIGHT, HALF = did(one="passed", two="passed"), did(one="passed", two="The carry is forgotten.")
LOST = did(one="The sign is wrong.|likely", two="skipped")

# what it says


def test_a_class_of_five_on_one_exercise(exercises):
    marks = {"a": Mark(4, 0, 4, 4), "b": Mark(2, 0.5, 1.5, 4), "c": Mark(0, 0, 0, 4), "e": Mark(2, 0, 2, 4)}
    came = {"b": HALF, "a": RIGHT, "c": LOST, "d": None, "e": HALF}
    text = lines(exercises, came, marks, settings=["seed 0", "dlgrade 1"], notes=["x.py: nobody's"])
    assert (
        text
        == """\
Homework 3: class report of dlgrade
Class report
Homework 3
students 5
mean of 4 1.9
median 1.8
with full marks 1
handed in nothing 1
Mean and median are of the final scores of the 4 students who handed something in. With 0 for the 1 who did not, the mean is 1.5.
Collecting: 1 note
x.py: nobody's
The exercise
Hardest checks
Commonest mistakes
Needing attention
Item analysis
All students
Final scores
1
none
1
0
10
20
1
30
40
1
50
60
70
80
1
90
Students by final score, in percent of 4 points; 100 % is in the last column. Apart on the left, those who handed in nothing.
ex ex
4 students began it. They have 2 of 4 points on average before any penalty, half of them 2 or more.
(1 all right, 3 something wrong, 0 raised, stopped or partly unwritten, 0 nothing written, 1 nothing handed in)
1 all right , 20 %
3 something wrong , 60 %
1 nothing handed in , 20 %
Hardest checks
The checks that the fewest have right, of those who began the exercise. Where a check waits for an earlier one, it is not wrong itself: the names are of those in whom it is.
f: two 1 of 4 right, 2 wrong, 1 waiting
Ben
Emil
f: one 3 of 4 right, 1 wrong
Cleo
Commonest mistakes
What the report says to the student, and to how many of those who began the exercise. A mistake is certain where all their wrong answers are those of this mistake.
The carry is forgotten. 2 of 4 · certain
Ben
Emil
The sign is wrong. 1 of 4 · likely
Cleo
Needing attention
Each student stands under the first rule that applies. Those whose work is not all graded are under none.
Nothing handed in 1 student Not a file was found for any exercise.
Dana
Begun, and no point yet 1 student Something is written, and no check that has points is right.
Cleo
Below half 1 student The final score is below half of the maximum.
Ben
Item analysis
For those who set the checks. Difficulty is the share of students who have a check right, of those in whom it was judged; in the others it waits for an earlier one. Discrimination says whether those with more points elsewhere have it right more often: it is the correlation of the check, right or wrong, with the points of the same student without it (corrected point-biserial; Henrysson, Psychometrika 28, 1963, 211–218). From about 0.3 on it tells those who know from those who do not, near 0 it does not, and below 0 the stronger students miss it more often. It is shown for 10 students or more, where they differ; a check that others wait for seems better than it is, since they fall with it.
ex 3 checks, 4 students
Check Points Right Wrong Waiting Difficulty Discrimination
f: filled in 0 4 0 0 100 % –
f: one 2 3 1 0 75 % –
f: two 2 1 2 1 33 % –
All students
In the order of names, which lead to the students' reports. A dash: nothing handed in.
Name Id Total Late Final
Ada a 4 0 4
Ben b 2 −0.5 1.5
Cleo c 0 0 0
Dana d – – –
Emil e 2 0 2
seed 0 · dlgrade 1""".splitlines()  # noqa: E501
    )


def test_a_drawing_says_in_words_what_it_shows(exercises):
    text = rendered(exercises, {"a": RIGHT, "b": HALF, "d": None})
    assert (
        'aria-label="2 students by final score: 0 from 0 to 10 %, 0 from 10 to 20 %, 0 from 20 to 30 %, '
        "0 from 30 to 40 %, 0 from 40 to 50 %, 1 from 50 to 60 %, 0 from 60 to 70 %, 0 from 70 to 80 %, "
        '0 from 80 to 90 %, 1 from 90 to 100 %. Apart from them, 1 who handed in nothing."'
    ) in text


def test_several_exercises_are_a_table(exercises):
    came = {"a": {"ex": RIGHT, "other": None}, "b": {"ex": HALF, "other": did(one="timeout", two="skipped")}}
    said = lines(exercises, came)
    assert section(said, "Exercises", "Hardest checks")[1:] == [
        "Mean, median and spread are of the points of those who began: who handed in more than the stub. The shares "
        "count every student; a time-out is counted beside the others. In the order of the course.",
        "all right",
        "something wrong",
        "raised, stopped or partly unwritten",
        "nothing written",
        "nothing handed in",
        "Exercise Began Mean Median Of Right and spread Wrong Error Unwritten Not in Time-outs",
        "ex ex",
        "(1 all right, 1 something wrong, 0 raised, stopped or partly unwritten, 0 nothing written, "
        "0 nothing handed in)",
        "2 3 3 4 50 %",
        "(Tenths of the points, from few to all: 0, 0, 0, 0, 0, 1, 0, 0, 0, 1)",
        "50 % 0 % 0 % 0 % 0",
        "other other",
        "(0 all right, 0 something wrong, 1 raised, stopped or partly unwritten, 0 nothing written, "
        "1 nothing handed in)",
        "1 0 0 4 0 %",
        "(Tenths of the points, from few to all: 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
        "0 % 50 % 0 % 50 % 1",
    ]
    assert section(said, "All students")[2:5] == [
        "Name Id ex 4 other 4 Total Late Final",
        "Ada a 4 – 4 0 4",
        "Ben b 2 0 2 0 2",
    ]
    assert "ex: f: two 1 of 2 right, 1 wrong" in said
    assert "other: Took too long 1 student" in said


def test_many_exercises_are_folded_by_track(thirteen):
    by_name = {it.name: it for it in thirteen}
    said = lines(by_name, {"a": dict.fromkeys(by_name, RIGHT), "b": dict.fromkeys(by_name, HALF)})
    assert "Only 12 exercises, 50 % all right" in said
    assert "Last 1 exercise, 50 % all right" in said
    assert "Name Id Only 48 Last 4 Total Late Final" in said
    assert "Ben b 24 2 26 0 26" in said


def test_nothing_handed_in_at_all(exercises):
    said = lines(exercises, {"a": None, "b": None}, {})
    assert said[3:] == [
        "students 2",
        "handed in nothing 2",
        "Nothing was handed in, so there is nothing to report.",
        "All students",
        "In the order of names, which lead to the students' reports. A dash: nothing handed in.",
        "Name Id Total Late Final",
        "Ada a – – –",
        "Ben b – – –",
    ]


def test_everything_ungraded(exercises):
    said = lines(exercises, {"a": FAULT, "b": FAULT})
    assert said[3:9] == [
        "2 of 2 students not graded",
        "The fault is the grader's, not theirs, and it is no grade. What could not be graded is in no number here, and "
        "neither is the total of whoever it belongs to. What happened",
        "students 2",
        "handed in nothing 0",
        "not graded 2",
        "There is no final score to report.",
    ]
    assert "No work on it is graded." in said
    assert section(said, "Not graded", "All students")[1:] == [
        "The grader failed here, not the students. Nothing is taken from them: grade again, and what could not be "
        "graded is tried anew.",
        "the sandbox did not start 2 students",
        "Ada",
        "Ben",
    ]
    assert said[-2:] == ["Ada a – – not graded", "Ben b – – not graded"]


def test_one_student(exercises):
    said = lines(exercises, {"a": HALF})
    assert said[3:7] == [
        "student 1",
        "final score of 4 2",
        "with full marks 0",
        "handed in nothing 0",
    ]
    assert said[7] == "The score is that of the 1 student who handed something in."
    assert "Final scores" not in said
    assert "1 student began it and has 2 of 4 points before any penalty." in said


def test_a_class_that_is_not_known_is_known_from_what_it_handed_in(exercises):
    report = ClassReport()
    report.add("x", "ex", RIGHT)
    said = Page(report.render("T", [], [exercises["ex"]], {})).lines
    assert "There is no final score to report." in said
    assert said[-1] == "x x – – –"


# who is counted


def test_what_is_ungraded_is_in_no_number(exercises):
    came = {"a": {"ex": RIGHT, "other": RIGHT}, "b": {"ex": FAULT, "other": HALF}, "c": {"ex": HALF, "other": HALF}}
    said = lines(exercises, came)
    assert said[5:10] == ["students 3", "mean of 8 6", "median 6", "with full marks 1", "handed in nothing 0"]
    assert (
        "Mean and median are of the final scores of the 2 students who handed something in and whose work is all "
        "graded."
    ) in said
    assert "2 3 3 4 50 %" in said  # ex, of two students
    assert "3 2.7 2 4 33 %" in said  # other, of three
    assert "Ben b not graded 2 – – not graded" in said
    assert "ex: the sandbox did not start 1 student" in said


def test_the_stub_is_not_begun(exercises):
    said = lines(exercises, {"a": RIGHT, "b": STUB, "c": HALF})
    assert "2 students began it. They have 3 of 4 points on average before any penalty, half of them 3 or more." in said
    assert "f: two 1 of 2 right, 1 wrong" in said
    assert "1 nothing written , 33 %" in said


def test_a_file_that_cannot_be_loaded_is_begun(exercises):
    broken = outcome(replace(check("filled in", "error"), kind="exists", kind_of_fault="raised"))
    said = lines(exercises, {"a": broken})
    assert "1 raised, stopped or partly unwritten , 100 %" in said


def test_a_diagnosis_counts_students_not_checks(exercises):
    twice = did(one="The carry is forgotten.|likely", two="The carry is forgotten.")
    once = did(one="The carry is forgotten.|likely", two="passed")
    surest_first = did(one="The carry is forgotten.", two="The carry is forgotten.|likely")
    said = lines(exercises, {"a": twice, "b": once, "c": surest_first, "d": RIGHT})
    assert "The carry is forgotten. 3 of 4 · certain for 2, likely for 1" in said


def test_what_is_wrong_without_a_diagnosis_is_told(exercises):
    said = lines(exercises, {"a": did(one="failed", two="passed"), "b": HALF})
    (told,) = [line for line in said if line.startswith("What the report says")]
    assert told.endswith("In 1 of 2 wrong pieces of work no mistake is named.")


def test_the_commonest_are_listed_and_the_others_counted(exercises):
    said = lines(exercises, {f"s{i:02}": did(one=f"Mistake {i}.", two="skipped") for i in range(14)})
    (told,) = [line for line in said if line.startswith("What the report says")]
    assert told.endswith("The 12 commonest of 14.")
    sentences = sorted(f"Mistake {i}. 1 of 14 · certain" for i in range(14))
    assert [line for line in said if line.startswith("Mistake")] == sentences[:12]


def test_checks_of_what_hardly_anybody_began_are_not_the_hardest(exercises):
    came = {f"s{i}": {"ex": HALF if i % 2 else RIGHT, "other": LOST if i == 0 else None} for i in range(6)}
    said = section(lines(exercises, came), "Hardest checks", "Commonest mistakes")
    assert said[1].endswith("Exercises that fewer than 5 began are left out.")
    assert [line for line in said if "right" in line[:30]] == ["ex: f: two 3 of 6 right, 3 wrong"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("timeout", "Took too long"),
        ("memory", "Took too much memory"),
        ("forbidden", "Did what is not allowed"),
        ("tampered", "Meddled with the grader"),
    ],
)
def test_what_was_stopped_stands_apart(exercises, kind, words):
    said = lines(exercises, {"a": did(one="passed", two=kind), "b": RIGHT})
    assert section(said, "Stopped", "Item analysis")[1:4] == [
        "The grader stopped these, and the checks concerned count as not passed: that is the students' own doing. "
        "Checks that were right before keep their points.",
        f"{words} 1 student",
        "Ada",
    ]


@pytest.mark.parametrize(
    ("came", "title"),
    [
        (None, "Nothing handed in"),
        (STUB, "Nothing written"),
        (did(one="passed", two="timeout"), "Only time-outs"),
        (did(one="failed", two="timeout"), "Begun, and no point yet"),
        (did(one="passed", two="failed", three="failed"), "Below half"),
        (HALF, None),
        (RIGHT, None),
        (FAULT, None),
    ],
)
def test_who_needs_attention(exercises, came, title):
    points = getattr(came, "points", 0.0)
    most = getattr(came, "max_points", 4.0)
    said = lines(exercises, {"a": came, "b": RIGHT}, {"a": Mark(points, 0, points, most), "b": Mark(4, 0, 4, 4)})
    groups = [line for line in said if re.search(r" 1 student (Not|What|Whatever|Something|The) ", line)]
    assert [line.partition(" 1 ")[0] for line in groups] == ([title] if title else [])


def test_those_who_stop_at_the_same_check_stand_together(exercises):
    said = lines(exercises, dict.fromkeys("abc", LOST) | {"d": did(one="passed", two="failed")} | {"e": RIGHT})
    at = said.index("3 stop first at f: one :")
    assert said[at + 1 : at + 9] == ["Ada", "Ben", "Cleo", "All 3:", "Ada", "Ben", "Cleo", "Item analysis"]


def test_a_name_leads_to_the_cause_in_the_students_report(exercises):
    late = did(one="failed", two="The carry is forgotten.")
    text = rendered(exercises, {"Ab C": late, "b": RIGHT, "d": None, "e": FAULT})
    links = [value for name, value in Page(text).attributes if name == "href" and "/" in value]
    folder = folder_name("Ab C")
    assert set(links) == {f"students/{folder}/feedback.html{it}" for it in ("", "#ex-1", "#ex-2")} | {
        "students/b/feedback.html"
    }
    sentence = text.partition("The carry is forgotten.")[2].partition("</details>")[0]
    assert f'<a href="students/{folder}/feedback.html#ex-2">' in sentence


# numbers


def test_centres():
    assert (statistics.mean([]), statistics.median([])) == (None, None)
    assert (statistics.mean([1, 2, 6]), statistics.median([6, 1, 2]), statistics.median([6, 1, 2, 3])) == (3, 2, 2.5)


def test_shares_are_whole_only_where_all_or_none_are_meant():
    shares = [statistics.percent(part, 1000) for part in (0, 1, 5, 14, 15, 994, 996, 1000)]
    assert shares == ["0 %", "under 1 %", "1 %", "1 %", "2 %", "99 %", "over 99 %", "100 %"]
    assert statistics.percent(0, 0) == "–"


def test_scores_are_counted_in_tenths():
    assert statistics.histogram([-0.1, 0.0, 0.0999, 0.1, 0.3, 0.7, 0.95, 1.0, 1.2]) == [3, 1, 0, 1, 0, 0, 0, 1, 0, 3]
    assert statistics.histogram([k / 10 for k in range(10)]) == [1] * 10
    assert statistics.histogram([1 - 0.9]) == [0, 1, *[0] * 8]  # a tenth but for rounding


def test_numbers_are_rounded_and_keep_no_noughts():
    assert [statistics.number(it) for it in (None, 0.0, -0.001, -2.5, 2.345678, 100)] == [
        "–", "0", "0", "−2.5", "2.35", "100",
    ]  # fmt: skip
    assert statistics.number(0.1, 2, True) == "0.10"
    assert (counted(1, "student"), counted(0, "student")) == ("1 student", "0 students")


def test_discrimination_is_the_corrected_point_biserial_correlation():
    # The five with more have it right: (8 - 3) / 2.8723 * sqrt(1/2 * 1/2), by hand.
    right, rest = [False] * 5 + [True] * 5, list(range(1, 11))
    assert statistics.discrimination(right, rest) == pytest.approx(5 / 8.25**0.5 / 2)
    assert statistics.discrimination(right, rest[::-1]) == pytest.approx(-5 / 8.25**0.5 / 2)


@pytest.mark.parametrize(
    ("right", "rest"),
    [
        ([False] * 4 + [True] * 5, range(9)),
        ([True] * 10, range(10)),
        ([False] * 10, range(10)),
        ([False] * 5 + [True] * 5, [3.0] * 10),
    ],
    ids=["too few", "all right", "all wrong", "the same elsewhere"],
)
def test_discrimination_is_not_told_where_it_means_nothing(right, rest):
    assert statistics.discrimination(right, list(rest)) is None


def test_a_checks_own_points_are_left_out_of_the_total(exercises):
    # With its own points, the only check that differs would discriminate perfectly.
    came = {f"s{i}": did(one="passed" if i % 2 else "failed", two="passed") for i in range(10)}
    assert "f: one 2 5 5 0 50 % –" in lines(exercises, came)


def test_points_of_other_exercises_count_as_elsewhere(exercises):
    came = {
        f"s{i}": {
            "ex": did(one="passed" if i >= 5 else "failed"),
            "other": did(**{f"c{j}": "passed" for j in range(i)}),
        }
        for i in range(10)
    }
    # elsewhere 0, 2, ..., 18: the same correlation as above
    assert "f: one 2 5 5 0 50 % 0.87" in lines(exercises, came)


def test_a_check_that_the_stronger_miss_is_to_be_looked_at(exercises):
    came = {f"s{i}": did(one="passed" if i < 10 else "failed", two="failed" if i < 10 else "passed") for i in range(20)}
    said = lines(exercises, came)
    at = said.index("Look at these checks")
    assert said[at : at + 4] == [
        "Look at these checks",
        "Students who do well elsewhere miss them more often than the others do. A check may be wrong, its wording may "
        "mislead, or it asks for something that was taught differently.",
        "f: one , −1.00",
        "f: two , −1.00",
    ]
    assert "f: one 2 10 10 0 50 % −1.00" in said


def test_what_may_be_chance_is_said_to_be():
    weak = statistics.Item(10, 20, -0.3)
    assert (weak.strange, weak.chance) == (True, True)  # above -2 / sqrt(20) = -0.447
    strong = statistics.Item(10, 20, -0.5)
    assert (strong.strange, strong.chance) == (True, False)
    assert not statistics.Item(10, 20, -0.004).strange
    assert not statistics.Item(10, 20, None).strange


def test_where_a_check_waits_it_is_not_judged(exercises):
    came = {f"s{i:02}": did(one="passed", two="passed" if i < 6 else "failed") for i in range(12)} | {"w": LOST}
    assert any(re.match("f: two 2 6 6 1 50 %", line) for line in lines(exercises, came))


# what it is


def test_the_page_is_the_same_in_whatever_order_outcomes_come(exercises):
    came = {
        it: {"ex": one, "other": other}
        for it, one, other in zip(
            [*NAMES, "f"], [RIGHT, HALF, LOST, None, FAULT, STUB], [HALF, None, FAULT, RIGHT, LOST, RIGHT], strict=True
        )
    }
    marks = {it: Mark(0.1 * i, 0, 0.1 * i, 8) for i, it in enumerate(came)}
    pages = {rendered(exercises, came, marks, order=order) for order in range(8)}
    assert len(pages) == 1


def test_two_versions_of_an_exercise_are_shown_together(exercises):
    newer = did(one="passed", two="passed", three="failed")
    pages = [rendered(exercises, {"a": newer, "b": HALF}, order=order) for order in range(4)]
    assert len(set(pages)) == 1
    assert "f: three 2 0 1 0 0 % –" in Page(pages[0]).lines


def test_the_longest_version_says_in_which_order_checks_stand(exercises):
    versions = [did(**dict.fromkeys(names.split(), "passed")) for names in ("b a", "z b a", "c b", "d a", "z")]
    said = lines(exercises, dict(zip("abcde", versions, strict=True)))
    at = said.index("Check Points Right Wrong Waiting Difficulty Discrimination")
    assert [line[3] for line in said[at + 2 : at + 7]] == ["z", "b", "a", "c", "d"]


def test_an_outcome_is_added_once(exercises):
    report = ClassReport()
    report.add("a", "ex", None)
    with pytest.raises(ValueError, match=r"^a, ex: added twice$"):
        report.add("a", "ex", RIGHT)


def test_no_outcome_is_left_out(exercises):
    report = ClassReport()
    report.add("a", "third", None)
    with pytest.raises(ValueError, match=r"^outcomes of exercises that are not asked for: third$"):
        report.render("T", [], [exercises["ex"]], {})


def test_of_an_outcome_little_is_kept():
    long = "x" * 100_000
    failure = Failure(long, long, [long], [long], None, long, "certain", long, long, long, None, [long])
    report = ClassReport()
    report.add("a", "ex", outcome(exists(), *(check(f"c{i}", failure=failure) for i in range(10))))
    assert len(pickle.dumps(report.cells)) < 3000


def test_the_page_of_a_large_class_is_small(thirteen):
    names = {f"s{i}": f"{'Name' * 30} {i}" for i in range(500)}
    sentences = [f"{'A long sentence, said to somebody. ' * 10}{i}" for i in range(40)]
    by_name = {it.name: it for it in thirteen}
    came = {
        it: {name: did(**{f"c{j}": sentences[(i + j) % 40] for j in range(8)}) for name in by_name}
        for i, it in enumerate(names)
    }
    assert len(rendered(by_name, came, names=names)) < 3_000_000


def test_the_page_stands_alone_and_runs_nothing_but_its_own_script(exercises):
    text = rendered(exercises, {"a": RIGHT, "b": HALF})
    it = Page(text)
    assert not {"link", "img", "iframe", "object", "form", "input", "button"} & set(it.tags)
    assert it.tags.count("script") == it.tags.count("style") == 1
    assert not [name for name, _ in it.attributes if name in ("src", "style", "action") or name.startswith("on")]
    assert not re.search(r"url\(|@import|https?://", text)


def test_the_policy_allows_the_style_and_the_script_by_their_hashes(exercises):
    text = rendered(exercises, {"a": RIGHT})
    hashes = {
        tag: b64encode(sha256(re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1].encode()).digest()).decode()
        for tag in ("style", "script")
    }
    (policy,) = [value for name, value in Page(text).attributes if name == "content" and "default-src" in value]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_student_becomes_part_of_the_page(exercises, name):
    text, shown = HOSTILE[name]
    wrong = check(text, failure=Failure(text, diagnosis=text, degree=text))
    came = {text: {"ex": outcome(exists(), wrong), "other": text}, f"{text}2": {"ex": LOST, "other": None}}
    page = rendered(exercises, came, {}, title=text, names=dict.fromkeys(came, text), settings=[text], notes=[text])
    page.encode("utf-8")
    it = Page(page)
    assert not {"x", "b", "img", "link"} & set(it.tags)
    assert it.tags.count("script") == 1
    assert not set("\x1b\x00\x07\x08\r\x9b\x9c\x9d\u202e\u2066\u200f\ud800\udcff\ufffe\uffff\U000e0041") & set(page)
    assert it.text.count(" ".join(shown.split())) >= 10
    for link in [value for key, value in it.attributes if key == "href"]:
        assert re.fullmatch(r"#[a-z]+|students/[a-z0-9~-]+/feedback\.html(#ex(-\d+)?)?", link)


# folders


@pytest.mark.parametrize(
    "plain", ["s1234", "jdoe", "ada.lovelace@example.org", "a_b-c", "2024-0001", "console", "com10"]
)
def test_a_harmless_id_is_its_folder(plain):
    assert folder_name(plain) == plain


@pytest.mark.parametrize(
    ("student", "begins"),
    [
        ("", "student~"),
        ("..", "student~"),
        ("../../etc/passwd", "etc-passwd~"),
        ("a/b", "a-b~"),
        ("a\\b", "a-b~"),
        ("Ada", "ada~"),
        ("ada ", "ada~"),
        ("ada.", "ada~"),
        (".ada", "ada~"),
        ("a..b", "a-b~"),
        ("CON", "con~"),
        ("con", "con~"),
        ("nul.txt", "nul-txt~"),
        ("com1", "com1~"),
        ("a:b", "a-b~"),
        ("a~b", "a-b~"),
        ("ada\n", "ada~"),
        ("\ud800", "student~"),
        ("José", "jos~"),
        ("a" * 65, "a" * 40 + "~"),
    ],
)
def test_any_other_id_is_made_safe(student, begins):
    name = folder_name(student)
    assert name.startswith(begins)
    assert re.fullmatch(r"[a-z0-9-]{1,40}~[0-9a-f]{32}", name)


@given(st.lists(st.text(st.sampled_from("aA.b/~ é-\u0301@0"), max_size=6), unique=True, max_size=40))
def test_no_two_students_share_a_folder(ids):
    names = [folder_name(it) for it in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._@~-]*[a-z0-9]|[a-z0-9]", name) and ".." not in name for name in names)
