import pytest

from grader import planning
from grader.errors import CourseError
from grader.reference import Reference
from grader.signature import Array, Axis, Choice, Generator, Nothing, Opaque, Options, Scalar, Union, is_array
from tests.data.making import exercise, small

NONE = "is none that the grader can draw (docs/AUTHORING.md)."
NO_AXIS = "is neither a name, a number, `*name`, `4*name` nor `name-1`."
PAIR = """
def f_forward(x: Float[np.ndarray, "N D"], w: Float[np.ndarray, "D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    out = x * w
    return out, (x, w)


def f_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"]]:
    x, w = cache
    dx = dout * w
    dw = (dout * x).sum(axis=0)
    return dx, dw
"""


@pytest.fixture
def functions(tmp_path):
    def functions(source, toml=""):
        return Reference(exercise(tmp_path, source, toml)).functions()

    return functions


@pytest.fixture
def kind(functions):
    """The kind of a parameter annotated so."""
    return lambda annotation: functions(f"def f(x: {annotation}) -> float:\n    return 1.0\n")["f"].parameters[0].kind


@pytest.fixture
def plan(tmp_path):
    def plan(source, toml="", properties=()):
        made = exercise(tmp_path, source, toml)
        return planning.make(made, Reference(made).functions(), list(properties))

    return plan


@pytest.fixture
def refusal(tmp_path, plan):
    """What is said of a course, after the name of the file."""

    def refusal(source, toml="", file=".py"):
        with pytest.raises(CourseError) as refused:
            plan(source, toml)
        path, says = str(refused.value).split(f"{file}: ", 1)
        assert path.startswith(str(tmp_path))
        return says

    return refusal


# kinds


@pytest.mark.parametrize(
    ("annotation", "kind_is"),
    [
        ('Float[np.ndarray, "N D"]', Array("float", (Axis("N"), Axis("D")))),
        ('Int[np.ndarray, "N"]', Array("int", (Axis("N"),))),
        ('Bool[np.ndarray, "N"]', Array("bool", (Axis("N"),))),
        ('Float[np.ndarray, ""]', Array("float", ())),
        ('Float[np.ndarray, "2 D"]', Array("float", (Axis(None, 2), Axis("D")))),
        ('Float[np.ndarray, "N 4*H"]', Array("float", (Axis("N"), Axis("H", 4)))),
        ('Float[np.ndarray, "L-1 2*T+1"]', Array("float", (Axis("L", more=-1), Axis("T", 2, more=1)))),
        ('Float[np.ndarray, "*shape"]', Array("float", (Axis("shape", variadic=True),))),
        ("float", Scalar("float")),
        ("int", Scalar("int")),
        ("bool", Scalar("bool")),
        ('Literal["train", "test"]', Choice(("train", "test"))),
        ("np.random.Generator", Generator()),
        ("object", Opaque()),
        ("None", Nothing()),
        ("float | None", Union((Scalar("float"), Nothing()))),
        (
            'Float[np.ndarray, "N"] | Float[np.ndarray, "N D"]',
            Union((Array("float", (Axis("N"),)), Array("float", (Axis("N"), Axis("D"))))),
        ),
    ],
)
def test_annotations_are_read(kind, annotation, kind_is):
    assert kind(annotation) == kind_is


def test_a_typed_dict_is_read_with_the_keys_that_may_be_absent(functions):
    source = """
class P(TypedDict):
    stride: int
    mean: NotRequired[Float[np.ndarray, "D"]]

def f(p: P) -> float:
    return 1.0
"""
    (parameter,) = functions(source)["f"].parameters
    assert parameter.kind == Options(
        {"stride": Scalar("int"), "mean": Array("float", (Axis("D"),))}, frozenset({"mean"})
    )


@pytest.mark.parametrize(
    ("annotation", "says"),
    [
        ("str", f"f: x: the annotation <class 'str'> {NONE}"),
        ("list[int]", f"f: x: the annotation list[int] {NONE}"),
        ("np.ndarray", f"f: x: the annotation <class 'numpy.ndarray'> {NONE}"),
        ('Float[np.ndarray, "N 1+D"]', f"f: x: the axis '1+D' {NO_AXIS}"),
        ('Float[np.ndarray, "..."]', f"f: x: the axis '...' {NO_AXIS}"),
        ('Float[np.ndarray, "D+M"]', f"f: x: the axis 'D+M' {NO_AXIS}"),
    ],
)
def test_an_annotation_that_cannot_be_drawn_is_refused(refusal, annotation, says):
    assert refusal(f"def f(x: {annotation}) -> float:\n    return 1.0\n") == says


