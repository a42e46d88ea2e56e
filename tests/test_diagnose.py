"""What is said of a mistake: true on every failing case, simple, and nothing where nothing is known."""

import numpy as np
import pytest

from grader import battery as batteries
from grader.collect import Host, collect
from grader.course import find_course
from grader.diagnose import Diagnoser, diagnosable, known
from grader.diagnose.conditions import when
from grader.diagnose.evidence import Evidence
from grader.isolation import Limits
from grader.judge import Judge
from grader.submission import Submission
from tests.data.making import edited

COURSE = find_course()


@pytest.fixture
def diagnosed(launch):
    """Diagnose a solution with some edits: what is said of each red check, in order."""
    hosts = []

    def diagnose(name, *edits):
        exercise = COURSE.find(name)
        battery = batteries.get(exercise, 0)
        source = edited(exercise.solution.read_text("utf-8"), *edits)
        host = Host(Submission(f"{name}.py", [source]), "process", Limits(), None, launch)
        hosts.append(host)
        answers = collect(battery, host)
        verdicts = Judge(battery, answers, f"{name}.py").verdicts(lambda *_: False, lambda *_: None)
        diagnoser = Diagnoser(exercise, battery, answers, host)
        said = {}
        for verdict in verdicts.values():
            if diagnosable(verdict):
                said[verdict.check.id] = diagnoser.diagnose(verdict, verdicts)
                for other in said[verdict.check.id].explains:
                    other.waits_for = verdict.check.id
        return said

    yield diagnose
    for host in hosts:
        host.close()


def sentence(said, check):
    return said[check].statement.sentence if said[check].statement is not None else None


# Known mistakes.


def test_a_known_mistake_is_named_with_the_cases_that_show_it(diagnosed):
    said = diagnosed("softmax_loss", ("dx /= N", "dx /= 1"))
    (check,) = said
    statement = said[check].statement
    assert check == "softmax_loss: gradient of x"
    assert statement.degree == "certain"
    assert statement.evidence.startswith("Your answers are those of this mistake on all ")


def test_what_the_same_mistake_explains_waits_for_it(diagnosed):
    said = diagnosed("lstm", ("dai = di * i * (1 - i)", "dai = di"))
    assert len(said) == 1
    ((first, found),) = said.items()
    assert "sigmoid" in found.statement.sentence
    assert {it.check.function for it in found.explains} <= {"lstm_step_backward", "lstm_backward"}
    assert len(found.explains) >= 3, first


def test_two_mistakes_are_both_named_where_the_first_is_clear(diagnosed):
    said = diagnosed(
        "affine",
        ("x, w = cache\n", "x, w = cache\n    N = len(x)\n"),
        ("dw = rows.T @ dout", "dw = rows.T @ dout / N"),
        ("db = dout.sum(axis=0)", "db = dout.mean(axis=0)"),
    )
    assert list(said) == ["affine_backward: gradient of w", "affine_backward: gradient of b"]
    assert all(found.statement is not None for found in said.values())
    assert said["affine_backward: gradient of w"].statement != said["affine_backward: gradient of b"].statement


def test_two_mistakes_of_which_each_explains_some_of_the_cases_are_both_named(diagnosed):
    exercise = COURSE.find("batchnorm")
    modes = [m for m in exercise.spec.mistake if "In test mode gamma and beta are left out" in m.says]
    trains = [m for m in exercise.spec.mistake if m.says.startswith("The variance that normalises is divided by N - 1")]
    source = exercise.solution.read_text("utf-8")
    both = trains[0].patch(modes[0].patch(source, ""), "")
    said = diagnosed("batchnorm", (source, both))
    statement = said["batchnorm_forward: values"].statement
    assert statement.sentence.startswith("Two mistakes meet here. ")
    assert modes[0].says in statement.sentence
    assert trains[0].says in statement.sentence


def test_a_planted_bug_is_recognised_and_not_given_away(diagnosed):
    exercise = COURSE.find("fix_conv")
    bug = exercise.spec.planted[0]
    source = exercise.solution.read_text("utf-8")
    said = diagnosed("fix_conv", (source, bug.patch(source, "")))
    assert sentence(said, bug.caught_by) == known.PLANTED


