import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from grader.drawing import edges
from grader.entries import KINK, Wish, grid
from grader.errors import CourseError
from grader.reference import Reference
from grader.spec import Options as Said
from grader.strategies import Space
from tests.data.making import exercise

OPTIONS = """
class P(TypedDict):
    mode: Literal["train", "test"]
    stride: int
    flag: bool
    mean: NotRequired[Float[np.ndarray, "D"]]


def f(x: Float[np.ndarray, "N D"], p: P) -> Float[np.ndarray, "N D"]:
    return x
"""


@pytest.fixture
def space(tmp_path):
    """What can be drawn for the first function of a solution."""

    def space(parameters, toml="", head=""):
        source = parameters if "def " in parameters else f"{head}def f({parameters}) -> float:\n    return 1.0\n"
        made = exercise(tmp_path, source, toml)
        (function, *_) = Reference(made).functions().values()
        return Space(made, function)

    return space


def drawn(space, wish=None, count=40):
    """Draw some inputs, always the same."""
    found = []
    chosen = Wish() if wish is None else wish

    @seed(0)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.composite(lambda draw: space.draw(draw, chosen))())
    def collect(it):
        found.append(it)

    collect()
    assert found
    return found


def refusal(space):
    with pytest.raises(CourseError) as refused:
        drawn(space, count=3)
    return str(refused.value).removeprefix(f"{space.exercise.toml}: ")


def values(space, name="x", **options):
    return [it.values[name] for it in drawn(space, **options)]


# shapes


def test_axes_of_one_name_have_one_size(space):
    for it in drawn(space('x: Float[np.ndarray, "N D"], w: Float[np.ndarray, "D M"], b: Float[np.ndarray, "M"]')):
        x, w, b = it.values.values()
        assert x.shape == (it.axes["N"], it.axes["D"])
        assert w.shape == (it.axes["D"], it.axes["M"])
        assert b.shape == (it.axes["M"],)


def test_sizes_go_from_1_to_4_where_nothing_is_said(space):
    assert {it.axes["N"] for it in drawn(space('x: Float[np.ndarray, "N"]'), count=200)} == {1, 2, 3, 4}


def test_sizes_stay_in_the_range_of_the_toml(space):
    assert {it.axes["N"] for it in drawn(space('x: Float[np.ndarray, "N"]', "[axes]\nN = [2, 3]"))} == {2, 3}


def test_an_axis_stays_at_most_as_large_as_another(space):
    made = space('x: Float[np.ndarray, "K H"]', '[axes]\nat_most = { K = "H" }')
    shapes = {x.shape for x in values(made, count=200)}
    assert all(k <= h for k, h in shapes)
    assert {(1, 4), (4, 4)} <= shapes


def test_a_product_is_that_of_its_factors(space):
    made = space(
        'x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N a b"], w: Float[np.ndarray, "D"]',
        '[axes]\nproduct = { D = ["a", "b"] }',
    )
    for it in drawn(made):
        x, w = it.values.values()
        assert w.shape == (int(np.prod(x.shape[1:])),)


def test_a_factor_multiplies_its_axis(space):
    for it in drawn(space('x: Float[np.ndarray, "H"], w: Float[np.ndarray, "2 4*H"]')):
        assert it.values["w"].shape == (2, 4 * it.values["x"].size)


def test_a_size_can_be_one_less_than_its_axis_and_nothing_at_all(space):
    found = drawn(space('x: Float[np.ndarray, "L D"], w: Float[np.ndarray, "L-1 2*D+1"]'), count=100)
    for it in found:
        assert it.values["w"].shape == (it.axes["L"] - 1, 2 * it.axes["D"] + 1)
    assert {it.values["w"].size == 0 for it in found} == {False, True}


def test_a_literal_value_fixes_the_axis_that_its_size_is_computed_from(space):
    toml = "[inputs]\nb = { value = [1.0, 2.0, 3.0, 4.0, 5.0] }"
    made = space('x: Float[np.ndarray, "H"], b: Float[np.ndarray, "2*H+1"]', toml)
    assert {it.values["x"].shape for it in drawn(made)} == {(2,)}


def test_any_number_of_axes_is_drawn_as_one_to_three(space):
    made = space('x: Float[np.ndarray, "*s"], y: Float[np.ndarray, "*s"]')
    found = drawn(made)
    assert {it.values["x"].ndim for it in found} == {1, 2, 3}
    assert all(it.values["x"].shape == it.values["y"].shape for it in found)


def test_each_member_of_a_union_is_drawn(space):
    made = space('x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N"] | None')
    assert {getattr(x, "ndim", None) for x in values(made)} == {2, 1, None}


# values


def test_floats_lie_between_minus_two_and_two_where_nothing_is_said(space):
    entries = np.concatenate([x.ravel() for x in values(space('x: Float[np.ndarray, "N D"]'))])
    assert entries.dtype == np.float64
    assert -2 <= entries.min() < -1.5
    assert 1.5 < entries.max() <= 2


