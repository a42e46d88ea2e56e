"""The HTML report in a real browser: accessible in light and dark, on a phone and on paper, and nothing is loaded."""

import re
from pathlib import Path

import pytest

from grader.checking import Checker
from grader.report import html
from grader.submission import Submission
from tests.browsing import OPEN, UNFOLDED, violations
from tests.data.making import edited, exercise
from tests.data.reports import HOSTILE

EXAMPLE = Path(__file__).resolve().parent.parent / "examples/lstm.py"
#: Of the hostile texts those that can stand in a Python file.
ALL = (
    " ".join(text for text, _ in HOSTILE.values() if text.isprintable()) + "<img src=x onerror=document.title='owned'>"
)
SQUARE = """
def square_forward(x: Float[np.ndarray, "N C H W"]) -> tuple[Float[np.ndarray, "N C H W"], object]:
    out = x**2
    return out, x


def square_backward(dout: Float[np.ndarray, "N C H W"], cache: object) -> Float[np.ndarray, "N C H W"]:
    dx = 2 * cache * dout
    return dx
"""
LARGE = """\
def square_forward(x):
    out = x**2
    out[1, 0, 5, 6:] = np.nan
    return out, x


def square_backward(dout, x):
    return 2 * x * dout
"""


@pytest.fixture(scope="session")
def pages(course, tmp_path_factory):
    """Real outcomes, rendered: the address of each page by its name."""
    folder = tmp_path_factory.mktemp("pages")

    def part(name, source, file="layers.py"):
        what = course.find(name) if isinstance(name, str) else name
        submission = Submission(file, [source])
        return html.Part(Checker(submission).check(what).outcome, submission, what)

    def solution(name, *pairs):
        return edited(course.find(name).solution.read_text("utf-8"), *pairs)

    affine = solution("affine")
    raises = "    raise ValueError({!r})\n    dx = (dout @ w.T)"
    calls = "    for _ in range(9):\n        affine_forward(x, w, dout[0])\n    dx = (dout @ w.T)"
    sizes = "[axes]\nN = [2, 2]\nC = [2, 2]\nH = [9, 9]\nW = [12, 12]\n"
    large = exercise(tmp_path_factory.mktemp("course"), SQUARE, sizes)
    lstm = part("lstm", EXAMPLE.read_text("utf-8"), "lstm.py")
    conv = part("conv2d", solution("conv2d", ("dpadded[:, :, rows, cols] +=", "dpadded[:, :, rows, cols] =")))
    passed = part("affine", affine)
    made = {
        "passed": [passed],
        "one root cause": [lstm],
        "two axes": [part("affine", edited(affine, ("dw = rows.T @ dout", "dw = -rows.T @ dout")))],
        "four axes": [conv],
        "a part of a large array": [part(large, LARGE)],
        "an exception": [part("affine", edited(affine, ("    dx = (dout @ w.T)", raises.format("no"))))],
        "forbidden": [part("affine", edited(affine, ("    dx = (dout @ w.T)", calls)))],
        "not written": [part("lstm", course.find("lstm").stub.read_text("utf-8"))],
        "hostile": [part("affine", edited(affine, ("    dx = (dout @ w.T)", raises.format(ALL))) + f"# {ALL}", ALL)],
        "several": [passed, lstm, conv, part("gru", course.find("gru").stub.read_text("utf-8"))],
    }
    written = {}
    for name, parts in made.items():
        path = folder / f"{re.sub(' ', '_', name)}.html"
        path.write_text(html.render(parts, ALL if name == "hostile" else "layers.py"), "utf-8")
        written[name] = path.as_uri()
    return written


NAMES = ["passed", "one root cause", "two axes", "four axes", "a part of a large array", "an exception", "forbidden",
         "not written", "hostile", "several"]  # fmt: skip


@pytest.fixture
def show(look, pages):
    """Open a page by its name."""
    return lambda name, *options, **more: look(pages[name], *options, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_use_the_page(show, name, scheme):
    for width, unfolded in ((320, False), (1200, True)):
        assert violations(show(name, width, scheme, unfolded=unfolded)) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_never_wider_than_the_screen(show, name, width):
    page = show(name, width)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate(OPEN)


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_everything_is_unfolded_and_the_ground_is_white(show, name):
    page = show(name, 800, "dark")
    page.emulate_media(media="print")
    page.wait_for_function(UNFOLDED)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert max(map(int, re.findall(r"\d+", ink))) < 64
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_hints_are_folded_and_each_costs_a_click(show):
    page = show("one root cause")
    hints = page.locator("details.hint > .folded > p:first-child")
    assert [hints.nth(i).is_visible() for i in range(3)] == [False, False, False]
    for i in range(3):
        page.locator("details.hint > summary").nth(i).click()
        assert [hints.nth(j).is_visible() for j in range(3)] == [j <= i for j in range(3)]


def test_folds_open_by_the_keyboard(show):
    page = show("one root cause")
    page.locator("details.hint > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.hint .folded > p").first.is_visible()


def test_one_click_selects_the_whole_snippet_as_it_is_to_be_run(show):
    page = show("one root cause")
    page.locator(".snippet").click()
    selected = page.evaluate("getSelection().toString()")
    assert selected.startswith("import numpy as np\nfrom lstm import lstm_forward, lstm_backward\n\nx = np.array(")
    assert selected.rstrip().count("\n") == page.locator(".snippet").inner_text().rstrip().count("\n")
    compile(selected, "snippet", "exec")


def test_line_numbers_are_not_selected_with_the_code(show):
    page = show("one root cause")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.lines'))")
    code = page.evaluate("getSelection().toString()")
    assert code.startswith("def lstm_backward(dh, caches):\n")
    compile(code, "lines", "exec")


def test_a_link_leads_to_the_cause(show):
    page = show("several")
    page.locator(".overview a").nth(1).click()
    assert page.url.endswith("#lstm")
    page.locator("#lstm .tree a").click()
    assert page.url.endswith("#lstm-1")
    assert page.locator(":target h3").inner_text() == "lstm_backward: dx is wrong"


def test_both_schemes_are_different_and_text_is_black_on_white_or_the_other_way_round(show):
    grounds = [
        show("one root cause", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", it))) for it in grounds)
    assert light > 700
    assert dark < 100


def test_text_from_a_submission_is_text(show):
    page = show("hostile", unfolded=True)
    assert page.evaluate("document.scripts.length + document.images.length") == 0
    assert page.title() != "owned"
    assert "<script>alert(1)</script>" in page.locator(".lines").first.inner_text()
    assert "49" not in page.locator("h3").first.inner_text()


def test_the_page_can_be_read_when_its_text_is_twice_as_large(show):
    page = show("one root cause", 640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
