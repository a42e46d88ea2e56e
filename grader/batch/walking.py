"""Finds every file in what an instructor points at, a folder or an archive, and keeps the texts of those that count."""

import io
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from grader.batch.archives import Budget, Refused, TooMuch, is_archive, members
from grader.errors import InputError
from grader.submission import MAX_BYTES, Submission, read_bytes, refuse_large, shown

#: What is unpacked at most from what one student handed in, and from the archive of a whole class.
STUDENT_BYTES = 256 << 20
CLASS_BYTES = 8 << 30
#: An archive inside an archive is held in memory.
PACKED_BYTES = 64 << 20
DEPTH = 3
#: How much code is kept of one archive that a student handed in.
CODE_FILES = 1_000
CODE_BYTES = 16 << 20
ENTRIES = 1_000_000
#: What a system says of a submission: kept as bytes, read where the layout has a use for it.
RECORDS = {"timestamp.txt": 1 << 10, "submission_metadata.yml": 64 << 20, "submission_metadata.yaml": 64 << 20}
_UNREAD_ARCHIVES = (".rar", ".7z")
_CLUTTER = {"__pycache__", "__MACOSX", "node_modules", "site-packages", "venv", "desktop.ini", "Thumbs.db"}
_KINDS = 12

Reader = Callable[[int], bytes]


@dataclass(frozen=True)
class Leaf:
    """A file: where it is, an archive counting as a folder, and what became of it."""

    path: tuple[str, ...]
    place: str
    submission: Submission | None = None
    problem: str = ""
    record: bytes = b""
    other: bool = False  # of a kind that is not graded; kept since it tells who handed in something

    @property
    def counts(self) -> bool:
        """Whether it is something that can be graded, or should have been."""
        return self.submission is not None or bool(self.problem)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path[-1]


@dataclass
class Found:
    """All files, in a fixed order, and what was left out."""

    leaves: list[Leaf]
    notes: list[str]


def walk(source: Path) -> Found:
    """Read a folder or an archive of submissions."""
    try:
        about = source.stat()
        walker = _Walker(source.resolve())
        if stat.S_ISDIR(about.st_mode):
            walker.folder()
        elif stat.S_ISREG(about.st_mode) and is_archive(source.name):
            with source.open("rb") as file:
                walker.archive(file, about.st_size, (), f"{source.name}: ", depth=1, of_class=True)
        else:
            raise InputError(f"{source} is neither a folder of submissions nor a .zip or .tar of them.{_hint(source)}")
    except FileNotFoundError:
        raise InputError(f"{source} does not exist. Give the folder or the archive of the submissions.") from None
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        raise InputError(f"{str(source)!r} is not a usable file name.") from None
    except Refused as refusal:
        raise InputError(f"{source} {str(refusal).rstrip('.')}. Download it again, or unpack it.") from None
    return walker.found()


def _hint(source: Path) -> str:
    return f" For one file: dlgrade check --file {source}" if source.suffix in (".py", ".ipynb") else ""


