import pytest

from grader.course import Course, find_course
from grader.errors import CourseError, InputError
from grader.naming import functions_of, public_functions, recognised
from grader.spec import Mistake
from grader.toml import did_you_mean
from tests.data.making import SMALL, course, small

F = "def {}(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n"


def refusal(ask):
    with pytest.raises(InputError) as refused:
        ask()
    return str(refused.value)


def spec_error(root, toml):
    """What is said of a .toml; the file itself must come first."""
    exercise = course(root, f=(F.format("f"), toml)).find("f")
    says = refusal(lambda: exercise.spec)
    assert says.startswith(f"{exercise.toml}: ")
    return says.removeprefix(f"{exercise.toml}: ")


# finding


def test_the_course_of_the_package_is_found_without_being_told():
    assert {"affine", "lstm"} <= find_course().by_name.keys()


def test_a_course_is_found_where_it_is_said_to_be():
    assert list(find_course(SMALL).by_name) == ["scale", "centre"]


@pytest.mark.parametrize("missing", ["exercises/course.toml", "solutions"])
def test_a_folder_that_lacks_a_part_is_no_course(tmp_path, missing):
    root = course(tmp_path / "c").root
    path = root / missing
    path.unlink() if path.is_file() else path.rename(tmp_path / "elsewhere")
    says = f"No course in {root}: it needs exercises/course.toml and solutions/."
    assert refusal(lambda: find_course(root)) == says


def test_the_four_files_of_an_exercise_share_a_stem():
    exercise = small("centre")
    places = [exercise.solution, exercise.toml, exercise.properties, exercise.stub, exercise.tutorial]
    assert [str(path.relative_to(SMALL)) for path in places] == [
        "solutions/more/centre.py",
        "solutions/more/centre.toml",
        "solutions/more/centre_checks.py",
        "exercises/more/centre.py",
        "exercises/more/centre.md",
    ]


@pytest.mark.parametrize("name", ["scale", "Scale", " scale\n", "SCALE"])
def test_an_exercise_is_found_by_its_name_however_it_is_typed(name):
    assert Course(SMALL).find(name).name == "scale"


def test_a_hyphen_is_as_good_as_an_underscore(tmp_path):
    assert course(tmp_path, two_words=F.format("f")).find("two-words").name == "two_words"


def test_a_mistyped_exercise_is_met_with_the_one_that_comes_close():
    says = refusal(lambda: Course(SMALL).find("center"))
    assert says == "No exercise 'center'. Did you mean 'centre'? `dlgrade list` shows them all."


def test_a_name_far_from_all_is_met_with_the_list():
    assert refusal(lambda: Course(SMALL).find("xyz")) == "No exercise 'xyz'. `dlgrade list` shows them all."


def test_close_matches_are_suggested_and_others_are_not():
    assert did_you_mean("conv2", ["conv2d", "lstm"]) == " Did you mean 'conv2d'?"
    assert did_you_mean("qqq", ["conv2d", "lstm"]) == ""
    assert did_you_mean("conv2", []) == ""


# order


def test_exercises_come_after_those_that_they_build_on(tmp_path):
    made = course(tmp_path, a=(F.format("a"), "after = ['c']"), b=F.format("b"), c=(F.format("c"), "after = ['b']"))
    assert [exercise.name for exercise in made.ordered()] == ["b", "c", "a"]


def test_tracks_come_in_the_order_of_the_course_file():
    assert [exercise.track for exercise in Course(SMALL).ordered()] == ["basics", "more"]


def test_a_circle_is_refused(tmp_path):
    made = course(tmp_path, a=(F.format("a"), "after = ['b']"), b=(F.format("b"), "after = ['a']"))
    toml = made.by_name["a"].toml
    assert refusal(made.ordered) == f"{toml}: `after` goes round in a circle: a -> b."


def test_an_exercise_after_itself_is_a_circle(tmp_path):
    made = course(tmp_path, a=(F.format("a"), "after = ['a']"))
    assert refusal(made.ordered) == f"{made.by_name['a'].toml}: `after` goes round in a circle: a."


def test_an_unknown_exercise_before_another_is_refused_with_a_close_one(tmp_path):
    made = course(tmp_path, affine=F.format("affine"), b=(F.format("b"), "after = ['afine']"))
    toml = made.by_name["b"].toml
    assert refusal(made.ordered) == f"{toml}: after: no exercise 'afine'. Did you mean 'affine'?"


def test_a_name_in_two_tracks_is_refused(tmp_path):
    made = course(tmp_path, a=F.format("a"))
    (tmp_path / "solutions/other").mkdir()
    second = tmp_path / "solutions/other/a.toml"
    second.write_text("format = 1\ntitle = 'A'\n")
    (tmp_path / "exercises/course.toml").write_text("format = 1\ntitle = 'T'\n[tracks]\nonly = '1'\nother = '2'\n")
    assert refusal(lambda: Course(made.root).by_name) == (
        f"{second}: there is an exercise 'a' in another track. Rename one of them."
    )


