"""Values on the wire: JSON and raw array bytes. Nothing names code, and nothing is unpickled.

A value in a frame's header is a list whose first item is its tag; arrays give their type, shape and the offset of
their bytes in the payload, floats their offset: the header is the layout, the payload the numbers. Both ends use this
module; the grader decodes with the strict limits below, because what it reads is hostile.
"""

import struct
from typing import Any

import numpy as np

from .frames import MAX_HEADER, MAX_PAYLOAD, PREFIX, Refused, pack, plain, unpack

__all__ = ["MAX_HEADER", "MAX_PAYLOAD", "PREFIX", "Encoder", "Opaque", "Refused", "decode", "pack", "unpack"]

FLOAT = struct.Struct("<d")

MAX_DEPTH = 4
MAX_ITEMS = 1000
MAX_VALUES = 5000
MAX_TEXT = 4000

#: What an array may hold: booleans, integers, floats, complex numbers; never objects, text or records.
DTYPES = ("|b1", "|i1", "|u1", *(f"{order}{kind}" for order in "<>" for kind in (
    "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16")))  # fmt: skip


class Encoder:
    """Turns values into header lists and collects the bytes of their arrays."""

    def __init__(self, most: float = float("inf")) -> None:
        self.payload = bytearray()
        self._left = most  # values that may still be encoded: lists of lists could grow without an end

    def value(self, value: Any, depth: int = 0) -> list[Any]:
        """Encode one value. What cannot travel becomes ["o", name of its type].

        Exact types only: a subclass may answer anything to anything that is asked of it.
        """
        kind = type(value)
        self._left -= 1
        if self._left < 0:
            return ["o", _name(kind)]
        if value is None:
            return ["n"]
        if kind is bool:
            return ["b", value]
        if kind is int and -(1 << 63) <= value < 1 << 63:
            return ["i", value]
        if kind is float:
            self.payload += FLOAT.pack(value)
            return ["f", len(self.payload) - FLOAT.size]
        if kind is str:
            return ["s", plain(value[:MAX_TEXT])]
        if kind is np.ndarray or isinstance(value, np.generic):
            return self._array(value, "a" if kind is np.ndarray else "g")
        if depth < MAX_DEPTH and kind in (tuple, list) and len(value) <= MAX_ITEMS:
            return ["t" if kind is tuple else "l", [self.value(item, depth + 1) for item in value]]
        if depth < MAX_DEPTH and kind is dict and len(value) <= MAX_ITEMS:
            items = [(key, item) for key, item in value.items() if type(key) is str]
            return ["d", [[key[:80], self.value(item, depth + 1)] for key, item in items]]
        return ["o", _name(kind)]

    def _array(self, value: Any, tag: str) -> list[Any]:
        array = np.asarray(value)
        dtype = array.dtype.str
        if dtype not in DTYPES or array.nbytes > MAX_PAYLOAD - len(self.payload):
            return ["o", f"array of {_name(array.dtype.type)}"]
        offset = len(self.payload)
        self.payload += array.tobytes()
        return [tag, dtype, list(array.shape), offset]


def _name(kind: type) -> str:
    return plain(str(kind.__name__)[:80])


class Opaque:
    """A value that did not travel, known by the name of its type only."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


def decode(item: Any, payload: bytes, depth: int = 0) -> Any:
    """Decode one value of a frame, believing nothing: every size is checked before it is used."""
    if depth > MAX_DEPTH + 1 or not isinstance(item, list) or not item:
        raise Refused("a value that is not one")
    match item:
        case ["n"]:
            return None
        case ["b", bool() as value]:
            return value
        case ["i", int() as value] if not isinstance(value, bool) and -(1 << 63) <= value < 1 << 63:
            return value
        case ["f", int() as offset] if not isinstance(offset, bool) and 0 <= offset <= len(payload) - FLOAT.size:
            return float(FLOAT.unpack_from(payload, offset)[0])
        case ["s", str() as text] if len(text) <= 10 * MAX_TEXT:
            return plain(text)
        case ["o", str() as text]:
            return Opaque(plain(text[:100]))
        case ["t" | "l" as tag, list() as items] if len(items) <= MAX_ITEMS:
            values = [decode(part, payload, depth + 1) for part in items]
            return tuple(values) if tag == "t" else values
        case ["d", list() as items] if len(items) <= MAX_ITEMS:
            return {key: decode(part, payload, depth + 1) for key, part in _pairs(items)}
        case ["a" | "g" as tag, str() as dtype, list() as shape, int() as offset, *_]:
            array = _decode_array(dtype, shape, offset, payload)
            return array if tag == "a" else array[()]
    raise Refused("a value of no known kind")


def _pairs(items: list[Any]) -> list[tuple[str, Any]]:
    for pair in items:
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
            raise Refused("a dictionary that is not one")
    return [(key, value) for key, value in items]


def _decode_array(dtype: str, shape: list[Any], offset: int, payload: bytes) -> np.ndarray[Any, Any]:
    if dtype not in DTYPES or len(shape) > 32 or isinstance(offset, bool) or offset < 0:
        raise Refused("an array of no known type")
    count = extent = 1
    for size in shape:
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= MAX_PAYLOAD:
            raise Refused("an array with an impossible shape")
        count *= size
        extent *= max(size, 1)
    if count * np.dtype(dtype).itemsize > len(payload) - offset:
        raise Refused("an array larger than its bytes")
    if extent > MAX_PAYLOAD:
        raise Refused("an empty array with an impossible shape")
    return np.frombuffer(payload, dtype, count, offset).reshape(shape)
