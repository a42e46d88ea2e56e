import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from grader import battery as batteries
from grader.battery import Battery
from grader.course import Course
from grader.drawing import draw
from grader.errors import CourseError
from grader.snippet import decode
from grader.worker import frames, wire
from tests.data.making import SMALL, exercise, small

DOUBLE = """
def double_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    out = 2 * x
    return out, x


def double_backward(dout: Float[np.ndarray, "N D"], cache: object) -> Float[np.ndarray, "N D"]:
    dx = 2 * dout
    return dx
"""


@pytest.fixture(scope="module")
def scale():
    return draw(small("scale"), 0)


@pytest.fixture(scope="module")
def centre():
    return draw(small("centre"), 0)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("DLGRADE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def arrays(battery, *tags):
    """Each case's tag and arrays that go into it."""
    for case in battery.cases:
        for step in battery.program(case.id):
            for arg in step["args"]:
                if arg[0] == "a" and (not tags or case.tag in tags):
                    yield case, wire.decode(arg, battery.inputs)


def count(battery, tag):
    return sum(case.tag == tag for case in battery.cases)


# determinism


def test_the_same_seed_gives_the_same_bytes(scale):
    assert draw(small("scale"), 0).to_bytes() == scale.to_bytes()


def test_another_seed_gives_other_cases(scale):
    other = draw(small("scale"), 1)
    assert other.inputs != scale.inputs
    assert other.to_bytes() != scale.to_bytes()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(scale, hash_seed):
    code = (
        "import sys; from pathlib import Path; from grader.course import Course; from grader.drawing import draw; "
        "sys.stdout.buffer.write(draw(Course(Path(sys.argv[1])).find('scale'), 0).to_bytes())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(SMALL)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
    )
    assert ran.stdout == scale.to_bytes()


def test_what_was_drawn_before_changes_nothing(scale, centre):
    np.random.default_rng(3)
    draw(small("centre"), 5)
    assert draw(small("scale"), 0).to_bytes() == scale.to_bytes()


# what it holds


def test_a_battery_holds_about_two_hundred_cases(scale, centre):
    for battery in (scale, centre):
        assert 180 <= len(battery.cases) <= 300


def test_the_toml_says_how_many_cases(tmp_path):
    assert count(draw(exercise(tmp_path, DOUBLE, "cases = 60"), 0), "ordinary") == pytest.approx(60, abs=5)


def test_cases_come_in_the_order_of_their_sizes_and_numbers(scale):
    sizes = [case.size for case in scale.cases]
    assert sizes == sorted(sizes)
    assert sizes[0] < 5 < 20 < sizes[-1]
    assert [case.id for case in scale.cases] == list(range(len(scale.cases)))
    assert [case["id"] for case in scale.request["cases"]] == list(range(len(scale.cases)))


def test_every_kind_of_case_is_there(scale, centre):
    assert {case.tag for case in scale.cases} == {"ordinary", "layout", "integers", "again"}
    assert {case.tag for case in centre.cases} == {"ordinary", "layout", "integers", "again", "chain"}


def test_sizes_of_one_and_equal_sizes_are_there(scale):
    shapes = {(case.axes["N"], case.axes["D"]) for case in scale.cases if case.tag == "ordinary"}
    assert {(1, 1), (2, 2), (3, 3)} <= shapes
    assert any(n == 1 != d for n, d in shapes)
    assert any(d == 1 != n for n, d in shapes)


def test_every_value_of_every_option_is_there(centre):
    seen = []
    for case in centre.cases:
        for step in centre.program(case.id):
            for arg in step["args"]:
                if arg[0] == "d":
                    seen.append({key: wire.decode(value, centre.inputs) for key, value in arg[1]})
    assert {it["mode"] for it in seen} == {"train", "test"}
    assert {it["keep"] for it in seen} == {0.9, 0.5}
    assert {"running" in it for it in seen} == {True, False}


def test_upstream_gradients_are_never_ones(scale):
    for case in scale.cases:
        for step in scale.program(case.id):
            if step["fn"] == "scale_backward":
                dout = wire.decode(step["args"][0], scale.inputs)
                assert not (dout == 1).any()
                assert np.unique(dout).size == dout.size


def test_arrays_come_in_other_layouts_too(scale):
    layouts = {
        arg[-1] for case in scale.cases for step in scale.program(case.id) for arg in step["args"] if arg[0] == "a"
    }
    assert {"F", "S"} <= layouts


def test_whole_numbers_come_as_integers_in_the_first_array_only(scale):
    kinds = [array.dtype.kind for _, array in arrays(scale, "integers")]
    assert set(kinds[0::2]) == {"i"}
    assert set(kinds[1::2]) == {"f"}


def test_two_forwards_come_before_their_backwards_and_a_backward_twice(scale):
    programs, others = [scale.program(case.id) for case in scale.cases if case.tag == "again"], 0
    for program in programs:
        names = [step["fn"].removeprefix("scale_") for step in program]
        assert names == ["forward", "forward", "backward", "backward", "backward", "forward"]
        caches = [step["args"][1][1] for step in program if step["fn"] == "scale_backward"]
        assert sorted(caches) == [0, 1, 1]
        first, second, *_, last = [decode(step["args"][0], scale.inputs) for step in program]
        assert np.array_equal(first, last)
        others += not np.array_equal(first, second)
    assert others > len(programs) / 2


def test_a_chain_gives_the_same_dictionary_again_and_changes_its_last_call(centre):
    chains = [centre.program(case.id) for case in centre.cases if case.tag == "chain"]
    assert len(chains) >= 10
    for first, second, last in chains:
        assert first["args"][1][0] == "d"
        assert second["args"][1] == ["arg", 0, 1, []]
        assert last["args"][1] == ["arg", 0, 1, [["mode", ["s", "test"]]]]


def test_results_are_fed_into_the_next_call(tmp_path):
    array = 'Float[np.ndarray, "N"]'
    source = f"def step(w: {array}, dw: {array}) -> {array}:\n    return w - dw\n"
    battery = draw(exercise(tmp_path, source, "[functions.step]\nchain = { steps = 3, feed = { w = 0 } }"), 0)
    chains = [battery.program(case.id) for case in battery.cases if case.tag == "chain"]
    assert [step["args"][0] for step in chains[0][1:]] == [["out", 0, None], ["out", 1, None]]


def test_extreme_inputs_are_drawn_where_the_toml_asks_for_them(tmp_path):
    toml = '[[stability]]\nfunction = "double_forward"\nwhy = "millions"\ninputs = { x = { range = [1e6, 2e6] } }'
    battery = draw(exercise(tmp_path, DOUBLE, toml), 0)
    cases = [case for case in battery.cases if case.tag == "stability"]
    assert {case.note for case in cases} == {"millions"}
    assert all(array.min() >= 1e6 for case, array in arrays(battery, "stability") if array.max() > 3)


# what the reference answers


def test_expected_values_are_the_references(scale):
    for case in scale.cases[:50]:
        first = scale.program(case.id)[0]
        x, s = (wire.decode(arg, scale.inputs) for arg in first["args"])
        assert np.array_equal(scale.expected(case.id, 0, 0), x * s)


def test_a_reference_that_raises_on_what_its_toml_allows_is_refused(tmp_path):
    made = exercise(tmp_path, DOUBLE.replace("out = 2 * x", 'raise ValueError("too small")'))
    with pytest.raises(CourseError) as refused:
        draw(made, 0)
    assert str(refused.value) == (
        f"{made.toml}: the reference fails on inputs that the .toml allows: double_forward raises ValueError: too small"
    )


def test_a_gradient_that_is_zero_by_nature_is_refused(tmp_path):
    made = exercise(tmp_path, DOUBLE.replace("dx = 2 * dout", "dx = 0 * dout"))
    with pytest.raises(CourseError) as refused:
        draw(made, 0)
    assert str(refused.value) == (
        f"{made.toml}: double_backward: gradient of x: the reference gives about zero on all but 0 cases, so the check "
        f"would prove nothing. Draw other inputs."
    )


def test_a_gradient_that_is_zero_in_some_cases_is_judged_in_the_others(tmp_path):
    source = DOUBLE.replace("dx = 2 * dout", "dx = 2 * dout * (dout.shape[0] > 1)")
    battery = draw(exercise(tmp_path, source), 0)
    judged = {
        (case.axes["N"] > 1, step.judged[0])
        for case in battery.cases
        if case.tag == "ordinary"
        for step in case.steps
        if step.fn == "double_backward"
    }
    assert judged == {(True, True), (False, False)}


# the form on disk


def test_a_battery_is_read_back_as_it_was_written(scale):
    data = scale.to_bytes()
    again = Battery.from_bytes(data)
    assert again.to_bytes() == data
    assert (again.plan, again.seed, again.cases) == (scale.plan, scale.seed, scale.cases)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"x" * len(data),
    ],
    ids=["empty", "cut", "longer", "one bit", "other"],
)
def test_damage_is_noticed(scale, damage):
    with pytest.raises(ValueError, match="damaged"):
        Battery.from_bytes(damage(scale.to_bytes()))


