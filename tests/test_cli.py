import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import namedtuple
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader import __version__
from grader.authoring import stubs
from grader.cli import main
from grader.cli.base import State, exercise_names
from grader.course import Course, find_course
from grader.isolation import bubblewrap
from grader.report import doctor
from tests.data.making import CENTRE, SCALE, SMALL, course, edited

Ran = namedtuple("Ran", "code out err")
WRONG = edited(SCALE, ("dx = dout * s", "dx = -dout * s"))
LOAD = "{}: the solution cannot be loaded: "
CS231N = Path(__file__).parent / "submissions/cs231n"


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the command in a folder of its own; the small course unless another one is given."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def run(*args, course=SMALL):
        chosen = ["--course", str(course)] if course is not None else []
        monkeypatch.setattr(sys, "argv", ["dlgrade", *chosen, *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(ended.value.code or 0, out, err)

    return run


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(name, text):
    Path(name).write_text(text, "utf-8")
    return name


def process(*args, stdout=subprocess.PIPE, **environment):
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from grader.cli import main; main()", "--course", str(SMALL), *map(str, args)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=os.environ | environment,
    )


def unpadded(text):
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


# exit codes and streams


def test_a_passing_file_exits_with_0_and_writes_to_standard_output_only(tmp_path):
    (tmp_path / "layers.py").write_text(SCALE)
    ran = process("check", "scale", "--file", tmp_path / "layers.py")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "✓ scale all checks passed, 10/10 points\n", "")


def test_a_failing_file_exits_with_1_and_writes_to_standard_output_only(tmp_path):
    (tmp_path / "layers.py").write_text(WRONG)
    ran = process("check", "scale", "--file", tmp_path / "layers.py")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("✗ scale 7/10 points layers.py\n")


def test_a_mistake_of_the_user_exits_with_2_and_writes_one_line_to_standard_error_only():
    ran = process("check", "scale", "--file", "missing/a.py")
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "dlgrade: missing/a.py does not exist.\n")


def test_json_is_all_that_is_printed_whatever_the_submission_prints(tmp_path):
    (tmp_path / "layers.py").write_text("import sys\nprint('{}')\nprint('x', file=sys.stderr)\n" + WRONG)
    ran = process("check", "scale", "--file", tmp_path / "layers.py", "--json")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert json.loads(ran.stdout)["status"] == "failed"


def test_an_output_that_knows_no_check_mark_is_no_reason_to_fail(tmp_path):
    (tmp_path / "layers.py").write_text(SCALE)
    ran = process("check", "scale", "--file", tmp_path / "layers.py", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "? scale all checks passed, 10/10 points\n", "")


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    ran = process("list", "--json", stdout=writing)
    os.close(writing)
    assert "Traceback" not in ran.stderr
    assert ran.returncode in (1, 2, 141)


