"""The untrusted process: loads one submission, runs programs on it, sends back arrays.

Requests come on standard input, reports leave on what was standard output. Before any code of the submission
runs, both are moved out of the way: it reads an empty input, and what it prints goes to standard error, which
the grader captures and caps.
"""

import io
import os
import sys
import types
from typing import Any, NoReturn


def limit(memory: int, cpu_s: int, file: int) -> None:
    """Bound memory and the size of a file (bytes), CPU time (s) and the number of files, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    wanted = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": cpu_s,
        "RLIMIT_FSIZE": file,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": 512,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses some
            continue


def leave_keyring() -> None:
    """Give up the keys of the session that started the grader: on Linux they are nobody's files."""
    number = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine) if sys.platform == "linux" else None
    if number is not None:
        import ctypes

        ctypes.CDLL(None).syscall(number, 1, None)  # keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)


def take_streams() -> tuple[Any, int]:
    """Take the pipes away from file descriptors 0 and 1."""
    requests = os.fdopen(os.dup(0), "rb")
    reports = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))  # noqa: SIM115  lives as long as the process
    sys.stdout = io.TextIOWrapper(
        open(1, "wb", closefd=False),  # noqa: SIM115
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
    return requests, reports


def main() -> NoReturn:
    """Be a worker, or a nursery that forks them; arguments: NumPy's folder, isolation, role, what may be read."""
    site, isolation, role, *readable = sys.argv[1:]
    streams = take_streams() if role == "worker" else None
    sys.path.append(site)
    import numpy  # noqa: F401  with its own folder in sight, and nothing else there afterwards

    sys.path.remove(site)
    here = types.ModuleType("dlgrade_worker")
    here.__path__ = [sys.path.pop(0)]
    sys.modules["dlgrade_worker"] = here
    from dlgrade_worker import cells, program, shims, wire  # type: ignore[import-not-found]  # noqa: F401

    shims.install()
    if isolation == "landlock":
        from dlgrade_worker import landlock

        landlock.restrict(readable)
    if streams is None:
        from dlgrade_worker import nursery

        nursery.serve(lambda: begin(*take_streams(), isolation), sandboxed=isolation == "bubblewrap")
        os._exit(0)
    begin(*streams, isolation)


def begin(requests: Any, reports: int, isolation: str) -> NoReturn:
    """Give up, for good, what the isolation does not leave to a submission, then serve."""
    leave_keyring()
    if isolation == "landlock":
        from dlgrade_worker import landlock

        landlock.separate()
    if isolation != "process":
        from dlgrade_worker import confine

        confine.confine(metadata=isolation != "landlock")
    serve(requests, reports)


def serve(requests: Any, reports: int) -> NoReturn:
    """Answer until the requests end."""
    from dlgrade_worker import cells, program, wire

    runner: program.Runner | None = None

    def send(header: dict[str, Any], payload: bytes = b"") -> None:
        view = memoryview(wire.pack(header, payload))
        while view:
            view = view[os.write(reports, view) :]

    send({"ready": True})
    while (frame := wire.unpack(requests.read)) is not None:
        header, payload = frame
        if header["do"] == "load":
            limit(**header["limits"])
            runner, fault = load(header, program, cells)
            send({"loaded": sorted(runner.functions), "fault": fault})
        elif runner is not None:
            for case in header["cases"]:
                steps = enumerate(runner.run(case["steps"], payload))
                for index, (report, data) in steps:
                    send({"case": case["id"], "step": index, **report}, data)
            send({"done": len(header["cases"]), "peak": peak()})
    os._exit(0)


def load(header: dict[str, Any], program: Any, cells: Any) -> tuple[Any, dict[str, Any] | None]:
    """Execute the submission's cells in a fresh module; find the functions under any of their names."""
    name = header["file"]
    module = types.ModuleType("submission")
    module.__file__ = name
    sys.modules["submission"] = module
    runner = program.Runner({}, name)
    program.collect_warnings(runner.warned)
    fault = None
    for number, cell in enumerate(header["cells"], start=1):
        try:
            exec(cells.compiled(cell, name, number), module.__dict__)
        except BaseException as error:
            fault = fault or program.describe(error, name)
    if header["driver"]:
        driver = types.ModuleType("driver")
        driver.submission = module  # type: ignore[attr-defined]
        exec(compile(header["driver"], "driver", "exec", dont_inherit=True), driver.__dict__)
        runner.functions |= {name: getattr(driver, name) for name in header["functions"]}
        return runner, fault
    scope = module.__dict__  # not the module, which may have a __getattr__ of its own
    for canonical, aliases in header["functions"].items():
        found = next((scope[alias] for alias in aliases if callable(scope.get(alias))), None)
        if found is not None:
            for alias in aliases:
                if scope.get(alias) is found:
                    scope[alias] = program.counted(found, canonical, runner.calls)
            runner.functions[canonical] = found
    return runner, fault


def peak() -> int:
    """The largest resident size so far, in KiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
