import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.answers import find_files, mentioned, undecorated
from grader.batch.collecting import collect
from grader.batch.describing import describe
from grader.batch.layouts import LAYOUTS, Piece, Setting, split
from grader.batch.model import Attempt, Collection, File, Student
from grader.batch.records import time
from grader.batch.roster import Identity, read_roster, spellings, squeezed
from grader.batch.walking import Leaf
from grader.errors import InputError
from grader.submission import Submission
from tests.data.classes import seen, tarred, write, zipped

CODE = "def lstm_forward(x):\n    return x\n"


def refused(*arguments, **more):
    with pytest.raises(InputError) as refusal:
        collect(*arguments, **more)
    return str(refusal.value)


@pytest.fixture
def folder(tmp_path):
    """Write submissions: a list of names, or a dictionary of contents."""

    def folder(files, name="submissions"):
        return write(tmp_path / name, files if isinstance(files, dict) else dict.fromkeys(files, CODE))

    (tmp_path / "submissions").mkdir()
    return folder


@pytest.fixture
def roster(tmp_path):
    def roster(text, encoding="utf-8"):
        path = tmp_path / "class.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return roster


# one folder a student


def test_a_folder_is_a_student_however_deep_the_file(folder):
    found = collect(folder(["alice/lstm.py", "bob/hw3/recurrent/lstm.py", "Jörg Müller/gru.ipynb.py"]))
    assert found.layout == "one folder per student"
    assert seen(found) == {"Jörg Müller": [["gru.ipynb.py"]], "alice": [["lstm.py"]], "bob": [["lstm.py"]]}
    assert found.students["alice"] == Student("alice", "alice")
    assert found.attempts[0].files[0] == File(
        "Jörg Müller/gru.ipynb.py", "gru.ipynb.py", Submission("gru.ipynb.py", [CODE])
    )


@pytest.mark.parametrize("name", ["O'Brien", "李雷", "a+b", "jane doe", "🦄", "Zoë", "x" * 100])
def test_students_have_names_of_every_kind(folder, name):
    assert set(seen(collect(folder([f"{name}/lstm.py", "bob/lstm.py"])))) == {name, "bob"}


def test_a_name_in_decomposed_letters_is_the_same_name(folder):
    assert list(seen(collect(folder(["Jo\u0308rg/lstm.py", "b/lstm.py"])))) == ["Jörg", "b"]


def test_two_students_whose_names_differ_only_in_how_a_letter_is_composed_are_refused(folder):
    there = folder(["Jo\u0308rg/lstm.py", "J\u00f6rg/lstm.py"])
    if len(list(there.iterdir())) == 1:
        pytest.skip("this file system composes letters itself")
    says = f"{there}: 'Jörg' is there twice, its letters composed in two ways. Rename one of them."
    assert refused(there) == says


def test_a_student_with_one_name_composed_in_two_ways_hands_in_one_of_them_and_stops_nobody(folder):
    there = folder(["a/jo\u0308rg.py", "a/j\u00f6rg.py", "b/lstm.py"])
    if len(list((there / "a").iterdir())) == 1:
        pytest.skip("this file system composes letters itself")
    found = collect(there)
    assert list(seen(found)) == ["a", "b"]
    assert found.notes[-1:] == ("'a/jörg.py' is there twice, its letters composed in two ways: one was left out.",)


@pytest.mark.parametrize(
    "clutter",
    [
        "__MACOSX/alice/._lstm.py",
        "alice/.ipynb_checkpoints/lstm.py",
        "alice/__pycache__/lstm.py",
        "alice/.venv/lstm.py",
        "alice/venv/lib/lstm.py",
        "alice/.lstm.py",
        ".git/hooks/x.py",
    ],
)
def test_what_machines_leave_behind_is_left_out(folder, clutter):
    found = collect(folder(["alice/lstm.py", "bob/lstm.py", clutter]))
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["lstm.py"]]}
    assert found.notes == ()


def test_other_kinds_of_files_are_counted_in_one_line_each(folder):
    found = collect(folder(["alice/lstm.py", "alice/a.PDF", "bob/lstm.py", "bob/b.pdf", "bob/Makefile"]))
    assert found.notes == (
        "2 .pdf files were left out, for example alice/a.PDF.",
        "1 other file was left out, for example bob/Makefile.",
    )


def test_who_handed_in_no_code_has_handed_in_something(folder):
    found = collect(folder(["alice/lstm.py", "bob/lstm.py", "carol/report.pdf"]))
    assert seen(found)["carol"] == [[]]
    assert found.notes[0] == "Handed in, but no .py or .ipynb file: carol."


def test_an_unreadable_file_is_a_file_with_a_problem(folder):
    found = collect(
        folder(
            {
                "a/lstm.py": "",
                "b/lstm.py": b"\0\1",
                "c/lstm.ipynb": "{}",
                "d/lstm.py": b"x" * (5 << 20) + b"yy",
                "e/lstm.py": CODE,
            }
        )
    )
    assert {it.student: it.files[0].problem for it in found.attempts} == {
        "a": "lstm.py is empty. Write your functions into it, or start afresh with `dlgrade reset`.",
        "b": "lstm.py holds NUL characters: it is not a text file. Save it as UTF-8.",
        "c": "lstm.ipynb is not a notebook that can be read (it needs nbformat 4).",
        "d": "lstm.py is 5 MiB; more than 5 MiB is not read.",
        "e": "",
    }