def test_a_fault_of_ours_says_so_and_exits_with_3(monkeypatch, capsys, run):
    monkeypatch.setattr(doctor, "show", lambda: 1 // 0)
    monkeypatch.setattr(sys, "argv", ["dlgrade", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (3, "")
    assert err.startswith(
        "dlgrade: this is a fault of dlgrade, not of your code. Please report what follows.\nTraceback"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["chekc"],
        ["check", "--nope"],
        ["check", "scale", "--seed", "-1"],
        ["check", "scale", "--seed", "many"],
        ["check", "scale", "--timeout", "0"],
        ["hint", "scale", "--level", "4"],
        ["reset"],
        ["new"],
        [],
    ],
    ids=" ".join,
)
def test_a_command_that_is_written_wrongly_exits_with_2_and_prints_nothing_to_standard_output(run, words):
    ran = run(*words)
    assert ran.code == 2
    assert "Usage: dlgrade" in (ran.err if words else ran.out + ran.err)
    assert words == [] or ran.out == ""


def test_a_mistyped_command_is_met_with_the_one_that_comes_close(run):
    assert "No such command 'chekc'. Did you mean 'check'?" in run("chekc").err


def test_version(run):
    assert run("--version") == Ran(0, f"dlgrade {__version__}\n", "")


def test_help_names_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in ("check", "list", "start", "reset", "hint", "doctor", "new", "sync", "verify"):
        assert f" {command} " in ran.out


# the user's mistakes: one line on standard error


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("check", "Say what to check: dlgrade check NAME, or dlgrade check --file FILE. `dlgrade list` has the names."),
        ("check scal", "No exercise 'scal'. Did you mean 'scale'? `dlgrade list` shows them all."),
        ("check zzz", "No exercise 'zzz'. `dlgrade list` shows them all."),
        (
            "check scale",
            "There is no scale.py here, and this is not a workspace. Make one with `dlgrade start`, or name the file: "
            "dlgrade check scale --file FILE",
        ),
        ("check --file layer.py", "layer.py does not exist. Did you mean 'layers.py'?"),
        ("check --file zzz/a.py", "zzz/a.py does not exist."),
        ("check --file layers.py/a.py", "layers.py/a.py cannot be read: Not a directory."),
        ("check --file ..", ".. is a folder. Give one file: --file ../NAME.py"),
        ("check --file fifo.py", "fifo.py is not a regular file."),
        ("check --file /dev/zero", "/dev/zero is not a regular file."),
        ("check --file notes.txt", "notes.txt is neither a .py file nor a notebook (.ipynb)."),
        (
            "check --file empty.py",
            "empty.py is empty. Write your functions into it, or start afresh with `dlgrade reset`.",
        ),
        ("check --file latin.py", "latin.py is not utf-8 text (line 2). Save it as UTF-8."),
        ("check --file klingon.py", "klingon.py declares the unknown encoding 'klingon'. Save it as UTF-8."),
        ("check --file nul.py", "nul.py holds NUL characters: it is not a text file. Save it as UTF-8."),
        ("check --file bad.ipynb", "bad.ipynb is not a notebook that can be read (it needs nbformat 4)."),
        (
            "check --file other.py",
            "other.py defines none of the course's functions. Name the exercise (dlgrade check NAME --file other.py), "
            "and see `dlgrade list` for the names.",
        ),
        (
            "check scale --file layers.py --isolation jail",
            "--isolation jail: choose auto, bubblewrap, landlock, container or process.",
        ),
        (
            "check scale --file layers.py --only scale_foward",
            "--only 'scale_foward': no such function or check. Did you mean 'scale_forward'?",
        ),
        ("check scale --file layers.py --html no/a.html", "--html no/a.html: No such file or directory."),
        ("check scale --file layers.py --html .", "--html .: Is a directory."),
        ("check scale --file layers.py --junit no/a.xml", "--junit no/a.xml: No such file or directory."),
        ("check scale --file layers.py --junit .", "--junit .: Is a directory."),
        ("check scale --file layers.py --junit layers.py/a", "--junit layers.py/a: Not a directory."),
        (
            "check scale --file layers.py --html a --junit a",
            "--html and --junit would both be written to a. Name another file for one of them.",
        ),
        ("start layers.py", "layers.py: Not a directory. Choose another folder: dlgrade start FOLDER"),
        ("start layers.py/a", "layers.py/a: Not a directory. Choose another folder: dlgrade start FOLDER"),
        ("start /proc/a", "/proc/a: No such file or directory. Choose another folder: dlgrade start FOLDER"),
        ("reset scale", "This is not a workspace. Make one with `dlgrade start`, and go into it."),
        ("hint scale scale_bakward", "scale has no hints for 'scale_bakward'. Did you mean 'scale_backward'?"),
        ("new basics", "'basics' is not TRACK/NAME with a lower-case name. Tracks: basics, more."),
        ("new nowhere/gru", "'nowhere/gru' is not TRACK/NAME with a lower-case name. Tracks: basics, more."),
        ("new more/scale", f"There is an exercise 'scale' already: {SMALL}/solutions/basics/scale.toml."),
        ("--course no list", "No course in no: it needs exercises/course.toml and solutions/."),
    ],
)
def test_a_mistake_of_the_user_is_one_line_that_says_what_and_what_to_do(run, words, says):
    write("layers.py", SCALE)
    write("notes.txt", SCALE)
    write("empty.py", "\n  \n")
    write("other.py", "x = 1\n")
    write("klingon.py", "# coding: klingon\n")
    write("nul.py", "x = 1\0\n")
    write("bad.ipynb", '{"cells": 3}')
    Path("latin.py").write_bytes(b"x = 1\ny = 'caf\xe9'\n")
    os.mkfifo("fifo.py")
    assert run(*words.split()) == Ran(2, "", f"dlgrade: {says}\n")


def test_a_file_name_of_several_lines_is_shown_on_one(run):
    assert run("check", "--file", "a\nb\x1b[31m.py").err == "dlgrade: a\\nb\\x1b[31m.py does not exist.\n"


