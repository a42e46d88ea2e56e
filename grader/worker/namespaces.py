"""A world of its own for a worker that is forked inside a sandbox: namespaces, an empty scratch, an empty /proc."""

import ctypes
import os

_CLONE = {"ns": 0x00020000, "uts": 0x04000000, "ipc": 0x08000000, "user": 0x10000000, "pid": 0x20000000}
_CLONE["net"] = 0x40000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
#: Bytes and files of the scratch; both lie in memory.
SCRATCH = b"size=16m,nr_inodes=8192,mode=700"
#: An ordinary user, so that nothing is permitted because it is root's.
USER = 1000

_libc = ctypes.CDLL(None, use_errno=True)


def leave() -> None:
    """Leave the namespaces of this process; the next that it forks is the first process of its own."""
    user, group = os.getuid(), os.getgid()
    _checked("unshare", _libc.unshare(sum(_CLONE.values())))
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{USER} {user} 1")
    _write("/proc/self/gid_map", f"{USER} {group} 1")
    _mount("/tmp", _MS_NOSUID | _MS_NODEV, SCRATCH)
    _mount("/proc", _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, b"size=4k,nr_inodes=1,mode=555")
    os.chdir("/tmp")


def _mount(where: str, flags: int, options: bytes) -> None:
    _checked(f"mount {where}", _libc.mount(b"tmpfs", where.encode(), b"tmpfs", ctypes.c_ulong(flags), options))


def _write(path: str, text: str) -> None:
    file = os.open(path, os.O_WRONLY)
    os.write(file, text.encode())
    os.close(file)


def _checked(what: str, result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