@pytest.mark.parametrize(
    "folders", [("attempt 1", "attempt_2", "Attempt-10"), ("2024-05-01", "2024-05-02T09:30", "2025-01-01_00-00")]
)
def test_folders_of_attempts_are_ordered(folder, folders):
    names = [f"alice/{it}/lstm.py" for it in reversed(folders)]
    found = collect(folder([*names, "bob/lstm.py"]))
    attempts = [it for it in found.attempts if it.student == "alice"]
    assert [(it.number, it.when, it.files[0].place) for it in attempts] == [
        (number, None, f"alice/{it}/lstm.py") for number, it in enumerate(folders, start=1)
    ]


def test_a_folder_named_by_a_time_with_a_zone_says_when(folder):
    found = collect(folder(["alice/2024-05-01T10:00:00+02:00/lstm.py", "alice/2024-05-01T08:30:00Z/lstm.py", "b/l.py"]))
    assert [it.when for it in found.attempts[:2]] == [
        datetime(2024, 5, 1, 8, 0, tzinfo=UTC),
        datetime(2024, 5, 1, 8, 30, tzinfo=UTC),
    ]


def test_a_file_beside_folders_of_attempts_belongs_to_those_that_lack_it(folder):
    found = collect(
        folder(["alice/gru.py", "alice/lstm.py", "alice/attempt 1/lstm.py", "alice/attempt 2/rnn.py", "bob/lstm.py"])
    )
    assert seen(found)["alice"] == [["gru.py", "lstm.py"], ["gru.py", "lstm.py", "rnn.py"]]
    assert found.attempts[0].files[0].place == "alice/attempt 1/lstm.py"


def test_a_lone_folder_of_folders_holds_the_class(folder):
    found = collect(folder(["hw3/alice/lstm.py", "hw3/bob/lstm.py"]))
    assert list(seen(found)) == ["alice", "bob"]
    assert found.notes == ("Everything is in hw3, which was taken for the folder of the class.",)


@pytest.mark.parametrize(
    "files", [["alice/lstm.py"], ["alice/a/lstm.py", "alice/gru.py"], ["alice/attempt 1/x.py", "alice/attempt 2/x.py"]]
)
def test_a_lone_folder_with_files_is_a_student(folder, files):
    assert list(seen(collect(folder(files)))) == ["alice"]


def test_the_class_list_tells_a_student_from_the_folder_of_the_class(folder, roster):
    source = folder(["alice/part1/lstm.py", "alice/part2/gru.py"])
    assert list(seen(collect(source))) == ["part1", "part2"]
    assert seen(collect(source, roster("id\nalice\n"))) == {"alice": [["gru.py", "lstm.py"]]}


def test_two_folders_of_one_student_are_refused(folder, roster):
    source = folder(["jdoe/lstm.py", "Jane Doe/gru.py", "bob/lstm.py"])
    assert refused(source, roster("id,name\njdoe,Jane Doe\nbob,Bob\n")) == (
        f"{source}: 'Jane Doe' and 'jdoe' are both the student 'jdoe'. Put their files together, or into folders "
        "'attempt 1' and 'attempt 2' of one of them."
    )


def test_folders_that_differ_in_case_are_refused(folder):
    assert "'Alice' and 'alice' are both the student" in refused(folder(["Alice/lstm.py", "alice/lstm.py"]))


# files named by student


def test_files_named_by_student_are_split_at_what_they_share(folder):
    found = collect(folder(["alice_lstm.py", "bob_lstm.py", "alice-batch_norm.py", "jane_doe-batch_norm.py"]))
    assert found.layout == "files named by student"
    assert seen(found)["alice"] == [["batch_norm.py", "lstm.py"]]
    assert list(seen(found)) == ["alice", "bob", "jane_doe"]


def test_a_file_that_shares_nothing_is_named_by_its_student_alone(folder):
    assert seen(collect(folder(["alice.py", "jane_doe.py"]))) == {
        "alice": [["alice.py"]],
        "jane_doe": [["jane_doe.py"]],
    }


def test_one_zip_per_student(folder):
    source = folder(
        {
            "alice.zip": zipped({"hw/lstm.py": CODE}),
            "bob_hw3.tar.gz": tarred({"gru.py": CODE}),
            "carol_hw3.zip": zipped({"a.py": CODE}),
        }
    )
    found = collect(source)
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["gru.py"]], "carol": [["a.py"]]}
    assert found.attempts[0].files[0].place == "alice.zip: hw/lstm.py"


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("alice_lstm", ("alice", "lstm")),
        ("jane_doe_batch_norm", ("jane_doe", "batch_norm")),
        ("jane doe - Batch Norm", ("jane doe", "Batch Norm")),
        ("jdoe@uni.edu_lstm (1)", ("jdoe@uni.edu", "lstm (1)")),
        ("lstm_alice", ("alice", "lstm")),
        ("alice", ("alice", "")),
        ("alice_homework", ("alice_homework", "")),
    ],
)
def test_the_exercises_tell_where_a_name_ends(tmp_path, stem, parts):
    assert split(stem, Setting(tmp_path, [], exercises=["lstm", "norm", "batch_norm"])) == parts


def test_the_class_list_tells_where_a_name_ends(tmp_path, roster):
    setting = Setting(tmp_path, [], read_roster(roster("id,name\nj_d,Jane Doe\nj,Jim\n")), ["lstm"])
    assert split("j_d_x_lstm", setting) == ("j_d", "x_lstm")
    assert split("doe_jane_final", setting) == ("doe_jane", "final")
    assert split("hw3_j", setting) == ("j", "hw3")


