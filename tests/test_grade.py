import json
import os
import re
import shutil
import signal
import subprocess
import sys
import types
from io import StringIO
from pathlib import Path

import pytest

from benchmarks.faults import running
from grader.batch import schedule
from grader.batch.store import Store
from grader.cli import main
from tests.data.making import CENTRE, SCALE, SMALL, edited
from tests.grading import (
    WRONG,
    Inline,
    Ran,
    command,
    copied_course,
    files,
    grades,
    hand_in,
    lines,
    points,
    process,
    rows,
    until,
)

OPTIONS = ("--out", "out", "--isolation", "process")
BOTH = {"scale.py": SCALE, "centre.py": CENTRE}


@pytest.fixture
def here(tmp_path, monkeypatch, batteries):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLGRADE_CACHE", str(batteries))
    monkeypatch.setenv("COLUMNS", "100")
    return Path()


@pytest.fixture
def run(here, monkeypatch, capsys):
    """Run a command in this process; `run.graded` holds what it graded."""
    monkeypatch.setattr(schedule, "Pool", Inline)

    def run(*words, course=SMALL, answer=""):
        run.graded = []
        monkeypatch.setattr(Inline, "graded", run.graded)
        monkeypatch.setattr(sys, "argv", ["dlgrade", "--course", str(course), *map(str, words)])
        monkeypatch.setattr(sys, "stdin", StringIO(answer))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(ended.value.code or 0, out, err)

    return run


@pytest.fixture
def grade(run):
    def grade(*words, submissions="in", course=SMALL, answer=""):
        return run("grade", submissions, *OPTIONS, *words, course=course, answer=answer)

    grade.graded = lambda: [(entry.student, entry.exercise) for entry in run.graded]
    return grade


@pytest.fixture
def graded(here, grade):
    """A class of two that has been graded."""
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    assert grade().code == 0
    return here / "out"


def shows(page, *texts):
    text = page.read_text("utf-8")
    assert [it for it in texts if it not in text] == []


# what is written


def test_everything_that_an_instructor_opens_is_written(graded):
    assert sorted(str(path.relative_to(graded)) for path in graded.rglob("*")) == [
        "grades.csv",
        "index.html",
        "results.db",
        "results.jsonl",
        "students",
        "students/ann",
        "students/ann/feedback.html",
        "students/bob",
        "students/bob/feedback.html",
    ]


def test_each_line_of_the_results_is_the_published_json_with_student_and_submission_in_front(graded):
    first, *_, last = lines(graded)
    assert list(first)[:4] == ["student", "submission", "format", "exercise"]
    assert [(it["student"], it["exercise"], it["status"], it["points"]) for it in lines(graded)] == [
        ("ann", "centre", "passed", 8),
        ("ann", "scale", "passed", 10),
        ("bob", "centre", "error", 0),
        ("bob", "scale", "failed", 7),
    ]
    assert first["isolation"] == "process"
    assert re.fullmatch("[0-9a-f]{64}", last["submission"])


def test_a_student_of_whom_only_the_id_is_known_is_named_once(graded):
    page = (graded / "students/ann/feedback.html").read_text("utf-8")
    assert "ann" in page
    assert "ann (ann)" not in page


def test_what_was_not_handed_in_has_no_submission_and_says_so(graded):
    absent = lines(graded)[2]
    assert absent["submission"] == ""
    assert {check.get("kind_of_fault") for check in absent["checks"] if check["status"] == "error"} == {
        "not_implemented"
    }


def test_the_gradebook_holds_raw_points_and_the_score(graded):
    assert (graded / "grades.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        "student_id,name,email,scale,centre,raw_score,late_penalty,score,max_score,status,notes",
        "ann,ann,,10,8,18,0,18,18,graded,",
        "bob,bob,,7,,7,0,7,18,graded,centre: Nothing handed in.",
    ]


def test_the_class_report_and_the_pages_show_who_it_is_and_what_is_wrong(graded):
    shows(graded / "index.html", "ann", "bob", "students/bob/feedback.html")
    shows(graded / "students/bob/feedback.html", "scale_backward", "dx has the wrong sign.")


