"""No engine runs where these tests do: a script stands in for podman, looks at its arguments and runs the worker."""

import json
import shlex
import stat
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from grader.checking import Checker
from grader.course import find_course
from grader.errors import GraderFault
from grader.isolation import choose, container, layout
from grader.submission import Submission

if sys.platform == "win32":
    pytest.skip("the stand-in is a script of POSIX", allow_module_level=True)

EXERCISE = find_course().find("relu")
RIGHT = EXERCISE.solution.read_text("utf-8")

#: What `podman` does here: notes what it was asked, and answers as the engine would.
PODMAN = """#!{python}
import json, os, sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps([words, sorted(os.environ)]) + "\\n")
if words[0] == "run":
    assert sys.stdin.isatty() is False
    at = words.index({image!r})
    inside = words[at + 1:]
    places = {{"/dlgrade/worker": {worker!r}, "/dlgrade/site": {site!r}, "python3": {python!r}}}
    environment = dict(word.split("=", 1) for flag, word in zip(words, words[1:]) if flag == "--env")
    {before}
    os.execve({python!r}, [places.get(word, word) for word in inside], environment)
{otherwise}
"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("DLGRADE_IMAGE", raising=False)
    (tmp_path / "bin").mkdir()
    container.why_not.cache_clear()
    yield
    container.why_not.cache_clear()


@pytest.fixture
def engine(tmp_path):
    """Install a stand-in under a name; return how to read what it was asked."""

    def install(name="podman", before="pass", otherwise="", image="dlgrade-worker"):
        script = tmp_path / "bin" / name
        values = {"python": sys._base_executable, "log": str(tmp_path / "log"), "worker": str(layout.WORKER)}
        values |= {"site": str(layout.numpy_site()), "image": image, "before": before, "otherwise": otherwise}
        script.write_text(PODMAN.format(**values))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return lambda: [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]

    return install


def check(source):
    level = choose("container")
    return Checker(Submission("relu.py", [source]), isolation=level).check(EXERCISE, explain=False).outcome


def test_a_container_runs_a_worker_and_is_removed_with_it(engine):
    asked = engine()
    outcome = check(RIGHT)
    assert (outcome.status, outcome.isolation) == ("passed", "container")
    said = [words for words, _ in asked()]
    assert [words[0] for words in said] == ["image", "run", "kill", "rm"]
    name = said[1][said[1].index("--name") + 1]
    assert said[2:] == [["kill", "--signal", "KILL", name], ["rm", "--force", name]]


def test_the_command_line_leaves_nothing_open(engine):
    asked = engine()
    check(RIGHT)
    words = next(words for words, _ in asked() if words[0] == "run")
    name = words[words.index("--name") + 1]
    assert words == [
        *("run", "--rm", "--interactive", "--pull", "never", "--name", name),
        *("--network", "none", "--hostname", "worker", "--read-only"),
        *("--tmpfs", "/tmp:size=16m,mode=1777,nosuid,nodev"),
        *("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "1000:1000"),
        *("--memory", "4g", "--memory-swap", "4g", "--pids-limit", "512", "--log-driver", "none"),
        *("--volume", f"{layout.WORKER}:/dlgrade/worker:ro", "--workdir", "/tmp"),
        *("--env", "LANG=C.UTF-8", "--env", "PYTHONHASHSEED=0", "--env", "OPENBLAS_NUM_THREADS=1"),
        *("--env", "OMP_NUM_THREADS=1", "--env", "MKL_NUM_THREADS=1", "--env", "VECLIB_MAXIMUM_THREADS=1"),
        *("--env", "HOME=/tmp", "--env", "TMPDIR=/tmp", "dlgrade-worker"),
        *("python3", "-I", "-S", "-B", "/dlgrade/worker", "/dlgrade/site", "container", "worker"),
    ]


def test_the_engine_has_our_environment_and_the_submission_has_not(engine, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///somewhere")
    asked = engine()
    outcome = check("import os\nassert 'DOCKER_HOST' not in os.environ\n" + RIGHT)
    assert outcome.status == "passed"
    assert all("DOCKER_HOST" in environment for _, environment in asked())


def test_another_image_is_taken_from_the_environment(engine, monkeypatch):
    monkeypatch.setenv("DLGRADE_IMAGE", "example/numpy:2")
    asked = engine(image="example/numpy:2")
    assert check(RIGHT).status == "passed"
    assert asked()[0][0] == ["image", "inspect", "example/numpy:2"]


def test_two_containers_have_two_names():
    first, second = (container.command("worker")[0] for _ in range(2))
    assert first[first.index("--name") + 1] != second[second.index("--name") + 1]


def test_docker_is_taken_where_there_is_no_podman(engine, tmp_path):
    engine("docker")
    assert container.engine() == str(tmp_path / "bin/docker")
    engine("podman")
    assert container.engine() == str(tmp_path / "bin/podman")


def test_a_container_that_does_not_start_is_our_fault(engine):
    engine(before="print('no space left', file=sys.stderr); sys.exit(125)")
    with pytest.raises(GraderFault, match=r"^the worker did not start \(container\): .*exit code 125\. no space left$"):
        check(RIGHT)


def test_no_engine_is_said():
    assert container.why_not() == "neither podman nor docker is installed"
    with pytest.raises(Exception, match=r"^--isolation container does not work here: neither podman nor docker is "):
        choose("container")


def test_an_engine_that_does_not_answer_is_said_with_its_words(engine, tmp_path):
    engine("docker", otherwise="print('Cannot connect to the daemon', file=sys.stderr)\nsys.exit(1)")
    assert container.why_not() == f"{tmp_path}/bin/docker has no engine: Cannot connect to the daemon"


def test_a_missing_image_is_said_with_the_command_that_builds_it(engine):
    engine(otherwise="sys.exit(words[0] == 'image')")
    folder = Path(layout.__file__).parents[2] / "templates"
    assert container.why_not() == (
        f"the image dlgrade-worker is missing; build it: podman build --tag dlgrade-worker --build-arg "
        f"NUMPY={version('numpy')} --file {shlex.quote(str(folder / 'Containerfile'))} {shlex.quote(str(folder))}"
    )
    assert (folder / "Containerfile").exists()


def test_an_engine_that_is_no_program_is_said(tmp_path):
    (tmp_path / "bin/podman").write_text("")
    (tmp_path / "bin/podman").chmod(0o755)
    assert container.why_not() == f"{tmp_path}/bin/podman cannot be run (OSError)"