def test_bubblewrap_that_does_not_work_is_said_with_the_reason(monkeypatch, run):
    monkeypatch.setattr(bubblewrap, "why_not", lambda: "no bwrap binary")
    says = "--isolation bubblewrap does not work here: no bwrap binary. Run `dlgrade doctor` for what would."
    assert (
        run("check", "scale", "--file", write("a.py", SCALE), "--isolation", "bubblewrap").err == f"dlgrade: {says}\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("solutions/only/f.toml", "format = 1\ntitle =", "{}: Invalid value (at end of document)"),
        (
            "solutions/only/f.toml",
            "format = 2\ntitle = 'F'",
            "{}: format 2 is newer than this dlgrade, which reads format 1.",
        ),
        ("solutions/only/f.toml", "format = 1\ntitle = 3", "{}: title: Expected `str`, got `int`"),
        ("exercises/course.toml", "format = 1\ntitle = 'T'", "{}: the key 'tracks' is missing."),
        ("solutions/only/f.py", "def f(:", f"{LOAD}SyntaxError: invalid syntax (f.py, line 1)"),
        ("solutions/only/f.py", "import nothere", f"{LOAD}ModuleNotFoundError: No module named 'nothere'"),
        (
            "solutions/only/f.py",
            "def f(x): return x",
            "{}: f: no return annotation. Say what it returns, for example `-> Float[np.ndarray, 'N']`.",
        ),
    ],
)
def test_a_course_that_is_written_wrongly_is_one_line_with_the_file_first(run, tmp_path, cache, path, text, says):
    course(tmp_path / "course", f="def f(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n")
    (tmp_path / "course" / path).write_text(text)
    write("a.py", "def f(x):\n    return x\n")
    ran = run("check", "f", "--file", "a.py", course=tmp_path / "course")
    if "course.toml" in path:
        ran = run("list", course=tmp_path / "course")
    assert ran == Ran(2, "", f"dlgrade: {says.format(tmp_path / 'course' / path)}\n")


# check


def test_check_in_a_workspace_finds_the_file_and_remembers_the_result(run):
    run("start", ".")
    write("basics/scale.py", WRONG)
    ran = run("check", "scale")
    assert ran.code == 1
    assert ran.out.startswith("✗ scale 7/10 points scale.py\n")
    assert ran.out.endswith("\nstuck? dlgrade hint scale\n")
    progress = json.loads(Path(".dlgrade/progress.json").read_text())
    assert (progress["scale"]["status"], progress["scale"]["points"]) == ("failed", 7)


def test_check_works_in_a_folder_of_the_workspace(run, monkeypatch):
    run("start", ".")
    write("basics/scale.py", SCALE)
    monkeypatch.chdir("basics")
    assert run("check", "scale") == Ran(0, "✓ scale all checks passed, 10/10 points\n", "")


def test_check_outside_a_workspace_takes_the_file_of_that_name_here(run):
    write("scale.py", SCALE)
    assert run("check", "scale").code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["scale.py"]


@pytest.mark.parametrize("name", ["Scale", "SCALE", " scale "])
def test_case_and_spaces_of_a_name_do_not_matter(run, name):
    write("scale.py", SCALE)
    assert run("check", name).code == 0


def test_a_file_that_is_gone_from_the_workspace_is_named(run):
    run("start", ".")
    Path("basics/scale.py").unlink()
    ran = run("check", "scale")
    assert (ran.code, ran.out) == (2, "")
    path = Path.cwd() / "basics/scale.py"
    assert ran.err == f"dlgrade: {path} does not exist. `dlgrade reset scale` puts its beginning there.\n"
    assert run("reset", "scale", "-y") == Ran(0, f"{path} is back to its beginning.\n", "")


def test_several_exercises_are_reported_and_summed(run):
    ran = run("check", "scale", "centre", "scale", "--file", write("layers.py", SCALE + CENTRE))
    assert ran == Ran(
        0,
        "✓ scale all checks passed, 10/10 points\n"
        "✓ centre all checks passed, 8/8 points\n"
        "\n2 of 2 exercises passed, 18 of 18 points\n",
        "",
    )


def test_one_of_several_that_fails_decides_the_exit_code(run):
    ran = run("check", "scale", "centre", "--file", write("layers.py", WRONG + CENTRE))
    assert ran.code == 1
    assert ran.out.endswith("\n\n✓ centre all checks passed, 8/8 points\n\n1 of 2 exercises passed, 15 of 18 points\n")


def test_a_file_without_a_name_is_checked_for_the_exercises_that_it_defines_only(run):
    ran = run("check", "--file", write("layers.py", CENTRE))
    assert ran == Ran(0, "✓ centre all checks passed, 8/8 points\n", "")


def test_functions_under_their_other_names_are_recognised(run):
    other = SCALE.replace("scale_", "stretch_")
    assert run("check", "--file", write("layers.py", other)) == Ran(0, "✓ scale all checks passed, 10/10 points\n", "")


def test_exercises_of_which_nothing_is_written_are_named_in_one_line(run):
    stub = (SMALL / "exercises/more/centre.py").read_text()
    ran = run("check", "--file", write("layers.py", SCALE + stub))
    assert ran.out == (
        "✓ scale all checks passed, 10/10 points\n"
        "\nnot written yet: centre\n"
        "\n1 of 2 exercises passed, 10 of 18 points\n"
    )
    assert ran.code == 1


