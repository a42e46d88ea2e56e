import pytest

from grader import battery as batteries
from grader import shrink
from grader.checking import Checker
from grader.course import find_course
from grader.diagnose import known, smalls
from grader.diagnose.smalls import Small, Smalls
from grader.submission import Submission

EXERCISE = find_course().find("affine")
SMALL = Small([{"fn": "f", "args": []}], b"\0\1", {"N": 1}, (1, 0.5))


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path / "cache"))
    known.forget()
    yield tmp_path / "cache"
    known.forget()


@pytest.fixture
def wrong():
    mistake = next(it for it in EXERCISE.spec.mistake if it.caught_by.endswith("values") and it.ends)
    return mistake.patch(EXERCISE.solution.read_text("utf-8"), "affine.toml")


def tried(source):
    outcome = Checker(Submission("affine.py", [source])).check(EXERCISE).outcome
    return outcome.failing[0].failure.tried


def test_what_was_found_is_there_for_the_next_process(cache):
    cache.mkdir()
    Smalls(EXERCISE, 0)["a"] = SMALL
    Smalls(EXERCISE, 0)["b"] = None
    again = Smalls(EXERCISE, 0)
    assert "a" in again
    assert again["a"] == SMALL
    assert "b" in again
    assert again["b"] is None
    assert "c" not in again
    assert "a" not in Smalls(EXERCISE, 1)


def test_what_another_process_finds_meanwhile_is_seen(cache):
    cache.mkdir()
    one, other = Smalls(EXERCISE, 0), Smalls(EXERCISE, 0)
    one["a"] = SMALL
    assert "a" in other
    other["b"] = SMALL
    assert "b" in one


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x81\xa1a\x05"], ids=["empty", "no msgpack", "no case"])
def test_a_damaged_file_is_as_none(cache, content):
    cache.mkdir()
    Smalls(EXERCISE, 0)["a"] = SMALL
    batteries.path(EXERCISE, 0).with_suffix(".smalls").write_bytes(content)
    assert "a" not in Smalls(EXERCISE, 0)


def test_without_a_folder_it_is_kept_in_memory_only():
    found = Smalls(EXERCISE, 0)
    found["a"] = SMALL
    assert "a" in found
    assert "a" not in Smalls(EXERCISE, 0)


def test_a_known_mistake_is_shrunk_once_and_shows_the_same_case_again(wrong, monkeypatch):
    first = tried(wrong)
    known.forget()
    monkeypatch.setattr(shrink.Shrinker, "shrink", lambda *_: pytest.fail("shrunk again"))
    assert tried(wrong) == first
    assert tried(wrong.replace("x.reshape", "np.asarray(x).reshape")) == first


def test_where_nothing_was_found_for_the_mistake_a_submission_is_shrunk_for_itself(wrong, monkeypatch):
    first = tried(wrong)
    known.forget()
    monkeypatch.setattr(smalls.Smalls, "__contains__", lambda *_: True)
    monkeypatch.setattr(smalls.Smalls, "__getitem__", lambda *_: None)
    assert tried(wrong) == first