# Relations between any wrong array and the right one.


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("dx = 0 * (dout @ w.T).reshape(x.shape)", "is zero everywhere."),
        ("dx = -(dout @ w.T).reshape(x.shape)", "has the wrong sign: it is the expected one times -1."),
        ("dx = 2 * (dout @ w.T).reshape(x.shape)", "is twice the expected one."),
        ("dx = (dout @ w.T).reshape(x.shape) / 2", "is half the expected one."),
        ("dx = (dout @ w.T).reshape(x.shape) * 3.5", "is 3.5 times the expected one."),
        (
            "dx = (dout @ w.T).reshape(x.shape) / w.shape[1]",
            "is the expected one divided by M: is something averaged that should be summed?",
        ),
        (
            "dx = (dout @ w.T).reshape(x.shape) * w.shape[1]",
            "is M times the expected one: is a division by M missing?",
        ),
        (
            "dx = (dout @ w.T).reshape(x.shape) / np.sqrt(w.shape[1])",
            "is the expected one divided by sqrt(M): is something averaged that should be summed?",
        ),
        (
            "dx = (dout @ w.T).reshape(x.shape) * dout[0, 0]",
            "is the expected one times a number that differs from case to case (",
        ),
        ("dx = (dout @ w.T).reshape(x.shape)[::-1]", "runs backwards along "),
        ("dx = np.roll((dout @ w.T), 1, axis=1).reshape(x.shape)", "has the right numbers, but in other places."),
        ("dx = (dout @ w.T).reshape(x.shape) + 0.25", "is the expected one plus 0.25."),
        ("dx = (dout @ w.T).reshape(x.shape) + dout.sum()", "differs from the expected one by the same number "),
        ("dx = np.trunc(dout @ w.T).reshape(x.shape)", "is cut to whole numbers: does an array of integers take it?"),
        ("dx = np.abs(dout @ w.T).reshape(x.shape)", "is the absolute value of the expected one."),
        ("dx = (dout @ w.T).reshape(x.shape) ** 2", "is the square of the expected one."),
        ("dx = np.exp(dout @ w.T).reshape(x.shape)", "is exp of the expected one."),
        ("dx = (dout @ w.T).reshape(x.shape) + x", "is the expected one plus x."),
        ("dx = (dout @ w.T).reshape(x.shape) - x", "lacks x: add that, and it is right."),
        ("dx = (dout @ w.T).reshape(x.shape) * x", "is the expected one times x, which is a factor too many."),
        ("dx = (dout @ w.T).reshape(x.shape) / x", "lacks the factor x: multiply by that, and it is right."),
        ("dx = 1.0 * x", "is x as it came."),
        ("dx = np.full(x.shape, 0.125)", "is the same number everywhere."),
        (
            "dx = (dout.astype(np.float32) @ w.T).reshape(x.shape).astype(float)",
            "is right to about six digits only: is there a float32, or a small number added for safety?",
        ),
    ],
)
def test_a_relation_that_holds_on_every_failing_case_is_stated(diagnosed, by, says):
    said = diagnosed("affine", ("dx = (dout @ w.T).reshape(x.shape)", by))
    found = sentence(said, "affine_backward: gradient of x")
    assert found.startswith("On all ")
    assert f" failing cases your dx {says}" in found
    assert said["affine_backward: gradient of x"].located.startswith("dw and db are right")


@pytest.mark.parametrize(
    ("name", "old", "by", "says"),
    [
        (
            "ffn",
            "dW2 = a.reshape(N * T, -1).T @ dout.reshape(N * T, D)",
            "dW2 = dout.reshape(N * T, D).T @ a.reshape(N * T, -1)",
            "is the transpose of the expected one.",
        ),
        ("affine", "dw = rows.T @ dout", "dw = (rows.T @ dout).ravel()", "has the right numbers in another shape."),
        ("affine", "db = dout.sum(axis=0)", "db = dout", "is not summed over axis 0: add that up, and it is right."),
        (
            "affine",
            "db = dout.sum(axis=0)",
            "db = dout.sum(axis=1)",
            "has one entry for each N, where one for each M is asked for.",
        ),
        (
            "affine",
            "dw = rows.T @ dout",
            "dw = (rows.T @ dout).sum(axis=1)",
            "is summed over M, which it should keep.",
        ),
        (
            "affine",
            "dx = (dout @ w.T).reshape(x.shape)",
            "dx = (dout @ w.T).reshape(x.shape)[None]",
            "has the right numbers, with an axis of length 1 too many or too few.",
        ),
        (
            "affine",
            "return dx, dw, db",
            "return dx, db, dw",
            "is what db should be: are the results in the right order?",
        ),
    ],
)
def test_what_is_wrong_with_a_shape_or_an_order_is_stated(diagnosed, name, old, by, says):
    said = diagnosed(name, (old, by))
    found = [it.statement.sentence for it in said.values() if it.statement is not None]
    assert any(text.endswith(says) for text in found), found


def test_a_relation_is_not_stated_where_one_case_contradicts_it(diagnosed):
    said = diagnosed(
        "affine",
        ("dx = (dout @ w.T).reshape(x.shape)", "dx = (3 if len(x) > 2 else 5) * (dout @ w.T).reshape(x.shape)"),
    )
    found = sentence(said, "affine_backward: gradient of x")
    assert "is 3 times" not in found
    assert "differs from case to case" in found


# Inputs switched off.


def test_a_result_that_ignores_an_input_is_told_which(diagnosed):
    said = diagnosed("affine", ("dx = (dout @ w.T)", "dx = (np.ones_like(dout) @ w.T)"))
    found = said["affine_backward: gradient of x"].statement
    assert found.sentence == "Your dx does not depend on dout: whatever dout holds, it comes out the same."


def test_the_input_that_the_wrong_term_takes_is_found_by_setting_it_to_zero(diagnosed):
    said = diagnosed("lstm", ("dc = dnext_c + ", "dc = np.tanh(dnext_c) + "))
    first = said["lstm_step_backward: gradient of x"]
    assert first.statement.sentence == (
        "Your dx is right as soon as dnext_c is zero: look at the part of it that dnext_c enters."
    )
    assert "lstm_step_backward: gradient of Wx" in {it.check.id for it in first.explains}


