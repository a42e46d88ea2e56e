"""Files that are whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write(path: Path, data: bytes) -> None:
    """Write a file: whoever reads it meanwhile reads the old one. A pipe or a device is written to as it is."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, sync: bool = False) -> Iterator[BinaryIO]:
    """Write a file bit by bit: it takes its place when it is whole (with `sync`, even if the power fails)."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    target = path.resolve()  # a link stays a link
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with new.open("wb") as file:
            yield file
            if sync:
                file.flush()
                os.fsync(file.fileno())
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
