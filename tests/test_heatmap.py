import re
from pathlib import Path

import pytest

from grader.outcome import Failure, Window
from grader.report import heatmap

CSS = (Path(__file__).resolve().parent.parent / "templates/base.css").read_text("utf-8")


def wrong(yours, expected, mask, index, axes=None, window=None):
    return Failure("f: out is wrong", None, yours, expected, index=index, axes=axes, wrong=mask, window=window)


TWO = wrong([[1.0, 2.5], [3.0, -4.0]], [[1.0, 2.0], [3.0, 4.0]], [[False, True], [False, True]], [0, 1], ["N", "D"])


def texts(svg, kind="no"):
    return re.findall(rf'<text class="{kind}"[^>]*>([^<]*)</text>', svg)


def shades(svg):
    return re.findall(r'<rect class="(\w+)"', svg)


def maps(failure):
    """The drawings of a failure that has one slice."""
    ((name, drawn),) = heatmap.compare(failure).maps
    return name, drawn


# what is drawn


def test_numbers_stand_in_the_cells_and_axes_and_indices_beside_them():
    name, drawn = maps(TWO)
    assert name == ""
    assert texts(drawn["yours"]) == ["1.0", "2.5", "3.0", "-4.0"]
    assert texts(drawn["expected"]) == ["1.0", "2.0", "3.0", "4.0"]
    assert texts(drawn["difference"]) == ["0", "+0.5", "0", "-8"]
    assert texts(drawn["yours"], "axis") == ["D →", "N ↓"]
    assert texts(drawn["yours"], "at") == ["0", "1", "0", "1"]


def test_yours_and_expected_share_a_scale_and_the_difference_has_its_own():
    _, drawn = maps(TWO)
    assert [it for it in shades(drawn["yours"]) if it[0] == "v"] == ["vp1", "vp2", "vp3", "vn4"]
    assert [it for it in shades(drawn["expected"]) if it[0] == "v"] == ["vp1", "vp2", "vp3", "vp4"]
    assert [it for it in shades(drawn["difference"]) if it[0] == "d"] == ["d0", "dp1", "d0", "dn4"]


def test_the_first_wrong_entry_is_framed_and_every_wrong_one_ticked():
    _, drawn = maps(TWO)
    assert [(it.count('class="first"'), it.count('class="goal"')) for it in drawn.values()] == [(1, 0), (0, 1), (1, 0)]
    assert [it.count('class="tick"') for it in drawn.values()] == [2, 0, 2]


def test_a_drawing_is_told_to_whoever_does_not_see_it():
    _, drawn = maps(TWO)
    (said,) = re.findall(r'aria-label="([^"]*)"', drawn["yours"])
    assert said == "yours 2 by 2 (N, D): 1.0, 2.5; 3.0, -4.0. The first wrong entry is at [0, 1]"


def test_every_entry_is_told_in_words():
    assert heatmap.compare(TWO).entries[1] == heatmap.Entry("[0, 1]", "2.5", "2.0", "+0.5", True)
    assert [it.wrong for it in heatmap.compare(TWO).entries] == [False, True, False, True]


def test_as_many_digits_are_drawn_as_tell_wrong_from_right():
    _, drawn = maps(wrong([1 / 3, 0.33333334], [1 / 3, 1 / 3], [False, True], [1]))
    assert len(set(texts(drawn["yours"]))) == 2
    assert texts(drawn["yours"])[1] != texts(drawn["expected"])[1]
    assert texts(drawn["difference"]) == ["0", "+6.67e-09"]


def test_noise_of_right_entries_is_no_difference():
    _, drawn = maps(wrong([1.0 + 1e-15, 2.0], [1.0, 1.0], [False, True], [1]))
    assert texts(drawn["difference"]) == ["0", "+1"]


def test_what_is_no_number_is_drawn_without_a_shade():
    _, drawn = maps(wrong([["nan", 1.0]], [[1.0, 1.0]], [[True, False]], [0, 0]))
    assert texts(drawn["yours"])[0] == "nan"
    assert shades(drawn["yours"])[0] == "odd"
    assert texts(drawn["difference"]) == ["-", "0"]


def test_true_and_false_are_drawn_and_not_subtracted():
    _, drawn = maps(wrong([True, False], [True, True], [False, True], [1]))
    assert texts(drawn["yours"]) == ["True", "False"]
    assert texts(drawn["difference"]) == ["-", "-"]


def test_one_axis_is_a_single_row():
    _, drawn = maps(wrong([1.0, 2.0], [1.0, 1.0], [False, True], [1], ["M"]))
    assert texts(drawn["yours"], "axis") == ["M →"]
    assert texts(drawn["yours"], "at") == ["0", "1"]


def test_where_nobody_says_what_is_wrong_nothing_is_marked():
    compared = heatmap.compare(Failure("w", None, [[1.0, 2.0]], [[1.0, 1.0]]))
    assert (compared.known, compared.first_wrong) == (False, "")
    ((_, drawn),) = compared.maps
    assert not re.search("tick|first|goal|halo", "".join(drawn.values()))
    assert texts(drawn["difference"]) == ["0", "+1"]
    assert texts(drawn["yours"], "axis") == ["axis 1 →", "axis 0 ↓"]


@pytest.mark.parametrize(
    ("yours", "expected"), [(1.0, 2.0), ("(1,)", "(2,)"), ([1.0], [1.0, 2.0]), ([[1], [2, 3]], [[1], [2, 3]]), ([], []),
                            (None, [1.0]), ([1.0], None), ([1.0], {"a": 1.0})]
)  # fmt: skip
def test_what_are_not_two_arrays_of_one_shape_is_not_compared(yours, expected):
    assert heatmap.compare(Failure("w", None, yours, expected)) is None