def test_the_summary_says_what_came_of_it(here, grade):
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    ran = grade()
    assert (ran.code, ran.out) == (0, "")
    said = re.sub(r"[\d.]+/s.*", "R/s", ran.err)
    assert said == (
        "graded 2 of 2: 1 with something to mend, R/s\n"
        "2 students graded, median 12.5 of 18 points\nreport: out/index.html\n"
    )


def test_only_the_exercises_that_anybody_handed_in_are_graded_unless_they_are_named(here, grade):
    hand_in(here / "in", ann=SCALE)
    grade()
    assert grade.graded() == [("ann", "scale")]
    grade("--exercise", "centre", "--exercise", "scale")
    assert grade.graded() == [("ann", "centre")]


def test_a_dry_run_shows_what_would_be_graded_and_writes_nothing(here, grade):
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    ran = grade("--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Recognised: one folder per student.\n2 students, 2 attempts, 3 files.\n")
    assert ran.out.endswith(
        "Exercises: scale, centre\nTo grade: 3 files, confined by process. Nothing was run or written.\n"
    )
    assert [str(path) for path in Path().iterdir()] == ["in"]


# nothing is done twice


def test_a_second_run_grades_nothing_and_writes_the_same(graded, grade):
    before, stored = files(graded), rows("out/results.db", "id, batch, elapsed_s")
    ran = grade()
    assert (ran.code, ran.err) == (0, "2 students graded, median 12.5 of 18 points\nreport: out/index.html\n")
    assert grade.graded() == []
    assert files(graded) == before
    assert rows("out/results.db", "id, batch, elapsed_s") == stored


def test_a_file_that_changed_is_graded_again_and_no_other(graded, grade):
    before = files(graded)
    hand_in(Path("in"), bob=SCALE)
    assert grade().code == 0
    assert grade.graded() == [("bob", "scale")]
    assert points(graded)["bob", "scale"] == 10
    after = files(graded)
    assert [name for name in after if after[name] == before[name]] == ["students/ann/feedback.html"]


def test_the_page_follows_when_one_of_two_exercises_changed(graded, grade):
    hand_in(Path("in"), ann={"scale.py": WRONG})
    grade()
    assert grade.graded() == [("ann", "scale")]
    shows(graded / "students/ann/feedback.html", "dx has the wrong sign.")


def test_the_page_follows_when_a_run_was_killed_before_it_was_written(graded, grade):
    before = (graded / "students/bob/feedback.html").read_bytes()
    hand_in(Path("in"), bob=SCALE)
    grade()
    (graded / "students/bob/feedback.html").write_bytes(before)
    grade()
    assert "dx has the wrong sign." not in (graded / "students/bob/feedback.html").read_text("utf-8")


def test_a_page_that_was_cut_off_is_made_again(graded, grade):
    before = files(graded)
    page = graded / "students/ann/feedback.html"
    page.write_bytes(page.read_bytes()[:1000])
    grade()
    assert files(graded) == before


def test_a_changed_roster_changes_the_pages_and_nothing_is_graded(graded, grade):
    Path("roster.csv").write_text("id,name\nann,Ann Lee\nbob,Bob Ray\ncy,Cy Young\n")
    ran = grade("--roster", "roster.csv")
    assert grade.graded() == []
    assert "1 handed in nothing\n" in ran.err
    shows(graded / "students/ann/feedback.html", "Ann Lee (ann)")
    assert {id: row["status"] for id, row in grades(graded).items()} == {
        "ann": "graded",
        "bob": "graded",
        "cy": "missing",
    }


@pytest.mark.parametrize(
    "words",
    [("--seed", "5"), ("--timeout", "9"), ("--memory", "1024"), ("--budget", "200")],
    ids=["seed", "timeout", "memory", "budget"],
)
def test_another_seed_or_limit_is_another_result(graded, grade, words):
    grade(*words)
    assert len(grade.graded()) == 4
    grade(*words)
    assert grade.graded() == []


def test_an_exercise_that_changed_is_graded_again_and_no_other(here, grade):
    course = copied_course(here / "course")
    hand_in(here / "in", ann=BOTH)
    grade(course=course)
    toml = course / "solutions/basics/scale.toml"
    toml.write_text(edited(toml.read_text("utf-8"), ("values = 4", "values = 6")), "utf-8")
    grade(course=course)
    assert grade.graded() == [("ann", "scale")]
    assert points(here / "out") == {("ann", "scale"): 12, ("ann", "centre"): 8}


