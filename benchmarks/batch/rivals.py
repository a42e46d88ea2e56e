"""Other graders, each in a virtual environment of its own, given the checks of benchmarks/plain_pytest.py."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.batch.handed_in import EXERCISE, HandedIn, notebook, without_jaxtyping

ROOT = Path(__file__).resolve().parent.parent.parent
CHECKS = ("test_step", "test_sequence", "test_extreme")
#: What every environment has as well; otter needs a kernel, and does not bring one.
BESIDE = ("numpy", "hypothesis", "ipykernel")
#: A cell or a function that gives the submission's functions, `mine`, to the checks.
HAND_OVER = "import types, plain_pytest\nplain_pytest.mine = types.SimpleNamespace(**{mine})\n"


class Missing(Exception):
    """A rival cannot be had here: why."""


@dataclass(frozen=True)
class Command:
    """What is run and timed."""

    words: list[str]
    folder: Path
    also: dict[str, str] = field(default_factory=dict)


class Rival(ABC):
    """A grader: how it is installed, what is prepared, what is timed, and what it found."""

    name: str
    package: str | None = None

    def __init__(self, cache: Path, cases: int) -> None:
        self.bin = self._installed(cache / self.package) if self.package else Path(sys.executable).parent
        self.cases = cases

    def _installed(self, folder: Path) -> Path:
        """Return the folder of its commands; anything that goes wrong here leaves the rival out."""
        done = folder / "installed"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            pip = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
            for words in ([sys.executable, "-m", "venv", folder], [*pip, self.package, *BESIDE]):
                run = subprocess.run(words, capture_output=True, text=True, check=False)
                if run.returncode:
                    raise Missing((run.stderr.strip() or "it cannot be installed").splitlines()[-1])
            done.touch()
        return folder / "bin"

    def version(self) -> str:
        """Return what was installed."""
        words = "import importlib.metadata as m; print(m.version({!r}))".format(self.package or "pytest")
        return subprocess.check_output([self.bin / "python", "-c", words], text=True).strip()

    def environment(self, work: Path) -> dict[str, str]:
        """Return the environment: its own commands first, nothing of the user's, the checks at hand."""
        shutil.copy(ROOT / "benchmarks/plain_pytest.py", work)
        reference = work / "reference.py"
        reference.write_text(without_jaxtyping(EXERCISE.solution.read_text("utf-8")), "utf-8")
        return {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(work),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(work),
            "LSTM_REFERENCE": str(reference),
            "LSTM_CASES": str(self.cases),
        }

    @abstractmethod
    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Write the files; return what is timed."""

    @abstractmethod
    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Return the students who passed everything."""


class Nbgrader(Rival):
    """`nbgrader autograde`: notebooks, one after the other."""

    name = "nbgrader autograde"
    package = "nbgrader"

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Make the assignment and the submitted notebooks."""
        (work / "nbgrader_config.py").write_text("c = get_config()\nc.ExecutePreprocessor.timeout = 600\n")
        solution = without_jaxtyping(EXERCISE.solution.read_text("utf-8"))
        self._write(work / "source/hw/lstm.ipynb", f"### BEGIN SOLUTION\n{solution}### END SOLUTION")
        words = [str(self.bin / "nbgrader"), "generate_assignment", "hw"]
        subprocess.run(words, cwd=work, env=self.environment(work), check=True, capture_output=True)
        for one in handed:
            self._write(work / "submitted" / one.student / "hw/lstm.ipynb", without_jaxtyping(one.source))
        return [Command([str(self.bin / "nbgrader"), "autograde", "hw"], work)]

    def _write(self, path: Path, source: str) -> None:
        path.parent.mkdir(parents=True)
        cells = [(source, self._cell("lstm", solution=True))]
        for check in CHECKS:
            text = HAND_OVER.format(mine="globals()") + f"plain_pytest.{check}()"
            cells.append((text, self._cell(check, solution=False)))
        path.write_text(notebook(cells), "utf-8")

    def _cell(self, name: str, *, solution: bool) -> dict[str, object]:
        about = {"grade_id": name, "schema_version": 3, "solution": solution, "task": False}
        points = {} if solution else {"points": 1}
        return {"nbgrader": {**about, **points, "grade": not solution, "locked": not solution}}

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read the scores from nbgrader's own database."""
        scores = """
            select student.id, sum(grade.auto_score) from grade
            join submitted_notebook on grade.notebook_id = submitted_notebook.id
            join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
            join student on submitted_assignment.student_id = student.id group by student.id
        """
        with sqlite3.connect(work / "gradebook.db") as database:
            rows = dict(database.execute(scores).fetchall())
        assert rows.keys() == {one.student for one in handed}, "nbgrader did not grade everybody"
        return {student for student, score in rows.items() if score == len(CHECKS)}