def test_a_whole_file_of_a_course_is_checked_for_the_exercises_that_it_defines_only(run):
    ran = run("check", "--file", CS231N / "optim.py", "--json", course=None)
    results = json.loads(ran.out)
    names = {result["exercise"] for result in results}
    assert {"sgd_momentum", "adam"} <= names
    assert not names & {"affine", "lstm"}
    assert {result["status"] for result in results} == {"passed"}


def test_a_notebook_is_checked_past_magics_and_a_cell_that_fails(run):
    cells = ["%matplotlib inline\nimport numpy as np", "%%bash\nnonsense(", "!pip install x", SCALE, "plt.plot([1])"]
    notebook = {"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "# Hello"}]}
    notebook["cells"] += [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    ran = run("check", "--file", write("layers.ipynb", json.dumps(notebook)))
    assert ran.code == 0
    assert unpadded(ran.out) == (
        "✓ scale all checks passed, 10/10 points\n"
        "  note       layers.ipynb, cell 5, line 1: NameError: name 'plt' is not defined. It costs nothing:\n"
        "             your functions were checked.\n"
    )


def test_verbose_shows_the_checks_of_what_passed(run):
    ran = run("check", "scale", "--verbose", "--file", write("layers.py", SCALE))
    assert ran.out == (
        "✓ scale all checks passed, 10/10 points\n  scale_forward    ✓ 6 right\n  scale_backward   ✓ 6 right\n"
    )


def test_what_a_submission_prints_cannot_act_on_the_terminal(run):
    ran = run("check", "scale", "--file", write("layers.py", "print('\\x1b[2J\\u202e\\x07')\n" + WRONG))
    assert "\\x1b[2J\\u202e\\x07" in ran.out
    assert not set("\x1b\u202e\x07") & set(ran.out)


def test_only_one_function_counts_where_it_is_asked_for(run):
    ran = run("check", "scale", "--only", "scale_forward", "--file", write("layers.py", WRONG))
    assert ran == Ran(0, "✓ scale all checks passed, 4/4 points\n", "")


@pytest.mark.parametrize("only", ["gradient of x", "scale_backward: gradient of x"])
def test_only_one_check_counts_where_it_is_asked_for(run, only):
    ran = run("check", "scale", "--json", "--only", only, "--file", write("layers.py", WRONG))
    result = json.loads(ran.out)
    assert (ran.code, result["status"], result["points"], result["max_points"]) == (1, "failed", 0, 3)
    assert [check["name"] for check in result["checks"]] == ["gradient of x"]


def test_only_what_passes_gives_0_although_the_rest_fails(run):
    file = write("layers.py", WRONG)
    assert run("check", "scale", "--only", "gradient of s", "--file", file).code == 0


def test_only_what_waits_for_something_else_is_no_success(run):
    file = write("layers.py", edited(SCALE, ("out = x * s", "raise NotImplementedError")))
    ran = run("check", "scale", "--only", "scale_backward", "--file", file)
    assert ran == Ran(
        1,
        "· scale 0/6 points layers.py\n  scale_backward   · 6 waiting\n  waits for  scale_forward: filled in\n",
        "",
    )


def test_only_leaves_out_exercises_that_have_no_such_check(run):
    ran = run("check", "scale", "centre", "--only", "centre_forward", "--file", write("layers.py", WRONG + CENTRE))
    assert ran == Ran(0, "✓ centre all checks passed, 8/8 points\n", "")


def test_another_seed_draws_other_cases_and_judges_alike(run):
    file = write("layers.py", WRONG)
    one, other = (json.loads(run("check", "scale", "--json", "--seed", s, "--file", file).out) for s in (0, 7))
    assert (one.pop("seed"), other.pop("seed")) == (0, 7)
    assert [check["status"] for check in one["checks"]] == [check["status"] for check in other["checks"]]


def test_a_function_that_hangs_ends_with_the_time_that_is_allowed(run):
    hanging = edited(SCALE, ("out = x * s", "out = x * s\n    while True: pass"))
    ran = run("check", "scale", "--timeout", "0.5", "--json", "--file", write("layers.py", hanging))
    returns = json.loads(ran.out)["checks"][1]
    assert (ran.code, returns["status"], returns["kind_of_fault"]) == (1, "error", "timeout")


def test_bubblewrap_gives_the_same_result_as_a_process(run):
    if bubblewrap.why_not() is not None:
        pytest.skip(bubblewrap.why_not())
    file = write("layers.py", edited(WRONG, ("ds = (x * dout).sum(axis=0)", "ds = 1 / zero")))
    one = json.loads(run("check", "scale", "--json", "--file", file).out)
    other = json.loads(run("check", "scale", "--json", "--isolation", "bubblewrap", "--file", file).out)
    assert (one.pop("isolation"), other.pop("isolation")) == ("process", "bubblewrap")
    del one["elapsed_s"], other["elapsed_s"]
    assert one == other


# the published JSON


def test_json_of_one_exercise_is_an_object_that_begins_with_the_format(run):
    ran = run("check", "scale", "--json", "--file", write("layers.py", SCALE))
    assert ran.out.startswith('{\n  "format": 1,\n  "exercise": "scale",\n  "status": "passed",\n')
    result = json.loads(ran.out)
    assert {"points", "max_points", "seed", "checks", "elapsed_s"} <= result.keys()


def test_json_of_several_exercises_is_a_list(run):
    ran = run("check", "scale", "centre", "--json", "--file", write("layers.py", SCALE + CENTRE))
    assert [result["exercise"] for result in json.loads(ran.out)] == ["scale", "centre"]


def nulls(value, path=""):
    if value is None:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from nulls(item, f"{path}.{key}")


@pytest.mark.parametrize(
    "edit",
    [
        ("dx = dout * s", "dx = -dout * s"),
        ("dx = dout * s", "dx = None"),
        ("dx = dout * s", "dx = dout * t"),
        ("dx = dout * s", "dx = dout.astype('f4')"),
        ("dx = dout * s", "dx = dout * np.nan"),
        ("dx = dout * s", "return 1"),
        ("dx = dout * s", "raise ValueError"),
        ("out = x * s", "import os; os._exit(0)"),
        ("out = x * s", "x *= s; out = x"),
        ("import numpy as np", "import torch"),
        ("def scale_forward", "def forward"),
    ],
    ids=lambda edit: edit[1],
)
def test_json_keeps_to_its_contract(run, edit):
    ran = run("check", "scale", "--json", "--file", write("layers.py", edited(SCALE, edit)))
    result = json.loads(ran.out)
    assert next(iter(result)) == "format"
    assert list(nulls(result)) == []
    assert "NaN" not in ran.out
    assert result["status"] in ("failed", "error")
    ids = [f"{check['function']}: {check['name']}" for check in result["checks"]]
    assert len(set(ids)) == len(ids)
    for check in result["checks"]:
        red = check["status"] in ("failed", "error")
        assert check["status"] in ("passed", "failed", "error", "skipped")
        assert {"name", "kind", "function", "status", "points", "max_points"} <= check.keys()
        assert 0 <= check["points"] <= check["max_points"]
        assert check["points"] == (check["max_points"] if check["status"] == "passed" else 0)
        assert ("failure" in check, "kind_of_fault" in check) == (red, red)
        assert ("waits_for" in check) == (check["status"] == "skipped")
        if check["status"] == "skipped":
            assert check["waits_for"] in ids
        if red:
            assert check["kind_of_fault"] in (
                "wrong",
                "raised",
                "timeout",
                "memory",
                "forbidden",
                "not_implemented",
                "contract",
                "tampered",
            )
            assert (check["status"] == "failed") == (check["kind_of_fault"] in ("wrong", "contract"))
            assert check["failure"].keys() <= {
                "what",
                "where",
                "yours",
                "expected",
                "tried",
                "diagnosis",
                "degree",
                "evidence",
                "located",
                "hint",
                "traceback",
                "index",
                "axes",
                "wrong",
                "window",
            }
            assert check["failure"]["what"]
    assert result["points"] == sum(check["points"] for check in result["checks"])
    assert result["max_points"] == sum(check["max_points"] for check in result["checks"]) == 10


def test_json_is_the_same_when_run_again_apart_from_the_time(run):
    file = write("layers.py", edited(WRONG, ("ds = (x * dout).sum(axis=0)", "ds = 1 / zero")))
    one, other = (json.loads(run("check", "scale", "--json", "--file", file).out) for _ in range(2))
    assert one.pop("elapsed_s") > 0
    assert other.pop("elapsed_s") > 0
    assert json.dumps(one) == json.dumps(other)


def test_json_is_the_same_from_a_new_cache(run, monkeypatch, tmp_path):
    file, printed = write("layers.py", WRONG), []
    for name in ("one", "other"):
        monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path / name))
        printed.append(json.loads(run("check", "scale", "--json", "--file", file).out))
        assert list((tmp_path / name).glob("scale-*.battery"))
        del printed[-1]["elapsed_s"]
    assert printed[0] == printed[1]