def test_the_same_comes_out_in_two_halves(here, grade):
    hand_in(here / "in", ann=BOTH, bob=WRONG, cy=SCALE, dee="1 / 0")
    grade()
    whole = files(here / "out")
    shutil.rmtree("out")
    hand_in(here / "half", ann=BOTH, bob=WRONG)
    grade(submissions="half")
    grade()
    assert grade.graded() == [("cy", "scale"), ("cy", "centre"), ("dee", "scale"), ("dee", "centre")]
    assert files(here / "out") == whole


def test_the_order_of_an_assignment_is_the_order_of_its_pages_however_they_are_made(here, grade):
    hand_in(here / "in", ann=BOTH)
    words = ("--exercise", "scale", "--exercise", "centre")
    grade(*words)
    whole = files(here / "out")
    shutil.rmtree("out")
    grade("--exercise", "centre")
    grade(*words)
    assert files(here / "out") == whole


def test_the_same_comes_out_with_any_number_of_jobs(here):
    hand_in(here / "in", ann=BOTH, bob=WRONG, cy="import nothing_of_the_kind", dee=SCALE, eve={"centre.py": CENTRE})
    found = []
    for jobs in (1, 2, 4):
        ran = process("grade", "in", "--out", f"out{jobs}", "--isolation", "process", "--jobs", jobs)
        assert ran.code == 0, ran.err
        found.append(files(here / f"out{jobs}"))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 8


def test_a_folder_that_was_moved_is_the_same_class(here, grade):
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    grade()
    before = files(here / "out")
    (here / "in").rename("moved")
    grade(submissions="moved")
    assert grade.graded() == []
    assert files(here / "out") == before


# bad input

SMALL_ZIP = "is damaged, or not an archive of the kind that its name says. Download it again, or unpack it."


def _assignment(text):
    Path("a.toml").write_text(f"format = 1\n{text}\n", "utf-8")


BAD = {
    "a zip that is none": (
        lambda: Path("bad.zip").write_bytes(b"PK\3\4 not so"),
        ("bad.zip",),
        f"bad.zip {SMALL_ZIP}",
    ),
    "an empty folder": (
        lambda: Path("empty").mkdir(),
        ("empty",),
        "empty is empty. Give the folder or the archive of the submissions.",
    ),
    "no such folder": (None, ("no",), "no does not exist. Give the folder or the archive of the submissions."),
    "one file": (
        None,
        ("in/ann/scale.py",),
        "in/ann/scale.py is neither a folder of submissions nor a .zip or .tar of them. For one file: "
        "dlgrade check --file in/ann/scale.py",
    ),
    "no answer to any exercise": (
        lambda: hand_in(Path("essays"), ann={"essay.py": "x = 1"}),
        ("essays",),
        "essays: no file answers an exercise of the course. Name it: --exercise NAME. `dlgrade list` has the names.",
    ),
    "two students who are one": (
        lambda: hand_in(Path("two"), ann=SCALE, Ann=SCALE),
        ("two",),
        "two: 'Ann' and 'ann' are both the student 'ann'. Put their files together, or into folders 'attempt 1' and "
        "'attempt 2' of one of them.",
    ),
    "an unknown exercise": (
        None,
        ("in", "-e", "scal"),
        "No exercise 'scal'. Did you mean 'scale'? `dlgrade list` shows them all.",
    ),
    "an unknown exercise in assignment.toml": (
        lambda: _assignment('exercises = ["scal"]'),
        ("in", "-a", "a.toml"),
        "a.toml: exercises: no exercise 'scal'. Did you mean 'scale'?",
    ),
    "a date that is none": (
        lambda: _assignment('exercises = ["scale"]\ndue = "soon"'),
        ("in", "-a", "a.toml"),
        """a.toml: due: 'soon' is no date with a time: write it like "2026-11-20T23:59".""",
    ),
    "no assignment.toml": (None, ("in", "-a", "a.toml"), "a.toml: No such file or directory."),
    "an assignment and exercises": (
        lambda: _assignment('exercises = ["scale"]'),
        ("in", "-a", "a.toml", "-e", "scale"),
        "--assignment and --exercise exclude each other: name the exercises in a.toml.",
    ),
    "no class list": (
        None,
        ("in", "--roster", "list.csv"),
        "list.csv does not exist. Give the class list as a CSV file.",
    ),
    "an unknown layout": (
        None,
        ("in", "--layout", "drawers"),
        "--layout drawers: choose gradescope, moodle, canvas, nbgrader, folders or flat.",
    ),
    "an unknown confinement": (
        None,
        ("in", "--isolation", "magic"),
        "--isolation magic: choose auto, bubblewrap, landlock, container or process.",
    ),
    "a store of another kind": (
        None,
        ("in", "--store", "mysql://somewhere/grades"),
        "The store cannot be in mysql. Give a file (results.db) or postgresql://USER@HOST:PORT/DATABASE.",
    ),
    "a store that is not there": (
        None,
        ("in", "--store", "postgresql://127.0.0.1:1/grades"),
        "The store grades at 127.0.0.1:1 does not work: connection failed: connection to server at "
        '"127.0.0.1", port 1 failed: Connection refused. Check --store.',
    ),
    "a store in no folder": (
        None,
        ("in", "--store", "no/results.db"),
        "The store no/results.db cannot be made: its folder does not exist.",
    ),
    "a store that is a folder": (
        None,
        ("in", "--store", "in"),
        "The store in is not a file. Give the path of one, for example results.db.",
    ),
    "a store that is text": (
        lambda: Path("text.db").write_text("grades " * 1000),
        ("in", "--store", "text.db"),
        "The store text.db is not an SQLite database. Give another file, or a new one.",
    ),
    "an output that is a file": (
        lambda: Path("file").write_text(""),
        ("in", "--out", "file"),
        "--out file cannot be written: File exists.",
    ),
    "an output that cannot be made": (
        None,
        ("in", "--out", "/proc/here"),
        "--out /proc/here cannot be written: No such file or directory.",
    ),
    "a course that is none": (
        None,
        ("in",),
        "No course in nowhere: it needs exercises/course.toml and solutions/.",
    ),
}


