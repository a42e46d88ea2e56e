import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.isolation import LEVELS, bubblewrap
from grader.outcome import CheckOutcome, Failure, Outcome, Tried, overall, to_json
from grader.report import doctor
from grader.report.safe import one_line, printable
from tests.data.reports import check, outcome

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


def test_what_is_known_of_a_diagnosis_is_published():
    failure = Failure("w", diagnosis="d", degree="certain", evidence="e", located="l")
    assert to_json(outcome(check(failure=failure)))["checks"][0]["failure"] == {
        "what": "w",
        "diagnosis": "d",
        "degree": "certain",
        "evidence": "e",
        "located": "l",
    }


def test_points_of_nothing_are_published_as_zeros():
    data = to_json(outcome(CheckOutcome("a", "values", "f", "passed", 0.0, 0.0)))
    assert (data["checks"][0]["points"], data["checks"][0]["max_points"]) == (0, 0)


def test_checks_are_grouped_by_function_in_their_order():
    checks = [CheckOutcome(name, "values", function, "passed") for name, function in ("af", "bg", "cf")]
    assert {k: [it.name for it in v] for k, v in outcome(*checks).functions.items()} == {"f": ["a", "c"], "g": ["b"]}


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


def test_every_level_of_isolation_has_a_line(monkeypatch, capsys):
    lines = examined(monkeypatch, capsys)
    assert {*LEVELS, "cgroup"} <= set(lines)


def test_extras_say_how_to_get_them(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "EXTRAS", {"cluster": "no_such_module", "other": "json"})
    lines = examined(monkeypatch, capsys)
    assert lines["cluster"].startswith("! cluster        not installed")
    assert lines["other"].startswith("✓ other          installed")


def test_the_cache_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path))
    assert examined(monkeypatch, capsys)["batteries"] == f"✓ batteries      {tmp_path}"
