import ctypes
import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("system calls are filtered on Linux only", allow_module_level=True)

from grader.worker import confine
from grader.worker.syscalls import LAST, NUMBERS

if missing := confine.why_not():
    pytest.skip(missing, allow_module_level=True)

ROOT = Path(__file__).parent.parent
COLUMN = confine._MACHINES[os.uname().machine][0]
HERE = {name: numbers[COLUMN] for name, numbers in NUMBERS.items() if numbers[COLUMN] is not None}
START = f"""
import ctypes, errno, os, sys
sys.path.insert(0, {str(ROOT)!r})
from grader.worker import confine
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    return libc.syscall(number, *arguments), errno.errorcode.get(ctypes.get_errno())
"""
CONFINED = f"{START}confine.confine(metadata=METADATA)\n"


def run(source, *, metadata=True, confined=True):
    """What a process prints that has confined itself."""
    start = (CONFINED if confined else START).replace("METADATA", str(metadata))
    ran = subprocess.run([sys.executable, "-c", start + source], capture_output=True, check=False, timeout=60)
    return ran.returncode, ran.stdout.decode().strip(), ran.stderr.decode()


def said(source, **options):
    code, text, error = run(source, **options)
    assert code == 0, error
    return text


NEVER = (confine._PROCESSES + " " + confine._CHANNELS + " " + confine._KERNEL).split()


def test_every_call_on_the_list_is_refused():
    numbers = {name: HERE[name] for name in NEVER if name in HERE}
    assert len(numbers) > 90
    asks = f"print({{name: call(number, 0, 0, 0, 0, 0, 0) for name, number in {numbers}.items()}} )"
    found = eval(said(asks))
    assert found == dict.fromkeys(numbers, (-1, "EPERM"))


CONDITIONS = {
    "clone, for a process": ("call(N['clone'], 17, 0, 0, 0, 0)", (-1, "EPERM")),
    "clone, with a namespace of users": ("call(N['clone'], 0x10000011, 0, 0, 0, 0)", (-1, "EPERM")),
    "clone, for a thread with a namespace": ("call(N['clone'], 0x00010000 | 0x00020000, 0, 0, 0, 0)", (-1, "EPERM")),
    "clone3": ("call(N['clone3'], 0, 0)", (-1, "ENOSYS")),
    "a signal to another": ("call(N['kill'], os.getppid(), 0)", (-1, "EPERM")),
    "a signal to all": ("call(N['kill'], -1, 0)", (-1, "EPERM")),
    "a signal to its group": ("call(N['kill'], 0, 0)", (-1, "EPERM")),
    "a signal to itself": ("call(N['kill'], os.getpid(), 0)", (0, None)),
    "limits of another": ("call(N['prlimit64'], os.getppid(), 7, None, None)", (-1, "EPERM")),
    "its own limits": ("call(N['prlimit64'], 0, 7, None, None)", (0, None)),
    "a pair of stream sockets": ("call(N['socketpair'], 1, 1, 0, (ctypes.c_int * 2)())", (0, None)),
    "a pair of datagram sockets": ("call(N['socketpair'], 1, 2, 0, (ctypes.c_int * 2)())", (-1, "EPERM")),
    "a pair of sockets of another family": ("call(N['socketpair'], 2, 1, 0, (ctypes.c_int * 2)())", (-1, "EPERM")),
    "the owner of a descriptor": ("call(N['fcntl'], 0, 8, os.getppid())", (-1, "EPERM")),
    "the flags of a descriptor": ("call(N['fcntl'], 1, 1, 0)[1]", None),
    "a character for the terminal": ("call(N['ioctl'], 0, 0x5412, b'x')", (-1, "ENOTTY")),
    "attributes of a file": ("call(N['ioctl'], 0, 0x40086602, b'x' * 8)", (-1, "ENOTTY")),
    "a call that is newer than we know": (f"call({LAST + 1}, 0, 0, 0, 0)", (-1, "ENOSYS")),
    "no call at all": ("call(1000, 0, 0, 0, 0)", (-1, "ENOSYS")),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_depends_on_arguments_is_refused_where_it_reaches_beyond_itself(name):
    source, expected = CONDITIONS[name]
    assert eval(said(f"N = {HERE}\nprint({source})")) == expected


def test_without_the_filter_the_same_calls_are_answered():
    calls = [
        "call(N['kill'], os.getppid(), 0)",
        "call(N['socketpair'], 1, 2, 0, (ctypes.c_int * 2)())[0]",
        "call(N['prlimit64'], os.getppid(), 7, None, None)",
        "call(N['memfd_create'], b'x', 0)[1]",
        "call(N['personality'], 0xFFFFFFFF)[1]",
        "call(N['inotify_init1'], 0)[1]",
    ]
    found = eval(said(f"N = {HERE}\nprint([{', '.join(calls)}])", confined=False))
    assert found == [(0, None), 0, (0, None), None, None, None]


#: mov eax, N; int 0x80; ret, the way of 32-bit programs
INT_80 = "import mmap\ncode = mmap.mmap(-1, 4096, prot=7)\ncode.write(bytes.fromhex('b814000000cd80c3'))\n"
INT_80 += "run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))\n"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="another processor has no such calls")
@pytest.mark.parametrize("source", [f"{INT_80}run()", "call(0x40000000 | 39)"], ids=["32 bits", "x32"])
def test_a_call_by_another_door_ends_the_process(source):
    code, _, error = run(source)
    assert code == -signal.SIGSYS, error