WORD = st.from_regex(r"[a-zäöüéß']{2,8}", fullmatch=True).filter(lambda it: it not in ("lstm", "gru", "norm", "batch"))


@given(st.lists(WORD, min_size=1, max_size=3), st.sampled_from("_- +"), st.sampled_from(["lstm", "batch_norm"]))
def test_a_student_and_an_exercise_put_together_come_apart_again(words, sign, exercise):
    student = sign.join(words)
    setting = Setting(Path("x"), [], exercises=["lstm", "batch_norm", "gru"])
    assert split(f"{student}{sign}{exercise}", setting) == (student, exercise)


def test_a_student_named_like_an_exercise_needs_the_class_list(tmp_path, roster):
    setting = Setting(tmp_path, [], read_roster(roster("id\ngru\n")), ["lstm", "gru"])
    assert split("gru_lstm", setting) == ("gru", "lstm")


# which layout it is


def test_the_layout_that_fits_best_is_taken_and_the_rest_named(folder):
    found = collect(folder(["alice/lstm.py", "bob/lstm.py", "solution.py"]))
    assert found.layout == "one folder per student"
    assert found.notes == ("Left out, since it does not fit (one folder per student): solution.py.",)


def test_two_layouts_that_fit_equally_well_are_for_the_instructor_to_choose(folder):
    source = folder(["alice/lstm.py", "bob.py"])
    assert refused(source) == (
        f"{source} looks as much like one folder per student as like files named by student. "
        "Say which it is: --layout folders or --layout flat."
    )
    assert list(seen(collect(source, layout="flat"))) == ["bob"]
    assert list(seen(collect(source, layout="folders"))) == ["alice"]


def test_downloads_of_two_systems_in_one_folder_are_for_the_instructor_to_choose(folder):
    source = folder(["doejane_1_2_lstm.py", "Jane Doe_3_assignsubmission_file_/lstm.py"])
    assert refused(source) == (
        f"{source} looks as much like Moodle download as like Canvas download. "
        "Say which it is: --layout moodle or --layout canvas."
    )


def test_a_layout_that_there_is_not_is_refused(folder):
    assert refused(folder(["a/lstm.py"]), layout="blackboard") == (
        "--layout blackboard: choose gradescope, moodle, canvas, nbgrader, folders or flat."
    )


def test_a_layout_that_does_not_fit_at_all_is_refused(folder):
    source = folder(["alice/lstm.py"])
    assert refused(source, layout="canvas") == (
        f"{source}: nothing in it fits Canvas download. Leave --layout out, or choose another."
    )


# nbgrader


STAMP = "2015-02-02 14:58:23.948203 America/Los_Angeles\n"


@pytest.mark.parametrize("top", ["submitted/", "course/submitted/", ""])
def test_nbgrader_is_known_by_its_folder_or_its_timestamps(folder, top):
    files = {f"{top}alice/ps1/lstm.py": CODE, f"{top}bob/ps1/x/gru.py": CODE}
    files |= {f"{top}{it}/ps1/timestamp.txt": STAMP for it in ("alice", "bob")}
    found = collect(folder(files))
    assert found.layout == "nbgrader's submitted/STUDENT/ASSIGNMENT"
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["gru.py"]]}
    assert found.attempts[0].when == datetime(2015, 2, 2, 22, 58, 23, 948203, tzinfo=UTC)


def test_the_folder_that_nbgrader_submits_into_may_be_given_itself(folder):
    assert seen(collect(folder(["alice/ps1/lstm.py", "bob/ps1/lstm.py"], "submitted"))) == {
        "alice": [["lstm.py"]],
        "bob": [["lstm.py"]],
    }


def test_only_what_was_submitted_is_taken_of_a_course(folder):
    source = folder(
        ["source/ps1/lstm.py", "release/ps1/lstm.py", "submitted/alice/ps1/lstm.py", "autograded/alice/ps1/x.py"]
    )
    assert seen(collect(source)) == {"alice": [["lstm.py"]]}


def test_of_several_assignments_one_is_chosen(folder):
    source = folder(["submitted/alice/ps1/lstm.py", "submitted/alice/ps2/gru.py", "submitted/bob/ps2/gru.py"])
    assert refused(source) == f"{source} holds several assignments: ps1, ps2. Choose one: --nbgrader ps1"
    assert seen(collect(source, assignment="ps2")) == {"alice": [["gru.py"]], "bob": [["gru.py"]]}
    assert refused(source, assignment="ps3") == f"{source} holds no assignment 'ps3'. It has: ps1, ps2."


def test_an_assignment_that_chooses_nothing_is_noted(folder):
    found = collect(folder(["a/lstm.py", "b/lstm.py"]), assignment="ps1")
    assert found.notes == ("This layout has no assignments in it: --nbgrader ps1 chose nothing.",)


