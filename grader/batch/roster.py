"""The class list, a CSV: who there is, and under which names a system may know them."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.batch.model import Student
from grader.errors import InputError

MAX_BYTES = 20 << 20
#: Headers without case, blanks and signs. What comes first is what results are kept under.
_COLUMNS = {
    "id": "studentid studentnumber studentno idnumber matriculationnumber matrikelnummer matriculation sid id "
    "orgdefinedid sisuserid sisid universityid",
    "login": "sisloginid loginid login username user userid netid account",
    "number": "canvasid canvasuserid moodleid identifier",
    "email": "email emailaddress mail emailadresse primaryemail",
    "name": "name fullname student studentname displayname vollständigername",
    "first": "firstname givenname givennames vorname first",
    "last": "lastname surname familyname nachname last",
}
_KIND = {header: kind for kind, headers in _COLUMNS.items() for header in headers.split()}
_ORDER = [header for headers in _COLUMNS.values() for header in headers.split()]
_NOT_STUDENTS = re.compile(r"^\s*(points possible|manual posting|muted|student, test$|test student$)", re.IGNORECASE)


@dataclass(frozen=True)
class Identity:
    """Whom a file says that it is of."""

    found: str  # as it stands there
    id: str  # what results are kept under where no class list says better
    name: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()  # ids, logins, e-mail addresses or what stands before the @
    numbers: tuple[str, ...] = ()  # the system's own numbers, which are nobody's id elsewhere

    @property
    def student(self) -> Student:
        """The student, as far as is known."""
        return Student(self.id, self.name, self.email)


def plain(text: str) -> str:
    """One spelling for all that people take for the same: case, composed letters, blanks around."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def squeezed(name: str) -> str:
    """A name as Canvas writes it: small letters and digits only."""
    return "".join(char for char in plain(name) if char.isalnum())


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def spellings(name: str) -> set[str]:
    """A name squeezed, in every order that keeps first and last names together: `Doe, Jane` is `Jane Doe`."""
    words = name.replace(",", " ").split()[:12]
    orders = {squeezed("".join(words[cut:] + words[:cut])) for cut in range(len(words))}
    return {order for order in orders | set(map(_without_accents, orders)) if order}


@dataclass
class Roster:
    """The class, and every spelling under which each of them may hand in."""

    students: dict[str, Student] = field(default_factory=dict)
    _exact: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, set[str]] = field(default_factory=dict)
    _numbers: dict[str, set[str]] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=dict)

    def matches(self, who: Identity) -> set[str]:
        """The ids of all students that it could be: one, or none, or several, of which none is to be chosen."""
        exact = {self._exact[plain(one)] for one in who.ids if plain(one) in self._exact}
        if exact:
            return exact
        numbers = self._numbers or ({} if self._names else self._ids)
        hits = [numbers.get(plain(number), set()) for number in who.numbers]
        hits += [self._ids.get(plain(one), set()) for one in who.ids]
        if who.email:
            hits.append(self._ids.get(plain(who.email), set()))
        if who.name:
            hits += [self._names.get(spelling, set()) for spelling in spellings(who.name)]
        return set().union(*hits)

    def add(self, student: Student, ids: Iterable[str], numbers: Iterable[str]) -> None:
        """Note all spellings of a student."""
        self.students[student.id] = student
        self._exact[plain(student.id)] = student.id
        for one in filter(None, [*ids, student.email, student.email.partition("@")[0]]):
            self._ids.setdefault(plain(one), set()).add(student.id)
        for number in filter(None, numbers):
            self._numbers.setdefault(plain(number.removeprefix("Participant ")), set()).add(student.id)
        for spelling in spellings(student.name):
            self._names.setdefault(spelling, set()).add(student.id)


def read_roster(path: Path) -> Roster:
    """Read a class list: one line a student, columns by their headers; InputError says what is wrong with it."""
    reader = csv.reader(io.StringIO(text := _text(path), newline=""), delimiter=_delimiter(text))
    roster = Roster()
    try:
        header = [re.sub(r"[\W_]", "", plain(cell)) for cell in next(reader, [])]
        columns = {key: place for place, key in reversed(list(enumerate(header))) if key in _KIND}
        if not {_KIND[key] for key in columns} - {"first"}:
            raise InputError(
                f"{path}: no column says who a student is. Its first line has to name the columns: id, login, email, "
                "name, or first name and last name."
            )
        if "id" in columns and {"sisloginid", "sisuserid", "section"} & set(header):
            columns["canvasid"] = columns["id"]
        lines: dict[str, int] = {}
        for row in reader:
            _add(roster, path, reader.line_num, [cell.strip() for cell in row], columns, lines)
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: {error}. Save it as CSV again.") from None
    if not roster.students:
        raise InputError(f"{path} names no student. It needs a line for each, below the line of headers.")
    return roster


def _add(
    roster: Roster, path: Path, line: int, row: list[str], columns: Mapping[str, int], lines: dict[str, int]
) -> None:
    cells = {key: row[place] for key, place in columns.items() if place < len(row) and row[place]}
    of: dict[str, list[str]] = {kind: [] for kind in _COLUMNS}
    for key in sorted(cells, key=_ORDER.index):
        of[_KIND[key]].append(cells[key])
    name = (of["name"] or [" ".join((of["first"] + of["last"])[:2])])[0]
    if not any(row) or _NOT_STUDENTS.match(name):
        return
    choices = [*of["id"], *of["login"], *(it.removeprefix("Participant ") for it in of["number"]), *of["email"], name]
    id = next((choice for choice in choices if choice), "")
    if not id:
        raise InputError(f"{path}: line {line} names no student. Give an id, a login, an e-mail address or a name.")
    if plain(id) in lines:
        raise InputError(
            f"{path}: lines {lines[plain(id)]} and {line} are both the student {id!r}. Remove one of them."
        )
    lines[plain(id)] = line
    roster.add(Student(id, name, (of["email"] or [""])[0]), [id, *of["id"], *of["login"]], of["number"])


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder. Give the class list as a CSV file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist. Give the class list as a CSV file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES >> 20} MiB: it is no class list.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeError:
        raise InputError(f"{path} is not UTF-8 text. Save it as CSV in UTF-8.") from None
    if "\0" in text:
        raise InputError(f"{path} is not a text file. Save the class list as CSV.")
    return text


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
