import re

from grader.naming import public_functions
from grader.report import prose
from grader.tutorial import Tutorial
from tests.data.making import exercise as made


def page(tmp_path, text):
    what = made(tmp_path, 'def f(x: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N"]:\n    return x\n')
    what.tutorial.write_text(text, "utf-8")
    return what


def section(tmp_path, text):
    return prose.section(page(tmp_path, f"## It\n\n{text}\n"), "It")


def test_every_section_and_hint_of_a_tutorial_can_be_shown(exercise):
    tutorial = prose.tutorial(exercise)
    for function in public_functions(exercise):
        assert len(prose.hints(exercise, function)) == 3
        for backward in (False, True):
            assert tutorial.section_on(function, backward=backward) in tutorial.sections
    for heading in tutorial.sections:
        html = prose.section(exercise, heading)
        assert html.count("<math") == html.count("</math>") >= html.count("math inline")
        assert not re.search(r"\$\$|\\frac|\\sum|\\mathrm|<(script|img|iframe|a)\b|\son\w+=|\sstyle=|javascript:", html)


def test_a_backward_is_explained_by_its_section_and_a_step_by_the_step(course):
    lstm, alt = Tutorial(course.find("lstm")), Tutorial(course.find("batchnorm"))
    assert lstm.section_on("lstm_step_backward", backward=True) == "Backward: one step"
    assert lstm.section_on("lstm_backward", backward=True) == "Backward: the sequence"
    assert lstm.section_on("lstm_forward", backward=False) == "Forward"
    assert alt.section_on("batchnorm_backward_alt", backward=True) == "Backward, in one line"
    assert Tutorial(course.find("adam")).section_on("adam", backward=False) == "The step"
    assert Tutorial(course.find("metrics")).section_on("mae", backward=False) == "Numbers"
    assert Tutorial(course.find("l2_reg")).section_on("l2_reg", backward=True) == "The gradient"


def test_a_page_without_sections_has_none(tmp_path):
    assert Tutorial(page(tmp_path, "# F\n\ntext\n")).section_on("f", backward=True) is None


def test_formulas_become_mathml(tmp_path):
    html = section(tmp_path, "Inline $x_t$.\n\n$$\nx = \\frac{1}{2}\n$$\n")
    assert html.count("<math") == 2
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"' in html
    assert '<span class="wide block" tabindex="0">' in html


def test_a_formula_that_cannot_be_converted_is_shown_as_it_was_written(tmp_path):
    assert "<p><code>" not in section(tmp_path / "right", "$x_1$")
    assert "<code>x_1_2 &lt; 3</code>" in section(tmp_path / "wrong", "$x_1_2 < 3$")


def test_what_the_converter_takes_apart_stays_together(tmp_path):
    html = section(tmp_path, "$\\|x\\| \\mathrel{+}= 1$")
    assert html.count("<mi>∥</mi>") + html.count("&#x02225;") + html.count("&#x02016;") == 2
    assert "+=" in html


def test_worked_examples_are_code(tmp_path):
    html = section(tmp_path, "```pycon\n>>> 1 + 1\n2\n```\n")
    assert '<pre><code><span class="gp">&gt;&gt;&gt; </span>' in html
    assert html.rstrip().endswith("2</code></pre>")


def test_a_diagram_keeps_its_columns_and_can_be_scrolled(tmp_path):
    assert '<pre class="wide" tabindex="0"><code>a  -&gt; b\n' in section(tmp_path, "```text\na  -> b\n   |\n```\n")


def test_tables_can_be_scrolled_and_links_are_words(tmp_path):
    html = section(tmp_path, "| a | b |\n|---|---|\n| 1 | [c](../d.md) <https://e.org> |\n")
    assert '<div class="wide" tabindex="0"><table>' in html
    assert "<td>c https://e.org</td>" in html


def test_columns_are_aligned_without_a_style_of_their_own(tmp_path):
    html = section(tmp_path, "| a | b |\n|--:|:-:|\n| 1 | 2 |\n")
    assert '<th class="right">a</th>' in html
    assert '<td class="center">2</td>' in html


def test_markup_in_a_page_is_text(tmp_path):
    assert "&lt;b onclick=x&gt;" in section(tmp_path, "<b onclick=x> and\n\n<script>1</script>")
    assert "<script" not in section(tmp_path / "again", "<script>1</script>")


def test_a_figure_is_drawn_in_its_place_and_described(course):
    html = prose.section(course.find("lstm"), "By hand")
    (label,) = re.findall(r'role="img" aria-label="([^"]*)"', html)
    assert label.startswith("One LSTM step, values solid, gradients dashed")
    assert html.count("<svg") == 1
    assert "<title>" not in html


def test_a_figure_that_is_missing_is_its_words(tmp_path):
    assert "<p>Two boxes.</p>" in section(tmp_path, "![Two\nboxes.](no.svg)")


def test_a_heading_in_a_section_stands_below_the_headings_of_the_report(tmp_path):
    assert "<h5>More</h5>" in section(tmp_path, "### More\n")
