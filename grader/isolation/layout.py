"""What a worker needs to see of this machine: the interpreter, the standard library, NumPy and its own code."""

import sys
import sysconfig
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

WORKER = Path(__file__).resolve().parent.parent / "worker"


def numpy_site() -> Path:
    """Return the folder that holds NumPy, found without importing it."""
    spec = find_spec("numpy")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("NumPy is not installed")
    return Path(spec.submodule_search_locations[0]).parent


def worker_command(isolation: str, role: str = "worker", readable: Sequence[str] = ()) -> list[str]:
    """Return the command that starts a worker, or a "nursery": isolated from the user's site and environment."""
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    return [interpreter, "-I", "-S", "-B", str(WORKER), str(numpy_site()), isolation, role, *readable]


def system_libraries() -> list[Path]:
    """Return the folders in which the dynamic linker looks."""
    return [path for path in map(Path, ("/lib", "/lib64", "/usr/lib", "/usr/lib64")) if path.exists()]


def stdlib() -> list[Path]:
    """Return the folders of the standard library; packages may be installed below them."""
    paths = sysconfig.get_paths(vars={"platbase": sys.base_exec_prefix})  # not the virtual environment's
    return _existing([Path(paths["stdlib"]), Path(paths["platstdlib"])])


def readable() -> list[Path]:
    """Return the folders that a worker must be able to read, NumPy and its own code apart."""
    library = sysconfig.get_config_var("LIBDIR")
    shared = [Path(library)] if library and sysconfig.get_config_var("Py_ENABLE_SHARED") else []
    return _existing([*stdlib(), *shared])


def numpy_parts() -> list[str]:
    """Return the names, beside one another, of what NumPy consists of."""
    return [name for name in ("numpy", "numpy.libs", "numpy/.dylibs") if (numpy_site() / name).exists()]


def _existing(paths: list[Path]) -> list[Path]:
    return list(dict.fromkeys(path.resolve() for path in paths if path.exists()))