def test_a_request_can_leave_functions_out(scale):
    one, other = [case.id for case in scale.cases if case.tag == "ordinary"][3:5]
    header, _ = frames.unpack(BytesIO(scale.frame([one, other], {"scale_backward"})).read)
    assert [case["id"] for case in header["cases"]] == [one, other]
    assert [[step.get("skip", False) for step in case["steps"]] for case in header["cases"]] == [[False, True]] * 2


# the cache


def drawn(monkeypatch, exercise, seed=0):
    """Whether a battery had to be drawn."""
    calls = []

    def counting(*args):
        calls.append(args)
        return draw(*args)

    monkeypatch.setattr("grader.drawing.draw", counting)
    battery = batteries.get(exercise, seed)
    monkeypatch.setattr("grader.drawing.draw", draw)
    return bool(calls), battery


def test_a_battery_is_drawn_once(cache, monkeypatch):
    first, one = drawn(monkeypatch, small("scale"))
    second, other = drawn(monkeypatch, small("scale"))
    assert (first, second) == (True, False)
    assert one.to_bytes() == other.to_bytes()


def test_the_solution_the_toml_the_checks_and_the_seed_decide_which_battery_it_is(cache, monkeypatch, tmp_path):
    def again(seed=0):
        return drawn(monkeypatch, Course(tmp_path).find("double"), seed)[0]

    made = exercise(tmp_path, DOUBLE, "cases = 40")
    assert again()
    assert not again()
    for path in (made.solution, made.toml, made.properties):
        with path.open("a") as file:
            file.write("\n# changed\n")
        assert again(), path
        assert not again()
    assert again(seed=1)
    assert not again(seed=1)


