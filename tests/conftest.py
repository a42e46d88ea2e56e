import pytest

from grader.course import find_course
from grader.isolation.nursery import nursery
from tests import browsing, postgres

COURSE = find_course()


@pytest.fixture(scope="session")
def launch():
    """Start workers from one that has loaded NumPy."""
    with nursery() as launch:
        yield launch


@pytest.fixture(scope="session")
def course():
    return COURSE


@pytest.fixture(scope="session")
def browser():
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def look(browser):
    """Open a page; what the browser complains of, and whatever it asks for beside the page, fails the test."""
    heard, contexts = [], []

    def look(address, width=1000, scheme="light", *, unfolded=False, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url) if request.url != address else None)
        page.goto(address)
        if unfolded:
            page.evaluate(browsing.OPEN)
        return page

    yield look
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of our own."""
    programs = postgres.programs()
    if not programs:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    server = postgres.Server(programs)
    yield server
    server.close()


@pytest.fixture(scope="session")
def batteries(tmp_path_factory):
    """A cache of batteries that tests of whole classes share."""
    return tmp_path_factory.mktemp("batteries")


def pytest_generate_tests(metafunc):
    """Give every test that asks for `exercise` each discovered exercise, without a list that anybody keeps."""
    if "exercise" in metafunc.fixturenames:
        exercises = COURSE.ordered()
        metafunc.parametrize("exercise", exercises, ids=[exercise.name for exercise in exercises])
