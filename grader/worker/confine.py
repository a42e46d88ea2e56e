"""Refuses a submission the system calls that it has no use for: seccomp, in classic BPF, installed by ctypes.

The list says what is refused, not what is allowed: what an honest program calls differs from libc to libc and from
one version of NumPy to the next, and whoever is refused such a call loses points for nothing. What Linux gets in
the future is refused, too, with ENOSYS, on which every libc falls back to what there was before.
"""

import ctypes
import errno
import os
import struct
import sys
from typing import Any

from .syscalls import LAST, NUMBERS

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_PR_SET_NO_NEW_PRIVS, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 38, 1, 1
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_KILL, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_LOAD, _JUMP, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x54, 0x06
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_X32 = 0x40000000
_EVERY_BIT = 0xFFFFFFFF

_CLONE_THREAD = 0x00010000
_CLONE_NEW = 0x7E020080  # namespaces of every kind
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPES = 1, 1, 0xF

#: Processes: none is made, none but its own is signalled, traced, read, limited or scheduled.
_PROCESSES = """fork vfork execve execveat ptrace process_vm_readv process_vm_writev process_madvise process_mrelease
    kcmp pidfd_open pidfd_send_signal pidfd_getfd tkill setpriority ioprio_set migrate_pages move_pages"""
#: What reaches beyond a process without a file: keys, System V's and POSIX' queues, sockets, handles, watches.
_CHANNELS = """add_key request_key keyctl shmget shmat shmctl shmdt semget semop semtimedop semctl msgget msgsnd
    msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr socket bind connect listen
    accept accept4 name_to_handle_at open_by_handle_at fanotify_init fanotify_mark inotify_init inotify_init1
    inotify_add_watch memfd_create memfd_secret"""
#: What only an administrator has a use for, or who attacks the kernel.
_KERNEL = """unshare setns mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick open_tree move_mount
    mount_setattr swapon swapoff quotactl quotactl_fd acct bpf perf_event_open userfaultfd io_uring_setup
    io_uring_enter io_uring_register init_module finit_module delete_module kexec_load kexec_file_load reboot syslog
    lookup_dcookie vhangup nfsservctl uselib _sysctl sysfs iopl ioperm modify_ldt personality clock_settime
    settimeofday adjtimex clock_adjtime sethostname setdomainname seccomp vmsplice"""
#: What changes a file that may only be read: Landlock does not cover it.
_METADATA = """chmod fchmod fchmodat chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr
    fsetxattr removexattr lremovexattr fremovexattr"""
#: Is it a terminal, how many bytes wait, do not wait for them, close it on exec; no ioctl else.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: F_SETOWN, F_SETSIG, F_SETOWN_EX send signals to others; F_SETLEASE, F_NOTIFY reach who uses the same file.
_FCNTLS = (8, 10, 15, 1024, 1026)

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def why_not() -> str | None:
    """Say in a few words why system calls cannot be filtered here; None where they can."""
    if sys.platform != "linux":
        return "it needs Linux"
    machine = os.uname().machine
    return None if machine in _MACHINES else f"no list of system calls for {machine}"


def confine(*, metadata: bool) -> None:
    """Drop all capabilities and filter the calls of this process, for good; `metadata` of files may be changed."""
    machine = os.uname().machine
    program = compiled(machine, os.getpid(), metadata=metadata)
    _drop_capabilities()
    _checked("prctl", _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    code = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    _checked(
        "seccomp",
        _libc.syscall(_SECCOMP[machine], _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, fprog),
    )


def _drop_capabilities() -> None:
    """Give all up; none comes back, since nothing can be executed."""
    version_3, itself = 0x20080522, 0
    _checked("capset", _libc.capset(struct.pack("Ii", version_3, itself), bytes(24)))


def _checked(what: str, result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def compiled(machine: str, own: int, *, metadata: bool) -> bytes:
    """Return the filter for a process with this id."""
    column, arch = _MACHINES[machine]
    calls: list[tuple[str, bytes]] = []
    refused = " ".join([_PROCESSES, _CHANNELS, _KERNEL, "" if metadata else _METADATA]).split()
    calls += [(name, _refuse()) for name in refused]
    calls.append(("clone3", _refuse(errno.ENOSYS)))  # its flags are behind a pointer; every libc tries clone next
    calls.append(("clone", _only((0, _CLONE_THREAD | _CLONE_NEW, (_CLONE_THREAD,)))))
    calls += [(name, _only((0, _EVERY_BIT, (own,)))) for name in ("kill", "tgkill", "rt_sigqueueinfo")]
    calls.append(("rt_tgsigqueueinfo", _only((0, _EVERY_BIT, (own,)))))
    for name in ("prlimit64", "sched_setscheduler", "sched_setparam", "sched_setaffinity", "sched_setattr"):
        calls.append((name, _only((0, _EVERY_BIT, (0, own)))))
    # asyncio wakes itself by a pair of sockets; one for datagrams could be sent from to any address
    calls.append(("socketpair", _only((0, _EVERY_BIT, (_AF_UNIX,)), (1, _SOCK_TYPES, (_SOCK_STREAM,)))))
    calls.append(("ioctl", _only((1, _EVERY_BIT, _IOCTLS), number=errno.ENOTTY)))
    calls.append(("fcntl", _never(1, _FCNTLS)))

    code = _step(_LOAD, _ARCH) + _step(_EQUAL, arch, 1, 0) + _step(_RETURN, _KILL) + _step(_LOAD, _NR)
    if machine == "x86_64":
        code += _step(_AT_LEAST, _X32, 0, 1) + _step(_RETURN, _KILL)
    code += _step(_AT_LEAST, LAST + 1, 0, 1) + _refuse(errno.ENOSYS)
    numbered = [(NUMBERS[name][column], block) for name, block in calls]
    return code + _search(sorted((number, block) for number, block in numbered if number is not None))


def _search(calls: list[tuple[int, bytes]]) -> bytes:
    """Find the block of a call by halving: when it is installed, the kernel runs the filter for every number once."""
    if len(calls) <= 3:
        blocks = [_step(_EQUAL, number, 0, len(block) // 8) + block for number, block in calls]
        return b"".join(blocks) + _step(_RETURN, _ALLOW)
    middle = len(calls) // 2
    lower = _search(calls[:middle])
    return _step(_AT_LEAST, calls[middle][0], 0, 1) + _step(_JUMP, len(lower) // 8) + lower + _search(calls[middle:])


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; `then` and `otherwise` are how many to leave out."""
    return struct.pack("=HBBI", code, then, otherwise, value)


def _refuse(number: int = errno.EPERM) -> bytes:
    return _step(_RETURN, _ERRNO | number)


def _only(*conditions: tuple[int, int, tuple[int, ...]], number: int = errno.EPERM) -> bytes:
    """Allow a call whose arguments, under a mask, are among these values; the kernel looks at the low 32 bits, too."""
    code = b""
    for argument, mask, values in conditions:
        code += _argument(argument, mask)
        for left in range(len(values), 0, -1):
            code += _step(_EQUAL, values[-left], left, 0)
        code += _refuse(number)
    return code + _step(_RETURN, _ALLOW)


def _never(argument: int, values: tuple[int, ...]) -> bytes:
    code = _argument(argument, _EVERY_BIT)
    for value in values:
        code += _step(_EQUAL, value, 0, 1) + _refuse()
    return code + _step(_RETURN, _ALLOW)


def _argument(number: int, mask: int) -> bytes:
    return _step(_LOAD, _ARGUMENTS + 8 * number) + _step(_AND, mask)