@pytest.mark.parametrize(("prepare", "words", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_nothing_is_graded(here, run, prepare, words, says):
    hand_in(here / "in", ann=SCALE)
    if prepare is not None:
        prepare()
    ran = run("grade", *OPTIONS, *words, course="nowhere" if "No course" in says else SMALL)
    assert ran == (2, "", f"dlgrade: {says}\n")
    assert run.graded == []
    assert not Path("out/results.jsonl").exists()


def test_an_unreadable_zip_in_the_folder_of_one_student_is_that_students_matter(here, grade):
    hand_in(here / "in", ann=SCALE, bob=SCALE)
    (here / "in/bob/scale.py").unlink()
    (here / "in/bob/scale.zip").write_bytes(b"PK\3\4 not so")
    assert grade().code == 0
    assert points(here / "out") == {("ann", "scale"): 10, ("bob", "scale"): 0}
    shows(here / "out/students/bob/feedback.html", "scale.zip is damaged")


def test_grade_refuses_where_nothing_confines(here, run, monkeypatch):
    from grader import isolation

    backend = types.SimpleNamespace(why_not=lambda: "not here")
    monkeypatch.setattr(isolation, "backend", lambda _: backend)
    hand_in(here / "in", ann=SCALE)
    assert run("grade", "in", "--out", "out") == (
        2,
        "",
        "dlgrade: Nothing confines submissions here. Run `dlgrade doctor` for what would, or give --isolation process, "
        "under which they can read your files and use the network.\n",
    )
    assert run.graded == []


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("mean = x.mean(axis=0)[100]", "centre_forward raises IndexError: index 100 is out of bounds for axis 0"),
        ("mean = x.mean(axis=0) + 0 * (1 // (len(x) != 3))", "centre_forward raises ZeroDivisionError: "),
        ("mean = x.mean(axis=0", "centre.py: the solution cannot be loaded: SyntaxError: "),
    ],
    ids=["always", "for some inputs", "no Python"],
)
def test_an_exercise_with_a_broken_reference_is_ungraded_and_the_others_are_graded(here, grade, at, says):
    course = copied_course(here / "course")
    solution = course / "solutions/more/centre.py"
    solution.write_text(edited(solution.read_text("utf-8"), ("mean = x.mean(axis=0)", at)), "utf-8")
    hand_in(here / "in", ann=BOTH, bob={**BOTH, "scale.py": WRONG})
    ran = grade(course=course)
    assert ran.code == 1
    assert ran.err.startswith("centre cannot be graded: the exercise is broken: ")
    assert says in ran.err
    assert "2 ungraded, which is no grade: the same command tries them again\n" in ran.err
    assert points(here / "out") == {
        ("ann", "scale"): 10,
        ("ann", "centre"): None,
        ("bob", "scale"): 7,
        ("bob", "centre"): None,
    }
    assert {(row["centre"], row["score"], row["status"]) for row in grades(here / "out").values()} == {
        ("", "", "ungraded in part")
    }
    shutil.copy(SMALL / "solutions/more/centre.py", solution)
    assert grade(course=course).code == 0
    assert grade.graded() == [("ann", "centre"), ("bob", "centre")]
    assert points(here / "out")["ann", "centre"] == 8
    shows(here / "out/students/ann/feedback.html", "centre")


