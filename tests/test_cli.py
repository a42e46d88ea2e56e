import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from grader.cli import main
from tests.data.making import SCALE, SMALL, edited

Ran = namedtuple("Ran", "code out err")
WRONG = edited(SCALE, ("dx = dout * s", "dx = -dout * s"))
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


def process(*args, **environment):
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "grader.cli", "--course", SMALL, *args]
        if False
        else [sys.executable, "-c", "from grader.cli import main; main()", "--course", str(SMALL), *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=os.environ | environment,
    )