def test_floats_lie_in_the_range_of_the_toml(space):
    entries = np.concatenate(values(space('x: Float[np.ndarray, "N"]', "[inputs]\nx = { range = [0.5, 0.75] }")))
    assert 0.5 <= entries.min() < entries.max() <= 0.75


def test_no_entry_of_an_ordinary_case_is_special(space):
    """A zero or a one hides mistakes, and equal entries do."""
    for x in values(space('x: Float[np.ndarray, "N D"]')):
        assert not np.isin(x, (-1, 0, 1)).any()
        assert np.unique(x).size == x.size


def test_two_arrays_of_one_case_differ(space):
    for it in drawn(space('x: Float[np.ndarray, "N"], y: Float[np.ndarray, "N"]')):
        assert (it.values["x"] != it.values["y"]).all()


def test_values_stay_away_from_a_kink(space):
    made = space('x: Float[np.ndarray, "N D"]', "[inputs]\nx = { range = [-0.05, 0.05], away_from = [0.0] }")
    for simple in (False, True):
        for x in values(made, wish=Wish(simple=simple)):
            assert (np.abs(x) >= KINK).all()


def test_a_number_stays_away_from_a_kink_and_is_not_special(space):
    made = space("x: float", "[inputs]\nx = { range = [-0.05, 0.05], away_from = [0.0] }")
    found = values(made)
    assert all(KINK <= abs(x) <= 0.05 and type(x) is float for x in found)
    assert len(set(found)) > 10
    assert all(abs(x) >= KINK for x in values(made, wish=Wish(simple=True)))


def test_distinct_values_are_far_enough_apart_for_a_maximum_to_stay_one(space):
    made = space('x: Float[np.ndarray, "N D"]', "[inputs]\nx = { distinct = true }")
    for simple in (False, True):
        for x in values(made, wish=Wish(simple=simple)):
            assert x.size < 2 or np.diff(np.sort(x, axis=None)).min() > 0.01


def test_integers_stay_below_an_axis(space):
    made = space('x: Float[np.ndarray, "N C"], y: Int[np.ndarray, "N"]', '[inputs]\ny = { below = "C" }')
    found = drawn(made)
    assert all(it.values["y"].dtype == np.int64 and (it.values["y"] < it.axes["C"]).all() for it in found)
    assert {int(y) for it in found for y in it.values["y"]} == {0, 1, 2, 3}


def test_integers_are_those_of_the_toml(space):
    made = space('y: Int[np.ndarray, "N"]', "[inputs]\ny = { values = [3, 7] }")
    assert {int(entry) for y in values(made, "y") for entry in y} == {3, 7}


def test_booleans_are_both(space):
    assert {bool(entry) for y in values(space('y: Bool[np.ndarray, "N"]'), "y") for entry in y} == {False, True}


def test_numbers_are_drawn_by_kind(space):
    made = space("a: float, b: int, c: bool, d: Literal['x', 'y']", "[inputs]\na = { range = [1, 2] }")
    found = [it.values for it in drawn(made)]
    assert all(1 <= it["a"] <= 2 and type(it["a"]) is float for it in found)
    assert {it["b"] for it in found} == {0, 1, 2, 3}
    assert {it["c"] for it in found} == {False, True}
    assert {it["d"] for it in found} == {"x", "y"}


def test_a_number_stays_at_most_as_large_as_an_axis(space):
    made = space('x: Float[np.ndarray, "N"], k: int', '[inputs]\nk = { values = [1, 9], at_most = "N" }')
    assert all(it.values["k"] <= it.axes["N"] for it in drawn(made))


def test_whole_numbers_in_an_array_stay_at_most_as_large_as_an_axis(space):
    made = space(
        'x: Float[np.ndarray, "N T"], n: Int[np.ndarray, "N"]', '[inputs]\nn = { range = [1, 4], at_most = "T" }'
    )
    for wish in (Wish(), Wish(simple=True)):
        found = drawn(made, wish)
        assert all(1 <= n <= it.axes["T"] for it in found for n in it.values["n"])
        assert {int(n) for it in found for n in it.values["n"]} == {1, 2, 3, 4}


def test_a_generator_is_drawn_as_its_seed(space):
    kinds = {it.values["rng"][0] for it in drawn(space("rng: np.random.Generator"))}
    assert kinds == {"rng"}


def test_a_literal_value_is_taken_and_fixes_the_axes(space):
    made = space(
        'x: Float[np.ndarray, "N D"], w: Float[np.ndarray, "D"]', "[inputs]\nx = { value = [[1.0, 2.0, 3.0]] }"
    )
    for it in drawn(made, count=5):
        assert it.values["x"].tolist() == [[1, 2, 3]]
        assert it.values["w"].shape == (3,)