def test_every_attempt_of_an_nbgrader_exchange_is_found(folder):
    found = collect(
        folder(
            [
                "alice+ps1+2015-02-03 10:00:00.5 UTC+c2FsdA/lstm.py",
                "alice+ps1+2015-02-02 14:58:23.948203 UTC/lstm.py",
                "bob+ps1+2015-02-02 10:00:00 UTC+x/lstm.py",
            ]
        )
    )
    assert [(it.student, it.number, it.when) for it in found.attempts] == [
        ("alice", 1, datetime(2015, 2, 2, 14, 58, 23, 948203, tzinfo=UTC)),
        ("alice", 2, datetime(2015, 2, 3, 10, 0, 0, 500000, tzinfo=UTC)),
        ("bob", 1, datetime(2015, 2, 2, 10, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2024-05-01 12:00:00 UTC", 12),
        ("2024-05-01T12:00Z", 12),
        ("2024-05-01 12:00:00.123456789 +02:00", 10),
        ("2024-05-01 12:00:00-0130", 13),
        ("2024-05-01 12:00:00 Europe/Berlin", 10),
    ],
)
def test_times_are_read_with_their_zone(text, hour):
    assert time(text).hour == hour


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-05-01 12:00",
        "2024-13-01 12:00 UTC",
        "2024-05-01 12:00 Nowhere/City",
        "2024-05-01 12:00 ../../etc/passwd",
        "9999-12-31 23:59 -10:00",
        "2024-05-01 12:00 +99:00",
    ],
)
def test_a_time_that_says_nothing_certain_is_none(text):
    assert time(text) is None


# Canvas


def test_a_canvas_download_is_read(folder):
    found = collect(
        folder(
            [
                "doejane_340934_208490284_lstm.py",
                "doejane_340934_208490285_gru.py",
                "obrien_LATE_340935_208490286_lstm.py",
                "müllerjörg_340936_208490287_my lstm (1).py",
                "anon_AbC12_208490288_lstm.py",
                "smith_340938_text.html",
            ]
        )
    )
    assert found.layout == "Canvas download"
    assert seen(found) == {
        "340934": [["gru.py", "lstm.py"]],
        "340935": [["lstm.py"]],
        "340936": [["my lstm (1).py"]],
        "anon_AbC12": [["lstm.py"]],
    }
    assert found.students["340936"] == Student("340936", "müllerjörg")
    assert [it.student for it in found.attempts if it.late] == ["340935"]


def test_a_file_handed_in_again_makes_an_attempt_that_keeps_the_other_files(folder):
    found = collect(folder(["doe_1_10_lstm.py", "doe_1_11_gru.py", "doe_LATE_1_20_lstm-1.py", "doe_1_9_x.zip.py"]))
    assert [(it.number, it.late, [file.place for file in it.files]) for it in found.attempts] == [
        (1, False, ["doe_1_10_lstm.py", "doe_1_11_gru.py", "doe_1_9_x.zip.py"]),
        (2, True, ["doe_LATE_1_20_lstm-1.py", "doe_1_11_gru.py", "doe_1_9_x.zip.py"]),
    ]
    assert {file.name for it in found.attempts for file in it.files} == {"lstm.py", "gru.py", "x.zip.py"}


def test_a_file_that_was_handed_in_again_is_alone_in_the_download(folder):
    assert seen(collect(folder(["doe_1_20_lstm-2.py", "roe_2_30_lstm.py"]))) == {"1": [["lstm.py"]], "2": [["lstm.py"]]}


def test_canvas_uploads_may_be_zips(tmp_path):
    path = tmp_path / "submissions.zip"
    inner = zipped({"hw/lstm.py": CODE, "hw/gru.py": CODE})
    path.write_bytes(zipped({"doe_1_10_hw.zip": inner, "roe_2_11_lstm.py": CODE}))
    found = collect(path)
    assert seen(found) == {"1": [["gru.py", "lstm.py"]], "2": [["lstm.py"]]}
    assert found.attempts[0].files[0].place == "submissions.zip: doe_1_10_hw.zip: hw/gru.py"


NAME = st.from_regex(r"[a-zäöüé]{1,12}", fullmatch=True)


@given(
    NAME,
    st.integers(1, 10**8),
    st.integers(1, 10**9),
    st.booleans(),
    st.from_regex(r"[a-z][a-z_ ]{0,9}[a-z]", fullmatch=True),
)
def test_what_canvas_puts_into_a_name_is_taken_out_again(name, user, upload, late, stem):
    whole = f"{name}_{'LATE_' if late else ''}{user}_{upload}_{stem}.py"
    (piece,) = LAYOUTS["canvas"].pieces(Leaf((whole,), whole), None)
    assert isinstance(piece, Piece)
    assert (piece.who.name, piece.who.id, piece.late, piece.name) == (name, str(user), late, f"{stem}.py")


GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,LSTM (1234)
    Points Possible,,,,,10