def test_arrays_of_another_kind_are_refused(refusal):
    source = "from jaxtyping import Complex\ndef f(x: Complex[np.ndarray, 'N']) -> float:\n    return 1.0\n"
    assert refusal(source) == "f: x: arrays are Float, Int or Bool, not Complex."


def test_a_parameter_without_an_annotation_is_refused(refusal):
    assert refusal("def f(x) -> float:\n    return 1.0\n") == "f: parameter x has no annotation."


def test_a_function_without_a_return_annotation_is_refused(refusal):
    assert refusal("def f(x: float):\n    return 1.0\n") == (
        "f: no return annotation. Say what it returns, for example `-> Float[np.ndarray, 'N']`."
    )


def test_a_return_of_another_length_than_its_annotation_is_refused(refusal):
    says = "f: the last return gives 1 values, the annotation says 2."
    assert refusal("def f(x: float) -> tuple[float, float]:\n    return x\n") == says


def test_an_array_is_one_in_every_alternative():
    assert is_array(Union((Array("float", ()), Array("int", ()))))
    assert not is_array(Union((Array("float", ()), Nothing())))


# functions


def test_results_are_named_after_the_last_return_and_the_cache_after_what_it_is(functions):
    found = functions(PAIR)
    assert [result.name for result in found["f_forward"].results] == ["out", "cache"]
    assert [result.name for result in found["f_backward"].results] == ["dx", "dw"]


def test_a_result_that_has_no_name_is_called_out(functions):
    (result,) = functions("def f(x: float) -> float:\n    return 2 * x\n")["f"].results
    assert result.name == "out"


def test_helpers_are_no_part_of_the_exercise(functions):
    assert list(functions("def _helper(x):\n    return x\n\ndef f(x: float) -> float:\n    return _helper(x)\n")) == [
        "f"
    ]


def test_calls_of_other_functions_are_seen(functions):
    source = "def f(x: float) -> float:\n    return x\n\ndef g(x: float) -> float:\n    return f(f(x)) + len([])\n"
    assert functions(source)["g"].calls == ("f",)


@pytest.mark.parametrize(
    ("name", "returns", "is_loss"),
    [
        ("a_loss", 'tuple[float, Float[np.ndarray, "N"]]', True),
        ("a_loss", "tuple[float, float]", False),
        ("a_lose", 'tuple[float, Float[np.ndarray, "N"]]', False),
        ("a_loss", "float", False),
    ],
)
def test_a_loss_returns_a_number_and_its_gradient(functions, name, returns, is_loss):
    values = "1.0, x" if returns.startswith("tuple") else "1.0"
    source = f'def {name}(x: Float[np.ndarray, "N"]) -> {returns}:\n    return {values}\n'
    assert functions(source)[name].is_loss is is_loss


# plans


def names(plan, function):
    return [check.name for check in plan.checks if check.function == function]


def test_a_pair_has_the_checks_of_the_documentation(plan):
    made = plan(PAIR, '[[stability]]\nfunction = "f_forward"\nwhy = "large"\ninputs = {}')
    assert sorted(names(made, "f_forward")) == sorted(
        ["filled in", "returns", "values", "integers", "stability", "leaves its inputs alone", "no memory"]
    )
    assert sorted(names(made, "f_backward")) == sorted(
        ["filled in", "returns", "gradient of x", "gradient of w", "stability", "leaves its inputs alone", "no memory"]
    )


def test_several_results_have_a_check_each(plan):
    source = (
        'def f(x: Float[np.ndarray, "N"]) -> tuple[Float[np.ndarray, "N"], Float[np.ndarray, "N"]]:\n'
        "    a = x\n    b = x\n    return a, b\n"
    )
    assert names(plan(source), "f")[2:4] == ["values of a", "values of b"]


def test_every_check_waits_only_for_checks_that_come_before_it():
    for name in ("scale", "centre"):
        it = small(name)
        made = planning.make(it, Reference(it).functions(), [])
        seen = set()
        for check in made.checks:
            assert set(check.needs) <= seen, check.id
            seen.add(check.id)


def test_a_function_waits_for_the_functions_that_it_calls(plan):
    source = (
        'def f(x: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N"]:\n    return 2 * x\n\n'
        'def g(x: Float[np.ndarray, "N"]) -> Float[np.ndarray, "N"]:\n    return f(x) + 1\n'
    )
    needs = {check.id: check.needs for check in plan(source).checks}
    assert "f: values" in needs["g: values"]
    assert "g: values" not in needs["f: values"]


def test_a_forward_is_found_by_its_name_or_by_what_the_toml_says(plan):
    assert plan(PAIR).functions["f_backward"].forward == "f_forward"
    other = PAIR.replace("f_backward", "f_gradients")
    assert plan(other, '[functions.f_gradients]\nforward = "f_forward"').functions["f_gradients"].forward == "f_forward"