def test_a_literal_value_chooses_the_member_of_its_rank(space):
    made = space('x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N"]', "[inputs]\nx = { value = [1.0, 2.0] }")
    assert {x.shape for x in values(made, count=10)} == {(2,)}


def test_a_literal_value_of_another_rank_is_refused_with_its_key(space):
    made = space('x: Float[np.ndarray, "N D"]', "[inputs]\nx = { value = [1.0, 2.0] }")
    assert refusal(made) == "inputs.x.value: no array of shape (2,) fits."


def test_a_literal_value_fits_any_number_of_axes(space):
    made = space('x: Float[np.ndarray, "*s"], y: Float[np.ndarray, "*s"]', "[inputs]\nx = { value = [1.0, 2.0] }")
    assert {y.shape for y in values(made, "y", count=5)} == {(2,)}


# options


def test_every_option_is_drawn_and_an_optional_one_is_sometimes_absent(space):
    found = drawn(space(OPTIONS))
    assert {it.values["p"]["mode"] for it in found} == {"train", "test"}
    assert {"mean" in it.values["p"] for it in found} == {True, False}
    assert all(it.values["p"]["mean"].shape == (it.axes["D"],) for it in found if "mean" in it.values["p"])


def test_an_option_takes_the_values_of_the_toml(space):
    made = space(OPTIONS, '[inputs]\n"p.stride" = { values = [2, 5] }')
    assert {it.values["p"]["stride"] for it in drawn(made)} == {2, 5}


def test_what_is_said_of_one_function_only_holds_there_only(space):
    made = space('x: Float[np.ndarray, "N"]', '[inputs]\n"f:x" = { range = [5, 6] }')
    assert min(x.min() for x in values(made)) >= 5
    assert made.said("y") == Said()


# wishes


def test_wishes_are_granted(space):
    made = space(OPTIONS)
    for it in drawn(made, Wish(axes={"N": 3, "D": 1}, choices={"p.mode": "test", "p.mean?": True}), count=10):
        assert it.values["x"].shape == (3, 1)
        assert it.values["p"]["mode"] == "test"
        assert "mean" in it.values["p"]


def test_others_alike_have_the_same_sizes_and_members_and_other_values(space):
    made = space('x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N"]')
    for it in drawn(made, count=10):
        others = values(made, wish=it.alike, count=5)
        assert {other.shape for other in others} == {it.values["x"].shape}
        assert len({other.tobytes() for other in others}) > 1


def test_simple_values_can_be_followed_by_hand(space):
    made = space('x: Float[np.ndarray, "N D"]')
    for x in values(made, wish=Wish(simple=True)):
        assert np.isin(2 * x, np.arange(-4, 5)).all()


def test_limits_hold_while_a_case_is_made_smaller(space):
    made = space('x: Float[np.ndarray, "N D"]')
    assert {x.shape[1] for x in values(made, wish=Wish(limits={"D": 2}, simple=True))} == {1, 2}


# grid


def test_the_simplest_numbers_come_first():
    assert grid(Said()) == [1, 0, 2, -1, -2, 0.5, 1.5, -0.5, -1.5]


def test_a_range_without_halves_has_a_grid_of_its_own():
    assert grid(Said(range=(0.1, 0.2))) == pytest.approx(sorted(grid(Said(range=(0.1, 0.2))), reverse=True))
    assert len(grid(Said(range=(0.1, 0.2)))) == 5


def test_a_grid_keeps_off_the_kinks():
    assert 0 not in grid(Said(away_from=[0.0]))


# edges


def test_edges_hold_sizes_of_one_equal_sizes_and_every_option(space):
    made = space(OPTIONS, '[inputs]\n"p.stride" = { values = [1, 2, 3] }')
    wishes = list(edges(made))
    sizes = [(wish.axes["N"], wish.axes["D"]) for wish in wishes]
    assert {(1, 1), (2, 2), (3, 3)} <= set(sizes)
    assert any(n == 1 != d for n, d in sizes)
    assert any(d == 1 != n for n, d in sizes)
    assert any(n != d and 1 not in (n, d) for n, d in sizes)
    possibilities = {
        "p.mode": {"train", "test"},
        "p.stride": {1, 2, 3},
        "p.flag": {False, True},
        "p.mean?": {False, True},
    }
    for path, possible in possibilities.items():
        assert {wish.choices[path] for wish in wishes if path in wish.choices} == possible


def test_edges_hold_every_combination_of_a_few_options(space):
    made = space("a: bool, b: Literal['x', 'y', 'z']")
    pairs = {(w.choices["a"], w.choices["b"]) for w in edges(made) if len(w.choices) == 2}
    assert len(pairs) == 6


def test_edges_hold_every_member_of_a_union(space):
    union = 'x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N d e"] | None'
    made = space(union, '[axes]\nproduct = { D = ["d", "e"] }')
    assert {wish.choices.get("x|") for wish in edges(made)} >= {0, 1, 2}
