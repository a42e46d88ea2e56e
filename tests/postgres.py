"""A PostgreSQL server of our own: an ordinary user's, in a folder of its own, reached by a socket only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path


def programs() -> Path | None:
    """The folder of the newest server on this machine."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    named = shutil.which("postgres")
    return max(found, key=lambda it: int(it.parent.name), default=Path(named).resolve().parent if named else None)


class Server:
    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.user = _ordinary() if os.geteuid() == 0 else {}
        if self.user:
            os.chown(self.folder, self.user["user"], self.user["group"])
        make = [
            "initdb",
            "--no-sync",
            "--no-instructions",
            "--auth=trust",
            "--locale=C.UTF-8",
            "--username=dlgrade",
            "--encoding=UTF8",
        ]
        order = [
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=en",
        ]  # as a language has it: a B c, not B a c
        self._call(*make, *order, "--pgdata", str(self.folder / "data"))
        self.start()
        self.create("test")

    def start(self) -> None:
        quick = ["fsync=off", "full_page_writes=off", "listen_addresses=", f"unix_socket_directories={self.folder}"]
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", *(f"-c{it}" for it in quick)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.user,
        )

    def wait(self) -> None:
        for _ in range(600):
            ready = [self.programs / "pg_isready", "-q", "-h", self.folder]
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.05)
        raise TimeoutError("the server does not start")

    def stop(self) -> None:
        """At once, as a crash would."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def create(self, name: str, *options: str) -> str:
        self.wait()
        self._call("createdb", "-h", str(self.folder), "-U", "dlgrade", *options, name)
        return f"postgresql://dlgrade@/{name}?host={self.folder}"

    def database(self) -> str:
        """The one database, emptied: removing the files of one for each test takes longer than all tests."""
        self.wait()
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        self._call("psql", "-qh", str(self.folder), "-U", "dlgrade", "-c", fresh, "test")
        return f"postgresql://dlgrade@/test?host={self.folder}"

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **self.user,
        )


def _ordinary() -> dict:
    for name in ("postgres", "nobody"):
        try:
            it = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": it.pw_uid, "group": it.pw_gid, "extra_groups": []}
    raise LookupError("no ordinary user to run the server as")
