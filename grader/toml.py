"""Reads a TOML file into structures; whatever is wrong with it is one line that names file and key."""

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from grader.errors import CourseError

FORMAT = 1
T = TypeVar("T")


def did_you_mean(name: str, known: Any) -> str:
    """Return " Did you mean 'conv2d'?" for a close match, else nothing."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def read(path: Path, kind: type[T], parts: tuple[type, ...] = ()) -> T:
    """Read a TOML file into a structure made of `parts`; errors name file and key first."""
    return parse(content_of(path), path, kind, parts)


def parse(content: bytes, path: Path, kind: type[T], parts: tuple[type, ...] = ()) -> T:
    """The same with what was read of the file."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from None
    version = data.get("format")
    if type(version) is int and version != FORMAT:  # first, because another format has other keys
        age = "older" if version < FORMAT else "newer"
        raise CourseError(f"{path}: format {version} is {age} than this dlgrade, which reads format {FORMAT}.")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_key_first(error, data, kind, parts)}") from None


def _key_first(error: msgspec.ValidationError, data: dict[str, Any], kind: type, parts: tuple[type, ...]) -> str:
    """Say what msgspec says, the key first, and with a close match for a key that is unknown."""
    says, _, key = str(error).rstrip("`").partition(" - at `$.")
    table, _, rest = key.partition("[...]")
    if rest or key.endswith("[...]"):  # msgspec does not name the entry of a table: it is the one that fails alone
        key = f"{table}.{_culprit(data, table, kind)}{rest}"
    if unknown := re.fullmatch("Object contains unknown field `(.*)", says.rstrip("`")):
        known = {field.name for struct in (kind, *parts) for field in msgspec.structs.fields(struct)}
        says = f"unknown key {unknown[1]!r}.{did_you_mean(unknown[1], sorted(known))}"
    if missing := re.fullmatch("Object missing required field `(.*)", says.rstrip("`")):
        says = f"the key {missing[1]!r} is missing."
    return f"{key}: {says}" if key else says


def _culprit(data: dict[str, Any], table: str, kind: type) -> str:
    for name, entry in data[table].items():
        try:
            msgspec.convert({**data, table: {name: entry}}, kind)
        except msgspec.ValidationError:
            return str(name)
    return "..."


def content_of(path: Path) -> bytes:
    """A file's bytes, or an error that names it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror or error}.") from None
