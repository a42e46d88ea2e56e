"""Frames: an 8-byte header length, an 8-byte payload length, the header (JSON), the payload (array bytes)."""

import json
import re
import struct
from collections.abc import Callable
from typing import Any, NoReturn

PREFIX = struct.Struct("<QQ")
MAX_HEADER = 16 << 20
MAX_PAYLOAD = 64 << 20


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Refused(Exception):
    """A frame or value that no honest worker sends."""


def plain(text: str) -> str:
    """ASCII without control characters but tabs and line ends: whatever was sent, it can be shown anywhere."""
    ascii_only = text.encode("ascii", "backslashreplace").decode("ascii")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found.group()):02x}", ascii_only)


def pack(header: Any, payload: bytes = b"") -> bytes:
    """Return one frame, ready to be written."""
    text = _ENCODER.encode(header).encode("ascii")
    return PREFIX.pack(len(text), len(payload)) + text + payload


def unpack(read: Callable[[int], bytes | memoryview]) -> tuple[Any, bytes] | None:
    """Read one frame with `read(n)`, which returns up to n bytes; None at a clean end of the stream."""
    prefix = _exactly(read, PREFIX.size, may_end=True)
    if not prefix:
        return None
    header_size, payload_size = PREFIX.unpack(prefix)
    if header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise Refused(f"a frame of {header_size} + {payload_size} bytes")
    text = _exactly(read, header_size)
    payload = _exactly(read, payload_size)
    try:
        return _DECODER.decode(text.decode("ascii")), payload
    except (ValueError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(f"a header that is not JSON ({type(error).__name__})") from None


def _exactly(read: Callable[[int], bytes | memoryview], size: int, *, may_end: bool = False) -> bytes:
    chunks = bytearray()
    while len(chunks) < size:
        chunk = read(min(size - len(chunks), 1 << 20))
        if len(chunk) == size:
            return bytes(chunk)
        if not chunk:
            if may_end and not chunks:
                return b""
            raise Refused("a frame that ends too early")
        chunks += chunk
    return bytes(chunks)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
_DECODER = json.JSONDecoder(parse_constant=_no_constant)
