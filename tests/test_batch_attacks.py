"""A class in which attackers sit between honest students, graded as `dlgrade grade` grades it."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from grader.course import find_course
from grader.isolation import bubblewrap
from tests.attacks import inputs
from tests.test_attacks import NEVER, SECRET, marked, texts

if missing := bubblewrap.why_not():
    pytest.skip(missing, allow_module_level=True)

HERE = Path(__file__).parent
ROOT = HERE.parent
SOLUTION = find_course().find("affine").solution.read_text("utf-8")
#: Everything ends: a bound that only something endless reaches.
ENDS_WITHIN = 300
#: A word that stands in every file that nobody may read, and nowhere else.
CANARY = "canary-5f3a"
HONEST = {
    "ada": SOLUTION,
    "grace": SOLUTION.replace("@ w + b", "@ w - b"),
    "mary": (HERE / "submissions/correct/affine__loops.py").read_text("utf-8"),
    "sofia": "def affine_forward(x, w, b):\n    return x.sum()\n",
    "zoe": "x = = 1\n",
}
#: One or more of each class, quick ones: what a single worker meets is tested in test_attacks.py.
ATTACKERS = (
    *("a_exit_in_forward", "a_kill_everything", "a_daemon_lives_on", "a_sigkill_itself", "b_results_files"),
    *("b_shape_lies", "b_score_on_the_last_line", "b_pickle_payload", "b_closes_everything", "c_array_function"),
    *("c_masked", "d_secret_file", "d_other_submissions", "d_gradebook", "d_inputs_in_a_message", "d_walks_the_disk"),
    *("d_environment", "e_patched_numpy", "e_files_that_shadow_modules", "e_patched_worker", "e_conftest_that_passes"),
    *("f_fills_the_disk", "f_many_processes", "f_prints_without_an_end", "f_threads", "f_terabyte", "f_many_files"),
    *("g_word_to_the_next", "g_holds_its_folder", "g_files_with_rights", "g_signals_outside", "g_hard_link"),
)


def hand_in(folder, sources):
    for student, source in sources.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "affine.py").write_text(source)


def grade(submissions, out, mark, *options):
    command = [sys.executable, "-c", "from grader.cli import main; main()", "grade", submissions, "--out", out]
    command += ["--exercise", "affine", "--jobs", "2", "--isolation", "bubblewrap", "--timeout", "1.5", *options]
    environment = os.environ | {"MARK": mark, "TEST_SECRET": CANARY, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, env=environment, check=False, cwd=out.parent, timeout=ENDS_WITHIN
    )


def results(out):
    """The lines by student."""
    lines = (out / "results.jsonl").read_bytes().splitlines()
    return {json.loads(line)["student"]: line for line in lines}


def feedback(out, student):
    return (out / "students" / student / "feedback.html").read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The honest students, graded without any attacker."""
    here = tmp_path_factory.mktemp("alone")
    hand_in(here / "submissions", HONEST)
    ran = grade(here / "submissions", here / "out", "alone")
    assert ran.returncode == 0, ran.stderr.decode()
    return here / "out"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A class of honest students, attackers, hard hand-ins and odd names."""
    here = tmp_path_factory.mktemp("room")
    (here / "secret.py").write_text(f"# {CANARY}\n{SOLUTION}")
    with closing(sqlite3.connect(here / "dlgrade.sqlite")) as book, book:
        book.execute("create table results (source text, points real)")
        book.execute("insert into results values (?, 20)", [SOLUTION + f"# {CANARY}"])
    inputs.RIGHT, inputs.SECRET = SOLUTION, str(here / "secret.py")
    values = {"canary": str(here), "root": str(ROOT), "site": str(ROOT), "cache": str(here), "scratch": str(here)}
    values |= {"pid": str(os.getpid()), "port": "1", "socket": f"room-{os.getpid()}", "shm": "none", "key": "none"}
    submissions = here / "submissions"
    hand_in(submissions, HONEST)
    for name in ATTACKERS:
        source = (HERE / f"attacks/{name}.py").read_text("utf-8")
        hand_in(submissions, {name: re.sub(r"@(\w+)@", lambda found: values[found.group(1)], source)})
    for name, make in inputs.FOLDERS.items():
        (submissions / name).mkdir()
        make(submissions / name)
    hand_in(submissions, dict.fromkeys(inputs.NAMES, SOLUTION))
    yield here
    shutil.rmtree(submissions, ignore_errors=True)


def everything(folder):
    """Names, kinds and sizes of all that must not change."""
    found = {}
    for path, folders, files in os.walk(folder):
        for name in folders + files:
            with suppress(OSError):  # a path that is too long
                at = os.lstat(f"{path}/{name}")
                found[f"{path}/{name}"] = at.st_mode, at.st_size, at.st_mtime_ns
    return found


@pytest.fixture(scope="module")
def graded(room):
    mark = f"room-{os.getpid()}-{time.monotonic_ns()}"
    before = everything(room)
    ran = grade(room / "submissions", room / "out", mark)
    assert (room / "out/results.jsonl").exists(), ran.stderr.decode("utf-8", "replace")[-2000:]
    after = {path: at for path, at in everything(room).items() if not path.startswith(str(room / "out"))}
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return ran, changed, marked(mark)


def test_a_class_with_attackers_is_graded_to_its_end_and_they_change_and_leave_nothing(graded):
    ran, changed, left = graded
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")[-2000:]
    assert changed == set()
    assert left == frozenset()
    assert not any(Path(name).exists() for name in ("/tmp/dlgrade-escaped.py", "/tmp/escaped.py"))


@pytest.mark.parametrize("student", HONEST)
def test_honest_students_get_among_attackers_what_they_get_alone(student, graded, room, alone):
    assert results(room / "out")[student] == results(alone)[student]
    assert feedback(room / "out", student) == feedback(alone, student)


@pytest.mark.parametrize("name", ATTACKERS)
def test_an_attacker_in_a_class_is_graded_as_alone(name, graded, room):
    from tests.attack_table import ATTACKS

    said = ATTACKS[HERE / f"attacks/{name}.py"].under("bubblewrap")
    line = json.loads(results(room / "out")[name])
    assert line["status"] == said.status
    assert line["points"] == said.points


@pytest.mark.parametrize("name", [name for name, what in inputs.EXPECTED.items() if what != "any"])
def test_a_hard_hand_in_gets_what_is_in_it(name, graded, room):
    line = results(room / "out").get(name)
    points = json.loads(line)["points"] if line else 0
    assert points == (20 if inputs.EXPECTED[name] == "right" else 0)


def test_odd_names_get_the_marks_of_their_work(graded, room):
    """Names that are one when control characters are gone may be refused, but none takes another's marks."""
    marks = [json.loads(line)["points"] for line in results(room / "out").values()]
    honest = len(inputs.NAMES) + sum(what == "right" for what in inputs.EXPECTED.values()) + 2
    full = [name for name in ATTACKERS if json.loads(results(room / "out")[name])["points"] == 20]
    assert marks.count(20) <= honest + len(full)
    assert marks.count(20) >= honest + len(full) - 5


