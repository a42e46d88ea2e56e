"""Reads what the attacks say of themselves, and writes docs/ATTACKS.md from it: python -m tests.attack_table."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parent / "docs/ATTACKS.md"
FILES = sorted((HERE / "attacks").glob("[a-i]_*.py"))
LINE = re.compile(
    r"# ([A-I]) (\w+): (.+)\. expect: (passed|failed|error)(?: (\w+))?, (at most )?([\d.]+) points((?:; [\w ]+)*)"
)
#: How a worker is confined. Under `process` each is started anew, else it is forked from one that has loaded NumPy.
MODES = ("process", "bubblewrap", "landlock")
#: For what attacks the wire and the judge, which are the same at every level.
QUICK = ("process, warm",)
CLASSES = {
    "A": "Leave early, hide failure",
    "B": "Forge the result or the protocol",
    "C": "Fool the comparison",
    "D": "Read what is hidden",
    "E": "Monkeypatch and shadow",
    "F": "Exhaust",
    "G": "Escape",
    "H": "Attack the reader of the report",
    "I": "Malformed, and honest but hard",
}
#: What falls without confinement: graders (tests/attacks/unconfined.py), effects on them.
GRADERS = {
    "batch": "one process for all",
    "described": "feedback that shows what came back",
    "mapped": "a loop over `map`",
    "exit code": "trust in the exit code",
    "last line": "trust in the last line printed",
    "results file": "trust in a results file",
    "pickle": "results as a pickle",
    "unread pipes": "output read at the end",
    "one folder": "one folder for all",
    "pytest": "pytest beside the submission",
}
EFFECTS = {
    "marks": "full marks",
    "ends": "the batch ends",
    "hangs": "the batch hangs",
    "spoiled": "the next student loses marks",
    "inputs": "hidden inputs come out",
    "memory": "takes all memory",
    "processes": "processes stay",
    "files": "files stay for the next student",
    "code": "runs code in the grader",
}
#: Comparisons in the process of the submission (tests/attacks/naive.py).
CHECKS = {
    "assert_allclose": "`assert_allclose`",
    "allclose": "`allclose`",
    "allclose_as_float": "`allclose` after a cast",
    "norm": "largest difference",
    "negated": "`not difference > tolerance`",
    "relative": "relative error",
    "aliased": "reference on the same arrays",
    "loop": "loop over what came back",
    "ones": "upstream gradient of ones",
    "own_forward": "gradient against its own forward only",
    "example": "the tutorial's example only",
    "one_row": "a batch of one only",
    "symmetric": "symmetric input only",
    "zero_inputs": "zero input only",
}


@dataclass(frozen=True)
class Attack:
    """What the first line of an attack says."""

    path: Path
    letter: str
    exercise: str
    words: str
    status: str
    kind: str | None
    points: float
    at_most: bool
    modes: tuple[str, ...]
    stolen: bool
    fools: str | None
    naive: tuple[str, str] | None
    unshown: str | None
    confined: dict[str, str]

    def under(self, mode):
        """What is expected where processes are refused, and where it is the first of its own."""
        kind = self.confined.get(mode) or (self.confined.get("confined") if mode not in ("process", *QUICK) else None)
        return self if kind is None else replace(self, status="error", kind=kind, points=0)

    @property
    def shown(self):
        """What it does without confinement, in words."""
        if self.fools:
            return f"passes: {CHECKS[self.fools]}"
        if self.naive:
            return f"{GRADERS[self.naive[0]]}: {EFFECTS[self.naive[1]]}"
        if self.stolen:
            return "a process that is not confined: the solution is stolen"
        return f"not shown: {self.unshown}" if self.unshown else ""


def read(path):
    line = path.read_text("utf-8").partition("\n")[0]
    found = LINE.fullmatch(line)
    assert found, f"{path.name}: the first line does not say what is attacked and what is expected: {line}"
    letter, exercise, words, status, kind, at_most, points, options = found.groups()
    assert letter.lower() == path.name[0]
    said = dict(option.split(" ", 1) for option in options.split("; ") if option)
    assert said.keys() <= {"only", "in", "fools", "stolen", "naive", "unshown", "confined", *MODES}, path.name
    naive = tuple(said["naive"].rsplit(" ", 1)) if "naive" in said else None
    modes = MODES if letter in "ADEFG" or "in" in said else QUICK
    modes = {"process": MODES[:1], "confined": MODES[1:]}[said["only"]] if "only" in said else modes
    fools, unshown = said.get("fools"), said.get("unshown")
    confined = {name: said[name] for name in ("confined", *MODES) if name in said}
    return Attack(
        path,
        letter,
        exercise,
        words,
        status,
        kind,
        float(points),
        bool(at_most),
        modes,
        "stolen" in said,
        fools,
        naive,
        unshown,
        confined,
    )


ATTACKS = {path: read(path) for path in FILES}
HEAD = """# Attacks, and what comes of them

Written by `python -m tests.attack_table` from the first lines of the files in tests/attacks/. The tests run each of
them against the grader, at every level named, and hold it to the verdict; nothing may be left running or changed, and
neither the solution nor any other secret may be in the report. "Without confinement" is what the same file does to
graders as they are often written (tests/attacks/naive.py, tests/attacks/unconfined.py): a test shows that it does.

{counts}

Not files, since they are names, archives, documents or whole folders: class H, the rest of G and I, in
tests/test_attacks.py and tests/attacks/inputs.py, run by tests/test_batch_attacks.py.

## What is not covered

- An attack on the kernel itself. Namespaces and filters of system calls leave it in reach; a virtual machine would not.
- Memory of many processes together, where no cgroup is delegated: a limit by process is a limit for each of them.
- What can be said by points and time alone: who hands in often enough learns a bit about hidden cases each time.
- A backward by finite differences of a helper, or an answer typed in from elsewhere: right results are right.
- "process" hides no files, no network and no other processes: attacks on those are tried at the other levels only.
"""


def write():
    TABLE.write_text(page(), "utf-8")


def page():
    """The whole page."""
    counts = [("class", "attacks", "shown to work without confinement")]
    counts += [
        (f"{letter} {CLASSES[letter]}", len(some), sum(bool(it.fools or it.naive or it.stolen) for it in some))
        for letter, some in by_class().items()
    ]
    lines = [HEAD.format(counts=table(counts))]
    for letter, some in by_class().items():
        rows = [("attack", "on", "levels", "verdict, points", "without confinement"), *map(row, some)]
        lines += [f"## {letter}. {CLASSES[letter]}\n", table(rows), ""]
    return "\n".join(lines)


def by_class():
    letters = dict.fromkeys(it.letter for it in ATTACKS.values())
    return {letter: [it for it in ATTACKS.values() if it.letter == letter] for letter in letters}


def row(attack):
    verdicts = dict.fromkeys(verdict(attack.under(mode)) for mode in attack.modes)
    words = f"[{attack.words}](../tests/attacks/{attack.path.name})"
    return words, attack.exercise, ", ".join(attack.modes), "; else ".join(verdicts), attack.shown


def verdict(said):
    """A verdict and its points, in words."""
    found = f"{said.status}: {said.kind}" if said.kind else said.status
    return f"{found}, {'at most ' if said.at_most else ''}{said.points:g}"


def table(rows):
    head, *body = [f"| {' | '.join(map(str, cells))} |" for cells in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


if __name__ == "__main__":
    write()
