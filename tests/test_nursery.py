import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.checking import Checker
from grader.course import find_course
from grader.isolation import Limits, process
from grader.isolation.nursery import nursery
from grader.submission import Submission

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked on Linux only")

EXERCISE = find_course().find("relu")
RIGHT = EXERCISE.solution.read_text("utf-8")
WRONG = RIGHT + "\n\ndef relu_forward(x):\n    return np.abs(x), x\n"


def check(launch, source, wall=5.0):
    checker = Checker(Submission("relu.py", [source]), launch=launch, limits=Limits(wall_s=wall))
    return checker.check(EXERCISE, explain=False).outcome


def kinds(outcome):
    return {check.kind_of_fault for check in outcome.failing}


def running(marker):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (folder / "cmdline").read_bytes() and folder.name != str(os.getpid()):
                found.append(folder.name)
        except OSError:
            continue
    return found


def test_a_forked_worker_judges_as_one_of_its_own(launch):
    assert check(launch, RIGHT).status == "passed"
    assert [(c.id, c.status) for c in check(launch, WRONG).checks] == [
        (c.id, c.status) for c in Checker(Submission("relu.py", [WRONG])).check(EXERCISE, explain=False).outcome.checks
    ]


def test_what_one_submission_leaves_in_its_process_does_not_reach_the_next(launch):
    spoils = "import numpy as np\nimport builtins\nnp.maximum = None\nbuiltins.len = None\n"
    check(launch, spoils + RIGHT)
    assert check(launch, RIGHT).status == "passed"


def test_a_forked_worker_that_hangs_is_ended(launch):
    outcome = check(launch, RIGHT + "\nwhile True:\n    pass\n", wall=1.0)
    assert kinds(outcome) == {"timeout"}


def test_the_exit_code_of_a_forked_worker_is_known(launch):
    assert kinds(check(launch, "import os\nos._exit(7)\n")) == {"forbidden"}
    assert kinds(check(launch, "import os\nos.kill(os.getpid(), 11)\n")) == {"raised"}


def test_children_of_a_forked_worker_are_ended_with_it(launch):
    seconds = f"1000{os.getpid()}"
    check(launch, f"import subprocess\nsubprocess.Popen(['sleep', '{seconds}'], start_new_session=True)\n" + RIGHT)
    deadline = time.monotonic() + 5
    while running(seconds) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(seconds) == []


def test_many_at_once_neither_mix_nor_end_each_other(launch):
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda place: check(launch, (RIGHT, WRONG)[place % 2]), range(24)))
    assert [outcome.status for outcome in outcomes] == ["passed", "failed"] * 12


def test_a_process_of_the_callers_own_is_left_alone(launch):
    mine = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    check(launch, RIGHT)
    assert mine.poll() is None
    mine.communicate(b"\n")


def test_nothing_is_left_when_it_is_closed():
    before = set(process.ours)
    with nursery() as launch:
        check(launch, RIGHT)
    assert process.ours == before


def test_a_worker_whose_folder_is_its_home(launch):
    source = "import os\nassert os.getcwd() == os.environ['HOME'] == os.environ['TMPDIR'] and not os.listdir()\n"
    assert check(launch, source + RIGHT).status == "passed"
