import pytest

from grader import agreement
from grader import battery as batteries
from grader.checking import Checker
from grader.course import find_course
from grader.submission import Submission

COURSE = find_course()


def judged(exercise, source):
    checked = Checker(Submission("file.py", [source])).check(exercise, explain=False)
    return [(check.id, check.status, check.kind_of_fault) for check in checked.outcome.checks]


@pytest.mark.parametrize("name", ["lstm", "batchnorm", "softmax_loss", "adam", "dropout", "masks"])
def test_looking_at_the_rest_only_finds_what_looking_at_all_finds(name, monkeypatch):
    exercise = COURSE.find(name)
    solution = exercise.solution.read_text("utf-8")
    sources = [solution, *(mistake.patch(solution, "") for mistake in exercise.spec.mistake[::4])]
    swept = [judged(exercise, source) for source in sources]
    monkeypatch.setattr(agreement, "differing", lambda battery, reports: {})
    assert [judged(exercise, source) for source in sources] == swept


def differing(name, change):
    """Where the reference's own reports differ after `change` was made to the numbers of one of them, and that place.

    Slots that are wrong by place; None stands for a place that is to be looked at closely.
    """
    battery = batteries.get(COURSE.find(name), 0)
    reports = {(case.id, step): battery.reference(case.id, step) for case in battery.cases for step in (0,)}
    place = next(place for place, report in reports.items() if len(report.data) >= 16)
    reports[place] = reports[place].with_data(change(reports[place].data))
    found = agreement.differing(battery, reports)
    return {at: found.get(at) for at in reports if found.get(at) != set()}, place


def number(value):
    return bytes(agreement.FLOAT.type(value))


def test_the_references_own_answers_agree():
    assert differing("lstm", lambda data: data)[0] == {}


@pytest.mark.parametrize("value", [1e3, float("nan"), float("inf"), -float("inf")])
def test_one_wrong_number_makes_one_slot_of_one_call_wrong_and_no_other(value):
    wrong, place = differing("lstm", lambda data: number(value) + data[8:])
    assert wrong == {place: {0}}
    wrong, place = differing("lstm", lambda data: data[:-8] + number(value))
    assert wrong == {place: {1}}


def test_a_report_of_another_length_is_looked_at_closely():
    wrong, place = differing("lstm", lambda data: data + bytes(8))
    assert wrong == {place: None}


def test_noise_below_the_tolerance_agrees():
    exact = agreement.FLOAT.type
    wrong, _ = differing("lstm", lambda data: number(exact(memoryview(data).cast("d")[0] + 1e-13)) + data[8:])
    assert wrong == {}


def test_integers_must_be_equal():
    wrong, place = differing("metrics", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
    assert wrong == {place: None}
