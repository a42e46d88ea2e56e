"""Diagnoses files as `grader.checking` does, without starting a worker for each and without shrinking."""

import ast
import signal
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Literal

from benchmarks.diagnosis.trials import Trial, trials
from benchmarks.mutation.judging import Here, bound_memory
from grader import battery as batteries
from grader import properties
from grader.battery import Battery
from grader.checking import Asker
from grader.collect import collect
from grader.course import Course, Exercise
from grader.diagnose import Diagnosis, diagnosable, known
from grader.diagnose.known import Known, suspects
from grader.explain import Explainer
from grader.isolation import Limits
from grader.judge import Judge
from grader.submission import Submission

SECONDS = 20.0

#: right: it names the mistake; same: it names another listed one, with the same answers on every case; general: a
#: relation that holds on every failing case; silent: nothing is said; wrong: it names something else; elsewhere: there
#: are no answers to go by, because nothing is red, or it raises at once, or runs on.
Class = Literal["right", "same", "general", "silent", "wrong", "elsewhere"]


@dataclass(frozen=True)
class Found:
    """What was said first about one trial."""

    trial: Trial
    kind: Class
    check: str
    sentence: str
    judging_s: float = 0.0
    diagnosing_s: float = 0.0


def judge(course: Path, name: str, seed: int) -> list[Found]:
    """Diagnose everything that one exercise is tried with."""
    exercise = Course(course).find(name)
    battery = batteries.get(exercise, seed)
    bound_memory(Limits().memory)
    warnings.simplefilter("ignore")
    warnings.filterwarnings("error", "could not be diagnosed")
    return [_found(exercise, battery, trial) for trial in trials(exercise, battery)]


def judge_all(exercises: list[Exercise], seed: int, jobs: int) -> Iterator[tuple[str, list[Found]]]:
    """Diagnose for many exercises, side by side."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        work = [(it, pool.submit(judge, it.course.root, it.name, seed)) for it in exercises]
        for exercise, result in work:
            yield exercise.name, result.result()


def _found(exercise: Exercise, battery: Battery, trial: Trial) -> Found:
    if trial.kind == "mutant":  # as for a student, who has one file: no mistake's answers are known yet
        known.forget()
    with _alarm(SECONDS):
        try:
            check, diagnosis, *seconds = _first(exercise, battery, trial.source)
        except _TooLong:
            return Found(trial, "elsewhere", "", "")
    if check in [f"{function}: {name}" for function, name in properties.names(exercise)]:
        kind: Class = "right" if trial.mistake is not None and trial.mistake.caught_by == check else "elsewhere"
        return Found(trial, kind, check, "", *seconds)  # the sentence is the check's own
    if not check:
        return Found(trial, "elsewhere", "", "")
    sentence = diagnosis.statement.sentence if diagnosis and diagnosis.statement else ""
    return Found(trial, _class(exercise, battery, trial, check, sentence), check, sentence, *seconds)


def _first(exercise: Exercise, battery: Battery, source: str) -> tuple[str, Diagnosis | None, float, float]:
    """Return the first red check that there are answers for, what is said of it, and what both took."""
    start = time.perf_counter()
    host = Here(Submission(f"{exercise.name}.py", [source]), "process", Limits())
    answers = collect(battery, host)
    asker = Asker(exercise, battery, host, [])
    verdicts = Judge(battery, answers, host.submission.name).verdicts(asker.own_gradient, asker.property_check)
    able = {id for id, verdict in verdicts.items() if diagnosable(verdict) or verdict.check.kind == "property"}
    judged = time.perf_counter()
    explainer = Explainer(exercise, battery, answers, host, full=True)
    explainer.group(verdicts)
    red = next((id for id, it in verdicts.items() if it.status in ("failed", "error") and id in able), "")
    return red, explainer.found.get(red), judged - start, time.perf_counter() - judged


def _class(exercise: Exercise, battery: Battery, trial: Trial, check: str, sentence: str) -> Class:
    if not sentence:
        return "silent"
    named = [it for it in suspects(exercise, battery).all if it.says == sentence]
    if trial.mistake is not None:
        if sentence == trial.mistake.says or (named and any(it.mistakes[0] is trial.mistake for it in named)):
            return "right"
        return "same" if named else "wrong" if sentence.startswith("Two mistakes") else "general"
    if not named:
        return "general"
    return "right" if _touches(exercise, trial.function, named) else "wrong"


def _touches(exercise: Exercise, function: str, named: list[Known]) -> bool:
    """Whether a named mistake changes the function that the mutant changed, its pair, or a helper of both."""
    original = _bodies(exercise.solution.read_text("utf-8"))
    changed = {name for it in named for name, body in _bodies(it.source).items() if original.get(name) != body}
    return any(_unit(name) == _unit(function) or "_" in (name[0], function[0]) for name in changed)


def _unit(function: str) -> str:
    """What a forward and its backward have in common: a wrong cache shows in the backward."""
    return function.replace("_backward", "").replace("_forward", "").replace("_alt", "")


def _bodies(source: str) -> dict[str, str]:
    return {node.name: ast.unparse(node) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


class _TooLong(BaseException):
    """A trial did not come to an end."""


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)  # again and again: it is a fault like others to what is called
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