"Doe, Jane",340934,s100,jdoe,S1,
"von der Leyen, Jörg",340936,s101,jleyen,S1,9.5
"Student, Test",340999,,,S1,
"""


def test_a_canvas_gradebook_is_a_class_list(folder, roster):
    source = folder(["doejane_340934_1_lstm.py", "nobody_7_2_lstm.py"])
    found = collect(source, roster(GRADEBOOK))
    assert found.students["340934"] == Student("340934", "Doe, Jane")
    assert (found.missing, found.unknown) == (("340936",), ("7",))


def test_a_canvas_number_is_nobodys_id_elsewhere(folder, roster):
    found = collect(folder(["doejane_7_1_lstm.py", "roe_8_2_lstm.py"]), roster("student id,name\n8,Jane Doe\n"))
    assert seen(found) == {"8": [["lstm.py"]], "roe_8": [["lstm.py"]]}
    assert found.attempts[0].files[0].place == "doejane_7_1_lstm.py"
    assert found.unknown == ("roe_8",)


@given(st.lists(st.from_regex(r"[A-ZÄÖ][a-zäöüß'-]{1,8}", fullmatch=True), min_size=2, max_size=4), st.data())
def test_a_name_squeezed_from_the_last_name_on_is_a_spelling_of_it(words, data):
    last = data.draw(st.integers(1, len(words) - 1))
    assert squeezed("".join(words[last:] + words[:last])) in spellings(" ".join(words))
    assert squeezed("".join(words[last:] + words[:last])) in spellings(
        f"{' '.join(words[last:])}, {' '.join(words[:last])}"
    )


# Moodle


MOODLE = ["Jane Doe_123456_assignsubmission_file_/lstm.py", "Jörg O'Neil-Smith_123457_assignsubmission_file/sub/gru.py"]


def test_a_moodle_download_is_read(folder):
    found = collect(folder([*MOODLE, "Ann Lee_123458_assignsubmission_onlinetext_/onlinetext.html"]))
    assert found.layout == "Moodle download"
    assert seen(found) == {"123456": [["lstm.py"]], "123457": [["gru.py"]], "123458": [[]]}
    assert found.students["123457"].name == "Jörg O'Neil-Smith"


def test_a_moodle_download_without_folders_is_read(folder):
    source = folder(
        {
            "Jane Doe_1_assignsubmission_file_lstm.py": CODE,
            "Ann Lee_2_assignsubmission_file_hw_1.zip": zipped({"a/gru.py": CODE}),
        }
    )
    assert seen(collect(source)) == {"1": [["lstm.py"]], "2": [["gru.py"]]}


def test_a_moodle_worksheet_is_a_class_list(folder, roster):
    sheet = "\ufeffIdentifier,Full name,Email address,Status,Grade\n"
    sheet += "Participant 123456,Jane Doe,jdoe@uni.edu,Submitted,\nParticipant 99,Ann Lee,ann@uni.edu,,\n"
    found = collect(folder(MOODLE), roster(sheet))
    assert found.students["123456"] == Student("123456", "Jane Doe", "jdoe@uni.edu")
    assert (found.missing, found.unknown) == (("99",), ("123457",))


def test_a_moodle_name_finds_its_student_in_a_list_from_elsewhere(folder, roster):
    found = collect(folder(MOODLE), roster("Matrikelnummer;Nachname;Vorname\n11;Doe;Jane\n12;O'Neil-Smith;Jörg\n"))
    assert list(seen(found)) == ["11", "12"]
    assert found.students["12"].name == "Jörg O'Neil-Smith"


# Gradescope


YAML = """\
---
submission_101:
  :submitters:
  - :name: "Jane \\"JD\\" Doe"
    :sid: '0042'
    :email: jdoe@uni.edu
  - :name: Ann Lee
    :email: ann@uni.edu
  :created_at: 2024-05-03 10:00:00.123456000 Z
  :score: 1.0
  :results:
    tests:
    - name: x
      output: |
        submission_102:
          :submitters: []
  :history:
  - :id: 99
    :submitters: []
    :created_at: 2024-05-01 10:00:00.000000000 Z
  - :id: 100
    :created_at: 2024-05-02 10:00:00.000000000 Z
submission_102:
  :submitters:
  - :name: Bob
    :sid:
    :email:
  :created_at: 2024-05-04 10:00:00.000000000 -02:00