# a regrade


@pytest.fixture
def changed(here, grade):
    """A class of two that has been graded by a course which was corrected since."""
    course = copied_course(here / "course")
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    assert grade(course=course).code == 0
    toml = course / "solutions/basics/scale.toml"
    toml.write_text(edited(toml.read_text("utf-8"), ('"gradient of x" = 3', '"gradient of x" = 1')), "utf-8")
    return course


def test_a_regrade_shows_the_differences_and_a_declined_one_changes_no_file(changed, grade):
    before = files(Path("out"))
    ran = grade("--regrade", course=changed, answer="n\n")
    assert ran.code == 1
    assert "ann, scale, attempt 1: 10 (passed) -> 8 (passed)\n" in ran.err
    assert "bob, scale" not in ran.err
    assert ran.err.endswith("Nothing was changed.\n")
    assert len(grade.graded()) == 4
    assert files(Path("out")) == before


def test_a_regrade_that_is_accepted_changes_the_files(changed, grade):
    before = files(Path("out"))
    ran = grade("--regrade", course=changed, answer="y\n")
    assert ran.code == 0
    after = files(Path("out"))
    assert [name for name in after if after[name] == before[name]] == []
    assert points(Path("out")) == {
        ("ann", "scale"): 8,
        ("ann", "centre"): 8,
        ("bob", "scale"): 7,
        ("bob", "centre"): 0,
    }
    shutil.rmtree("out/students")
    grade(course=changed)
    assert grade.graded() == []
    assert files(Path("out")) == after


def test_a_regrade_that_nobody_answers_waits_and_is_gone_on_with(changed, grade):
    before = files(Path("out"))
    assert grade("--regrade", course=changed).code == 1
    assert files(Path("out")) == before
    ran = grade("--regrade", "--yes", course=changed)
    assert ran.code == 0
    assert "10 (passed) -> 8 (passed)" in ran.err
    assert grade.graded() == []
    assert points(Path("out"))["ann", "scale"] == 8


def test_a_regrade_that_changes_nothing_says_so(graded, grade):
    before = files(graded)
    ran = grade("--regrade")
    assert ran.code == 0
    assert len(grade.graded()) == 4
    assert "The regrade changes no grade.\n" in ran.err
    assert files(graded) == before


# the files again


def test_report_makes_every_file_again_byte_for_byte(graded, run):
    before = files(graded)
    for name in before:
        (graded / name).unlink()
    ran = run("report", "--out", "out")
    assert (ran.code, run.graded) == (0, [])
    assert files(graded) == before


def test_report_makes_them_elsewhere_from_the_store(graded, run):
    run("report", "--out", "other", "--store", "out/results.db")
    assert files(Path("other")) == files(graded)


def test_report_follows_the_assignment_as_it_was(here, grade, run):
    hand_in(here / "in", ann=BOTH)
    _assignment('title = "Week 3"\nout_of = 100\n[exercises]\ncentre = 3\nscale = 1')
    grade("--assignment", "a.toml")
    before = files(here / "out")
    Path("a.toml").unlink()
    shutil.rmtree("out/students")
    (here / "out/grades.csv").unlink()
    run("report", "--out", "out")
    assert files(here / "out") == before


def test_report_without_a_store_says_where_it_looked(here, run):
    assert run("report", "--out", "nothing") == (
        2,
        "",
        "dlgrade: nothing/results.db does not exist. Give the folder of `dlgrade grade --out`, or its --store.\n",
    )


