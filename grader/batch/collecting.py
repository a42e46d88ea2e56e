"""Collects what a class handed in: whose it is, which attempt, and the texts of the files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.batch.layouts import Layout, Piece, Setting
from grader.batch.model import Attempt, Collection, File, Student
from grader.batch.recognising import recognise
from grader.batch.roster import Identity, Roster, plain, read_roster
from grader.batch.walking import walk
from grader.errors import InputError
from grader.submission import shown


def collect(
    source: Path, roster: Path | None = None, assignment: str = "", layout: str = "", exercises: Sequence[str] = ()
) -> Collection:
    """Read the submissions of a class from a folder or an archive.

    `assignment` chooses one of nbgrader's; `layout` forces what is otherwise recognised; the names of `exercises` tell
    student and exercise apart where files are named by both.
    """
    students = read_roster(roster) if roster is not None else Roster()
    found = walk(source)
    if not any(leaf.counts for leaf in found.leaves):
        raise InputError(
            f"{source} holds no .py or .ipynb file. Give the folder or the archive of the submissions."
            if found.leaves or found.notes
            else f"{source} is empty. Give the folder or the archive of the submissions."
        )
    inside = source.resolve().name == "submitted"
    setting = Setting(source, found.leaves, students, exercises, inside)
    chosen, setting, notes = recognise(setting, layout)
    pieces = chosen.read(setting)
    if not any(piece.leaf.counts for piece in pieces):
        raise InputError(f"{source}: nothing in it fits {chosen.words}. Leave --layout out, or choose another.")
    notes += _unfit(chosen, setting, pieces)
    pieces = _of_assignment(source, pieces, assignment, notes)
    owners, unclear = _owners(source, chosen, pieces, students)
    attempts = _attempts(pieces, owners)
    known = set(students.students)
    handed_in = {attempt.student for attempt in attempts}
    return Collection(
        layout=chosen.words,
        students={**students.students, **{owner.id: owner for owner in owners.values()}},
        attempts=tuple(attempts),
        missing=tuple(id for id in students.students if id not in handed_in),
        unknown=tuple(sorted(handed_in - known)) if roster is not None else (),
        notes=(*notes, *unclear, *_without_code(attempts), *_late(attempts), *found.notes),
    )


def _unfit(layout: Layout, setting: Setting, pieces: list[Piece]) -> list[str]:
    fit = {piece.leaf.place for piece in pieces}
    rest = [leaf.place for leaf in setting.leaves if leaf.counts and leaf.place not in fit]
    if not rest:
        return []
    more = f" and {len(rest) - 3:,} more" if len(rest) > 3 else ""
    return [f"Left out, since it does not fit ({layout.words}): {', '.join(rest[:3])}{more}."]


def _of_assignment(source: Path, pieces: list[Piece], assignment: str, notes: list[str]) -> list[Piece]:
    names = sorted({piece.assignment for piece in pieces if piece.leaf.counts})
    if names == [""]:
        if assignment:
            notes.append(f"This layout has no assignments in it: --nbgrader {assignment} chose nothing.")
        return pieces
    if not assignment and len(names) > 1:
        raise InputError(f"{source} holds several assignments: {', '.join(names)}. Choose one: --nbgrader {names[0]}")
    if assignment and assignment not in names:
        raise InputError(f"{source} holds no assignment {assignment!r}. It has: {', '.join(names)}.")
    return [piece for piece in pieces if piece.assignment == (assignment or names[0])]


def _owners(
    source: Path, layout: Layout, pieces: Iterable[Piece], roster: Roster
) -> tuple[dict[Identity, Student], list[str]]:
    """Say which student each identity is; where several could be meant, none of them."""
    owners: dict[Identity, Student] = {}
    notes: list[str] = []
    found: dict[str, Identity] = {}
    for who in dict.fromkeys(piece.who for piece in pieces):
        matches = roster.matches(who)
        if len(matches) > 1:
            could = " or ".join(sorted(matches)[:4])
            notes.append(f"{who.found.strip()} could be {could} of the class list, and is kept apart.")
        owner = roster.students[matches.pop()] if len(matches) == 1 else _stranger(who, roster)
        first = found.setdefault(plain(owner.id), who)
        if first.found != who.found and not layout.attempts:
            raise InputError(
                f"{source}: {first.found.strip()!r} and {who.found.strip()!r} are both the student {owner.id!r}. Put "
                "their files together, or into folders 'attempt 1' and 'attempt 2' of one of them."
            )
        owners[who] = owners.get(first, owner)
    return owners, notes


def _stranger(who: Identity, roster: Roster) -> Student:
    """Somebody who is not in the class list; a system's number must not look like the id of somebody who is."""
    taken = plain(who.id) in map(plain, roster.students)
    return Student(who.found.strip(), who.name, who.email) if taken else who.student


def _attempts(pieces: Iterable[Piece], owners: dict[Identity, Student]) -> list[Attempt]:
    by_student: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_student.setdefault(owners[piece.who].id, []).append(piece)
    return [attempt for student in sorted(by_student) for attempt in _of_student(student, by_student[student])]


def _of_student(student: str, pieces: list[Piece]) -> list[Attempt]:
    """Make the attempts of a student, in order. A file beside the folders of attempts belongs to all that lack it."""
    keys = sorted({piece.key for piece in pieces if piece.leaf.counts} or {pieces[0].key})
    shared: list[Piece] = []
    if len(keys) > 1 and not keys[0][0] and not keys[0][1] and not any(piece.again for piece in pieces):
        shared = [piece for piece in pieces if piece.key == keys[0]]
        keys = keys[1:]
    attempts: list[Attempt] = []
    for key in keys:
        own = [piece for piece in pieces if piece.key == key]
        names = {plain(piece.name) for piece in own if piece.leaf.counts}
        own += [piece for piece in shared if plain(piece.name) not in names]
        number = max([attempts[-1].number + 1 if attempts else 1, *(piece.number for piece in own)])
        when = next((piece.when for piece in own if piece.when), None)
        files = {piece.leaf.place: _file(piece) for piece in own if piece.leaf.counts}
        late = any(piece.late for piece in own)
        attempts.append(Attempt(student, number, when, tuple(files.values()), late))
    return attempts


def _file(piece: Piece) -> File:
    """The file under the name that the student gave it, which is the one that reports show."""
    submission = piece.leaf.submission and replace(piece.leaf.submission, name=shown(piece.name))
    return File(piece.leaf.place, piece.name, submission, piece.leaf.problem)


def _without_code(attempts: Iterable[Attempt]) -> list[str]:
    none = [attempt.student for attempt in attempts if not attempt.files]
    if not none:
        return []
    more = f" and {len(none) - 5:,} more" if len(none) > 5 else ""
    return [f"Handed in, but no .py or .ipynb file: {', '.join(none[:5])}{more}."]


def _late(attempts: Iterable[Attempt]) -> list[str]:
    """Lateness that cannot be counted, since only the fact is known."""
    late = [attempt.student for attempt in attempts if attempt.late and attempt.when is None]
    if not late:
        return []
    more = f" and {len(late) - 5:,} more" if len(late) > 5 else ""
    return [f"Marked as late, without a time, so nothing is taken off: {', '.join(late[:5])}{more}."]
