import codecs
import csv
import errno
import io
import json
import os
import random

import pytest

from grader.batch.model import Entry, Fault, Result, Student
from grader.batch.outputs import Row, write_grades, write_jsonl
from grader.batch.store import Store
from grader.errors import InputError


def entry(student="ann", exercise="lstm", attempt=1):
    return Entry(student, exercise, attempt, f"{exercise}-{attempt}", f"hash-{attempt}")


def result(of, points=3.0):
    outcome = {"format": 1, "exercise": of.exercise, "status": "passed", "points": points, "checks": []}
    return Result(of, json.dumps(outcome).encode(), "", random.random(), 1000)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.db") as store:
        yield store


def lines(batch, path, **options):
    write_jsonl(batch, path, **options)
    return path.read_text("ascii").splitlines()


# --- results.jsonl ---------------------------------------------------------------------------------------------------


def test_a_line_is_the_published_result_with_the_student_in_front(store, tmp_path):
    batch = store.begin([entry()], [], [], {})
    batch.save([result(entry())])
    assert lines(batch, tmp_path / "results.jsonl") == [
        '{"student": "ann", "submission": "hash-1", "format": 1, "exercise": "lstm", "status": "passed", '
        '"points": 3.0, "checks": []}'
    ]


def test_an_entry_that_could_not_be_graded_says_why_and_has_no_status(store, tmp_path):
    batch = store.begin([entry()], [], [], {})
    batch.fault(Fault(entry(), "the worker\ndid not start\x1b[0m"))
    assert lines(batch, tmp_path / "results.jsonl") == [
        '{"student": "ann", "submission": "hash-1", "format": 1, "exercise": "lstm", '
        '"ungraded": "the worker\\\\ndid not start\\\\x1b[0m"}'
    ]


def test_only_the_attempt_that_counts_has_a_line(store, tmp_path):
    entries = [entry(attempt=n) for n in (1, 2, 3)]
    batch = store.begin(entries, [], [], {})
    batch.save([result(it, it.attempt) for it in entries])
    found = lines(batch, tmp_path / "results.jsonl", counts=lambda it: it.attempt == 2)
    assert [json.loads(line)["submission"] for line in found] == ["hash-2"]


def test_a_line_stays_one_line_and_json_whatever_is_in_it(store, tmp_path):
    name = 'x"\n\u2028\udcff\0,{'
    batch = store.begin([entry(name)], [], [], {})
    pretty = json.dumps({"format": 1, "exercise": "lstm", "text": "a\nb"}, indent=2).replace("\n", "\r\n") + "\n"
    batch.save([Result(entry(name), pretty.encode(), "", 0, 0)])
    (line,) = lines(batch, tmp_path / "results.jsonl")
    assert json.loads(line) == {
        "student": name,
        "submission": "hash-1",
        "format": 1,
        "exercise": "lstm",
        "text": "a\nb",
    }


def test_the_same_results_make_the_same_bytes_in_whichever_order_they_came(tmp_path):
    entries = [entry(name, exercise) for name in "abcdefg" for exercise in ("gru", "lstm")]
    made = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.jsonl"
        order = random.Random(seed).sample(entries, len(entries))
        with Store.open(tmp_path / f"{seed}.db") as store:
            batch = store.begin(order, [], [], {})
            for it in order[1:]:
                batch.save([result(it)])
            store.begin(entries, [], [], {}).save([result(order[0])])
            write_jsonl(batch, path)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert made[0].count(b"\n") == len(entries)


def test_a_file_is_whole_or_not_there(store, tmp_path):
    batch = store.begin([entry("ann"), entry("bob")], [], [], {})
    batch.save([result(entry("ann")), result(entry("bob"))])
    path = tmp_path / "results.jsonl"
    path.write_text("old\n")

    def counts(it):
        if it.student == "bob":
            raise KeyboardInterrupt
        return True

    with pytest.raises(KeyboardInterrupt):
        write_jsonl(batch, path, counts)
    assert path.read_text() == "old\n"
    assert sorted(it.name for it in tmp_path.iterdir() if "json" in it.name) == ["results.jsonl"]


def test_a_place_that_cannot_be_written_is_reported(store, tmp_path):
    batch = store.begin([entry()], [], [], {})
    with pytest.raises(InputError) as refusal:
        write_jsonl(batch, tmp_path / "nowhere" / "results.jsonl")
    assert str(refusal.value) == (
        f"{tmp_path}/nowhere/results.jsonl cannot be written: No such file or directory. "
        "The results are in the store: run the command again."
    )


