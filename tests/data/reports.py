"""Outcomes to be shown, and texts that try to do more than to be shown."""

import json

from grader.outcome import CheckOutcome, Failure, Outcome, Tried, overall


def check(name="values", status="failed", **more):
    """A check of the function f, worth two points."""
    kind = {"failed": "wrong", "error": "raised"}.get(status)
    failure = {"failure": Failure("f: out is wrong")} if kind and "failure" not in more else {}
    points = 2.0 if status == "passed" else 0.0
    return CheckOutcome(name, "values", "f", status, points, 2.0, kind_of_fault=kind, **failure, **more)


def outcome(*checks, **more):
    """The outcome of the exercise ex."""
    points = sum(it.points for it in checks)
    return Outcome("ex", overall(list(checks)), points, 2.0 * len(checks), 0, list(checks), **more)


#: What it tries, and what of it must be seen.
HOSTILE = {
    "markup": ("<script>alert(1)</script>&quot;", "<script>alert(1)</script>&quot;"),
    "the end of a CDATA section": ("]]><x/>", "]]><x/>"),
    "a colour": ("\x1b[31mred", "\\x1b[31mred"),
    "a cursor": ("\x1b[2J\x1b[1A\rover\bwritten", "\\x1b[2J\\x1b[1A\\x0dover\\x08written"),
    "a title": ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
    "a link": ("\x1b]8;;http://x\x1b\\here", "\\x1b]8;;http://x\\x1b\\here"),
    "the clipboard": ("\x9d52;c;eA==\x9c", "\\x9d52;c;eA==\\x9c"),
    "Rich's markup": (
        "[bold red]x[/] [link=http://x]y[/link] :smile:",
        "[bold red]x[/] [link=http://x]y[/link] :smile:",
    ),
    "a template": ("{{ 7 * 7 }}{% if x %}${x}%(x)s{0}", "{{ 7 * 7 }}{% if x %}${x}%(x)s{0}"),
    "another direction": ("a\u202eb\u2066c\u200fd", "a\\u202eb\\u2066c\\u200fd"),
    "nothing at all": ("a\x00b", "a\\x00b"),
    "half a character": ("a\ud800b\udcffc", "a\\ud800b\\udcffc"),
    "no character": ("a\ufffeb\uffffc", "a\\ufffeb\\uffffc"),
    "a tag": ("a\U000e0041b", "a\\U000e0041b"),
}


def of(text):
    """An outcome with the text wherever a submission's text may stand."""
    tried = Tried({}, {"x": text}, text, text)
    failure = Failure(
        text, text, [text], {text: text}, tried, text, "likely", text, text, None, [text, text], axes=[text]
    )
    return outcome(check(failure=failure), check("other", failure=Failure(text, None, text, text)), remarks=[text])


def as_json(it):
    """What `dlgrade check --json` prints."""
    from grader.outcome import to_json

    return json.dumps(to_json(it), indent=2)