def test_report_of_a_store_without_a_batch_says_so(here, run):
    Store.open("results.db").close()
    assert run("report", "--out", "out", "--store", "results.db") == (
        2,
        "",
        "dlgrade: The store results.db holds no batch that counts yet. Run: dlgrade grade SUBMISSIONS\n",
    )


# whole classes


def test_a_late_hand_in_loses_what_the_assignment_says_and_the_raw_score_stays(here, grade):
    for student, when in (("ann", "2026-11-20 12:00:00 UTC"), ("bob", "2026-11-21 12:00:00 UTC")):
        folder = here / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        (folder / "scale.py").write_text(WRONG)
        (folder / "timestamp.txt").write_text(when)
    _assignment(
        'exercises = ["scale"]\ndue = "2026-11-20T18:00Z"\n[late]\nper_day = "10 %"\n[extensions]\neve = '
        '"2026-11-22T12:00Z"'
    )
    ran = grade("--assignment", "a.toml", submissions="submitted")
    assert ran.code == 0, ran.err
    row = grades(here / "out")
    kept = ("scale", "raw_score", "late_penalty", "score", "max_score", "status")
    assert [row["ann"][name] for name in kept] == ["7", "7", "0", "7", "10", "graded"]
    assert [row["bob"][name] for name in kept] == ["7", "7", "0.7", "6.3", "10", "graded"]
    assert points(here / "out") == {("ann", "scale"): 7, ("bob", "scale"): 7}
    shows(here / "out/index.html", "nobody here is")


def test_every_attempt_is_graded_and_a_changed_rule_changes_the_marks_only(here, grade):
    files_ = {"attempt 1/scale.py": SCALE, "attempt 2/scale.py": WRONG, "attempt 2/centre.py": CENTRE}
    hand_in(here / "in", ann=files_)
    grade()
    assert grade.graded() == [("ann", "scale"), ("ann", "scale"), ("ann", "centre")]
    assert points(here / "out") == {("ann", "scale"): 7, ("ann", "centre"): 8}
    shows(here / "out/students/ann/feedback.html", "dx has the wrong sign.")
    _assignment('exercises = ["scale", "centre"]\n[attempts]\ncounts = "best"')
    grade("--assignment", "a.toml")
    assert grade.graded() == []
    assert points(here / "out") == {("ann", "scale"): 10, ("ann", "centre"): 8}
    assert "dx has the wrong sign." not in (here / "out/students/ann/feedback.html").read_text("utf-8")


def test_one_file_may_answer_several_exercises(here, grade):
    hand_in(here / "in", ann={"layers.py": SCALE + "\n\n" + CENTRE}, bob={"layers.py": WRONG})
    grade()
    assert points(here / "out") == {
        ("ann", "scale"): 10,
        ("ann", "centre"): 8,
        ("bob", "scale"): 7,
        ("bob", "centre"): 0,
    }


def test_a_notebook_is_graded_cell_by_cell(here, grade):
    cells = [{"cell_type": "markdown", "source": "# Week 3"}, {"cell_type": "code", "source": WRONG.splitlines(True)}]
    hand_in(here / "in", ann={"scale.ipynb": json.dumps({"nbformat": 4, "cells": cells}), "notes.ipynb": "{"})
    grade()
    assert points(here / "out") == {("ann", "scale"): 7}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "scale.py is empty."),
        (b"\xff\xfe\x00", "scale.py"),
        (b"x = '\xe9'\n", "scale.py is not utf-8 text (line 1). Save it as UTF-8."),
        (b"#" * (6 << 20), "scale.py is 6 MiB; more than 5 MiB is not read."),
    ],
    ids=["empty", "half a character", "latin 1", "too large"],
)
def test_a_file_that_cannot_be_read_is_no_points_and_says_why(here, grade, content, says):
    hand_in(here / "in", ann=SCALE, bob=SCALE)
    (here / "in/bob/scale.py").write_bytes(content)
    assert grade().code == 0
    assert points(here / "out") == {("ann", "scale"): 10, ("bob", "scale"): 0}
    shows(here / "out/students/bob/feedback.html", says)