def test_a_full_disk_is_reported_and_the_old_file_stays(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "grades.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as refusal:
        write_grades([], [], path)
    assert str(refusal.value) == (
        f"{path} cannot be written: No space left on device. The results are in the store: run the command again."
    )
    assert path.read_text() == "old"


def test_a_pipe_is_written_to_and_stays_a_pipe(store, tmp_path):
    batch = store.begin([entry()], [], [], {})
    batch.save([result(entry())])
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_jsonl(batch, pipe)
    assert os.read(read, 1000).startswith(b'{"student": "ann"')
    os.close(read)
    assert pipe.is_fifo()


# --- grades.csv ------------------------------------------------------------------------------------------------------


def table(tmp_path, rows, exercises=("gru", "lstm")):
    path = tmp_path / "grades.csv"
    write_grades(rows, exercises, path)
    data = path.read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_has_the_points_of_each_exercise_and_what_they_come_to(tmp_path):
    rows = [
        Row(Student("bob", "Bob"), "missing", score=0.0, max_score=20.0),
        Row(
            Student("ann", "Ann Lee", "ann@x.org"),
            "ungraded in part",
            {"gru": 9.5, "lstm": None},
            raw_score=9.5,
            late_penalty=0.1 + 0.2,
            score=9.2,
            max_score=20.0,
            notes=["gru: late."],
        ),
    ]
    assert table(tmp_path, rows) == [
        [
            "student_id",
            "name",
            "email",
            "gru",
            "lstm",
            "raw_score",
            "late_penalty",
            "score",
            "max_score",
            "status",
            "notes",
        ],
        ["ann", "Ann Lee", "ann@x.org", "9.5", "", "9.5", "0.3", "9.2", "20", "ungraded in part", "gru: late."],
        ["bob", "Bob", "", "", "", "", "", "0", "20", "missing", ""],
    ]


def test_a_negative_number_stays_a_number(tmp_path):
    row = table(tmp_path, [Row(Student("ann"), "graded", {"gru": -1.5, "lstm": -0.0})])[1]
    assert row[3:5] == ["-1.5", "0"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "\\x0d=1"),
        ("\n=1", "\\n=1"),
        ("\u200b=1", "\\u200b=1"),
        ("\ufeff=1", "\\ufeff=1"),
        ("\u202e=1", "\\u202e=1"),
        ("  =1", "'  =1"),
        ("\xa0=1", "'\xa0=1"),
        ("\u3000=1", "'\u3000=1"),
        ("\xad=1", "'\xad=1"),
        ("\u0301=1", "'\u0301=1"),
        ("\u3164=1", "'\u3164=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20x", "'\uff20x"),
        ("\u22121", "'\u22121"),
        ("Doe;=1+1", "Doe;'=1+1"),
        ("Doe, =1+1", "Doe,' =1+1"),
        ('"=1+1"', '"\'=1+1"'),
        ("a\0b", "a\\x00b"),
        ("\ud800", "\\ud800"),
        ("O'Neill, Zoë", "O'Neill, Zoë"),
        ("Mary-Ann", "Mary-Ann"),
        ("ann+cs@x.org", "ann+cs@x.org"),
        ('Doe "JD" Jane', 'Doe "JD" Jane'),
        ("two\nlines", "two\\nlines"),
        ("李小龙", "李小龙"),
        ("007", "007"),
    ],
)
def test_text_is_never_a_formula_and_reads_as_it_was(tmp_path, text, cell):
    row = table(tmp_path, [Row(Student(text, text, text), "graded")])[1]
    assert row[:3] == [cell] * 3


def test_no_cell_of_any_kind_begins_as_a_formula_does(tmp_path):
    draw = random.Random(3)
    letters = "=+-@\t\r\n ;,|\"'ax1\u200b\xa0\uff1d\uff20\ufe62\u3164\0\ud800"
    names = ["".join(draw.choices(letters, k=draw.randint(0, 6))) for _ in range(500)]
    table(tmp_path, [Row(Student(f"{n:03}", name, name), "graded") for n, name in enumerate(names)])
    text = (tmp_path / "grades.csv").read_text("utf-8-sig")
    for separator in ",;|\t":
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            for cell in row:
                assert cell.strip().lstrip('"').lstrip()[:1] not in set("=+-@\uff1d\uff20\ufe62")


def test_the_same_rows_make_the_same_bytes_in_any_order(tmp_path):
    rows = [Row(Student(name, "x"), "graded", {"gru": 1.0}) for name in "abcdef"]
    made = []
    for seed in (1, 2):
        table(tmp_path, random.Random(seed).sample(rows, len(rows)))
        made.append((tmp_path / "grades.csv").read_bytes())
    assert made[0] == made[1]
