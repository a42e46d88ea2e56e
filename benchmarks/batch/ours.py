"""`dlgrade grade` as the benchmark runs it: the real command, all checks, diagnoses and pages, an empty cache."""

import json
import os
import sys
from pathlib import Path

from benchmarks.batch.handed_in import COURSE, EXERCISE, HandedIn, as_files
from benchmarks.batch.rivals import ROOT, Command, Rival


class Dlgrade(Rival):
    """`dlgrade grade`."""

    name = "dlgrade grade"

    def __init__(self, cache: Path, cases: int, jobs: int = 2) -> None:
        super().__init__(cache, cases)
        self.jobs = jobs

    def environment(self, work: Path) -> dict[str, str]:
        """Return the environment: this checkout, and a cache of its own with nothing in it."""
        return {**os.environ, "PYTHONPATH": str(ROOT), "DLGRADE_CACHE": str(work / "cache"), "COLUMNS": "80"}

    def prepare(self, work: Path, handed: list[HandedIn]) -> list[Command]:
        """Write a folder for each student."""
        as_files(work / "submissions", handed)
        words = [sys.executable, "-c", "from grader.cli import main; main()"]
        words += [*(["--course", COURSE] if COURSE else []), "grade", "submissions"]
        return [Command([*words, "--out", "out", "--exercise", EXERCISE.name, "--jobs", str(self.jobs)], work)]

    def passed(self, work: Path, handed: list[HandedIn], codes: list[int]) -> set[str]:
        """Read results.jsonl; everybody has a page, and every failure is explained."""
        assert codes == [0], f"dlgrade grade ended with {codes}"
        lines = (work / "out/results.jsonl").read_text("utf-8").splitlines()
        results = {result["student"]: result for result in map(json.loads, lines)}
        assert results.keys() == {one.student for one in handed}, "dlgrade did not grade everybody"
        for student, result in results.items():
            assert (work / f"out/students/{student}/feedback.html").is_file(), student
            assert all(check["failure"]["what"] for check in result["checks"] if check["status"] == "failed"), student
        return {student for student, result in results.items() if result["status"] == "passed"}

    def diagnosed(self, work: Path) -> tuple[int, int]:
        """Return how many submissions that did not pass got a diagnosis, and how many there were."""
        lines = (work / "out/results.jsonl").read_text("utf-8").splitlines()
        wrong = [result for result in map(json.loads, lines) if result["status"] != "passed"]
        named = [any((check.get("failure") or {}).get("diagnosis") for check in result["checks"]) for result in wrong]
        return sum(named), len(wrong)

    @staticmethod
    def first_result(work: Path) -> bool:
        """Whether the first student's page is there."""
        return any((work / "out").glob("students/*/feedback.html"))
