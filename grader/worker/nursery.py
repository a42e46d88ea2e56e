"""Forks workers from a process that has loaded NumPy: a fork takes a millisecond, the import a hundred.

Orders come over a Unix socket on standard input: a folder, and the streams of the worker to be. Outside of a sandbox
the worker is the child of a child that ends at once, so that it falls to the grader, which waits for it and kills it
as any other. Inside of one it is the first process of its own namespaces: the grader gets a pidfd by which it
kills, and the child between stays to say over a fourth stream how the worker ended.
"""

import gc
import os
import socket
from collections.abc import Callable
from typing import NoReturn

ORDER = 4096


def serve(work: Callable[[], NoReturn], *, sandboxed: bool) -> None:
    """Say that we are ready, then fork a worker for each order and answer with its process, until the orders end."""
    if sandboxed:
        from dlgrade_worker import namespaces  # type: ignore[import-not-found]

    orders = socket.socket(fileno=os.dup(0))
    gc.collect()
    gc.freeze()  # what is loaded is shared by all: a collection that marks it would copy its pages
    _answer(orders, os.getpid())
    while True:
        folder, streams, _, _ = socket.recv_fds(orders, ORDER, 4)
        if not folder:
            return
        read, write = os.pipe()
        if (between := os.fork()) == 0:
            try:
                if sandboxed:
                    namespaces.leave()
                if (worker := os.fork()) == 0:
                    _become(folder, streams)
                    work()
                if sandboxed:
                    _answer(orders, worker)
                    _report(worker, streams)
                else:
                    os.write(write, b"%d" % worker)
            except BaseException as error:
                orders.send(f"{type(error).__name__}: {error}".encode()[:ORDER])
            finally:
                os._exit(0)
        for number in (write, *streams):
            os.close(number)
        if sandboxed:
            _reap()
        else:
            os.waitpid(between, 0)
            if said := os.read(read, 20):
                _answer(orders, int(said))
        os.close(read)


def _answer(orders: socket.socket, pid: int) -> None:
    process = os.pidfd_open(pid)
    socket.send_fds(orders, [b"%d" % pid], [process])
    os.close(process)


def _report(worker: int, streams: list[int]) -> None:
    """Wait for the worker's end and pass its status on."""
    *others, status = streams
    for number in others:
        os.close(number)
    os.write(status, b"%d" % os.waitpid(worker, 0)[1])


def _reap() -> None:
    """Bury the children whose workers have ended."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


def _become(folder: bytes, streams: list[int]) -> None:
    """Take on what a process of its own would have been started with, and nothing else."""
    os.setsid()
    for number, stream in enumerate(streams[:3]):
        os.dup2(stream, number)
    os.closerange(3, max(64, *streams) + 1)
    os.chdir(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.fsdecode(folder)