# the cache


def test_a_damaged_battery_is_drawn_again(run, cache):
    file = write("layers.py", SCALE)
    assert run("check", "scale", "--file", file).code == 0
    (stored,) = cache.glob("*.battery")
    good = stored.read_bytes()
    for bad in (b"", b"nonsense", good[:-1], good[:40] + b"!" + good[41:]):
        stored.write_bytes(bad)
        assert run("check", "scale", "--file", file).code == 0
        assert stored.read_bytes() == good


def test_a_cache_that_cannot_be_written_is_only_slower(tmp_path):
    (tmp_path / "layers.py").write_text(SCALE)
    ran = process("check", "scale", "--file", tmp_path / "layers.py", DLGRADE_CACHE="/proc/nowhere")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_cache_that_is_a_file_is_only_slower(run, cache):
    cache.write_text("")
    assert run("check", "scale", "--file", write("layers.py", SCALE)).code == 0


# html


def test_html_is_written_beside_the_report(run):
    ran = run("check", "scale", "--html", "a.html", "--file", write("layers.py", WRONG))
    assert ran.out.endswith("report: a.html\n")
    page = Path("a.html").read_text("utf-8")
    assert '<h1 class="mono">layers.py</h1>' in page
    assert "scale_backward: dx is wrong" in page


