"""A container of podman or docker for each worker: for machines that are not Linux, or where nothing else works."""

import functools
import os
import shlex
import shutil
import subprocess
import uuid
from importlib.metadata import version
from pathlib import Path

from grader.isolation import layout, process

#: Made by templates/Containerfile: Python 3 on PATH, NumPy in /dlgrade/site.
IMAGE = "dlgrade-worker"
#: A bound that the worker's own limit of memory is met before.
MEMORY = "4g"
TASKS = 512
SCRATCH = "size=16m,mode=1777,nosuid,nodev"
ANSWERS_WITHIN = 60


def engine() -> str | None:
    """Return podman, else docker, else None."""
    return shutil.which("podman") or shutil.which("docker")


def image() -> str:
    """Return the image's name."""
    return os.environ.get("DLGRADE_IMAGE") or IMAGE


@functools.cache
def why_not() -> str | None:
    """Say in a few words why containers do not work here; None where they do."""
    found = engine()
    if found is None:
        return "neither podman nor docker is installed"
    try:
        if _ask(found, "image", "inspect", image()).returncode == 0:
            return None
        tried = _ask(found, "info")
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{found} cannot be run ({type(error).__name__})"
    if tried.returncode:
        lines = tried.stderr.decode("utf-8", "backslashreplace").strip().splitlines() or ["no reason given"]
        return f"{found} has no engine: {lines[-1][:200]}"
    return f"the image {image()} is missing; build it: {shlex.join(build_command(found))}"


def build_command(found: str) -> list[str]:
    """Return the command line that makes the image, with the NumPy that is installed here."""
    here = Path(__file__).resolve().parent.parent
    folder = next((it for it in (here / "templates", here.parent / "templates") if it.is_dir()), here)
    numpy = f"NUMPY={version('numpy')}"
    file = str(folder / "Containerfile")
    return [Path(found).name, "build", "--tag", image(), "--build-arg", numpy, "--file", file, str(folder)]


def command(role: str) -> tuple[list[str], dict[str, str]]:
    """Return how a worker is started; the environment is the engine's, and the worker's is in the command."""
    options = ["run", "--rm", "--interactive", "--pull", "never", "--name", f"dlgrade-{uuid.uuid4().hex}"]
    options += ["--network", "none", "--hostname", "worker", "--read-only", "--tmpfs", f"/tmp:{SCRATCH}"]
    options += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "1000:1000"]
    options += ["--memory", MEMORY, "--memory-swap", MEMORY, "--pids-limit", str(TASKS), "--log-driver", "none"]
    options += ["--volume", f"{layout.WORKER}:/dlgrade/worker:ro", "--workdir", "/tmp"]
    for name, value in (process.ENVIRONMENT | {"HOME": "/tmp", "TMPDIR": "/tmp"}).items():
        options += ["--env", f"{name}={value}"]
    worker = ["python3", "-I", "-S", "-B", "/dlgrade/worker", "/dlgrade/site", "container", role]
    return [engine() or "podman", *options, image(), *worker], dict(os.environ)


def end(client: process.Process) -> int:
    """Kill the container and remove it, whatever became of the program that started it; return the exit code."""
    assert isinstance(client, subprocess.Popen)
    assert isinstance(client.args, list)
    found, name = client.args[0], client.args[client.args.index("--name") + 1]
    for words in (("kill", "--signal", "KILL", name), ("rm", "--force", name)):
        try:
            _ask(found, *words)
        except (OSError, subprocess.TimeoutExpired):
            continue
    client.kill()
    process.ours.discard(client.pid)
    return client.wait()


def _ask(found: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([found, *words], capture_output=True, timeout=ANSWERS_WITHIN, check=False)
