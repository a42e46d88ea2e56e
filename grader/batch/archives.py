"""Reads zips and tars in memory, whatever is in them; nothing is ever written to a disk.

A member is named by the archive, so a name is only ever text here: what could lead somewhere else (`..`, an absolute
path, a link, a device) is refused, and what an archive says of sizes is not believed.
"""

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Self

from grader.submission import shown

MEMBERS = 50_000
RATIO = 200
#: So much may be unpacked before the ratio is looked at: short texts full of blanks pack very well.
_RATIO_FROM = 16 << 20
#: What zipfile reads at once is the list of the members; a longer one than this is not read.
_DIRECTORY = 8 << 20
_CHUNK = 1 << 20
_HEADER = 1 << 20
_LONGEST_PATH = 4096
_LONGEST_NAME = 255
_SUFFIX = re.compile(r"\.(zip|tar|tgz|txz|tbz2?|tar\.(gz|xz|bz2))$", re.IGNORECASE)
_DRIVE = re.compile(r"^[a-zA-Z]:")


class Refused(Exception):
    """Why an archive, or a member of it, is not read: the end of a sentence that begins with its name."""


class TooMuch(Refused):
    """An archive that unpacks to more than is read: nothing of it is taken."""


@dataclass
class Budget:
    """How much may be unpacked from one archive and from those inside it."""

    inflated: int
    packed: int
    used: int = 0

    def spend(self, size: int) -> None:
        """Count what was unpacked; Refused when it is too much."""
        self.used += size
        if self.used > self.inflated:
            raise TooMuch(f"unpacks to more than {self.inflated >> 20} MiB, which is not read")
        if self.used > max(_RATIO_FROM, RATIO * self.packed):
            raise TooMuch(f"unpacks to more than {RATIO} times its own size, which is not read")


@dataclass(frozen=True)
class Member:
    """A file in an archive: its path as it may be shown, and its content when asked for."""

    path: tuple[str, ...]
    size: int
    read: Callable[[int], bytes] = field(repr=False)


def is_archive(name: str) -> bool:
    """Whether a file is named like an archive that is read here."""
    return bool(_SUFFIX.search(name))


def without_suffix(name: str) -> str:
    """The name of an archive without its suffix, of which there may be two."""
    return _SUFFIX.sub("", name)


def parts(name: str) -> tuple[str, ...]:
    """A member's name as a path in which every part may be shown; Refused if it leads out of the archive."""
    if len(name) > _LONGEST_PATH or any(len(part) > _LONGEST_NAME for part in re.split(r"[/\\]", name)):
        raise Refused("has a name that is too long")
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    found = tuple(shown(part) for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or _DRIVE.match(name) or ".." in found or not found:
        raise Refused("has a name that leads out of the archive")
    return found


def members(file: IO[bytes], budget: Budget, left_out: Callable[[str, str], None]) -> Iterator[Member]:
    """Every regular file in the order of the archive; a member has to be read before the next one is asked for.

    `left_out` hears of members that are refused. Refused is raised where the archive itself cannot be read.
    """
    try:
        head = file.read(6)
        file.seek(0)
        yield from _zip(file, budget, left_out) if head.startswith(b"PK") else _tar(file, head, budget, left_out)
    except Refused:
        raise
    except Exception:  # zipfile and tarfile raise a dozen kinds, some undocumented, for a file made to harm them
        raise Refused("is damaged, or not an archive of the kind that its name says") from None


class _Guarded(io.RawIOBase):
    """A file from which nobody reads a directory of a million members at once."""

    def __init__(self, file: IO[bytes]):
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY:
            raise Refused(f"holds more than {MEMBERS:,} files, which is not read")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _zip(file: IO[bytes], budget: Budget, left_out: Callable[[str, str], None]) -> Iterator[Member]:
    with zipfile.ZipFile(_Guarded(file)) as archive:
        if len(archive.filelist) > MEMBERS:
            raise Refused(f"holds more than {MEMBERS:,} files, which is not read")
        for info in archive.filelist:
            name = _zip_name(info)
            if name.endswith(("/", "\\")):
                continue
            try:
                path = parts(name)
                _refuse_special(info.external_attr >> 16)
            except Refused as refusal:
                left_out(shown(name[:200]), str(refusal))
                continue
            yield Member(path, info.file_size, _zip_reader(archive, info, budget))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name, which macOS writes in UTF-8 without saying so. Python's own `filename` ends at a NUL."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _refuse_special(mode: int) -> None:
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        raise Refused("is a link")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused("is no regular file")


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if info.flag_bits & 1:
            raise Refused("is protected by a password. Pack it without one.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Python unpacks these without a bound on what comes out
            raise Refused("is packed in an unusual way. Pack it with an ordinary zip program.")
        try:
            with archive.open(info) as member:
                data = bytearray()
                while len(data) < limit and (piece := member.read(min(_CHUNK, limit - len(data)))):
                    budget.spend(len(piece))
                    data += piece
        except Refused:
            raise
        except Exception:
            raise Refused("is damaged in its archive. Pack it again.") from None
        return bytes(data)

    return read


class _Counted(io.RawIOBase):
    """A stream that counts what is unpacked from it."""

    def __init__(self, file: IO[bytes], budget: Budget):
        self._file = file
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._budget.spend(len(data))
        return data


def _unpacked(file: IO[bytes], head: bytes) -> IO[bytes]:
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if head.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(file)
    return file


class _Header(tarfile.TarInfo):
    """A header that brings no names of hundreds of megabytes, which tarfile would read at once."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if not header.isreg() and header.size > _HEADER:
            raise Refused("is damaged, or not an archive of the kind that its name says")
        return header


def _tar(file: IO[bytes], head: bytes, budget: Budget, left_out: Callable[[str, str], None]) -> Iterator[Member]:
    stream = _Counted(_unpacked(file, head), budget)
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header, errors="surrogateescape") as archive:
        for count, info in enumerate(archive, start=1):
            if count > MEMBERS:
                raise Refused(f"holds more than {MEMBERS:,} files, which is not read")
            if info.isdir():
                continue
            try:
                path = parts(info.name)
                if info.issym() or info.islnk():
                    raise Refused("is a link")
                if not info.isreg() or info.issparse():
                    raise Refused("is no regular file")
            except Refused as refusal:
                left_out(shown(info.name[:200]), str(refusal))
                continue
            yield Member(path, info.size, _tar_reader(archive, info))


def _tar_reader(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        try:
            member = archive.extractfile(info)
            return member.read(limit) if member is not None else b""
        except Refused:
            raise
        except Exception:
            raise Refused("is damaged in its archive. Pack it again.") from None

    return read
