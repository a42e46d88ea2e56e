import re
from html.parser import HTMLParser
from io import StringIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from grader.isolation import bubblewrap
from grader.outcome import CheckOutcome, Failure, Outcome, Tried, overall, to_json
from grader.report import doctor, html, terminal
from grader.report.safe import one_line, printable
from tests.data.making import SCALE, edited, judged, small

HOSTILE = "\x1b[31m<script>alert(1)</script>\u202e&quot;\x00\r\n\t\x9b{{ 7 * 7 }}\U000e0041"
SHOWN = "\\x1b[31m<script>alert(1)</script>\\u202e&quot;\\x00\\x0d"


def check(name="values", status="failed", **more):
    kind = {"failed": "wrong", "error": "raised"}.get(status)
    failure = {"failure": Failure("f: out is wrong")} if kind and "failure" not in more else {}
    points = 2.0 if status == "passed" else 0.0
    return CheckOutcome(name, "values", "f", status, points, 2.0, kind_of_fault=kind, **failure, **more)


def outcome(*checks, **more):
    points = sum(it.points for it in checks)
    return Outcome("ex", overall(list(checks)), points, 2.0 * len(checks), 0, list(checks), **more)


def printed(it, text="", file="a.py", width=80, verbose=False):
    out = Console(file=StringIO(), width=width, no_color=True, highlight=False, markup=False, emoji=False)
    terminal.show(out, it, text, file, verbose)
    return out.file.getvalue()


class Page(HTMLParser):
    """Tags must be balanced; text and attributes are collected."""

    VOID = ("meta", "link", "br", "img", "input")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


# text from a submission


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, é, 中, 🎉\n\tindented", "plain text, é, 中, 🎉\n\tindented"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\x07back\x08", "bell\\x07back\\x08"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202eright to left", "\\u202eright to left"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\u2028line", "\\u2028line"),
        ("\ud800 alone", "\\ud800 alone"),
        ("\U000e0041 tag", "\\U000e0041 tag"),
        ("\x00", "\\x00"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_as_an_escape(text, shown):
    assert printable(text) == shown


def test_what_is_too_long_is_cut_and_said_so():
    assert printable("x" * 10, 10) == "x" * 10
    assert printable("x" * 11, 10) == "x" * 10 + " ... (cut)"
    assert len(one_line("y" * 10**6)) < 2100


def test_one_line_is_one_line():
    assert one_line("a\nb\tc\r\x85\u2028d\x0b\x0ce") == "a\\nb c\\x0d\\x85\\u2028d\\x0b\\x0ce"
    assert len(one_line("a\nb\x0bc\x1cd\u2029e").splitlines()) == 1


@settings(derandomize=True, database=None, max_examples=100)
@given(st.text())
def test_no_text_is_left_that_acts(text):
    for shown in (printable(text), one_line(text)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
        shown.encode("utf-8")


# outcomes


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "failed", "error"], "failed"),
        (["passed", "error", "skipped"], "error"),
        (["skipped", "passed"], "skipped"),
        ([], "passed"),
    ],
)
def test_the_status_of_the_whole_is_the_worst_of_its_parts(statuses, status):
    assert overall([check(str(i), it) for i, it in enumerate(statuses)]) == status


def test_the_published_form_begins_with_its_format_and_leaves_out_what_is_not_known():
    data = to_json(outcome(check(), check("other", "passed"), check("third", "skipped", waits_for="f: values")))
    assert next(iter(data.items())) == ("format", 1)
    assert data["checks"] == [
        {
            "name": "values",
            "kind": "values",
            "function": "f",
            "status": "failed",
            "points": 0.0,
            "max_points": 2.0,
            "kind_of_fault": "wrong",
            "failure": {"what": "f: out is wrong"},
        },
        {"name": "other", "kind": "values", "function": "f", "status": "passed", "points": 2.0, "max_points": 2.0},
        {
            "name": "third",
            "kind": "values",
            "function": "f",
            "status": "skipped",
            "points": 0.0,
            "max_points": 2.0,
            "waits_for": "f: values",
        },
    ]


def test_the_published_form_can_be_read_back():
    it = outcome(check(failure=Failure("w", "x[0]", [1.0], [2.0], Tried({"N": 1}, {"x": [0.5]}, "x = 1", "note"), "d")))
    assert msgspec.convert(to_json(it), Outcome) == it


