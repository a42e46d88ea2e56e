import pytest

from grader.course import find_course
from grader.isolation.nursery import nursery

COURSE = find_course()


@pytest.fixture(scope="session")
def launch():
    """Start workers from one that has loaded NumPy."""
    with nursery() as launch:
        yield launch


@pytest.fixture(scope="session")
def course():
    return COURSE


def pytest_generate_tests(metafunc):
    """Give every test that asks for `exercise` each discovered exercise, without a list that anybody keeps."""
    if "exercise" in metafunc.fixturenames:
        exercises = COURSE.ordered()
        metafunc.parametrize("exercise", exercises, ids=[exercise.name for exercise in exercises])