def test_an_exercise_in_a_folder_that_is_no_track_is_refused(tmp_path):
    made = course(tmp_path, a=F.format("a"))
    (tmp_path / "solutions/onyl").mkdir()
    stray = tmp_path / "solutions/onyl/b.toml"
    stray.write_text("format = 1\ntitle = 'B'\n")
    assert refusal(lambda: Course(made.root).by_name) == (
        f"{stray}: no track 'onyl' in exercises/course.toml. Did you mean 'only'?"
    )


# reading


def test_a_spec_has_its_defaults(tmp_path):
    spec = course(tmp_path, f=F.format("f")).find("f").spec
    assert (spec.after, spec.difficulty, spec.minutes, spec.points, spec.mistake) == ([], 1, 15, {}, [])


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("difficulty = 'hard'", "difficulty: Expected `int`, got `str`"),
        ("dificulty = 3", "unknown key 'dificulty'. Did you mean 'difficulty'?"),
        ("qqqqq = 3", "unknown key 'qqqqq'."),
        ("[inputs]\ny = {}\nx = { rnage = [0, 1] }", "inputs.x: unknown key 'rnage'. Did you mean 'range'?"),
        ("[inputs]\nx = { range = [0] }", "inputs.x.range: Expected `array` of length 2, got 1"),
        ("[functions.f.chain]\nfeed = {}", "functions.f.chain: the key 'steps' is missing."),
        ("[points.f]\nvalues = 'many'", "points.f[...]: Expected `float`, got `str`"),
        ("[points]\nf = 3", "points.f: Expected `object`, got `int`"),
        ("[[mistake]]\nsays = 'x'", "mistake[0]: the key 'caught_by' is missing."),
        ("x = ", "Invalid value (at end of document)"),
        ("title = 'again'", "Cannot overwrite a value (at end of document)"),
        ("[points", "Expected ']' at the end of a table declaration (at end of document)"),
    ],
)
def test_a_spec_that_is_written_wrongly_is_refused_file_first(tmp_path, toml, says):
    assert spec_error(tmp_path, toml) == says


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("2", "format 2 is newer than this dlgrade, which reads format 1."),
        ("0", "format 0 is older than this dlgrade, which reads format 1."),
    ],
)
def test_another_format_is_refused_in_both_directions(tmp_path, version, says):
    exercise = course(tmp_path, f=F.format("f")).find("f")
    exercise.toml.write_text(f"format = {version}\ntitle = 'F'\n")
    assert refusal(lambda: exercise.spec) == f"{exercise.toml}: {says}"


def test_a_newer_format_is_told_before_its_unknown_keys(tmp_path):
    exercise = course(tmp_path, f=F.format("f")).find("f")
    exercise.toml.write_text("format = 2\ntitle = 'F'\nbrandnew = 1\n")
    says = f"{exercise.toml}: format 2 is newer than this dlgrade, which reads format 1."
    assert refusal(lambda: exercise.spec) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = 'F'\n", "the key 'format' is missing."),
        ("format = 'one'\ntitle = 'F'\n", "format: Expected `int`, got `str`"),
        ("format = true\ntitle = 'F'\n", "format: Expected `int`, got `bool`"),
    ],
)
def test_a_format_that_is_missing_or_no_number_is_refused(tmp_path, text, says):
    exercise = course(tmp_path, f=F.format("f")).find("f")
    exercise.toml.write_text(text)
    assert refusal(lambda: exercise.spec) == f"{exercise.toml}: {says}"


def test_a_spec_that_is_not_utf_8_is_refused(tmp_path):
    exercise = course(tmp_path, f=F.format("f")).find("f")
    exercise.toml.write_bytes(b"format = 1\ntitle = '\xe9'\n")
    assert refusal(lambda: exercise.spec).startswith(f"{exercise.toml}: 'utf-8' codec can't decode byte 0xe9")


def test_a_spec_that_is_a_folder_is_refused(tmp_path):
    exercise = course(tmp_path, f=F.format("f")).find("f")
    exercise.toml.unlink()
    exercise.toml.mkdir()
    assert refusal(lambda: exercise.spec) == f"{exercise.toml}: Is a directory."


# versions


def test_the_version_follows_every_file_that_the_checks_come_from(tmp_path):
    def version():
        return Course(tmp_path).find("f").version

    exercise = course(tmp_path, f=F.format("f")).find("f")
    seen = [version()]
    for path in (exercise.solution, exercise.toml, exercise.properties):
        with path.open("a") as file:
            file.write("\n")
        seen.append(version())
    exercise.tutorial.write_text("a page decides nothing")
    assert len(set(seen)) == 4
    assert version() == seen[-1]