def test_other_names_are_those_of_the_function_they_stand_for(plan):
    made = plan(PAIR, '[aliases]\ng_forward = "f_forward"')
    assert made.functions["f_forward"].names == ["f_forward", "g_forward"]
    assert made.functions["f_backward"].names == ["f_backward"]


def test_points_are_those_of_the_toml_and_nothing_elsewhere(plan):
    made = plan(PAIR, '[points.f_forward]\nvalues = 3\n[points.f_backward]\n"gradient of w" = 2')
    assert {check.id: check.points for check in made.checks if check.points} == {
        "f_forward: values": 3,
        "f_backward: gradient of w": 2,
    }


def test_functions_with_random_results_are_judged_by_their_own_checks_only(plan):
    made = plan(PAIR, "[functions.f_forward]\nrandom = true", [("f_forward", "keep rate")])
    assert names(made, "f_forward") == ["filled in", "returns", "leaves its inputs alone", "keep rate"]
    assert "gradient of x" not in names(made, "f_backward")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[points.f_foward]\nvalues = 1", "points: no function 'f_foward'. Did you mean 'f_forward'?"),
        ("[functions.g]\ninteger = 1", "functions.g: unknown key 'integer'. Did you mean 'integers'?"),
        ("[functions.zzz]\nintegers = false", "functions: no function 'zzz'."),
        ("[aliases]\ng = 'f'", "aliases: no function 'f'."),
        ('[[stability]]\nfunction = "h"\nwhy = ""\ninputs = {}', "stability: no function 'h'."),
        (
            '[points.f_backward]\n"gradients of x" = 1',
            "points.f_backward: no check 'gradients of x'. Did you mean 'gradient of x'? There are: filled in, ",
        ),
        ('[functions.f_forward]\nstate = ["w.a"]', "functions.f_forward.state: w has no key 'a'."),
        ('[functions.f_forward]\nstate = ["w"]', "functions.f_forward.state: 'w' is not `option.key`."),
        ('[functions.f_forward]\nstate = ["z.a"]', "functions.f_forward.state: 'z.a' is not `option.key`."),
        ('[functions.f_forward]\nmay_change = ["z"]', "functions.f_forward.may_change: no parameter 'z'."),
        ('[functions.f_backward]\nforward = "f"', "functions.f_backward.forward: no function 'f'."),
        (
            "[functions.f_forward]\nchain = { steps = 2, feed = { z = 0 } }",
            "functions.f_forward.chain.feed: no parameter 'z'.",
        ),
        (
            '[functions.f_forward]\nchain = { steps = 2, keep = ["z"] }',
            "functions.f_forward.chain.keep: no parameter 'z'.",
        ),
    ],
)
def test_a_toml_that_names_what_is_not_there_is_refused(refusal, toml, says):
    assert refusal(PAIR, toml, ".toml").startswith(says)


def test_a_backward_that_returns_another_number_of_gradients_is_refused(refusal):
    source = PAIR.replace("return dx, dw", "return dx, dw, dx").replace(
        '-> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"]]',
        '-> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "N D"]]',
    )
    assert refusal(source) == "f_backward returns 3 gradients, but f_forward has 2 float array parameters (x, w)."


def test_inputs_that_are_no_parameters_are_refused(refusal):
    says = "inputs: no parameter or option 'y'."
    assert refusal(PAIR, "[inputs]\ny = { range = [0, 1] }", ".toml").startswith(says)


def test_axes_that_occur_nowhere_are_refused(refusal):
    assert refusal(PAIR, "[axes]\nM = [1, 2]", ".toml").startswith("axes: no axis 'M'.")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[inputs]\nx = { range = [2, 1] }", "inputs.x.range: 2 is larger than 1."),
        ("[inputs]\nx = { below = 'M' }", "inputs.x.below: no axis 'M'."),
        ("[inputs]\nx = { at_most = 'M' }", "inputs.x.at_most: no axis 'M'."),
        ("[inputs]\nx = { values = [] }", "inputs.x.values: is empty."),
        ("[axes]\nN = [3, 2]", "axes.N: 3 is larger than 2."),
        ("[axes]\nN = 3", "axes.N: Expected `object | array`, got `int`"),
        ("[axes]\nN = [1, 2, 3]", "axes.N: Expected `array` of length 2, got 3"),
    ],
)
def test_an_input_that_cannot_be_drawn_so_is_refused_with_its_key(refusal, toml, says):
    assert refusal(PAIR, toml, ".toml").startswith(says)