def test_nothing_hidden_is_in_what_comes_out(graded, room):
    ran, *_ = graded
    shown = [ran.stdout, ran.stderr]
    shown += [path.read_bytes() for path in (room / "out").rglob("*") if path.suffix in (".html", ".jsonl", ".csv")]
    for data in shown:
        assert CANARY.encode() not in data
        assert SECRET.encode() not in data.replace(SOLUTION.encode(), b"")


def test_what_comes_out_does_nothing_to_who_reads_it(graded, room):
    ran, *_ = graded
    assert not NEVER.search(ran.stdout.decode("utf-8") + ran.stderr.decode("utf-8"))
    assert [
        text for line in results(room / "out").values() for text in texts(json.loads(line)) if NEVER.search(text)
    ] == []
    for page in (room / "out").rglob("*.html"):
        source = page.read_text("utf-8")
        assert not NEVER.search(source), page
        for found in re.findall(r"<(script|img|iframe|object|embed|meta http-equiv=.refresh)\b([^>]*)", source):
            assert found[0] == "script", (page, found)
        scripts = re.findall(r"<script[^>]*>(.*?)</script>", source, re.DOTALL)
        assert "alert" not in "".join(scripts), page
        assert not re.search(r"<[^>]*[ '\"]on(error|click|load)=", source), page


def test_no_cell_of_the_grades_is_a_formula(graded, room):
    text = (room / "out/grades.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if re.match(r"[\s\u200b\ufeff]*[=+@\t\r]|[\s\u200b]*-[^\d.]", cell)] == []
    assert [cell for cell in cells if NEVER.search(cell)] == []


def test_grading_such_a_class_again_changes_nothing(graded, room):
    before = (room / "out/results.jsonl").read_bytes()
    ran = grade(room / "submissions", room / "out", "again")
    assert ran.returncode == 0
    assert (room / "out/results.jsonl").read_bytes() == before


@pytest.mark.parametrize("names", inputs.SAME, ids=ascii)
def test_two_students_whose_names_are_one_elsewhere_are_never_mixed_up(names, tmp_path):
    hand_in(tmp_path / "submissions", dict(zip(names, (SOLUTION, HONEST["sofia"]), strict=True)))
    ran = grade(tmp_path / "submissions", tmp_path / "out", "same")
    if ran.returncode == 2:
        assert len(ran.stderr.decode().strip().splitlines()) == 1
    else:
        assert sorted(json.loads(line)["points"] for line in results(tmp_path / "out").values()) == [0, 20]
