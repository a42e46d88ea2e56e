"""Graders as they are often written, without any confinement: what the attacks of classes A, B and D to G bring down.

Reads a JSON list of [name, grader, effect, source] on standard input; prints, as JSON, what each attack did.
Every grader runs in a pid namespace of its own that ends with it, so that the machine survives.
"""

import ctypes
import json
import os
import pickle
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
import types
from pathlib import Path

import numpy as np
import numpy.testing  # once, not in each child

#: Seconds after which a grader is given up: where it is expected to hang, and else.
SHORT, LONG = 1.0, 20.0
#: Bytes that stand for all the memory of a machine.
MEMORY = 1 << 29
AT_ONCE = 16
#: A hidden input: whoever reads it in the feedback knows one.
HIDDEN = 4321.0625
HONEST = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)

def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
"""
PYTEST = """
import numpy as np
import numpy.testing  # noqa: F401  once, not in each child
from submission import affine_forward

def test_affine():
    x, w, b = np.ones((3, 4)), np.ones((4, 2)), np.ones(2)
    np.testing.assert_allclose(affine_forward(x, w, b)[0], x @ w + b)
"""
CHECK = """
import json, random, struct, sys
sys.path[0] = "."
import numpy
print(json.dumps({"score": 20}))
"""


def check(functions):
    """Raise unless the functions are right."""
    from numpy.testing import assert_allclose

    x, w, b, dout = (np.random.randn(*shape) for shape in [(3, 4), (4, 2), (2,), (3, 2)])
    x[0, 0] += HIDDEN
    expected = [x @ w + b, dout @ w.T, x.T @ dout, dout.sum(axis=0)]
    out, cache = functions["affine_forward"](x.copy(), w.copy(), b.copy())
    results = [out, *functions["affine_backward"](dout.copy(), cache)]
    for got, wanted in zip(results, expected, strict=True):
        assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def load(source):
    functions = {"__name__": "submission"}
    exec(compile(source, "submission.py", "exec"), functions)
    return functions


# The graders. What `say` is told is what they believe in the end.


def batch(source, say):
    """All submissions one after another, in the process of the grader."""
    solution = sys.modules["solutions"] = types.ModuleType("solutions")
    exec(HONEST, solution.__dict__)
    scores = {}
    for student, handed_in in [("attacker", source), ("neighbour", HONEST)]:
        feedback = ""
        scores[student] = 0
        try:
            check(load(handed_in))
            scores[student] = 20
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            feedback = f"line {line}: {type(error).__name__}: {error}"
            if isinstance(error, MemoryError):
                say("memory")
        if student == "attacker" and "'x': array(" in feedback:
            say("inputs")
    if peak() > 0.8 * MEMORY:
        say("memory")
    time.sleep(0.1)  # the report is written
    if scores["attacker"]:
        say("marks")
    say("neighbour" if scores["neighbour"] else "spoiled")


def described(source, say):
    """As above, with a word to the student about what came back."""
    try:
        forward = load(source)["affine_forward"]
    except Exception:
        forward = None
    x, w, b = np.ones((3, 4)), np.ones((4, 2)), np.ones(2)
    for out in (forward(x, w, b)[0] if forward else None, x @ w + b):
        if type(out).__name__ != "ndarray":
            feedback = f"A {type(out).__name__} of {getattr(out, 'dtype', None)} came back: {out!r}"
            if len(feedback) > 1 << 20:
                say("memory")
    say("neighbour")


def mapped(source, say):
    """Counts what is wrong with `map`."""
    functions = load(source)

    def is_wrong(_):
        try:
            check(functions)
        except AssertionError:
            return 1
        return 0

    if sum(map(is_wrong, range(3))) == 0:
        say("marks")


def exit_code(source, say):
    """A process for each submission; exit code 0 is full marks."""
    if (pid := os.fork()) == 0:
        check(load(source))
        sys.exit(0)
    if os.waitpid(pid, 0)[1] == 0:
        say("marks")


def last_line(source, say):
    """A process for each submission; its score is the last line that it prints."""
    here, there = os.pipe()
    if (pid := os.fork()) == 0:
        os.dup2(there, 1)
        os.close(there)
        os.close(here)
        score = 0
        try:
            check(load(source))
            score = 20
        except Exception:
            pass
        print(json.dumps({"score": score}), flush=True)
        sys.exit(0)
    os.close(there)
    with os.fdopen(here) as output:
        lines = output.read().split("\n")
    os.waitpid(pid, 0)
    if any(json.loads(line).get("score") for line in [it for it in lines if it.startswith("{")][-1:]):
        say("marks")


def results_file(source, say):
    """A process for each submission; its score is what stands in results.json when it has ended."""
    if (pid := os.fork()) == 0:
        score = 0
        try:
            check(load(source))
            score = 20
        except Exception:
            pass
        Path("results.json").write_text(json.dumps({"points": score}))
        sys.exit(0)
    os.waitpid(pid, 0)
    time.sleep(2.0)  # the next student's turn
    if json.loads(Path("results.json").read_text())["points"]:
        say("marks")


def pickled(source, say):
    """A process for each submission; the grader loads what it pickled."""
    here, there = os.pipe()
    if (pid := os.fork()) == 0:
        out, cache = load(source)["affine_forward"](np.ones((3, 4)), np.ones((4, 2)), np.ones(2))
        os.write(there, pickle.dumps(out))
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as results:
        before = os.getpid(), len(os.listdir())
        pickle.load(results)
    if before != (os.getpid(), len(os.listdir())):
        say("code")
    os.waitpid(pid, 0)


def unread(source, say):
    """A process for each submission; what it prints is read when it has ended."""
    (out, write_out), (err, write_err) = os.pipe(), os.pipe()
    if (pid := os.fork()) == 0:
        os.dup2(write_out, 1)
        os.dup2(write_err, 2)
        check(load(source))
        sys.exit(0)
    os.waitpid(pid, 0)
    say("neighbour")


def folder(source, say):
    """A process for each submission, one after another in the same folder."""
    pid = os.fork()
    if pid == 0:
        try:
            check(load(source))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    if os.listdir():
        say("files")
    ran = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, check=False)
    say("neighbour" if b"20" in ran.stdout else "spoiled")


def with_pytest(source, say):
    """pytest beside the submission; exit code 0 is full marks."""
    Path("submission.py").write_text(source)
    Path("test_affine.py").write_text(PYTEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_affine.py"]
    for _ in range(2):  # a submission that is graded again finds what it left
        ran = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if ran.returncode == 0:
        say("marks")


GRADERS = {
    "batch": batch,
    "described": described,
    "mapped": mapped,
    "exit code": exit_code,
    "last line": last_line,
    "results file": results_file,
    "pickle": pickled,
    "unread pipes": unread,
    "one folder": folder,
    "pytest": with_pytest,
}
WITH_A_NEIGHBOUR = "batch", "described", "unread pipes", "one folder"
#: What an attack may do, in words.
EFFECTS = {
    "marks": "wrong, and gets full marks",
    "ends": "nobody after it is graded",
    "hangs": "nobody after it is graded",
    "spoiled": "the next student's right work is marked wrong",
    "inputs": "hidden inputs are in the feedback",
    "memory": "all memory is taken",
    "processes": "processes go on",
    "files": "files are left to the next student",
    "code": "runs code in the grader",
}


def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmPeak"))


def unshare():
    """Have the next child be the first process of a pid namespace."""
    if ctypes.CDLL(None, use_errno=True).unshare(0x20000000):
        raise OSError(ctypes.get_errno(), "no pid namespace can be had here")


def start(grader, effect, source):
    """Start a grader on an attack and on an honest neighbour."""
    here, there = os.pipe()
    room = tempfile.mkdtemp()
    if (pid := os.fork()) == 0:
        os.close(here)
        unshare()
        if (init := os.fork()) == 0:
            os.chdir(room)
            watch(grader, effect, source, there)
        os.close(there)
        os.waitpid(init, 0)
        os._exit(0)
    os.close(there)
    return pid, here, room


def end(grader, pid, here, room):
    """What the attack did, in words."""
    said = b""
    while select.select([here], [], [], 2 * LONG)[0] and (more := os.read(here, 1 << 16)):
        said += more
    os.close(here)
    os.waitpid(pid, 0)
    subprocess.run(["rm", "-rf", room], capture_output=True, check=False)  # shutil goes down by recursion
    words = {*said.decode("utf-8", "replace").splitlines()} & {*EFFECTS, "neighbour"}
    if grader in WITH_A_NEIGHBOUR and not words & {"neighbour", "spoiled", "hangs"}:
        words.add("ends")
    return sorted(words - {"neighbour"})


def watch(grader, effect, source, there):
    """Be the first process of a namespace: what the grader leaves is ours to see, and ends with us."""
    silent, _ = os.pipe()  # a terminal at which nobody types
    if (pid := os.fork()) == 0:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number, stream in enumerate([silent, nowhere, nowhere]):
            os.dup2(stream, number)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        GRADERS[grader](source, lambda word: os.write(there, word.encode() + b"\n"))
        os._exit(0)
    until = time.monotonic() + (SHORT if effect == "hangs" else LONG)
    ended = False
    while not ended and time.monotonic() < until:
        gone = os.waitpid(-1, os.WNOHANG)[0]
        ended = gone == pid
        if not gone:
            time.sleep(0.01)
    time.sleep(0.02)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
        os.write(there, b"processes\n" if ended else b"hangs\n")
    except ChildProcessError:
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.argv = ["grade.py"]
    tried, found = json.load(sys.stdin), []
    for first in range(0, len(tried), AT_ONCE):
        some = tried[first : first + AT_ONCE]
        running = [start(grader, effect, source) for _, grader, effect, source in some]
        found += [[name, grader, end(grader, *it)] for (name, grader, *_), it in zip(some, running, strict=True)]
    print(json.dumps(found))
