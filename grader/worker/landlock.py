"""Confines a process to reading some folders, by Landlock, which needs no privilege: installed by ctypes."""

import ctypes
import errno
import os
import stat
import struct
import sys
from typing import Any

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
_WRITE_FILE, _READ_FILE, _READ_DIR, _MAKE_BLOCK = 1 << 1, 1 << 2, 1 << 3, 1 << 11
#: All rights over files that a version knows: it asks for them all, and gives back those to read.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP = 0b11  # to bind, to connect; since version 4
_SCOPES = 0b11  # abstract sockets, signals: none beyond its own domain; since version 6
#: Before it, a file that may only be read can be cut to nothing.
LEAST = 3

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def version() -> int:
    """Return the version of Landlock that the kernel has; 0 where it has none."""
    return max(0, _libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)) if sys.platform == "linux" else 0


def why_not() -> str | None:
    """Say in a few words why Landlock does not work here; None where it does."""
    if sys.platform != "linux":
        return "it needs Linux"
    found = version()
    if found == 0:
        off = ctypes.get_errno() == errno.EOPNOTSUPP
        return "it is switched off; boot with landlock in lsm=" if off else "it needs Linux 6.2, with Landlock built in"
    return None if found >= LEAST else f"this kernel has its version {found}; it needs {LEAST} (Linux 6.2)"


def restrict(readable: list[str]) -> None:
    """From now on: read these files and folders; write to /dev/null; nothing else, for good.

    Of a folder with a slash at its end, only the names are shown, and of those in it.
    """
    known = version()
    handled = _FILES[max(level for level in _FILES if level <= known)]
    rules = _ruleset(handled, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    for path in readable:
        _allow(rules, path, _READ_DIR if path.endswith("/") else _READ_FILE | _READ_DIR)
    _allow(rules, os.devnull, _READ_FILE | _WRITE_FILE)
    _enforce(rules)


def separate() -> None:
    """Leave the domain that was inherited for one below it: those beside it are out of reach."""
    scopes = _SCOPES if version() >= 6 else 0
    _enforce(_ruleset(0 if scopes else _MAKE_BLOCK, 0, scopes))


def _ruleset(files: int, ports: int, scopes: int) -> int:
    attributes = struct.pack("=QQQ", files, ports, scopes)
    size = 24 if scopes else 16 if ports else 8
    return _checked("landlock_create_ruleset", _libc.syscall(_CREATE, attributes, ctypes.c_size_t(size), 0))


def _allow(rules: int, path: str, rights: int) -> None:
    here = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not stat.S_ISDIR(os.fstat(here).st_mode):
        rights &= _READ_FILE | _WRITE_FILE
    rule = struct.pack("=Qi", rights, here)
    _checked("landlock_add_rule", _libc.syscall(_ADD, rules, _PATH_BENEATH, rule, 0))
    os.close(here)


def _enforce(rules: int) -> None:
    _checked("prctl", _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked("landlock_restrict_self", _libc.syscall(_RESTRICT, rules, 0))
    os.close(rules)


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
