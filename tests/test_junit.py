import os
import stat
import time
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import files
from grader.outcome import CheckOutcome, Failure
from grader.report import junit, terminal
from tests.data.making import SCALE, edited, judged, small
from tests.data.reports import HOSTILE, check, of, outcome

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "data/junit.xsd")


def document(*suites):
    """The document, once it has been found to be valid."""
    text = junit.render(it if isinstance(it, junit.Suite) else junit.Suite(it) for it in suites)
    SCHEMA.validate(BytesIO(text))
    return text.decode("utf-8")


def parsed(*suites):
    return ET.fromstring(document(*suites))


def properties(root):
    return {it.get("name"): it.get("value") for it in root.find("testsuite/properties")}


def test_a_document_in_full():
    failure = Failure(
        "f: out is wrong", "out[0]; 1 of 2 elements is wrong", [1.5, 2.0], [1.0, 2.0], wrong=[True, False]
    )
    it = outcome(
        check("returns", "passed"),
        check("values", failure=failure),
        check("gradient of x", "error", failure=Failure("f raises ValueError: <no>", traceback=["a.py, line 1: f(x)"])),
        check("integers", "skipped", waits_for="f: values"),
        remarks=["f returns a list."],
        version="12ab",
        isolation="process",
    )
    assert (
        document(it)
        == """\
<?xml version='1.0' encoding='utf-8'?>
<testsuites>
  <testsuite name="ex" package="dlgrade" id="0" timestamp="1970-01-01T00:00:00" hostname="localhost" tests="4" \
failures="1" errors="1" skipped="1" time="0">
    <properties>
      <property name="points" value="2" />
      <property name="max_points" value="8" />
      <property name="seed" value="0" />
      <property name="version" value="12ab" />
      <property name="isolation" value="process" />
      <property name="points of f: returns" value="2" />
      <property name="max_points of f: returns" value="2" />
      <property name="points of f: values" value="0" />
      <property name="max_points of f: values" value="2" />
      <property name="points of f: gradient of x" value="0" />
      <property name="max_points of f: gradient of x" value="2" />
      <property name="points of f: integers" value="0" />
      <property name="max_points of f: integers" value="2" />
    </properties>
    <testcase classname="ex.f" name="returns" time="0" />
    <testcase classname="ex.f" name="values" time="0">
      <failure message="f: out is wrong" type="wrong">✗ f: out is wrong   values · 0/2
  where      out[0]; 1 of 2 elements is wrong (*)
             [0]   [1]
  yours      1.5*  2.0
  expected   1.0   2.0
  then       1 more check waits for this</failure>
    </testcase>
    <testcase classname="ex.f" name="gradient of x" time="0">
      <error message="f raises ValueError: &lt;no&gt;" type="raised">\
✗ f raises ValueError: &lt;no&gt;   gradient of x · 0/2
  at         a.py, line 1: f(x)</error>
    </testcase>
    <testcase classname="ex.f" name="integers" time="0">
      <skipped message="waits for f: values" />
    </testcase>
    <system-out>f returns a list.</system-out>
    <system-err />
  </testsuite>
</testsuites>
"""
    )


def test_a_real_failure_says_what_the_terminal_says():
    it = judged(small("scale"), edited(SCALE, ("dx = dout * s", "dx = -dout * s")), explain=True)
    (failure,) = parsed(it).iter("failure")
    assert failure.get("message") == "scale_backward: dx is wrong"
    assert failure.text == terminal.plain(it, it.failing[0])
    assert it.failing[0].failure.diagnosis in " ".join(failure.text.split())
    assert it.failing[0].failure.tried.snippet.split("\n")[-1] in failure.text


def test_every_check_is_a_test_case_and_the_counts_are_theirs():
    it = judged(small("scale"), edited(SCALE, ("out = x * s", "raise ValueError")))
    suite = parsed(it).find("testsuite")
    cases = suite.findall("testcase")
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        (f"scale.{check.function}", check.name) for check in it.checks
    ]
    tags = [child.tag for case in cases for child in case]
    assert int(suite.get("tests")) == len(it.checks)
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(attribute)) == tags.count(tag)
    assert tags.count("error") == 1
    assert tags.count("skipped") == sum(check.status == "skipped" for check in it.checks) > 0