class Otter(Rival):
    """`otter run`: a process for each notebook, without Docker."""

    name = "otter run"
    package = "otter-grader"

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Make the autograder's zip and the notebooks."""
        (work / "tests").mkdir()
        for check in CHECKS:
            (work / f"tests/{check}.py").write_text(
                f"from otter.test_files import test_case\nOK_FORMAT = False\nname = {check!r}\npoints = 1\n\n\n"
                f"@test_case()\ndef {check}(env):\n"
                + "".join(f"    {line}\n" for line in HAND_OVER.format(mine="env").splitlines())
                + f"    plain_pytest.{check}()\n"
            )
        words = [str(self.bin / "otter"), "generate", "-t", "tests", "-o", "autograder.zip"]
        subprocess.run(words, cwd=work, env=self.environment(work), check=True, capture_output=True)
        commands = []
        for one in handed:
            folder = work / one.student
            folder.mkdir()
            path = folder / "lstm.ipynb"
            path.write_text(notebook([(without_jaxtyping(one.source), {})]), "utf-8")
            words = [str(self.bin / "otter"), "run", "-a", "autograder.zip", "-o", str(folder), "--no-logo", str(path)]
            commands.append(Command(words, work))
        return commands

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read the results that it wrote."""
        passed = set()
        for one in handed:
            tests = json.loads((work / one.student / "results.json").read_text("utf-8"))["tests"]
            scored = [test for test in tests if "score" in test and "max_score" in test]
            assert sum(test["max_score"] for test in scored) == len(CHECKS), "otter did not run every test"
            if sum(test["score"] for test in scored) == len(CHECKS):
                passed.add(one.student)
        return passed


class Check50(Rival):
    """`check50 --dev`: a process for each submission, and one for each check."""

    name = "check50"
    package = "check50"

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Write the checks and a folder for each student."""
        checks = work / "checks"
        checks.mkdir()
        (checks / ".cs50.yaml").write_text("check50: true\n")
        (checks / "__init__.py").write_text(
            "import check50, check50.py, plain_pytest\n\n"
            + "".join(
                f'@check50.check()\ndef {check}():\n    """{check}"""\n'
                "    plain_pytest.mine = check50.py.import_('lstm.py')\n"
                f"    try:\n        plain_pytest.{check}()\n"
                "    except Exception as wrong:\n        raise check50.Failure(str(wrong)[:200])\n\n"
                for check in CHECKS
            )
        )
        commands = []
        for one in handed:
            folder = work / one.student
            folder.mkdir()
            (folder / "lstm.py").write_text(without_jaxtyping(one.source), "utf-8")
            words = [str(self.bin / "check50"), "--dev", "--log-level", "warning", "-o", "json"]
            commands.append(Command([*words, "--output-file", "../" + one.student + ".json", str(checks)], folder))
        return commands

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read the results that it wrote."""
        passed = set()
        for one in handed:
            results = json.loads((work / f"{one.student}.json").read_text("utf-8"))["results"]
            assert sorted(result["name"] for result in results) == sorted(CHECKS), "check50 did not run every check"
            assert all(result["passed"] is not None for result in results), results
            if all(result["passed"] for result in results):
                passed.add(one.student)
        return passed


class Pytest(Rival):
    """pytest, a process for each submission."""

    name = "pytest, a process each"
    package = "pytest"

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Write a file for each student."""
        words = [str(self.bin / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "plain_pytest.py"]
        return [Command(words, work, {"LSTM_FILE": str(path)}) for path in self._files(work, handed)]

    def _files(self, work: Path, handed: list[HandedIn]) -> list[Path]:
        paths = [work / f"{one.student}.py" for one in handed]
        for path, one in zip(paths, handed, strict=True):
            path.write_text(without_jaxtyping(one.source), "utf-8")
        return paths

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read the exit codes: 0 passed, 1 failed; anything else is a fault of the benchmark."""
        assert set(codes) <= {0, 1}, codes
        return {one.student for one, code in zip(handed, codes, strict=True) if code == 0}


class PytestSession(Pytest):
    """pytest, all submissions in one process: nothing keeps them apart."""

    name = "pytest, one session"

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Write a test file that runs every check on every file."""
        names = [path.name for path in self._files(work, handed)]
        (work / "test_all.py").write_text(
            "import plain_pytest, pytest\n\n\n"
            f"@pytest.mark.parametrize('file', {names!r})\n@pytest.mark.parametrize('check', {CHECKS!r})\n"
            "def test(file, check):\n"
            "    plain_pytest.mine = plain_pytest.load(file, file)\n"
            "    getattr(plain_pytest, check)()\n"
        )
        words = [str(self.bin / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_all.py"]
        return [Command([*words, "--junitxml", "results.xml"], work)]

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read its JUnit file."""
        from xml.etree import ElementTree

        cases = list(ElementTree.parse(work / "results.xml").iter("testcase"))
        assert len(cases) == len(handed) * len(CHECKS), "pytest did not run every check"
        red = [case.attrib["name"] for case in cases if case.find("failure") is not None]
        return {one.student for one in handed if not any(one.student in name for name in red)}


RIVALS: tuple[type[Rival], ...] = (Nbgrader, Otter, Check50, Pytest, PytestSession)