def test_points_of_nothing_are_published_as_zeros():
    data = to_json(outcome(CheckOutcome("a", "values", "f", "passed", 0.0, 0.0)))
    assert (data["checks"][0]["points"], data["checks"][0]["max_points"]) == (0, 0)


def test_checks_are_grouped_by_function_in_their_order():
    checks = [CheckOutcome(name, "values", function, "passed") for name, function in ("af", "bg", "cf")]
    assert {k: [it.name for it in v] for k, v in outcome(*checks).functions.items()} == {"f": ["a", "c"], "g": ["b"]}


# the terminal


def test_a_report_is_never_wider_than_the_terminal():
    long = "word " * 60
    failure = Failure(long, "x[0]", [[0.1] * 30], [[0.2] * 30], Tried({"N": 1}, {}, "x = 1", long), long, None, [long])
    for width in (40, 80, 100):
        lines = printed(outcome(check(failure=failure), remarks=[long]), long, width=width).splitlines()
        assert max(map(len, lines)) <= width


def test_what_is_wrapped_keeps_its_indentation():
    text = printed(outcome(check(failure=Failure("w", diagnosis="word " * 40))), width=60)
    wrapped = text[text.index("  likely") :].splitlines()
    assert len(wrapped) > 2
    assert all(line.startswith(" " * 13) for line in wrapped[1:])


def test_nothing_of_a_submission_acts_on_the_terminal():
    failure = Failure(HOSTILE, HOSTILE, HOSTILE, [HOSTILE], Tried({}, {}, HOSTILE, HOSTILE), HOSTILE, None, [HOSTILE])
    text = printed(outcome(check(failure=failure), remarks=[HOSTILE]), HOSTILE, file=HOSTILE, width=2000)
    assert not set("\x1b\x00\r\x9b\u202e\U000e0041") & set(text)
    assert text.count("\\x1b[31m<script>") == 11


def test_square_brackets_are_text_and_no_markup():
    text = printed(outcome(check(failure=Failure("x[0] is [bold]wrong[/bold] :smile:"))))
    assert "x[0] is [bold]wrong[/bold] :smile:" in text


def test_colours_are_left_out_where_nobody_sees_them(monkeypatch, capsys):
    terminal.show(terminal.console(), outcome(check("values", "passed")), "", "a.py", False)
    assert capsys.readouterr().out == "✓ ex all checks passed, 2/2 points\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal.show(terminal.console(), outcome(check("values", "passed")), "", "a.py", False)
    assert "\x1b[" in capsys.readouterr().out


def test_what_a_passing_file_prints_is_not_repeated():
    assert "hello" not in printed(outcome(check("values", "passed")), "hello\n")
    assert "hello" in printed(outcome(check()), "hello\n")


@pytest.mark.parametrize(
    ("yours", "expected", "lines"),
    [
        (1.0, 2.0, ["yours      1", "expected   2"]),
        (-0.0, 1.5, ["yours      0", "expected   1.5"]),
        (1.5, 1.5 + 2**-40, ["yours      1.5", "expected   1.5000000000009095"]),
        ([1.0, 2.5], [1.0, 2.0], ["yours      [1, 2.5]", "expected   [1, 2]"]),
        ([[1.0], [2.0]], 3.0, ["yours      [[1],", "            [2]]", "expected   3"]),
        ("nan", 1.0, ["yours      nan", "expected   1"]),
        (["nan"], [1.0], ["yours      [nan]", "expected   [1]"]),
        (True, 0, ["yours      true", "expected   0"]),
        ("(1, 2)", "(2, 1)", ["yours      (1, 2)", "expected   (2, 1)"]),
    ],
)
def test_values_are_shown_with_the_digits_that_tell_them_apart(yours, expected, lines):
    text = printed(outcome(check(failure=Failure("w", None, yours, expected))))
    shown = [line[2:] for line in text.splitlines()]
    start = shown.index(lines[0])
    assert shown[start : start + len(lines)] == lines