def _clean(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(shown(unicodedata.normalize("NFC", part)) for part in path)


def _place(path: Iterable[str]) -> str:
    return "/".join(_clean(path))


def _wanted(name: str) -> bool:
    return name.lower().endswith((".py", ".ipynb", *_UNREAD_ARCHIVES)) or name in RECORDS or is_archive(name)


def _clutter(path: Iterable[str]) -> bool:
    return any(part.startswith(".") or part in _CLUTTER for part in path)


@dataclass
class _Walker:
    source: Path
    leaves: list[Leaf] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    others: set[tuple[str, ...]] = field(default_factory=set)
    code: int = 0  # how many characters are kept

    def found(self) -> Found:
        notes = self.notes
        for kind, count in self.kinds.most_common(_KINDS):
            files = f"{count:,} {kind} files were" if count > 1 else f"1 {kind} file was"
            notes.append(f"{files} left out, for example {self.examples[kind]}.")
        rest = sum(count for _, count in self.kinds.most_common()[_KINDS:])
        if rest:
            notes.append(f"{rest:,} files of other kinds were left out.")
        self.leaves += [Leaf(path, "/".join(path), other=True) for path in self.others]
        return Found(sorted(self.leaves, key=lambda leaf: (leaf.path, leaf.place)), notes)

    # folders

    def folder(self) -> None:
        entries = 0
        waiting: list[tuple[str, ...]] = [()]
        names: set[tuple[str, ...]] = set()
        visible = self._visible()
        while waiting:
            parent = waiting.pop()
            below: list[tuple[str, ...]] = []
            for entry in self._entries(parent):
                entries += 1
                if entries > ENTRIES:
                    raise InputError(f"{self.source} holds more than {ENTRIES:,} files. Give the submissions only.")
                path = (*parent, entry.name)
                if _clutter([entry.name]):
                    continue
                if self._twice(path, names):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(path)
                elif entry.is_symlink():
                    self.notes.append(f"{_place(path)} is a link, which was not followed.")
                elif not entry.is_file(follow_symlinks=False):
                    self.notes.append(f"{_place(path)} is no regular file and was not opened.")
                else:
                    self._file(path, of_class=visible == 1)
            waiting += reversed(below)

    def _twice(self, path: tuple[str, ...], names: set[tuple[str, ...]]) -> bool:
        """Whether the name was there before, its letters composed in another way: two students must not become one."""
        clean = _clean(path)
        if clean not in names:
            names.add(clean)
            return False
        twice = f"{_place(path)!r} is there twice, its letters composed in two ways"
        if len(path) == 1:
            raise InputError(f"{self.source}: {twice}. Rename one of them.")
        self.notes.append(f"{twice}: one was left out.")
        return True

    def _visible(self) -> int:
        return sum(not _clutter([entry.name]) for entry in self._entries(()))

    def _entries(self, path: tuple[str, ...]) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.source.joinpath(*path)) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if not path:
                raise
            self.notes.append(f"{_place(path)} cannot be read ({error.strerror}): it was left out.")
            return []

    def _file(self, path: tuple[str, ...], of_class: bool) -> None:
        clean, place = _clean(path), _place(path)
        if not _wanted(clean[-1]):
            self._other(clean, place)
            return
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self.source.joinpath(*path), flags), "rb") as file:
                about = os.fstat(file.fileno())
                if not stat.S_ISREG(about.st_mode):
                    raise OSError(0, "it is no regular file any more")
                if is_archive(clean[-1]):
                    self._student_archive(file, about.st_size, clean, place, depth=1, of_class=of_class)
                else:
                    self._content(clean, place, about.st_size, file.read)
        except OSError as error:
            self.notes.append(f"{place} cannot be read ({error.strerror or error}): it was left out.")

    # archives

    def archive(
        self,
        file: IO[bytes],
        packed: int,
        path: tuple[str, ...],
        place: str,
        depth: int,
        of_class: bool = False,
        budget: Budget | None = None,
    ) -> None:
        """Add all files of an archive. Refused: nothing of it was added."""
        inside = _Walker(self.source)
        budget = budget or Budget(CLASS_BYTES if of_class else STUDENT_BYTES, packed)
        refused: list[str] = []
        for member in members(file, budget, lambda name, why: refused.append(f"{place}{name} {why}")):
            where = (*path, *member.path)
            if _clutter(member.path):
                continue
            if not _wanted(member.path[-1]):
                inside._other(where, place + "/".join(member.path))
                continue
            there = place + "/".join(member.path)
            try:
                if is_archive(where[-1]):
                    nested = None if of_class else budget
                    inside._nested(member.size, member.read, where, there, depth + 1, nested)
                else:
                    inside._content(where, there, member.size, member.read)
            except TooMuch:
                raise
            except Refused as refusal:
                inside.leaves.append(Leaf(where, there, problem=f"{where[-1]} {refusal}"))
            if not of_class and (len(inside.leaves) > CODE_FILES or inside.code > CODE_BYTES):
                most = f"{CODE_FILES:,} files of code, or {CODE_BYTES >> 20} MiB of it"
                raise TooMuch(f"holds more than {most}. Hand in your own only")
        if refused:
            more = f", and {len(refused) - 1:,} more like it" if len(refused) > 1 else ""
            inside.notes.append(f"{refused[0]}: left out{more}.")
        self._take(inside)

    def _nested(
        self, size: int, read: Reader, path: tuple[str, ...], place: str, depth: int, budget: Budget | None
    ) -> None:
        if depth > DEPTH:
            problem = f"{path[-1]} is an archive inside {DEPTH} others, which is not read."
        elif size > PACKED_BYTES or len(data := read(PACKED_BYTES + 1)) > PACKED_BYTES:
            problem = f"{path[-1]} is larger than {PACKED_BYTES >> 20} MiB, which is not read."
        else:
            self._student_archive(io.BytesIO(data), len(data), path, place, depth, budget=budget)
            return
        self.leaves.append(Leaf(path, place, problem=problem))

    def _student_archive(
        self,
        file: IO[bytes],
        packed: int,
        path: tuple[str, ...],
        place: str,
        depth: int,
        of_class: bool = False,
        budget: Budget | None = None,
    ) -> None:
        try:
            before = len(self.leaves)
            self.archive(file, packed, path, f"{place}: ", depth, of_class, budget)
            if len(self.leaves) == before:
                problem = f"{path[-1]} holds no .py or .ipynb file."
                self.leaves.append(Leaf(path, place, problem=problem))
        except Refused as refusal:
            problem = f"{path[-1]} {str(refusal).rstrip('.')}."
            self.leaves.append(Leaf(path, place, problem=problem))

    # single files

    def _content(self, path: tuple[str, ...], place: str, size: int, read: Reader) -> None:
        name = path[-1]
        if name in RECORDS:
            self.leaves.append(Leaf(path, place, record=read(RECORDS[name])))
            return
        if name.lower().endswith(_UNREAD_ARCHIVES):
            problem = f"{name} is an archive of a kind that is not read. Hand in .py, .ipynb or .zip files."
            self.leaves.append(Leaf(path, place, problem=problem))
            return
        try:
            refuse_large(size, name)
            submission = read_bytes(read(MAX_BYTES + 1), name)
            self.code += len(submission.text)
            self.leaves.append(Leaf(path, place, submission))
        except InputError as error:
            self.leaves.append(Leaf(path, place, problem=str(error)))

    def _other(self, path: tuple[str, ...], place: str) -> None:
        kind = path[-1].rpartition(".")[2].lower()
        kind = f".{kind}" if "." in path[-1] and re.fullmatch(r"\w{1,12}", kind) else "other"
        self.kinds[kind] += 1
        self.examples.setdefault(kind, place)
        self.others.add(path[:4])

    def _take(self, inside: "_Walker") -> None:
        """Take what an archive held. What is there twice is not graded: readers do not agree on which one counts."""
        count = Counter(leaf.path for leaf in inside.leaves)
        for leaf in {leaf.path: leaf for leaf in inside.leaves}.values():
            if count[leaf.path] > 1:
                problem = f"{leaf.name} is in its archive {count[leaf.path]} times. Hand in one."
                leaf = Leaf(leaf.path, leaf.place, problem=problem)
            self.leaves.append(leaf)
        self.code += inside.code
        self.notes += inside.notes
        self.kinds.update(inside.kinds)
        self.others |= inside.others
        for kind, example in inside.examples.items():
            self.examples.setdefault(kind, example)
