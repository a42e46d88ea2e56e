"""The class report in a real browser: accessible, narrow, on paper; its columns sort, and nothing is loaded."""

import re

import pytest

from grader.batch.model import Student
from grader.course import find_course
from grader.report.classroom import ClassReport, Mark
from tests import classes
from tests.browsing import OPEN, UNFOLDED, violations
from tests.data.reports import HOSTILE

NAMES = ["one homework", "two tracks", "five", "nothing handed in", "everything ungraded", "hostile"]
ALL = " ".join(text for text, _ in HOSTILE.values()) + "<img src=x onerror=document.title='owned'>"


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Believable classes, rendered: the address of each page by its name."""
    folder, course = tmp_path_factory.mktemp("classes"), find_course()

    def of(number, names, **more):
        report, rest = classes.classroom(number, names, **more)
        return report.render("Deep learning, homework 3", *rest, classes.SETTINGS, ["x.py: nobody's"])

    hostile = ClassReport()
    hostile.add(ALL, "rnn", classes.checked()["rnn"]["solution"])
    made = {
        "one homework": of(40, ["rnn"], fault=0.05),
        "two tracks": of(12, [it.name for it in course.ordered()[:14]], fault=0.01),
        "five": of(5, ["affine", "rnn"]),
        "nothing handed in": ClassReport().render("T", classes.students(3), [course.find("rnn")], {}),
        "everything ungraded": of(3, ["rnn"], fault=1.1),
        "hostile": hostile.render(
            ALL, [Student(ALL, ALL)], [course.find("rnn")], {ALL: Mark(1, 0, 1, 2)}, [ALL], [ALL]
        ),
    }
    written = {}
    for name, text in made.items():
        path = folder / f"{name.replace(' ', '_')}.html"
        path.write_text(text, "utf-8")
        written[name] = path.as_uri()
    return written


@pytest.fixture
def show(look, pages):
    """Open a page by its name."""
    return lambda name, *options, **more: look(pages[name], *options, **more)


@pytest.fixture(scope="session")
def sizes(tmp_path_factory):
    """A class whose order by name, by number and by text differ."""
    report, exercise = ClassReport(), find_course().find("rnn")
    solution = classes.checked()["rnn"]["solution"]
    students = [Student(f"s{i}", name) for i, name in enumerate(["Bo 2", "Bo 10", "ann", "Zoë", "Émil", *"FGHIJ"])]
    marks = {}
    for student, final in zip(students, [9, 10.5, 100, 0, 2], strict=False):
        report.add(student.id, "rnn", solution)
        marks[student.id] = Mark(final, 0, final, 100)
    path = tmp_path_factory.mktemp("sizes") / "index.html"
    path.write_text(report.render("T", students, [exercise], marks), "utf-8")
    return path.as_uri()


def column(page, number):
    """What stands in a column of the table of students, from above, as far as it is shown."""
    return page.eval_on_selector_all(
        "#all tbody tr:not([hidden])", f"rows => rows.map(row => row.cells[{number}].textContent)"
    )


def press(page, name):
    page.locator("#all").get_by_role("button", name=name, exact=True).click()


def directions(page):
    heads = page.locator("#all thead th")
    return {heads.nth(i).inner_text().split()[0]: heads.nth(i).get_attribute("aria-sort") for i in range(heads.count())}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_use_the_page(show, name, scheme):
    for width, unfolded in ((320, False), (1200, True)):
        assert violations(show(name, width, scheme, unfolded=unfolded)) == []


@pytest.mark.parametrize("width", [320, 768, 1200])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_never_wider_than_the_screen(show, name, width):
    page = show(name, width)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate(OPEN)


@pytest.mark.parametrize("name", ["one homework", "five"])
def test_on_paper_everything_is_unfolded_and_the_ground_is_white(show, name):
    page = show(name, 800, "dark")
    page.emulate_media(media="print")
    page.wait_for_function(UNFOLDED)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert not page.locator("nav").is_visible()
    assert page.locator(".people a").first.is_visible()


def test_numbers_sort_as_numbers_both_ways_and_what_has_none_comes_last(look, sizes):
    page = look(sizes)
    press(page, "Final")
    assert column(page, 4) == ["0", "2", "9", "10.5", "100", *"–––––"]
    assert directions(page) == {"Name": None, "Id": None, "Total": None, "Late": None, "Final": "ascending"}
    press(page, "Final")
    assert column(page, 4) == ["100", "10.5", "9", "2", "0", *"–––––"]
    assert directions(page)["Final"] == "descending"


def test_names_sort_as_people_sort_them(look, sizes):
    page = look(sizes)
    assert directions(page)["Name"] == "ascending"
    press(page, "Id")
    assert column(page, 1)[:2] == ["s0", "s1"]
    press(page, "Name")
    assert column(page, 0) == ["ann", "Bo 2", "Bo 10", "Émil", *"FGHIJ", "Zoë"]
    press(page, "Name")
    assert column(page, 0) == ["Zoë", *"JIHGF", "Émil", "Bo 10", "Bo 2", "ann"]


def test_equal_rows_stay_in_the_order_that_they_had(look, sizes):
    page = look(sizes)
    before = column(page, 0)
    press(page, "Late")
    with_mark = [name for name in before if name not in "FGHIJ"]
    assert column(page, 0) == [*with_mark, *"FGHIJ"]


def test_columns_sort_by_the_keyboard(look, sizes):
    page = look(sizes)
    button = page.locator("#all").get_by_role("button", name="Total", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    assert directions(page)["Total"] == "ascending"
    page.keyboard.press("Space")
    assert directions(page)["Total"] == "descending"
    assert button.evaluate("it => it === document.activeElement")


def test_every_table_sorts_by_itself(show):
    page = show("five", unfolded=True)
    tables = page.locator("table.sortable")
    assert tables.count() == 4  # exercises, the checks of both, students
    tables.nth(0).get_by_role("button", name="Of").click()
    assert tables.nth(0).locator("tbody th code").all_inner_texts() == ["affine", "rnn"]
    tables.nth(0).get_by_role("button", name="Of").click()
    assert tables.nth(0).locator("tbody th code").all_inner_texts() == ["rnn", "affine"]
    assert directions(page)["Name"] == "ascending"


def test_a_student_is_found_by_name_or_id(look, sizes):
    page = look(sizes)
    field = page.get_by_label("Find a student")
    field.fill("bo")
    assert column(page, 0) == ["Bo 10", "Bo 2"]
    assert page.get_by_role("status").inner_text() == "2 of 10"
    field.fill("S2")
    assert column(page, 0) == ["ann"]
    field.fill("")
    assert len(column(page, 0)) == 10
    assert page.get_by_role("status").inner_text() == ""


def test_a_handful_is_found_without_a_field(show):
    assert show("five").get_by_label("Find a student").count() == 0


def test_without_a_script_the_page_is_whole(show):
    page = show("one homework", java_script_enabled=False)
    assert page.locator("button, input").count() == 0
    names = page.locator("#all tbody th").all_inner_texts()
    assert len(names) == 40
    assert names == sorted(names, key=str.casefold)


def test_students_unfold_by_the_keyboard(show):
    page = show("one homework")
    page.locator("#hardest ~ details > summary").first.focus()
    page.keyboard.press("Enter")
    link = page.locator("#hardest ~ details a").first
    assert link.is_visible()
    assert re.fullmatch(r"students/s\d+/feedback\.html#rnn-\d+", link.get_attribute("href"))


def test_a_wide_table_scrolls_by_the_keyboard_in_its_own_region(show):
    page = show("two tracks", 360)
    region = page.get_by_role("region", name="Table of all students")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("it => it.scrollLeft > 0", arg=region.element_handle())


def test_text_from_a_student_is_text(show):
    page = show("hostile", unfolded=True)
    assert page.evaluate("[document.scripts.length, document.images.length]") == [1, 0]
    assert page.title() != "owned"
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()


def test_the_page_can_be_read_when_its_text_is_twice_as_large(show):
    page = show("one homework", 640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
