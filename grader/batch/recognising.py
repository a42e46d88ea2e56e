"""Finds out how submissions are laid out, by what fits best."""

from dataclasses import replace

from grader.batch.archives import is_archive
from grader.batch.layouts import LAYOUTS, ONLY, PLAIN, SYSTEMS, Layout, Setting, attempt_of, is_flat, stem_of
from grader.batch.roster import Identity
from grader.errors import InputError

#: The other folders of an nbgrader course, which hold nothing that was handed in.
_STEPS = ("source", "release", "source_with_tests", "autograded", "feedback", "solution")


def recognise(setting: Setting, wanted: str = "") -> tuple[Layout, Setting, list[str]]:
    """Find the layout that fits best, at the depth where it fits, and what to say of that."""
    if wanted and wanted not in LAYOUTS:
        raise InputError(f"--layout {wanted}: choose {', '.join(list(LAYOUTS)[:-1])} or {list(LAYOUTS)[-1]}.")
    setting.inside_submitted |= wanted == "nbgrader"
    views = _views(_without_other_steps(setting))
    systems = [LAYOUTS[wanted]] if wanted else SYSTEMS
    fits = [(layout.share(view), depth, layout, view) for depth, view in enumerate(views) for layout in systems]
    best = max(share for share, *_ in fits)
    if best >= 0.5 or (wanted and best):
        ahead = [(layout, view) for share, _, layout, view in fits if share == best]
        names = {layout.name for layout, _ in ahead}
        if len(names) > 1:
            raise _unclear(setting, *(layout for layout, _ in ahead[:2]))
        if wanted not in ("folders", "flat"):
            return *ahead[0], []
    return _plain(setting, views, wanted)


def _without_other_steps(setting: Setting) -> Setting:
    """Of nbgrader's course folder, only what was submitted."""
    tops = {leaf.path[0] for leaf in setting.leaves if leaf.counts}
    if "submitted" not in tops or not tops <= {"submitted", *_STEPS}:
        return setting
    return replace(setting, leaves=[leaf for leaf in setting.leaves if leaf.path[0] == "submitted"])


def _views(setting: Setting) -> list[Setting]:
    """The files as they lie, and without the outermost folder while there is only one."""
    views = [setting]
    while len(views) < 4 and len({leaf.path[0] for leaf in views[-1].leaves if leaf.counts}) == 1:
        lower = views[-1].below(1)
        if not any(leaf.counts for leaf in lower.leaves):
            break
        views.append(lower)
    return views


def _plain(setting: Setting, views: list[Setting], wanted: str) -> tuple[Layout, Setting, list[str]]:
    view, notes = setting, []
    for lower in views[1:]:
        top = next(leaf.path[0] for leaf in view.leaves if leaf.counts)
        if not _wraps(top, lower):
            break
        notes.append(f"Everything is in {top}, which was taken for the folder of the class.")
        view = lower
    if wanted:
        return LAYOUTS[wanted], view, notes
    folders, flat = (layout.share(view) for layout in PLAIN)
    if folders == flat:
        raise _unclear(setting, *PLAIN)
    return PLAIN[folders < flat], view, notes


def _wraps(top: str, inside: Setting) -> bool:
    """Whether a lone folder holds the class and is no student's own: there are several folders in it, and no file."""
    student = stem_of(top) if is_archive(top) else top
    if inside.roster.matches(Identity(student, student, name=student, ids=(student,))):
        return False
    tops = {leaf.path[0] for leaf in inside.leaves if leaf.counts}
    known = {it for it in tops if inside.roster.matches(Identity(it, it, name=it, ids=(stem_of(it), it)))}
    loose = any(is_flat(leaf) for leaf in inside.leaves if leaf.counts)
    attempts = all(attempt_of(it)[0] != ONLY for it in tops)
    return bool(known) or (len(tops) > 1 and not loose and not attempts)


def _unclear(setting: Setting, one: Layout, other: Layout) -> InputError:
    return InputError(
        f"{setting.source} looks as much like {one.words} as like {other.words}. "
        f"Say which it is: --layout {one.name} or --layout {other.name}."
    )