# Where and when.


def test_the_block_of_the_gate_that_is_wrong_is_named(diagnosed):
    said = diagnosed("lstm", ("dag = dg * (1 - g**2)", "dag = dg * (1 - g**2) * 1.1"))
    (found,) = said.values()
    assert found.statement.sentence.endswith("your dWx, in the block of g, is 1.1 times the expected one.")
    assert found.statement.degree == "likely"
    assert found.located == "dprev_c is right."
    assert {it.check.name for it in found.explains} >= {f"gradient of {name}" for name in ("prev_h", "Wx", "Wh", "b")}


def test_where_the_gradient_of_the_weights_alone_is_wrong_its_block_is_certain(diagnosed):
    said = diagnosed("lstm", ("db = da.sum(axis=0)\n    return", "db = da.sum(axis=0)\n    db[-1] = 0\n    return"))
    found = said["lstm_step_backward: gradient of b"]
    assert found.statement.sentence == "Only the block of g in your db is wrong. Look at what you compute for it."
    assert found.located == "dx, dprev_h, dprev_c, dWx and dWh are right; db is wrong in the block of g only."


def test_the_step_from_which_on_it_is_wrong_is_named(diagnosed):
    said = diagnosed("rnn", ("h[:, t] = next_h", "h[:, t] = next_h + (t > 0) * 0.1"))
    located = said["rnn_forward: values"].located
    assert "from t = 1 on" in located


@pytest.mark.parametrize(
    ("wrong_where", "says"),
    [("len(x) > 1", "when N > 1"), ("x.ndim == 3", "when d1 "), ("len(x) != w.shape[1]", "when N and M differ")],
)
def test_the_condition_that_all_failing_cases_meet_and_no_other_is_named(diagnosed, wrong_where, says):
    said = diagnosed("affine", ("dw = rows.T @ dout", f"dw = rows.T @ dout + 0.01 * dout.sum() * ({wrong_where})"))
    assert f"dw is wrong only {says}" in said["affine_backward: gradient of w"].located


def test_no_condition_is_named_where_it_is_always_wrong(diagnosed):
    said = diagnosed("affine", ("db = dout.sum(axis=0)", "db = dout.sum(axis=0) ** 3 + 0.1"))
    assert said["affine_backward: gradient of b"].located == "dx and dw are right."


def test_where_nothing_fits_nothing_is_said(diagnosed):
    said = diagnosed("relu", ("dx = dout * (x > 0)", "dx = np.sin(7 * dout + x) + np.cumsum(x).reshape(x.shape)"))
    assert said["relu_backward: gradient of x"].statement is None


# Nothing is said of what is right.


@pytest.mark.parametrize("name", ["affine", "lstm", "batchnorm", "conv2d", "attention", "softmax_loss", "dropout"])
def test_of_the_references_own_answers_nothing_is_said(diagnosed, name):
    assert diagnosed(name) == {}


def test_every_known_mistake_answers_otherwise_than_the_reference_on_some_case():
    exercise = COURSE.find("softmax")
    battery = batteries.get(exercise, 0)
    right = [battery.reference(case.id, step).data for case in battery.cases for step in range(len(case.steps))]
    for suspect in known.suspects(exercise, battery).all:
        reports = [it for case in battery.cases for it in suspect.patched.run(battery.program(case.id), battery.inputs)]
        assert [it.data for it in reports] != right or any(it.mutated for it in reports), suspect.says


# What a submission answers may be anything.


@pytest.mark.parametrize(
    "value",
    ["np.nan", "np.inf", "-np.inf", "1e308", "np.where(x > 0, np.nan, 1e300)", "np.zeros((*x.shape, 1))", "[[7]]"],
)
def test_any_answer_can_be_diagnosed(diagnosed, value):
    said = diagnosed(
        "affine", ("dx = (dout @ w.T).reshape(x.shape)", f"dx = {value} + 0 * x if {value} is not None else 3")
    )
    assert all(found.located is not None for found in said.values())


def test_a_fault_of_the_diagnosis_costs_the_sentence_and_not_the_report(diagnosed, monkeypatch):
    monkeypatch.setattr(known, "match", lambda *arguments: 1 / 0)
    with pytest.warns(RuntimeWarning, match="affine_backward: gradient of b could not be diagnosed: ZeroDivisionError"):
        said = diagnosed("affine", ("db = dout.sum(axis=0)", "db = dout.mean(axis=0)"))
    assert said["affine_backward: gradient of b"].statement is None


def test_when_needs_cases_on_both_sides():
    exercise = COURSE.find("affine")
    battery = batteries.get(exercise, 0)

    class Nothing:
        failing = ()
        finding = None
        check = next(check for check in battery.plan.checks if check.kind == "values")

    evidence = Evidence(battery, None, Nothing)
    assert when(evidence) is None
    assert np.array_equal(evidence.alike, [])