def test_gradients_of_one_mistake_are_named_together():
    checks = [
        CheckOutcome("gradient of x", "gradient", "f", "failed", 0.0, 1.0, "wrong", failure=Failure("f: dx is wrong")),
        CheckOutcome("gradient of w", "gradient", "f", "skipped", 0.0, 1.0, waits_for="f: gradient of x"),
        CheckOutcome("gradient of b", "gradient", "f", "skipped", 0.0, 1.0, waits_for="f: gradient of x"),
        CheckOutcome("no memory", "state", "f", "skipped", 0.0, 0.0, waits_for="f: gradient of x"),
    ]
    assert printed(outcome(*checks)).endswith(
        "  also       gradient of w, b wrong by the same mistake\n  then       1 more check waits for this\n"
    )


# html


def test_a_page_stands_alone_and_runs_nothing():
    it = judged(small("scale"), edited(SCALE, ("dx = dout * s", "dx = -dout * s")), explain=True)
    text = html.render([it], "layers.py")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in ("src", "href") or name.startswith("on")]
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "url(" not in text
    assert text.startswith('<!doctype html>\n<html lang="en">')


def test_a_page_says_what_the_terminal_says():
    it = judged(small("scale"), edited(SCALE, ("dx = dout * s", "dx = -dout * s")), explain=True)
    text = " ".join(Page(html.render([it], "layers.py")).text.split())
    (first,) = it.failing
    for part in (
        "layers.py",
        "scale",
        "7 of 10 points",
        first.failure.what,
        first.failure.where,
        first.failure.diagnosis,
        "N=1, D=1",
        "0 of 3 (gradient of x)",
        " ".join(first.failure.tried.snippet.split()),
        it.version,
        "seed 0",
    ):
        assert part in text, part
    assert "None" not in text


def test_a_page_of_several_exercises_has_a_section_for_each():
    page = Page(html.render([outcome(check("values", "passed")), outcome(check())], "layers.py"))
    assert page.tags.count("section") == 2
    assert "2 of 2 points, all checks passed" in page.text
    assert "0 of 2 points" in page.text


def test_nothing_of_a_submission_becomes_part_of_the_page():
    failure = Failure(HOSTILE, HOSTILE, HOSTILE, [HOSTILE], Tried({}, {}, HOSTILE, HOSTILE), HOSTILE, None, [HOSTILE])
    text = html.render([outcome(check(failure=failure), remarks=[HOSTILE])], HOSTILE)
    assert "<script" not in text
    assert "49" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    page = Page(text)
    assert "script" not in page.tags
    assert page.text.count("\\x1b[31m<script>alert(1)</script>\\u202e") == 11
    text.encode("utf-8")


def test_a_page_shows_values_that_are_numbers_rows_or_text():
    for value, shown in ((0, "0"), (0.0, "0"), ([[1.0, 2.5], [3.0, 4.0]], "[[1, 2.5],\n [3, 4]]"), ("nan", "nan")):
        text = Page(html.render([outcome(check(failure=Failure("w", None, value, 1.0)))], "a.py")).text
        assert f"yours{shown}expected" in re.sub(r"(?<=\S)\n(?=\S)", "", text), value


# the examination of the machine


def examined(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "120")
    assert doctor.show() == 0
    return {line.split()[1]: line for line in capsys.readouterr().out.splitlines()}


def test_what_works_has_a_tick(monkeypatch, capsys):
    monkeypatch.setattr(bubblewrap, "why_not", lambda: None)
    line = examined(monkeypatch, capsys)["bubblewrap"]
    assert line == "✓ bubblewrap     works: no network, no files, no other processes in sight"


def test_what_does_not_work_is_said_with_the_reason(monkeypatch, capsys):
    monkeypatch.setattr(bubblewrap, "why_not", lambda: "no bwrap binary; install bubblewrap")
    assert examined(monkeypatch, capsys)["bubblewrap"] == "! bubblewrap     no bwrap binary; install bubblewrap"


def test_extras_say_how_to_get_them(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "EXTRAS", {"cluster": "no_such_module", "other": "json"})
    lines = examined(monkeypatch, capsys)
    assert lines["cluster"].startswith("! cluster        not installed")
    assert lines["other"].startswith("✓ other          installed")


def test_the_cache_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path))
    assert examined(monkeypatch, capsys)["batteries"] == f"✓ batteries      {tmp_path}"
