"""The ways in which submissions are laid out: what a path says in each of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from grader.batch.answers import undecorated
from grader.batch.archives import is_archive, without_suffix
from grader.batch.records import Record, gradescope, time
from grader.batch.roster import Identity, Roster, plain, squeezed
from grader.batch.walking import Leaf

_MOODLE = re.compile(r"^(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?$", re.DOTALL)
_CANVAS = re.compile(
    r"^(?:(?P<anon>(?:LATE_)?anon_[^_]+)|(?P<name>[^/]+?)_(?P<late>LATE_)?(?P<user>\d+))_(?P<upload>\d+)_(?P<rest>.+)$",
    re.DOTALL,
)
_AGAIN = re.compile(r"^(.+)-\d{1,3}(\.[^.]+)$", re.DOTALL)
_GRADESCOPE = re.compile(r"^submission_\d+$")
_METADATA = re.compile(r"^submission_metadata\.ya?ml$")
_INBOUND = re.compile(r"^(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d [^+]+)(\+.*)?$", re.DOTALL)
_ATTEMPT = re.compile(r"^(?:attempt|versuch|try|submission)[ _-]*(\d{1,6})$", re.IGNORECASE)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d(?:[T_ ]\d\d.*)?$", re.ASCII | re.DOTALL)
_SEPARATOR = re.compile(r"[_\-+. ]+")

#: How an attempt is told from others, and what orders them: its time as text, then its number.
Key = tuple[str, int]
ONLY: Key = ("", 0)


@dataclass(frozen=True)
class Piece:
    """A file and what its place says of it; the file is None where somebody handed in something that is not graded."""

    who: Identity
    leaf: Leaf
    name: str
    key: Key = ONLY
    when: datetime | None = None
    late: bool = False
    number: int = 1  # which attempt it is at least
    assignment: str = ""  # where the layout has several
    again: str = ""  # what it replaces where it has a higher number


@dataclass
class Setting:
    """All that helps to read a path: every file, the class list, what was chosen."""

    source: Path
    leaves: Sequence[Leaf]
    roster: Roster = field(default_factory=Roster)
    exercises: Sequence[str] = ()
    inside_submitted: bool = False  # it is nbgrader's folder, or the instructor says so

    @cached_property
    def records(self) -> dict[str, Record]:
        """Gradescope's records, empty where there are none."""
        found = [leaf for leaf in self.leaves if len(leaf.path) == 1 and _METADATA.match(leaf.name) and leaf.record]
        return dict(gradescope(found[0].record, found[0].place)) if found else {}

    @cached_property
    def times(self) -> dict[tuple[str, ...], datetime | None]:
        """What nbgrader noted in each folder; without a zone it means UTC."""
        stamps = [leaf for leaf in self.leaves if leaf.name == "timestamp.txt" and leaf.record]
        return {leaf.path[:-1]: time(leaf.record.decode("utf-8", "replace"), UTC) for leaf in stamps}

    @cached_property
    def endings(self) -> dict[str, int]:
        """How many flat files share what follows a separator in their names."""
        count: dict[str, int] = {}
        for stem in {stem_of(leaf.path[0]) for leaf in self.leaves if leaf.counts and is_flat(leaf)}:
            for _, rest in _cuts(stem):
                count[plain(rest)] = count.get(plain(rest), 0) + 1
        return count

    def below(self, depth: int) -> "Setting":
        """The same without the outermost folders."""
        return replace(self, leaves=lowered(self.leaves, depth))


def lowered(leaves: Sequence[Leaf], depth: int) -> list[Leaf]:
    """Take the outermost folders off each path."""
    return [replace(leaf, path=leaf.path[depth:]) for leaf in leaves if len(leaf.path) > depth]


def is_flat(leaf: Leaf) -> bool:
    """Whether a file, or the archive that it is in, lies in no folder."""
    return len(leaf.path) == 1 or is_archive(leaf.path[0])