def test_an_odd_id_stays_an_id_and_acts_nowhere(here, grade):
    odd = "=cmd|'x' <b>[red]é\u202e"
    hand_in(here / "in", **{odd: WRONG, "CON": SCALE, "-rf": SCALE})
    ran = grade()
    assert ran.code == 0, ran.err
    assert sorted(points(here / "out")) == sorted(
        [(odd.replace("\u202e", "\\u202e"), "scale"), ("CON", "scale"), ("-rf", "scale")]
    )
    assert all(re.fullmatch(r"[\w~-]+", path.name) for path in (here / "out/students").iterdir())
    assert "\n'=cmd|'x' <b>[red]é\\u202e," in (here / "out/grades.csv").read_text("utf-8-sig")
    assert "<b>[red]" not in (here / "out/index.html").read_text("utf-8")
    assert "\u202e" not in "".join(it.decode() for it in files(here / "out", ["index.html", "students/*/*"]).values())


def test_a_submission_may_not_take_longer_than_its_budget(here, grade):
    slow = "import time\ntime.sleep(1.2)\n"
    hand_in(here / "in", ann={"centre.py": slow + CENTRE, "scale.py": slow + SCALE}, bob=BOTH)
    grade("--budget", "1")
    found = points(here / "out")
    assert found == {("ann", "scale"): 10, ("ann", "centre"): 0, ("bob", "scale"): 10, ("bob", "centre"): 8}
    late = next(it for it in lines(here / "out") if (it["student"], it["exercise"]) == ("ann", "centre"))
    assert {check.get("kind_of_fault") for check in late["checks"] if check["status"] == "error"} == {"timeout"}
    says = "centre.py cannot be loaded: all of this submission had taken 1 s before"
    shows(here / "out/students/ann/feedback.html", says)


def test_what_a_submission_prints_is_kept_apart_from_the_results(here, grade):
    hand_in(here / "in", ann="print('{\"points\": 99}')\n" + SCALE)
    grade()
    assert rows("out/results.db", "printed")[0][0].startswith('{"points": 99}\n')
    assert '"points": 99' not in (here / "out/results.jsonl").read_text()


def test_a_file_that_is_handed_in_under_two_names_answers_to_both(here, grade, run):
    both = WRONG + "\n\n" + CENTRE + "1 / 0\n"
    hand_in(here / "in", ann={"scale.py": both, "centre.py": both})
    grade()
    before = files(here / "out")
    run("report", "--out", "out")
    assert files(here / "out") == before


# processes


def test_in_a_pipe_progress_is_lines(here):
    hand_in(here / "in", ann=SCALE, bob=WRONG)
    ran = process("grade", "in", *OPTIONS, "--jobs", "2")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(
        r"graded 2 of 2: 1 with something to mend, [\d.]+/s\n"
        r"2 students graded, median 8\.5 of 10 points\nreport: out/index\.html\n",
        ran.err,
    )


def test_confined_grading_says_how_it_was_confined(here):
    hand_in(here / "in", ann=SCALE, bob=WRONG)
    ran = process("grade", "in", "--out", "out", "--isolation", "bubblewrap")
    if "does not work here" in ran.err:
        pytest.skip(ran.err)
    assert ran.code == 0, ran.err
    assert {it["isolation"] for it in lines(here / "out")} == {"bubblewrap"}
    shows(here / "out/index.html", "confined by bubblewrap")


@pytest.mark.parametrize("whole", [True, False], ids=["ctrl-c in a terminal", "kill -int"])
def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(here, whole):
    slow = edited(SCALE, ("    out = x * s\n", "    import time\n    time.sleep(0.02)\n    out = x * s\n"))
    hand_in(here / "in", ann=SCALE, bob=slow, cy=slow + "\n", dee=SCALE)
    words = command("grade", "in", *OPTIONS, "--jobs", "1")
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True) as batch:
        until(lambda: Path("out/results.db").exists() and rows("out/results.db"))
        (os.killpg if whole else os.kill)(batch.pid, signal.SIGINT)
        _, said = batch.communicate(timeout=60)
    assert batch.returncode == 130
    assert said == "\nstopped. What is graded is kept; the same command goes on from here.\n"
    until(lambda: not [it for it in running() if it.session == batch.pid])
    kept = rows("out/results.db")
    assert 0 < len(kept) < 4
    ran = process("grade", "in", *OPTIONS)
    assert ran.code == 0, ran.err
    assert rows("out/results.db")[: len(kept)] == kept
    assert set(points(here / "out").values()) == {10}