def test_calls_that_change_a_file_without_writing_are_refused_where_files_may_only_be_read(tmp_path):
    file = tmp_path / "file"
    file.touch(0o600)
    changes = f"""
def refused(change, *arguments):
    try: change(*arguments)
    except PermissionError: return True
    return False
path = {str(file)!r}
print([refused(os.chmod, path, 0o400), refused(os.utime, path, (5, 5)), refused(os.chown, path, -1, -1),
    refused(os.setxattr, path, 'user.x', b'')])
"""
    assert said(changes, metadata=False) == "[True, True, True, True]"
    assert said(changes, metadata=True).startswith("[False, False, False")


def test_ordinary_python_goes_on():
    work = """
import asyncio, concurrent.futures, random, tempfile, threading, time, unittest
import numpy as np
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    total = sum(pool.map(lambda n: n * n, range(10)))
async def wait():
    await asyncio.sleep(0.001)
    return 1
import signal
heard = []
signal.signal(signal.SIGUSR1, lambda *_: heard.append(1))
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
with tempfile.TemporaryFile() as file:
    file.write(b'x')
timer = threading.Timer(0.001, heard.append, [1])
timer.start()
timer.join()
x = np.random.default_rng(0).normal(size=(200, 200))
print(total, asyncio.run(wait()), len(heard), np.linalg.svd(x @ x.T)[1].shape, os.isatty(0), os.cpu_count() > 0)
"""
    assert said(work) == "285 1 3 (200,) False True"


def test_a_process_cannot_be_made_in_any_way():
    tries = """
import multiprocessing, subprocess
def refused(make):
    try: make()
    except PermissionError: return True
    return False
print([refused(os.fork), refused(lambda: subprocess.run(['true'])), refused(lambda: os.system('true') and 1 / 0),
    refused(lambda: os.execv('/bin/true', ['true'])), refused(lambda: os.posix_spawn('/bin/true', ['true'], {}))])
"""
    code, text, _ = run(tries.replace("refused(lambda: os.system('true') and 1 / 0)", "os.system('true') != 0"))
    assert (code, text) == (0, "[True, True, True, True, True]")


@pytest.mark.parametrize(
    ("header", "column", "known"),
    [
        ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 0, r"#define __NR_(\w+) (\d+)"),
        ("/usr/include/asm-generic/unistd.h", 1, r"#define __NR(?:3264)?_(\w+) (\d+)"),
    ],
)
def test_the_numbers_are_those_of_the_kernels_headers(header, column, known):
    if not Path(header).exists():
        pytest.skip(f"no {header} here")
    numbers = {name: int(number) for name, number in re.findall(known, Path(header).read_text())}
    ours = {name: pair[column] for name, pair in NUMBERS.items() if pair[column] is not None}
    assert {name: numbers[name] for name in ours if name in numbers} == {n: v for n, v in ours.items() if n in numbers}
    assert len(set(ours) & set(numbers)) > 100


def test_both_machines_have_a_filter_that_the_kernel_could_take():
    for machine in confine._MACHINES:
        code = confine.compiled(machine, 1, metadata=False)
        assert len(code) % 8 == 0
        assert len(code) // 8 < 4096


def test_a_failing_call_is_an_error_and_not_a_worker_without_walls(monkeypatch):
    monkeypatch.setattr(confine, "_libc", None)
    ctypes.set_errno(errno.EINVAL)
    with pytest.raises(OSError, match=r"^\[Errno 22\] seccomp: Invalid argument$"):
        confine._checked("seccomp", -1)
