#!/usr/bin/env python3
"""Everything that is done to this checkout: needs Python 3.11 or later and pip, nothing else.

python3 tasks.py demo    set up .venv and watch a wrong LSTM being caught, explained, corrected and passed
python3 tasks.py test    set up .venv and pass every test: style, types, tests, the built wheel
python3 tasks.py bench   set up .venv and measure
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BIN = "Scripts" if os.name == "nt" else "bin"
VENV = ROOT / ".venv"
PYTHON = VENV / BIN / "python"


def run(*command: object, expect: int = 0, env: dict[str, str] | None = None) -> None:
    """Run a command and stop with a clear line where it does not end as expected."""
    words = [str(word) for word in command]
    print("$", " ".join(word.removeprefix(f"{ROOT}{os.sep}") for word in words), flush=True)
    code = subprocess.run(words, cwd=ROOT, env=os.environ | (env or {}), check=False).returncode
    if code != expect:
        sys.exit(f"tasks.py: that ended with exit code {code}, not {expect}.")


def make_venv(folder: Path) -> Path:
    """Make a virtual environment, also where Debian has left out venv's pip; return its Python."""
    python = folder / BIN / "python"
    if python.exists() and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True).returncode != 0:
        tools = ROOT / ".venv-tools"
        run(sys.executable, "-m", "pip", "install", "--quiet", "--target", tools, "virtualenv")
        run(sys.executable, "-m", "virtualenv", "--quiet", folder, env={"PYTHONPATH": str(tools)})
        shutil.rmtree(tools, ignore_errors=True)
    return python


def install(*what: str) -> None:
    """Install this checkout into .venv."""
    run(make_venv(VENV), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)


def demo() -> None:
    """Show the main job."""
    install("-e", ".")
    dlgrade = VENV / BIN / "dlgrade"
    wrong, right = Path("examples/lstm.py"), VENV / "demo" / "lstm.py"
    print("\nAn LSTM with a mistake in it:\n")
    run(dlgrade, "check", "--file", wrong, expect=1)
    line, mended = "lstm_step_backward(dh[:, t], ", "lstm_step_backward(dh[:, t] + dprev_h, "
    right.parent.mkdir(exist_ok=True)
    right.write_text((ROOT / wrong).read_text("utf-8").replace(line, mended), "utf-8")
    print(f"\nSo {line!r} becomes {mended!r}:\n")
    run(dlgrade, "check", "--file", right)
    print("\nYour turn: .venv/bin/dlgrade start")


def test() -> None:
    """Pass every test."""
    install("-e", ".[dev]")
    run(PYTHON, "-m", "ruff", "check", "--quiet", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    run(PYTHON, "-m", "mypy")
    wheel()
    run(PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")


def wheel() -> None:
    """Build the wheel and test what is in it, not the checkout."""
    dist, folder = ROOT / "dist", VENV / "wheel"
    shutil.rmtree(dist, ignore_errors=True)
    run(PYTHON, "-m", "build", "--wheel", "--outdir", dist, ".")
    (built,) = dist.glob("*.whl")
    python = make_venv(folder)
    quiet = ["--quiet", "--disable-pip-version-check"]
    run(python, "-m", "pip", "install", *quiet, "--force-reinstall", "--no-deps", built)
    # What we depend on comes from .venv; the editable install that lies there, too, is not followed from a .pth.
    (_packages(python) / "libraries.pth").write_text(str(_packages(PYTHON)))
    isolated = ["-o", "pythonpath=", "--import-mode=importlib"]
    run(python, "-m", "pytest", "-q", "-n", "2", *isolated, "-k", "test_cli or full_marks", *WHEEL_TESTS)


WHEEL_TESTS = ["tests/test_exercises.py", "tests/test_cli.py"]


def _packages(python: Path) -> Path:
    """The folder in which an interpreter's packages are installed."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.check_output([python, "-c", code], text=True).strip())


def bench() -> None:
    """Measure."""
    install("-e", ".[dev]")
    run(PYTHON, "-m", "benchmarks")


if __name__ == "__main__":
    tasks = {"demo": demo, "test": test, "bench": bench}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[1]]()