"""


@pytest.fixture
def export(folder):
    def export(text=YAML, folders=("submission_101", "submission_102"), top="assignment_8_export"):
        files = {f"{top}/{it}/lstm.py": CODE for it in folders}
        return folder(files | ({f"{top}/submission_metadata.yml": text} if text is not None else {}))

    return export


def test_a_gradescope_export_is_read(export):
    found = collect(export())
    assert found.layout == "Gradescope export"
    assert [(it.student, it.number, it.when) for it in found.attempts] == [
        ("0042", 3, datetime(2024, 5, 3, 10, 0, 0, 123456, tzinfo=UTC)),
        ("Bob", 1, datetime(2024, 5, 4, 12, tzinfo=UTC)),
        ("ann@uni.edu", 3, datetime(2024, 5, 3, 10, 0, 0, 123456, tzinfo=UTC)),
    ]
    assert found.students["0042"] == Student("0042", 'Jane "JD" Doe', "jdoe@uni.edu")


def test_earlier_submissions_of_a_gradescope_export_are_attempts(export):
    found = collect(export(folders=("submission_99", "submission_101")))
    assert [(it.number, it.files[0].place) for it in found.attempts if it.student == "0042"] == [
        (1, "assignment_8_export/submission_99/lstm.py"),
        (3, "assignment_8_export/submission_101/lstm.py"),
    ]


def test_a_gradescope_student_is_found_by_number_or_address(export, roster):
    found = collect(export(), roster("First Name,Last Name,SID,Email\nJ,D,0042,jd@uni.edu\nA,L,0043,Ann@uni.edu\n"))
    assert list(seen(found)) == ["0042", "0043", "Bob"]
    assert found.unknown == ("Bob",)


def test_a_gradescope_export_without_its_record_knows_numbers_only(export):
    assert list(seen(collect(export(None)))) == ["submission_101", "submission_102"]


@pytest.mark.parametrize(
    "text",
    ["[" * 1000, "a: &a [*a]\nb: {", "\x00", "a: !!python/object:os.system [", "? " * 500 + "x"],
    ids=["deep", "cut", "binary", "tag", "keys"],
)
def test_a_broken_record_of_gradescope_is_refused(export, text):
    source = export(text)
    assert refused(source) == (
        "assignment_8_export/submission_metadata.yml is not the YAML that Gradescope writes. Download the export again."
    )


def test_aliases_that_multiply_do_not(export):
    text = "a: &a [x, x]\n" + "".join(f"b{it}: &b{it} [*{'a' if not it else f'b{it - 1}'}, x]\n" for it in range(60))
    assert list(seen(collect(export(f"{text}submission_101: {{':submitters': *b59}}")))) == [
        "submission_101",
        "submission_102",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "submission_101: [1]\nsubmission_102: {':submitters': {a: b}, ':history': x}",
        "submission_101: !!python/object/apply:os.abort []\nsubmission_102:",
        "x: &x [1, 2]\ny: &y [*x, *x]\nsubmission_101: {':submitters': *y, <<: *x}",
        "submission_101:\n  :submitters:\n  - :name: [1]\n    :sid: {a: b}\n  :created_at: never",
    ],
)
def test_an_odd_record_of_gradescope_says_nothing(export, text):
    assert list(seen(collect(export(text)))) == ["submission_101", "submission_102"]


# the class list


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_class_list_is_read_however_it_was_saved(folder, roster, encoding, sign):
    text = f"Student ID{sign}Name\r\nalice{sign}Älice\r\n\r\nbob{sign}Bob\r\n"
    found = collect(folder(["alice/lstm.py", "eve/lstm.py"]), roster(text, encoding))
    assert found.students["alice"] == Student("alice", "Älice")
    assert (found.missing, found.unknown) == (("bob",), ("eve",))


@pytest.mark.parametrize(
    "found", ["s1", "S1", "jdoe", "jdoe@uni.edu", "JDoe@Uni.edu", "jd", "Jane Doe", "Doe, Jane", "doe_jane", "doejane"]
)
def test_a_student_is_found_under_every_name(folder, roster, found):
    text = "id,login,email,first name,last name\ns1,jd,jdoe@uni.edu,Jane,Doe\ns2,x,y@uni.edu,Bob,Roe\n"
    assert "s1" in seen(collect(folder([f"{found}/lstm.py", "Bob Roe/lstm.py"]), roster(text)))


def test_a_name_that_two_students_have_is_not_guessed(folder, roster):
    found = collect(folder(["Jane Doe/lstm.py", "bob/lstm.py"]), roster("id,name\n1,Jane Doe\n2,Doe Jane\nbob,Bob\n"))
    assert list(seen(found)) == ["Jane Doe", "bob"]
    assert found.notes == ("Jane Doe could be 1 or 2 of the class list, and is kept apart.",)
    assert (found.missing, found.unknown) == (("1", "2"), ("Jane Doe",))


def test_an_id_is_more_than_anothers_address(folder, roster):
    found = collect(folder(["anna/lstm.py", "b/lstm.py"]), roster("id,email\nanna,x@uni.edu\nb,anna@uni.edu\n"))
    assert list(seen(found)) == ["anna", "b"]
    assert (found.notes, found.unknown) == ((), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\nalice\nbob\nAlice\n", "lines 2 and 4 are both the student 'Alice'. Remove one of them."),
        (
            "grade,comment\n1,x\n",
            "no column says who a student is. Its first line has to name the columns: id, login, email, name, or first "
            "name and last name.",
        ),
        ("id,grade\n,5\n", "line 2 names no student. Give an id, a login, an e-mail address or a name."),
        ('id\n"' + "x" * 200_000 + '"\n', "line 2: field larger than field limit (131072). Save it as CSV again."),
    ],
)
def test_a_class_list_that_is_not_clear_is_refused(folder, roster, text, message):
    path = roster(text)
    assert refused(folder(["a/lstm.py"]), path) == f"{path}: {message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id\n\xff\xfe\xfa\n", "is not UTF-8 text. Save it as CSV in UTF-8."),
        (b"PK\x03\x04\0\0", "is not a text file. Save the class list as CSV."),
        (b"id\n", "names no student. It needs a line for each, below the line of headers."),
    ],
)
def test_a_class_list_that_is_no_csv_is_refused(folder, tmp_path, data, message):
    path = tmp_path / "class.csv"
    path.write_bytes(data)
    assert refused(folder(["a/lstm.py"]), path) == f"{path} {message}"


def test_a_class_list_that_is_not_there_is_refused(folder, tmp_path):
    source = folder(["a/lstm.py"])
    assert (
        refused(source, tmp_path / "no.csv")
        == f"{tmp_path / 'no.csv'} does not exist. Give the class list as a CSV file."
    )
    assert refused(source, tmp_path) == f"{tmp_path} is a folder. Give the class list as a CSV file."


# bad sources, and folders that are made to harm


def test_a_source_that_holds_nothing_is_refused(folder, tmp_path):
    empty = folder([])
    assert refused(empty) == f"{empty} is empty. Give the folder or the archive of the submissions."
    texts = folder(["alice/notes.txt"])
    assert refused(texts) == f"{texts} holds no .py or .ipynb file. Give the folder or the archive of the submissions."
    assert (
        refused(tmp_path / "no")
        == f"{tmp_path / 'no'} does not exist. Give the folder or the archive of the submissions."
    )
    file = texts / "alice/notes.txt"
    assert refused(file) == f"{file} is neither a folder of submissions nor a .zip or .tar of them."
    code = write(tmp_path, {"lstm.py": CODE}) / "lstm.py"
    assert refused(code).endswith(f"For one file: dlgrade check --file {code}")
    assert refused(type(tmp_path)("a\0b")) == "'a\\x00b' is not a usable file name."


def test_links_are_not_followed(folder, tmp_path):
    write(tmp_path, {"secret.py": "SECRET = 1", "private/x.py": CODE})
    source = folder(["alice/lstm.py", "bob/lstm.py"])
    (source / "alice/link.py").symlink_to(tmp_path / "secret.py")
    (source / "eve").symlink_to(tmp_path / "private")
    found = collect(source)
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["lstm.py"]]}
    assert found.notes == (
        "eve is a link, which was not followed.",
        "alice/link.py is a link, which was not followed.",
    )


def test_what_is_no_regular_file_is_never_opened(folder, tmp_path, monkeypatch):
    source = folder(["alice/lstm.py", "bob/lstm.py"])
    os.mkfifo(source / "alice/pipe.py")
    monkeypatch.chdir(source)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("alice/socket.py")
        found = collect(source)
    assert found.notes == (
        "alice/pipe.py is no regular file and was not opened.",
        "alice/socket.py is no regular file and was not opened.",
    )


@pytest.mark.parametrize(
    ("error", "why"), [(PermissionError, "Permission denied"), (FileNotFoundError, "No such file or directory")]
)
def test_a_file_that_cannot_be_opened_is_noted(folder, monkeypatch, error, why):
    source = folder(["alice/lstm.py", "bob/lstm.py"])
    real = os.open

    def opened(path, *more, **options):
        if str(path).endswith("alice/lstm.py"):
            raise error(13 if error is PermissionError else 2, why)
        return real(path, *more, **options)

    monkeypatch.setattr(os, "open", opened)
    found = collect(source)
    assert list(seen(found)) == ["bob"]
    assert found.notes == (f"alice/lstm.py cannot be read ({why}): it was left out.",)


def test_a_file_that_becomes_a_link_while_it_is_read_is_not_followed(folder, tmp_path, monkeypatch):
    source = folder(["alice/lstm.py", "bob/lstm.py"])
    write(tmp_path, {"secret.py": "SECRET = 1"})
    real = os.open

    def opened(path, *more, **options):
        if str(path).endswith("alice/lstm.py"):
            path.unlink()
            path.symlink_to(tmp_path / "secret.py")
        return real(path, *more, **options)

    monkeypatch.setattr(os, "open", opened)
    found = collect(source)
    assert list(seen(found)) == ["bob"]
    assert found.notes[0].startswith("alice/lstm.py cannot be read (")


def test_a_folder_that_cannot_be_listed_is_noted(folder, monkeypatch):
    source = folder(["alice/lstm.py", "bob/lstm.py"])
    real = os.scandir

    def listed(path):
        if str(path).endswith("alice"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", listed)
    found = collect(source)
    assert found.notes == ("alice cannot be read (Permission denied): it was left out.",)


@pytest.mark.parametrize(
    ("name", "shown"), [("a\nb", "a\\nb"), ("\u202eecila", "\\u202eecila"), (b"x\xff", "x\\udcff")]
)
def test_names_that_could_fool_a_reader_are_shown_as_escapes(folder, name, shown):
    source = folder(["bob/lstm.py"])
    write(source, {f"{os.fsdecode(name)}/lstm.py": CODE})
    assert set(seen(collect(source))) == {shown, "bob"}


# which file answers which exercise


def attempt(**files):
    """An attempt of files given as {name: source}, a `__` standing for what no keyword may hold."""
    pieces = []
    for name, source in files.items():
        problem = "" if source else f"{name} is empty."
        pieces.append(
            File(f"alice/{name}", name.rpartition("/")[2], Submission(name, [source]) if source else None, problem)
        )
    return Attempt("alice", 1, None, tuple(pieces))


LSTM = "def lstm_forward(): pass\ndef lstm_backward(): pass\n"
GRU = "def gru_forward(): pass\n"


def answers(course, exercises, **files):
    notes = []
    found = find_files(attempt(**files), exercises, course, notes)
    return {name: file and file.place for name, file in found.items()}, notes


@pytest.mark.parametrize(
    "name", ["lstm.py", "LSTM.py", "lstm (1).py", "lstm - Copy.py", "Copy of lstm.ipynb", "lstm-2.py", "lstm copy 2.py"]
)
def test_a_file_named_like_the_exercise_answers_it(course, name):
    found, notes = answers(course, ["lstm"], **{"all.py": LSTM * 2, name: "x = 1"})
    assert found == {"lstm": f"alice/{name}"}
    assert notes == []


@pytest.mark.parametrize("name", ["max_pool.py", "Max Pool.py", "max-pool.py", "MaxPool.py"])
def test_words_of_a_name_may_be_put_together_in_any_way(course, name):
    assert answers(course, ["max_pool"], **{name: "x = 1"})[0] == {"max_pool": f"alice/{name}"}


def test_a_file_for_the_whole_course_answers_all_that_it_defines(course):
    found, notes = answers(course, ["lstm", "gru", "relu"], **{"layers.py": LSTM + GRU})
    assert found == {"lstm": "alice/layers.py", "gru": "alice/layers.py", "relu": None}
    assert notes == []


def test_the_file_that_defines_more_is_taken(course):
    found, notes = answers(course, ["lstm"], **{"a.py": "def lstm_forward(): pass", "b.py": LSTM})
    assert (found, notes) == ({"lstm": "alice/b.py"}, [])


def test_a_tie_is_noted(course):
    found, notes = answers(course, ["lstm"], **{"b.py": LSTM, "a.py": LSTM})
    assert found == {"lstm": "alice/a.py"}
    assert notes == ["alice: lstm is taken from alice/a.py, not from alice/b.py."]


def test_of_files_named_alike_the_fuller_one_is_taken(course):
    found, notes = answers(course, ["lstm"], **{"lstm.py": "x = 1", "LSTM (1).py": LSTM})
    assert found == {"lstm": "alice/LSTM (1).py"}
    assert notes == ["alice: lstm is taken from alice/LSTM (1).py, not from alice/lstm.py."]


def test_a_file_with_a_problem_answers_what_it_is_named_after(course):
    found, _ = answers(course, ["lstm", "gru"], **{"lstm.py": "", "gru.py": GRU})
    assert found == {"lstm": "alice/lstm.py", "gru": "alice/gru.py"}


def test_an_unreadable_archive_answers_what_nothing_else_does(course):
    found, _ = answers(course, ["lstm", "gru"], **{"hw.zip": "", "gru.py": GRU})
    assert found == {"lstm": "alice/hw.zip", "gru": "alice/gru.py"}


def test_an_unreadable_file_of_one_exercise_does_not_answer_another(course):
    assert answers(course, ["gru"], **{"lstm.py": ""})[0] == {"gru": None}


def test_planted_bugs_are_known_by_the_name_of_the_file(course):
    assert answers(course, ["fix_lstm"], **{"all.py": LSTM})[0] == {"fix_lstm": None}
    assert answers(course, ["fix_lstm"], **{"fix_lstm.py": LSTM})[0] == {"fix_lstm": "alice/fix_lstm.py"}


def test_what_anybody_handed_in_is_mentioned_in_the_order_of_the_course(course):
    one = attempt(**{"gru.py": GRU + "def sigmoid_forward(): pass"})
    other = attempt(**{"layers.py": LSTM + "def relu_forward(): pass"})
    assert mentioned(Collection("", {}, (one, Attempt("b", 1, None, other.files))), course) == ["relu", "lstm", "gru"]


def test_every_exercise_has_a_name_that_stays_what_it_is(course):
    assert all(undecorated(name) == name for name in course.by_name)
    assert len({name.replace("_", "") for name in course.by_name}) == len(course.by_name)


@given(
    st.sampled_from(["lstm", "conv2d", "batch_norm"]),
    st.lists(st.sampled_from([" (1)", " - Copy", "-1", " copy 2", "_copy", " - Kopie (2)"]), max_size=3),
)
def test_what_is_put_behind_a_name_comes_off_again(name, decorations):
    assert undecorated(name + "".join(decorations)) == name


# what an instructor reads before anything runs


def test_a_collection_is_described(folder, roster):
    source = folder({"alice/lstm.py": CODE, "jörg/lstm.py": "", "eve\x1b[31m/lstm.py": CODE, "alice/a.pdf": "x"})
    found = collect(source, roster("id,name\nalice,Alice Ä.\njörg,\nzoe,Zoë\n"))
    assert describe(found) == [
        "Recognised: one folder per student.",
        "3 students, 3 attempts, 3 files, of which 1 cannot be read.",
        "",
        "student      name      attempt  handed in  files",
        "alice        Alice Ä.  1        -          lstm.py",
        "eve\\x1b[31m            1        -          lstm.py",
        "jörg                   1        -          lstm.py (unreadable)",
        "",
        "Cannot be read:",
        "  jörg/lstm.py: lstm.py is empty. Write your functions into it, or start afresh with `dlgrade reset`.",
        "",
        "Notes:",
        "  1 .pdf file was left out, for example alice/a.pdf.",
        "",
        "Missing (1): zoe (Zoë)",
        "",
        "Not in the class list (1): eve\\x1b[31m",
    ]


def test_times_and_lateness_are_described(folder):
    lines = describe(
        collect(folder(["doe_LATE_1_2_lstm.py", "alice_3_4_a.py", *(f"bob_5_{n}_{n}.py" for n in range(6))]))
    )
    assert lines[4:6] == ["1        doe    1        - (late)   lstm.py", "3        alice  1        -          a.py"]
    assert lines[6].endswith("0.py, 1.py, 2.py, 3.py, and 2 more")


def test_a_file_goes_by_the_name_that_the_student_gave_it(folder):
    (attempt,) = collect(folder(["doe_1_2_lstm-1.py"])).attempts
    (file,) = attempt.files
    assert (file.place, file.name, file.submission.name) == ("doe_1_2_lstm-1.py", "lstm.py", "lstm.py")


def test_lateness_without_a_time_is_noted(folder):
    found = collect(folder(["doe_LATE_1_2_lstm.py", "alice_3_4_lstm.py"]))
    assert found.notes == ("Marked as late, without a time, so nothing is taken off: 1.",)


def test_an_identity_is_a_student_as_far_as_is_known():
    assert Identity("x", "1", "Jane", "j@x").student == Student("1", "Jane", "j@x")
