"""Forks workers from a process that has loaded NumPy: a fork takes a millisecond, the import a hundred.

Orders come over a Unix socket on standard input: a folder, and the three streams of the worker to be. The worker
is the child of a child that ends at once, so that it falls to the grader, which waits for it and kills it as any other.
"""

import gc
import os
import socket
from collections.abc import Callable

ORDER = 4096


def serve(work: Callable[[], None]) -> None:
    """Fork a worker for each order and answer with its process id, until the orders end."""
    orders = socket.socket(fileno=os.dup(0))
    gc.collect()
    gc.freeze()  # what is loaded is shared by all: a collection that marks it would copy its pages
    while True:
        folder, streams, _, _ = socket.recv_fds(orders, ORDER, 3)
        if not folder:
            return
        read, write = os.pipe()
        if (between := os.fork()) == 0:
            worker = os.fork()
            if worker == 0:
                os.close(read)
                os.close(write)
                orders.close()
                _become(folder, streams)
                work()
            os.write(write, b"%d" % worker)
            os._exit(0)
        os.waitpid(between, 0)
        orders.send(os.read(read, 20))
        for number in (read, write, *streams):
            os.close(number)


def _become(folder: bytes, streams: list[int]) -> None:
    """Take on what a process of its own would have been started with."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.fsdecode(folder)