def test_points_that_add_up_stand_in_the_properties():
    it = judged(small("scale"), edited(SCALE, ("out = x * s", "out = x + s")))
    found = properties(parsed(it))
    assert (found["points"], found["max_points"], found["seed"], found["isolation"]) == ("6", "10", "0", "process")
    assert found["version"] == it.version
    assert found["points of scale_backward: gradient of x"] == "3"
    assert sum(float(value) for name, value in found.items() if name.startswith("points of ")) == it.points
    assert sum(float(value) for name, value in found.items() if name.startswith("max_points of ")) == it.max_points


def test_a_check_without_points_has_no_properties():
    found = properties(parsed(outcome(CheckOutcome("a", "contract", "f", "passed", 0.0, 0.0))))
    assert list(found) == ["points", "max_points", "seed", "version", "isolation"]


def test_a_test_case_says_no_more_than_a_page():
    it = outcome(check(failure=Failure("w", None, ["x" * 1000] * 1000)))
    (failure,) = parsed(it).iter("failure")
    assert len(failure.text) < 25_000


def test_points_are_not_rounded():
    found = properties(parsed(outcome(CheckOutcome("a", "values", "f", "passed", 1234567.125, 1234567.125))))
    assert found["points"] == "1234567.125"


def test_several_exercises_of_several_students_are_told_apart():
    it = outcome(check("values", "passed"))
    suites = parsed(*(junit.Suite(it, student) for student in ("ann", "ben"))).findall("testsuite")
    assert [(suite.get("package"), suite.get("id")) for suite in suites] == [("ann", "0"), ("ben", "1")]
    assert [suite.find("testcase").get("classname") for suite in suites] == ["ann.ex.f", "ben.ex.f"]
    assert [suite.find("properties/property[@name='student']").get("value") for suite in suites] == ["ann", "ben"]


def test_nobody_and_nothing_is_valid_too():
    assert parsed().findall("testsuite") == []
    assert parsed(outcome()).find("testsuite").get("tests") == "0"
    red = CheckOutcome("a", "values", "f", "failed", 0.0, 0.0)  # from a file of results that leaves out why
    assert parsed(outcome(red)).find(".//failure").get("message") == "f: a did not pass"


def test_a_document_is_the_same_when_it_is_made_again():
    one, other = (judged(small("scale"), edited(SCALE, ("out = x * s", "out = x + s")), explain=True) for _ in range(2))
    assert document(one) == document(other)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing_in_xml(name):
    text, shown = HOSTILE[name]
    root = parsed(of(text))
    assert {it.tag for it in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "system-out", "system-err")
    }
    first, second = root.iter("failure")
    assert first.get("message") == second.get("message") == shown
    assert root.find("testsuite/system-out").text == shown
    assert first.text.count(shown) >= 10


@settings(derandomize=True, database=None, max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None)))
def test_any_text_makes_a_valid_document(text):
    parsed(of(text))


@pytest.mark.parametrize("letter", ["x", "\n", "<", "\x00", "中"])
def test_an_endless_text_makes_a_short_document_soon(letter):
    it = of(letter * 50_000_000)
    began = time.process_time()
    text = document(it)
    assert time.process_time() - began < 10
    assert len(text) < 1_000_000
    assert " ... (cut)" in text


# files


def test_what_a_broken_writing_leaves_is_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.xml"
    files.write(path, b"old")

    def fails(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        files.write(path, b"new")
    assert [it.name for it in tmp_path.iterdir()] == ["a.xml"]
    assert path.read_bytes() == b"old"


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    files.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    files.write(tmp_path / "pipe", b"new")
    assert os.read(reading, 10) == b"new"
    os.close(reading)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_written_file_may_be_read_as_any_other(tmp_path):
    (tmp_path / "other").write_bytes(b"")
    files.write(tmp_path / "a.xml", b"new")
    assert (tmp_path / "a.xml").stat().st_mode == (tmp_path / "other").stat().st_mode
