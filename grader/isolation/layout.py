"""What a worker needs to see of this machine: the interpreter, the standard library, NumPy and its own code."""

import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

WORKER = Path(__file__).resolve().parent.parent / "worker"


def numpy_site() -> Path:
    """Return the folder that holds NumPy, found without importing it."""
    spec = find_spec("numpy")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("NumPy is not installed")
    return Path(spec.submodule_search_locations[0]).parent


def worker_command(isolation: str, role: str = "worker") -> list[str]:
    """Return the command that starts a worker, or a "nursery": isolated from the user's site and environment."""
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    return [interpreter, "-I", "-S", "-B", str(WORKER), str(numpy_site()), isolation, role]


def readable() -> list[Path]:
    """Return the folders that a worker must be able to read, NumPy and its own code apart."""
    paths = sysconfig.get_paths(vars={"platbase": sys.base_exec_prefix})  # not the virtual environment's
    needed = [Path(paths["stdlib"]), Path(paths["platstdlib"])]
    library = sysconfig.get_config_var("LIBDIR")
    if library and sysconfig.get_config_var("Py_ENABLE_SHARED"):
        needed.append(Path(library))
    return list(dict.fromkeys(path.resolve() for path in needed if path.exists()))