def stem_of(name: str) -> str:
    """A name without the suffix of a file or an archive."""
    return without_suffix(name) if is_archive(name) else name.rpartition(".")[0] or name


# one folder a student


def _folders(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    if is_flat(leaf):
        return
    found = leaf.path[0]
    who = Identity(found, found, name=found, ids=(found,))
    key, when = attempt_of(without_suffix(leaf.path[1])) if len(leaf.path) > 2 else (ONLY, None)
    yield Piece(who, leaf, leaf.name, key, when)


def attempt_of(folder: str) -> tuple[Key, datetime | None]:
    """Which attempt a folder such as `attempt 2` or `2024-05-01` holds, and when it was made, if its zone is known."""
    numbered = _ATTEMPT.match(folder)
    if numbered:
        return ("", int(numbered[1])), None
    if not _DATE.match(folder):
        return ONLY, None
    when = time(folder)
    return (when.isoformat() if when else folder, 0), when


# files named by student


def _cuts(stem: str) -> list[tuple[str, str]]:
    return [(stem[: it.start()], stem[it.end() :]) for it in _SEPARATOR.finditer(stem) if it.start() and it.end()]


def _flat(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    if not is_flat(leaf) or (leaf.other and len(leaf.path) == 1):
        return
    student, rest = split(stem_of(leaf.path[0]), setting)
    name = leaf.name
    if len(leaf.path) == 1 and rest:
        name = rest + leaf.name[len(stem_of(leaf.name)) :]
    yield Piece(Identity(plain(student), student, name=student, ids=(student,)), leaf, name)


def split(stem: str, setting: Setting) -> tuple[str, str]:
    """Split `jane_doe_batch_norm` into student and rest: by the class list, by the exercises, by what others share."""
    cuts = [cut for cut in _cuts(stem) if all(cut)]
    turned = [(rest, student) for student, rest in cuts]
    for student, rest in [(stem, ""), *reversed(cuts), *turned]:
        if len(setting.roster.matches(Identity(student, student, name=student, ids=(student,)))) == 1:
            return student, rest
    exercises = set(map(squeezed, setting.exercises))
    for student, rest in [*cuts, *reversed(turned)]:
        if squeezed(undecorated(rest)) in exercises:
            return student, rest
    shared = [(student, rest) for student, rest in cuts if setting.endings.get(plain(rest), 0) > 1]
    most = max((setting.endings[plain(rest)] for _, rest in shared), default=0)
    return next(((student, rest) for student, rest in shared if setting.endings[plain(rest)] == most), (stem, ""))


# nbgrader


def _nbgrader(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    path = leaf.path
    inbound = _INBOUND.match(path[0]) if len(path) > 1 else None
    if inbound:
        when = time(inbound["time"], UTC)
        student, assignment, key = inbound["student"], inbound["assignment"], (inbound["time"], 0)
    else:
        if path[0] == "submitted":
            path = path[1:]
        elif not setting.inside_submitted and path[:2] not in setting.times:
            return
        if len(path) < 3:
            return
        student, assignment, key = path[0], path[1], ONLY
        when = setting.times.get(leaf.path[: len(leaf.path) - len(path) + 2])
    who = Identity(student, student, name=student, ids=(student,))
    yield Piece(who, leaf, leaf.name, (when.isoformat(), 0) if when else key, when, assignment=assignment)


# Canvas


def _canvas(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    match = _CANVAS.match(leaf.path[0])
    if not match or not is_flat(leaf):
        return
    anonymous = match["anon"] or ""
    user, name = match["user"] or anonymous.removeprefix("LATE_"), match["name"] or ""
    who = Identity(f"{name}_{user}".lstrip("_"), user, name=name, numbers=(user,))
    late = bool(match["late"]) or anonymous.startswith("LATE_")
    name_of_file = _once(match["rest"]) if len(leaf.path) == 1 else leaf.name
    yield Piece(who, leaf, name_of_file, ("", int(match["upload"][:18])), late=late, again=plain(_once(match["rest"])))


def _once(name: str) -> str:
    """A file's name without the number that it was given when it was handed in again."""
    return _AGAIN.sub(r"\1\2", name)


def _canvas_attempts(pieces: list[Piece]) -> list[Piece]:
    """Make attempts of what was handed in again under the same name; a later one keeps what it did not replace.

    Canvas numbers what it takes in, so the later file has the higher number.
    """
    uploads: dict[Identity, dict[str, dict[int, list[Piece]]]] = {}
    for piece in pieces:
        uploads.setdefault(piece.who, {}).setdefault(piece.again, {}).setdefault(piece.key[1], []).append(piece)
    done: list[Piece] = []
    for files in uploads.values():
        for number in range(max(map(len, files.values()))):
            for versions in files.values():
                newest = sorted(versions)[min(number, len(versions) - 1)]
                done += [replace(piece, key=("", number)) for piece in versions[newest]]
    return done


# Moodle


def _moodle(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    match = _MOODLE.match(leaf.path[0])
    if not match or (len(leaf.path) == 1 and not match["rest"]):
        return
    name, number = match["name"], match["number"]
    who = Identity(f"{name} {number}", number, name=name, numbers=(number,))
    yield Piece(who, leaf, match["rest"] if len(leaf.path) == 1 else leaf.name)


# Gradescope


def _gradescope(leaf: Leaf, setting: Setting) -> Iterator[Piece]:
    if len(leaf.path) < 2 or not (_GRADESCOPE.match(leaf.path[0]) or leaf.path[0] in setting.records):
        return
    folder = leaf.path[0]
    record = setting.records.get(folder, Record((), None, 1))
    key = (record.when.isoformat() if record.when else "", record.number)
    for one in record.submitters:
        id = one.sid or one.email or one.name
        if id:
            who = Identity(f"{folder} {id}", id, one.name, one.email, ids=(one.sid,) if one.sid else ())
            yield Piece(who, leaf, leaf.name, key, record.when, number=record.number)
    if not any(one.sid or one.email or one.name for one in record.submitters):
        yield Piece(Identity(folder, folder), leaf, leaf.name, key, record.when, number=record.number)


@dataclass(frozen=True)
class Layout:
    """A way to lay submissions out: its name as an option, in words, and how it reads a path."""

    name: str
    words: str
    pieces: Callable[[Leaf, Setting], Iterator[Piece]]
    attempts: bool = False  # several places of one student are several attempts
    arrange: Callable[[list[Piece]], list[Piece]] = list

    def read(self, setting: Setting) -> list[Piece]:
        """Every file that fits."""
        found = [it for leaf in setting.leaves if leaf.counts or leaf.other for it in self.pieces(leaf, setting)]
        return self.arrange(found) if found else []

    def share(self, setting: Setting) -> float:
        """Which share of the outermost files and folders fits."""
        tops = {leaf.path[0]: False for leaf in setting.leaves if leaf.counts}
        for leaf in setting.leaves:
            if leaf.counts and not tops[leaf.path[0]]:
                tops[leaf.path[0]] = any(True for _ in self.pieces(leaf, setting))
        return sum(tops.values()) / len(tops) if tops else 0.0


SYSTEMS = [
    Layout("gradescope", "Gradescope export", _gradescope, attempts=True),
    Layout("moodle", "Moodle download", _moodle),
    Layout("canvas", "Canvas download", _canvas, arrange=_canvas_attempts),
    Layout("nbgrader", "nbgrader's submitted/STUDENT/ASSIGNMENT", _nbgrader, attempts=True),
]
PLAIN = [
    Layout("folders", "one folder per student", _folders),
    Layout("flat", "files named by student", _flat),
]
LAYOUTS = {layout.name: layout for layout in SYSTEMS + PLAIN}
