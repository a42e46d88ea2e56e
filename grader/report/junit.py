"""Results as JUnit XML: valid for Jenkins (its junit-10.xsd) and for Ant (Windy Road's JUnit.xsd) alike.

Neither has properties of a test case, so the points of each check are properties of its suite. Ant's wants a time, a
host and a timestamp of everything: they are always the same, because a result is the same when it is made again.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from grader.outcome import CheckOutcome, Outcome
from grader.report.safe import one_line, printable
from grader.report.terminal import plain


@dataclass(frozen=True)
class Suite:
    """One exercise, judged; and whose it is, where there are several students."""

    outcome: Outcome
    student: str = ""


def render(suites: Iterable[Suite]) -> bytes:
    """Return the document: a suite for each exercise of each student, a test case for each check."""
    root = ET.Element("testsuites")
    for number, suite in enumerate(suites):
        root.append(_suite(suite, number))
    ET.indent(root)
    document: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return document + b"\n"


def _suite(suite: Suite, number: int) -> ET.Element:
    outcome = suite.outcome
    counted = {status: sum(it.status == status for it in outcome.checks) for status in ("failed", "error", "skipped")}
    element = _element(
        "testsuite",
        name=outcome.exercise,
        package=suite.student or "dlgrade",
        id=str(number),
        timestamp="1970-01-01T00:00:00",
        hostname="localhost",
        tests=str(len(outcome.checks)),
        failures=str(counted["failed"]),
        errors=str(counted["error"]),
        skipped=str(counted["skipped"]),
        time="0",
    )
    properties = ET.SubElement(element, "properties")
    for name, value in _properties(suite).items():
        properties.append(_element("property", name=name, value=value))
    element.extend(_case(suite, check) for check in outcome.checks)
    ET.SubElement(element, "system-out").text = printable("\n".join(outcome.remarks))
    ET.SubElement(element, "system-err")
    return element


def _properties(suite: Suite) -> dict[str, str]:
    outcome = suite.outcome
    properties = {"student": suite.student} if suite.student else {}
    properties |= {"points": _number(outcome.points), "max_points": _number(outcome.max_points)}
    properties |= {"seed": str(outcome.seed), "version": outcome.version, "isolation": outcome.isolation}
    for check in (it for it in outcome.checks if it.max_points):
        properties[f"points of {check.id}"] = _number(check.points)
        properties[f"max_points of {check.id}"] = _number(check.max_points)
    return properties


def _case(suite: Suite, check: CheckOutcome) -> ET.Element:
    parts = [suite.student, suite.outcome.exercise, check.function]
    case = _element("testcase", classname=".".join(filter(None, parts)), name=check.name, time="0")
    if check.status == "skipped":
        case.append(_element("skipped", message=f"waits for {check.waits_for}" if check.waits_for else "skipped"))
    elif check.status != "passed":
        kind = "failure" if check.status == "failed" else "error"
        said = check.failure.what if check.failure else f"{check.id} did not pass"
        element = _element(kind, message=said, type=check.kind_of_fault or "wrong")
        element.text = plain(suite.outcome, check) if check.failure else None
        case.append(element)
    return case


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {name: one_line(value) for name, value in attributes.items()})


def _number(points: float) -> str:
    return f"{points:.12g}"