def test_html_is_written_with_json_too(run):
    ran = run("check", "scale", "--json", "--html", "a.html", "--file", write("layers.py", SCALE))
    assert json.loads(ran.out)["status"] == "passed"
    assert "All 12 checks passed." in Path("a.html").read_text("utf-8")


# JUnit


def test_junit_is_written_beside_the_report_and_is_the_same_every_time(run):
    for name in ("a.xml", "b.xml"):
        ran = run("check", "scale", "--junit", name, "--file", write("layers.py", WRONG))
        assert (ran.code, ran.out.splitlines()[-1]) == (1, f"report: {name}")
    assert Path("a.xml").read_bytes() == Path("b.xml").read_bytes()
    (failure,) = ElementTree.parse("a.xml").iter("failure")
    assert failure.get("message") == "scale_backward: dx is wrong"


def test_junit_of_several_exercises_has_a_suite_for_each_and_json_is_printed_too(run):
    ran = run("check", "scale", "centre", "--json", "--junit", "a.xml", "--file", write("layers.py", SCALE + CENTRE))
    assert [result["exercise"] for result in json.loads(ran.out)] == ["scale", "centre"]
    assert [suite.get("name") for suite in ElementTree.parse("a.xml").iter("testsuite")] == ["scale", "centre"]


# the workspace


def test_start_writes_stubs_and_tutorials_and_says_where_to_begin(run):
    ran = run("start", "mine")
    root = Path("mine")
    assert (root / "basics/scale.py").read_text() == (SMALL / "exercises/basics/scale.py").read_text()
    assert sorted(str(path.relative_to(root)) for path in root.rglob("*.*") if path.is_file()) == [
        "basics/scale.md",
        "basics/scale.py",
        "more/centre.md",
        "more/centre.py",
    ]
    assert ran == Ran(
        0,
        "4 files written to mine; what was there was left alone.\n"
        "Open mine/basics/scale.py, then: cd mine && dlgrade check scale\n",
        "",
    )


def test_start_again_overwrites_nothing_and_completes_what_is_missing(run):
    run("start", "mine")
    write("mine/basics/scale.py", "my work")
    Path("mine/more/centre.md").unlink()
    assert run("start", "mine").out.startswith("1 file written to mine;")
    assert Path("mine/basics/scale.py").read_text() == "my work"


def test_start_makes_the_folder_dlgrade_where_none_is_named(run):
    assert run("start").code == 0
    assert Path("dlgrade/basics/scale.py").is_file()


def test_the_untouched_stub_is_not_written_yet_and_earns_nothing(run):
    run("start", ".")
    ran = run("check", "scale", "--json")
    result = json.loads(ran.out)
    assert (ran.code, result["status"], result["points"]) == (1, "error", 0)
    (red,) = [check for check in result["checks"] if "failure" in check]
    assert (red["kind_of_fault"], red["failure"]) == (
        "not_implemented",
        {"what": "scale_forward is not written yet"},
    )


@pytest.fixture
def buggy(tmp_path):
    """The small course, and in it the exercise to find a bug in `scale`."""
    shutil.copytree(SMALL, tmp_path / "course")
    folder = tmp_path / "course/solutions/basics"
    shutil.copy(folder / "scale.py", folder / "fix_scale.py")
    (folder / "fix_scale.toml").write_text("""
        format = 1
        title = "Fix: scaling"
        [points.scale_backward]
        "gradient of x" = 4
        [[mistake]]
        planted = true
        caught_by = "scale_backward: gradient of x"
        says = "dx has the wrong sign."
        replace = "dx = dout * s"
        by = "dx = -dout * s"
    """)
    stubs.sync(Course(tmp_path / "course"))
    return tmp_path / "course"


def test_the_untouched_file_with_bugs_runs_fails_and_earns_nothing(run, buggy):
    run("start", ".", course=buggy)
    text = Path("basics/fix_scale.py").read_text()
    assert "There is 1 bug in this file." in text
    assert "dx = -dout * s" in text
    ran = run("check", "fix_scale", "--json", course=buggy)
    result = json.loads(ran.out)
    assert (ran.code, result["status"], result["points"]) == (1, "failed", 0)
    assert [check["name"] for check in result["checks"] if "failure" in check] == ["gradient of x"]
    assert "fix_scale Fix: scaling ●○○○○ 0/4" in " ".join(run("list", course=buggy).out.split())


