"""Processes of ours that check submissions side by side."""

import multiprocessing
import multiprocessing.util
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeVar

from grader.errors import GraderFault

T = TypeVar("T")

#: On Linux they are forked from one that has loaded NumPy and us, and has no threads.
_context = multiprocessing.get_context("forkserver" if sys.platform.startswith("linux") else "spawn")
_context.set_forkserver_preload(["__main__", "grader.explain", "grader.layer", "grader.authoring.verify"])


@contextmanager
def pool(jobs: int) -> Iterator[Executor]:
    """So many processes, or this one where it is one; whatever ends this ends them."""
    if jobs == 1:
        yield _Here()
        return
    pool = ProcessPoolExecutor(jobs, _context, initializer=_begin)
    before = multiprocessing.active_children()
    try:
        yield pool
    except BaseException as error:
        for child in multiprocessing.active_children():
            if child not in before:
                child.terminate()
        if isinstance(error, BrokenProcessPool):
            raise GraderFault("a process that checks submissions came to an end by itself") from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Here(Executor):
    """Does what is asked at once."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Call a function."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def until_the_end(opened: AbstractContextManager[T]) -> T:
    """Enter a context that is left when this process ends."""
    stack = ExitStack()
    entered = stack.enter_context(opened)
    multiprocessing.util.Finalize(None, stack.close, exitpriority=0)
    return entered


def _begin() -> None:
    """Leave Ctrl-C to the process that started us, which ends us in its way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
