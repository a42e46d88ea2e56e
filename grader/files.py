"""Files that are whole or not there."""

import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file: whoever reads it meanwhile reads the old one. A pipe or a device is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()  # a link stays a link
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