def test_a_file_with_bugs_is_mended_and_reset(run, buggy):
    run("start", ".", course=buggy)
    text = Path("basics/fix_scale.py").read_text()
    write("basics/fix_scale.py", edited(text, ("dx = -dout * s", "dx = dout * s")))
    assert run("check", "fix_scale", course=buggy).code == 0
    assert run("reset", "fix_scale", "--yes", course=buggy).code == 0
    assert Path("basics/fix_scale.py").read_text() == text


def test_a_file_with_bugs_is_known_by_its_name_and_a_course_file_is_not_taken_for_one(run, buggy):
    stub = (buggy / "exercises/basics/fix_scale.py").read_text()
    ran = run("check", "--json", "--file", write("fix_scale.py", stub), course=buggy)
    assert json.loads(ran.out)["exercise"] == "fix_scale"
    ran = run("check", "--json", "--file", write("layers.py", SCALE), course=buggy)
    assert json.loads(ran.out)["exercise"] == "scale"


def test_reset_asks_and_leaves_the_file_alone_where_the_answer_is_no(run, monkeypatch):
    run("start", ".")
    write("basics/scale.py", "my work")
    monkeypatch.setattr("typer.confirm", lambda question: False)
    assert run("reset", "scale").code in (0, 1)
    assert Path("basics/scale.py").read_text() == "my work"


def test_reset_puts_the_stub_back_and_keeps_each_old_file(run):
    run("start", ".")
    for work in ("first", "second"):
        write("basics/scale.py", work)
        assert run("reset", "scale", "--yes").code == 0
    assert Path("basics/scale.py").read_text() == (SMALL / "exercises/basics/scale.py").read_text()
    assert [Path(f"basics/scale.py.{i}.bak").read_text() for i in (1, 2)] == ["first", "second"]


def test_reset_without_a_stub_in_the_course_leaves_the_file_alone(run, tmp_path):
    exercise = "def f(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n"
    course(tmp_path / "course", f=exercise)
    Path(".dlgrade").mkdir()
    Path("only").mkdir()
    write("only/f.py", "my work")
    ran = run("reset", "f", "--yes", course=tmp_path / "course")
    stub = tmp_path / "course/exercises/only/f.py"
    assert ran == Ran(2, "", f"dlgrade: {stub}: No such file or directory. Its author runs: dlgrade sync\n")
    assert Path("only/f.py").read_text() == "my work"


# hint


def test_hints_come_one_after_the_other_and_stop_at_the_last(run):
    run("start", ".")
    counts = [len(run("hint", "scale", "scale_forward").out.splitlines()) for _ in range(4)]
    assert counts == [2, 3, 4, 4]


def test_a_hint_shows_each_function_of_the_exercise(run):
    ran = run("hint", "scale")
    assert ran == Ran(
        0,
        "scale_forward\n  1. NumPy lines the last axes up.\n"
        "\nscale_backward\n  1. Each entry of s meets every row.\n"
        "\nmore: dlgrade hint scale --level 2\n",
        "",
    )


def test_a_level_shows_the_hints_up_to_it(run):
    assert run("hint", "scale", "scale_forward", "--level", "3").out == (
        "scale_forward\n"
        "  1. NumPy lines the last axes up.\n"
        "  2. Multiply x by s: (N, D) times (D,).\n"
        "  3. `out = x * s`\n"
    )


def test_hints_of_an_exercise_without_a_tutorial_are_missed_by_name(run, tmp_path):
    course(tmp_path / "course", f="def f(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n")
    ran = run("hint", "f", course=tmp_path / "course")
    page = tmp_path / "course/exercises/only/f.md"
    assert ran == Ran(2, "", f"dlgrade: {page}: the tutorial is missing.\n")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "[1]",
        "{",
        '{"scale": 3}',
        '{"scale": {"hints": 5}}',
        '{"scale": {"hints": {"scale_forward": "x"}, "points": "many"}}',
    ],
)
def test_progress_that_cannot_be_read_is_begun_afresh(run, garbage):
    run("start", ".")
    write(".dlgrade/progress.json", garbage)
    assert run("hint", "scale").code == 0
    assert run("list").code == 0
    assert run("list", "--json").code == 0
    write("basics/scale.py", SCALE)
    assert run("check", "scale").code == 0
    assert json.loads(Path(".dlgrade/progress.json").read_text())["scale"]["status"] == "passed"


# list