def test_points_are_the_sum_over_all_checks():
    assert (small("scale").points, small("centre").points) == (10, 8)


# mistakes


def patched(replace, by, source="a = 1\nb = 2\n"):
    return Mistake(caught_by="f: values", says="Wrong.", replace=replace, by=by).patch(source, "f.toml")


def test_a_mistake_patches_the_reference():
    assert patched("a = 1", "a = 3") == "a = 3\nb = 2\n"
    assert patched(["a = 1", "b = 2"], ["a = 3", "b = 4"]) == "a = 3\nb = 4\n"
    assert patched("a = 1\nb", "b") == "b = 2\n"


@pytest.mark.parametrize(("replace", "times"), [("c = 1", 0), ("= ", 2)])
def test_a_mistake_whose_text_does_not_occur_exactly_once_is_refused(replace, times):
    says = f"f.toml: mistake 'Wrong.': {replace!r} occurs {times} times in the solution. It must occur exactly once."
    assert refusal(lambda: patched(replace, "x")) == says


def test_a_mistake_whose_lists_differ_in_length_is_refused():
    says = "f.toml: mistake 'Wrong.': `replace` and `by` differ in length."
    assert refusal(lambda: patched(["a = 1"], [])) == says


ORDERS = """
[[mistake]]
caught_by = "f: {3}"
says = "Your order is {0} {1}, as in {2}."
replace = ["a, b", "{b}"]
by = ["{0}, {1}", "{{1}}"]
each = [["b", "a", "Keras", "values"], ["b", "b", "ONNX", "returns"]]
"""


def test_a_family_of_mistakes_has_one_for_each_row_of_words(tmp_path):
    exercise = course(tmp_path, f=(F.format("f"), ORDERS)).find("f")
    first, second = exercise.spec.mistake
    assert (first.caught_by, first.says) == ("f: values", "Your order is b a, as in Keras.")
    assert (second.caught_by, second.says) == ("f: returns", "Your order is b b, as in ONNX.")
    assert (first.replace, first.by) == (["a, b", "{b}"], ["b, a", "{a}"])
    assert first.patch("a, b = {b}", "f.toml") == "b, a = {a}"


def test_a_mistake_without_a_family_keeps_its_braces(tmp_path):
    toml = '[[mistake]]\ncaught_by = "f: values"\nsays = "{0}"\nreplace = "x"\nby = "{0}"\n'
    (mistake,) = course(tmp_path, f=(F.format("f"), toml)).find("f").spec.mistake
    assert (mistake.says, mistake.by) == ("{0}", "{0}")


def test_a_row_that_lacks_a_word_is_refused(tmp_path):
    says = spec_error(tmp_path, ORDERS.replace(', "ONNX", "returns"', ""))
    assert says == "mistake 'Your order is {0} {1}, as in {2}.': each: ['b', 'b'] has no word for {3}."


# names of functions


def test_public_functions_come_in_the_order_of_the_file():
    assert public_functions(small("scale")) == ["scale_forward", "scale_backward"]


def test_an_exercise_is_known_by_its_functions_and_their_other_names():
    assert functions_of(small("scale")) == {"scale_forward", "scale_backward", "stretch_forward", "stretch_backward"}


@pytest.mark.parametrize(
    ("defined", "names"),
    [
        ({"scale_forward"}, ["scale"]),
        ({"stretch_backward", "numpy"}, ["scale"]),
        ({"centre_forward", "scale_backward"}, ["scale", "centre"]),
        ({"scale"}, []),
        (set(), []),
    ],
)
def test_exercises_are_recognised_by_what_a_file_defines(defined, names):
    assert [exercise.name for exercise in recognised(Course(SMALL), defined)] == names


@pytest.mark.parametrize(
    ("stem", "names"), [("", ["f"]), ("layers", ["f"]), ("f", ["f"]), ("fix_f", ["fix_f"]), ("fix_g", ["f"])]
)
def test_a_file_with_bugs_to_find_is_recognised_by_its_name_only(tmp_path, stem, names):
    planted = '[[mistake]]\ncaught_by = "f: values"\nsays = "S"\nreplace = "x"\nby = "y"\nplanted = true\n'
    made = course(tmp_path, f=F.format("f"), fix_f=(F.format("f"), planted), fix_g=(F.format("g"), planted))
    assert [exercise.name for exercise in recognised(made, {"f"}, stem)] == names


def test_errors_of_a_course_are_the_users_to_see():
    assert issubclass(CourseError, InputError)