# slices and parts


def nested(value, *shape):
    return [nested(value, *shape[1:]) for _ in range(shape[0])] if shape else value


def test_slices_have_the_last_long_axes_as_rows_and_columns():
    mask = nested(False, 1, 3, 1, 2)
    mask[0][2][0][1] = True
    it = wrong(nested(1.0, 1, 3, 1, 2), nested(2.0, 1, 3, 1, 2), mask, [0, 2, 0, 1], ["N", "C", "H", "W"])
    name, drawn = maps(it)
    assert name == "[0, :, 0, :]"
    assert texts(drawn["yours"], "axis") == ["W →", "C ↓"]
    assert texts(drawn["yours"], "at") == ["0", "1", "0", "1", "2"]


def test_of_many_slices_those_with_something_wrong_are_drawn():
    mask = nested(False, 9, 2, 2)
    for place in (3, 5, 8):
        mask[place][1][0] = True
    compared = heatmap.compare(wrong(nested(1.0, 9, 2, 2), nested(2.0, 9, 2, 2), mask, [3, 1, 0]))
    assert [name for name, _ in compared.maps] == ["[3, :, :]", "[5, :, :]", "[8, :, :]"]
    assert compared.partial
    mask = nested(True, 9, 2, 2)
    assert len(heatmap.compare(wrong(nested(1.0, 9, 2, 2), nested(2.0, 9, 2, 2), mask, [0, 0, 0])).maps) == 4


def test_a_part_of_a_large_array_has_the_indices_of_the_whole():
    mask = nested(False, 2, 2)
    mask[1][0] = True
    window = Window([1, 7, 4], [2, 20, 12])
    name, drawn = maps(wrong(nested(1.0, 2, 2), nested(2.0, 2, 2), mask, [1, 8, 4], ["N", "H", "W"], window))
    assert name == "[1, 7:9, 4:6]"
    assert texts(drawn["yours"], "at") == ["4", "5", "7", "8"]
    assert "The first wrong entry is at [1, 8, 4]" in drawn["yours"]


def test_a_long_row_is_cut_around_the_first_wrong_entry():
    mask = nested(False, 60)
    mask[41] = True
    compared = heatmap.compare(wrong(nested(1.0, 60), nested(2.0, 60), mask, [41], ["N"]))
    ((name, drawn),) = compared.maps
    assert (name, compared.partial, compared.shape) == ("[39:49]", True, (60,))
    assert texts(drawn["yours"], "at")[:3] == ["39", "40", "41"]


def test_a_wide_drawing_can_be_scrolled_by_the_keyboard_and_a_small_one_need_not():
    assert '<div class="wide" tabindex="0">' in heatmap.single([[1.0] * 10], None)[0][1]
    assert "tabindex" not in heatmap.single([[1.0]], None)[0][1]


def test_an_input_is_drawn_slice_by_slice_in_pale_shades():
    drawn = heatmap.single([[[1.0, 2.0]], [[-1.0, 0.0]]], ["N", "T", "D"])
    assert [name for name, _ in drawn] == ["[:, 0, :]"]
    assert shades(drawn[0][1]) == ["vp1", "vp2", "vn1", "v0"]


@pytest.mark.parametrize("value", [1.0, "text", None, [], [[]], [1.0] * 11, nested(1.0, 3, 3, 2, 2), [[1.0], 2.0]])
def test_what_is_no_small_array_is_not_drawn(value):
    assert heatmap.single(value, None) is None


def test_hostile_names_of_axes_are_text():
    (_, svg), = heatmap.single([1.0, 2.0], ["<script>"])  # fmt: skip
    assert "<script>" not in svg
    assert "&lt;script&gt; →" in svg


# colours


def colours(scheme):
    """The custom properties of the style sheet in light or dark."""
    light = re.search(r":root \{ --ink.*?\}", CSS, re.DOTALL)[0]
    dark = re.search(r"screen and \(prefers-color-scheme: dark\) \{(.*?)\} \}", CSS, re.DOTALL)[1]
    found = dict(re.findall(r"--([\w-]+): (#\w+)", light))
    return found | (dict(re.findall(r"--([\w-]+): (#\w+)", dark)) if scheme == "dark" else {})


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted(luminance(it) for it in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_number_can_be_read_on_every_shade_and_every_tick_be_seen(scheme):
    it = colours(scheme)
    every = [name for name in it if re.fullmatch(r"[vd][np]?\d", name)]
    assert len(every) == 18
    for name in (*every, "sunk"):
        assert contrast(it["ink"], it[name]) >= 4.5, name
        assert contrast(it["deep"], it[name]) >= 3, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_what_it_stands_on(scheme):
    it = colours(scheme)
    grounds = ("paper", "card", "sunk", "tip-paper")
    inks = ("ink", "soft", "good", "wrong", "tip", "link", *(name for name in it if name.startswith("code-")))
    low = {(ink, on) for ink in inks for on in grounds if contrast(it[ink], it[on]) < 4.5}
    assert low == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shades_grow_with_the_number(scheme):
    it = colours(scheme)
    for scale in ("vp", "vn", "dp", "dn"):
        steps = [contrast(it[f"{scale}{i}"], it[f"{scale[0]}0"]) for i in range(1, 5)]
        assert steps == sorted(steps)