def test_list_shows_tracks_exercises_points_and_what_comes_first(run):
    ran = run("list")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines == [
        "Basics",
        "scale Scaling ●○○○○ 10",
        "",
        "More",
        "centre Centring ●●○○○ 8 scale",
        "",
        "2 exercises (name, title, difficulty, points, what comes before), 18 points",
    ]


def test_list_shows_what_was_passed_in_the_workspace(run):
    run("start", ".")
    write("basics/scale.py", SCALE)
    run("check", "scale", "centre")
    lines = [" ".join(line.split()) for line in run("list").out.splitlines()]
    assert "✓ scale Scaling ●○○○○ 10/10" in lines
    assert "centre Centring ●●○○○ 0/8 scale" in lines


def test_list_of_the_whole_course_fits_into_eighty_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("list", course=None).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert set(find_course().by_name) <= {word for line in lines for word in line.split()}


def test_list_as_json_gives_functions_and_signatures(run):
    first, second = json.loads(run("list", "--json").out)
    assert first == {
        "name": "scale",
        "track": "basics",
        "title": "Scaling",
        "difficulty": 1,
        "minutes": 5,
        "points": 10,
        "after": [],
        "functions": {
            "scale_forward": "(x: Float[np.ndarray, 'N D'], s: Float[np.ndarray, 'D']) -> "
            "tuple[Float[np.ndarray, 'N D'], object]",
            "scale_backward": "(dout: Float[np.ndarray, 'N D'], cache: object) -> "
            "tuple[Float[np.ndarray, 'N D'], Float[np.ndarray, 'D']]",
        },
        "progress": {},
    }
    assert (second["name"], second["after"]) == ("centre", ["scale"])


def test_list_as_json_gives_the_progress_in_a_workspace(run):
    run("start", ".")
    write("basics/scale.py", SCALE)
    run("check", "scale")
    first, second = json.loads(run("list", "--json").out)
    assert (first["progress"], second["progress"]) == ({"status": "passed", "points": 10}, {})


# the author's commands


def test_new_writes_drafts_that_verify_finds_incomplete_and_sync_completes(run, tmp_path):
    root = course(
        tmp_path / "course", f="def f(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n"
    ).root
    ran = run("new", "only/gate", course=root)
    files = [root / "solutions/only/gate.py", root / "solutions/only/gate.toml", root / "exercises/only/gate.md"]
    assert ran == Ran(0, "".join(f"{file}\n" for file in files), "")
    assert all(file.is_file() for file in files)
    assert run("sync", "--check", course=root) == Ran(
        1,
        "exercises/only/f.py is out of date. Run: dlgrade sync\n"
        "exercises/only/gate.py is out of date. Run: dlgrade sync\n",
        "",
    )
    assert run("sync", course=root) == Ran(0, "exercises/only/f.py\nexercises/only/gate.py\n", "")
    assert run("sync", course=root) == Ran(0, "", "")
    assert run("sync", "--check", course=root) == Ran(0, "", "")
    ran = run("verify", "gate", course=root)
    assert ran.code == 1
    assert "    1 mistakes are listed; at least 5 are wanted\n" in ran.out


def test_verify_proves_a_course(run):
    ran = run("verify")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if not line.startswith(" ")] == [
        "✓ scale",
        "✓ centre",
        "2 exercises, 0 with problems; 10 of 10 mistakes caught",
    ]


def test_verify_of_a_course_without_exercises_says_how_to_begin(run, tmp_path):
    root = course(tmp_path / "course").root
    says = f"{root}/solutions holds no exercises. Begin one: dlgrade new TRACK/NAME"
    assert run("verify", course=root) == Ran(2, "", f"dlgrade: {says}\n")


def test_start_and_list_of_a_course_without_exercises_end_well(run, tmp_path):
    root = course(tmp_path / "course").root
    assert run("list", course=root).code == 0
    ran = run("start", course=root)
    assert ran == Ran(2, "", f"dlgrade: {root}/solutions holds no exercises. Begin one: dlgrade new TRACK/NAME\n")


# doctor, completion


def test_doctor_says_what_this_machine_can_do(run):
    ran = run("doctor")
    assert ran.code == 0
    assert [line.split()[1] for line in ran.out.splitlines()] == [
        "dlgrade",
        "cores",
        "process",
        "leftovers",
        "bubblewrap",
        "landlock",
        "container",
        "cgroup",
        "batteries",
        "nbgrader",
        "cluster",
        "postgres",
        "capstones",
    ]


def test_doctor_names_only_extras_that_can_be_installed():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert set(doctor.EXTRAS) == set(project["project"]["optional-dependencies"]) - {"dev"}


def test_names_are_completed_in_the_shell(monkeypatch):
    monkeypatch.setattr(State, "course", SMALL)
    assert exercise_names("") == ["scale", "centre"]
    assert exercise_names("sc") == ["scale"]
    assert exercise_names("z") == []