def test_the_engine_decides_which_battery_it_is(cache, monkeypatch, tmp_path):
    made = exercise(tmp_path, DOUBLE, "cases = 40")
    assert drawn(monkeypatch, made)[0]
    engine = tmp_path / "engine.py"
    engine.write_text("changed")
    monkeypatch.setattr(batteries, "_sources", lambda: [engine])
    assert drawn(monkeypatch, made)[0]
    assert not drawn(monkeypatch, made)[0]
    engine.write_text("changed again")
    assert drawn(monkeypatch, made)[0]


def test_the_engine_is_every_module_that_draws():
    """A module that has a hand in a battery and is not in the key would leave stale ones behind."""
    code = (
        "import sys; from pathlib import Path; from grader.course import Course; from grader import drawing; "
        "drawing.draw(Course(Path(sys.argv[1])).find('scale'), 0); "
        "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'grader'), sep='\\n')"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(SMALL)], capture_output=True, check=True, text=True)
    loaded = {path.split("/grader/")[1] for path in ran.stdout.split() if not path.endswith("__init__.py")}
    keyed = {str(path).split("/grader/")[1] for path in batteries._sources() if "/grader/" in str(path)}
    assert loaded - keyed <= {"errors.py"}


def test_a_battery_of_another_format_is_drawn_again(cache, monkeypatch):
    assert drawn(monkeypatch, small("scale"))[0]
    (stored,) = cache.glob("scale-*.battery")
    body = frames.pack({"do": "run", "cases": []}, b"") + frames.PREFIX.pack(2, 0) + b"{}"
    stored.write_bytes(hashlib.sha256(body).digest() + body)
    assert drawn(monkeypatch, small("scale"))[0]
    assert not drawn(monkeypatch, small("scale"))[0]


def test_the_eight_newest_batteries_of_an_exercise_are_kept(cache, monkeypatch, tmp_path):
    cache.mkdir()
    for age in range(10):
        old = cache / f"double-{age}.battery"
        old.write_text("old")
        os.utime(old, (1000 - age, 1000 - age))
    (cache / "double_it-0.battery").write_text("of another exercise")
    drawn(monkeypatch, exercise(tmp_path, DOUBLE, "cases = 40"))
    names = {path.name for path in cache.glob("double*.battery")}
    assert {"double_it-0.battery", *(f"double-{age}.battery" for age in range(7))} < names
    assert len(names) == 9


def test_the_cache_is_where_the_environment_says(cache):
    assert batteries.cache_folder() == cache


def test_a_battery_is_the_same_after_other_draws_of_hypothesis_in_the_process(course, tmp_path):
    root = str(Path(batteries.__file__).parent.parent)
    draw = f"import hashlib, sys\nsys.path.insert(0, {root!r})\nfrom grader.course import find_course\n"
    draw += "from grader.drawing import draw\n"
    draw += "print(hashlib.sha256(draw(find_course().find('affine'), 0).to_bytes()).hexdigest())\n"
    module = tmp_path / "constants.py"
    module.write_text("A = [11, 22, 33, 123456, 7654321]\n")
    before = "import constants\nfrom hypothesis import given, settings, strategies as st\n"
    before += "@settings(database=None)\n@given(st.integers(0, 2**32 - 1), st.integers(1, 4))\ndef f(x, n): pass\nf()\n"
    hashes = set()
    for text in (draw, before + draw):
        ran = subprocess.run([sys.executable, "-c", text], capture_output=True, check=True, cwd=tmp_path)
        hashes.add(ran.stdout)
    assert len(hashes) == 1
