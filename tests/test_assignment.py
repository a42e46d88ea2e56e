import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.batch import times
from grader.batch.assignment import Assignment, File
from grader.errors import InputError
from tests.data.making import course

SPAN = 'write it like "15 min", "2 hours" or "3 days".'
PERCENT = 'is no percentage from 0 to 100: write it like "10 %".'
F = "def {0}(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n"
TWO = 'exercises = ["lstm", "gru"]\n'
DUE = 'due = "2026-11-20T23:59"\ntimezone = "Europe/Berlin"\n'


@pytest.fixture
def made(tmp_path):
    worth = {"lstm": "values = 8.5", "gru": "values = 4\nshape = 1.5", "free": ""}
    stems = {name: (F.format(name), f"[points.{name}]\n{points}") for name, points in worth.items()}
    return course(tmp_path / "course", **stems)


@pytest.fixture
def load(made, tmp_path):
    def load(text):
        path = tmp_path / "assignment.toml"
        path.write_text(f"format = 1\n{text}", "utf-8")
        return Assignment.load(path, made)

    return load


@pytest.fixture
def refusal(load, tmp_path):
    def refusal(text):
        with pytest.raises(InputError) as refused:
            load(text)
        says = str(refused.value)
        assert says.startswith(f"{tmp_path / 'assignment.toml'}: ")
        assert "\n" not in says
        return says.removeprefix(f"{tmp_path / 'assignment.toml'}: ")

    return refusal


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_shortest_file_names_the_exercises(load):
    assignment = load(TWO)
    assert [exercise.name for exercise in assignment.exercises] == ["lstm", "gru"]
    assert [part.points for part in assignment.parts] == [Fraction(17, 2), Fraction(11, 2)]
    assert assignment.points == 14
    assert (assignment.counts, assignment.limit, assignment.grace) == ("last", None, timedelta(0))
    assert [assignment.due("alice", part) for part in assignment.parts] == [None, None]


def test_no_file_says_the_same_as_the_shortest_one(load, made):
    assert Assignment.of([made.find("lstm"), made.find("gru")]) == load(TWO)


def test_a_whole_file_says_all_that_can_be_said(load):
    assignment = load(
        'title = "Homework 3"\n'
        + DUE
        + """
        grace = "15 min"
        out_of = 100
        decimals = 1
        [exercises]
        lstm = 2
        gru = { points = 0.1, due = "2026-11-27T12:00:30-05:00" }
        [late]
        per_day = "12.5 %"
        cap = "50%"
        latest = "7 days"
        [attempts]
        counts = "best"
        limit = 3
        [extensions]
        alice = "2026-11-25T12:00"
        "b.o@c" = 2026-11-26T12:00:00
        """
    )
    lstm, gru = assignment.parts
    assert assignment.title == "Homework 3"
    assert [lstm.points, gru.points, assignment.points] == [2, Fraction(1, 10), 100]
    assert lstm.due == utc("2026-11-20T22:59")
    assert gru.due == utc("2026-11-27T17:00:30")
    assert assignment.grace == timedelta(minutes=15)
    assert (assignment.late.share, assignment.late.unit) == (Fraction(1, 8), "day")
    assert (assignment.late.cap, assignment.late.latest) == (Fraction(1, 2), timedelta(days=7))
    assert (assignment.counts, assignment.limit, assignment.decimals) == ("best", 3, 1)
    assert assignment.extensions == {"alice": utc("2026-11-25T11:00"), "b.o@c": utc("2026-11-26T11:00")}


def test_an_extension_moves_a_due_date_back_and_never_forward(load):
    assignment = load(
        DUE + "[exercises]\nlstm = 1\ngru = { due = '2026-12-01T12:00' }\n[extensions]\nalice = '2026-11-25T12:00'"
    )
    lstm, gru = assignment.parts
    assert assignment.due("alice", lstm) == utc("2026-11-25T11:00")
    assert assignment.due("alice", gru) == gru.due == utc("2026-12-01T11:00")
    assert assignment.due("bob", lstm) == lstm.due


def test_an_exercise_without_points_of_its_own_in_a_table_is_worth_what_the_course_says(load):
    assert load("[exercises]\ngru = {}").parts[0].points == Fraction(11, 2)


def test_an_extension_for_nobody_is_told(load):
    assignment = load(TWO + DUE + "[extensions]\nalcie = '2026-11-25T12:00'\nbob = '2026-11-25T12:00'")
    assert assignment.idle_extensions(["alice", "bob"]) == ["extensions: nobody here is 'alcie'. Did you mean 'alice'?"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exercises = ['lsmt']", "exercises: no exercise 'lsmt'. Did you mean 'lstm'?"),
        ("exercises = ['qqqqqqq']", "exercises: no exercise 'qqqqqqq'."),
        ("[exercises]\nlsmt = 3", "exercises: no exercise 'lsmt'. Did you mean 'lstm'?"),
        ("exercises = ['lstm', 'LSTM']", "exercises: 'LSTM' occurs twice."),
        ("exercises = []", 'exercises: there are none: write exercises = ["lstm"] for example.'),
        ("exercises = ['free']", "exercises: 'free' has no points in its .toml, so it cannot be marked."),
        ("title = 'H'", "the key 'exercises' is missing."),
        ("exercises = 3", "exercises: Expected `object | array`, got `int`"),
        ("[exercises]\nlstm = 0", "exercises.lstm.points: 0 is not a number above 0."),
        ("[exercises]\nlstm = nan", "exercises.lstm.points: nan is not a number above 0."),
        ("[exercises]\nlstm = { points = inf }", "exercises.lstm.points: inf is not a number above 0."),
        ("[exercises]\nlstm = { pionts = 3 }", "exercises.lstm: unknown key 'pionts'. Did you mean 'points'?"),
        ("[exercises]\nlstm = 'much'", "exercises.lstm: Expected `float | object`, got `str`"),
        (TWO + "duw = 3", "unknown key 'duw'. Did you mean 'due'?"),
        (TWO + "out_of = -1", "out_of: -1 is not a number above 0."),
        (TWO + "decimals = 7", "decimals: 7 is not from 0 to 6."),
        (TWO + "[attempts]\nlimit = 0", "attempts.limit: 0 attempts are none: write 1 or more, or leave the key out."),
        (TWO + "[attempts]\ncounts = 'worst'", "attempts.counts: Invalid enum value 'worst'"),
        (TWO + "grace = '15 min'", 'grace: no exercise has a due date: add due = "2026-11-20T23:59" above the tables.'),
        (TWO + "[late]", 'late: no exercise has a due date: add due = "2026-11-20T23:59" above the tables.'),
        (
            TWO + "timezone = 'UTC'\n[extensions]\na = '2026-11-20T23:59'",
            'extensions: no exercise has a due date: add due = "2026-11-20T23:59" above the tables.',
        ),
        (TWO + DUE + "grace = '15'", f"grace: '15' is no span of time: {SPAN}"),
        (TWO + DUE + "grace = 15", "grace: Expected `str | null`, got `int`"),
        (TWO + DUE + "[late]\nper_day = '10'", f"late.per_day: '10' {PERCENT}"),
        (TWO + DUE + "[late]\nper_day = '101 %'", f"late.per_day: '101 %' {PERCENT}"),
        (
            TWO + DUE + "[late]\nper_day = '1 %'\nper_hour = '1 %'",
            "late: per_day and per_hour exclude each other: keep one.",
        ),
        (TWO + DUE + "[late]\ncap = '50 %'", "late.cap: there is nothing to limit: add per_day or per_hour."),
        (
            TWO + DUE + "grace = '2 h'\n[late]\nlatest = '1 h'",
            "late.latest: 1 hour is shorter than the grace, 2 hours.",
        ),
        (
            TWO + DUE + "[extensions]\nann.lee = '2026-11-25T12:00'",
            'extensions.ann: a name with a dot needs quotes: "ann.lee" = "2026-11-25T12:00".',
        ),
        (
            TWO + DUE + "[extensions]\nann = 3",
            "extensions.ann: '3' is no date with a time: write it like \"2026-11-20T23:59\".",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_the_key_first(refusal, text, says):
    assert refusal(text) == says


def test_a_file_that_is_not_there_is_one_line(made, tmp_path):
    with pytest.raises(InputError) as refused:
        Assignment.load(tmp_path / "none.toml", made)
    assert str(refused.value) == f"{tmp_path / 'none.toml'}: No such file or directory."


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ("'2026-11-20'", 'due: the time of day is missing: write "2026-11-20T23:59".'),
        ("2026-11-20", 'due: the time of day is missing: write "2026-11-20T23:59".'),
        ("'20.11.2026 23:59'", "due: '20.11.2026 23:59' is no date with a time: write it like \"2026-11-20T23:59\"."),
        ("'2026-11-31T23:59'", "due: '2026-11-31T23:59' is no date with a time: write it like \"2026-11-20T23:59\"."),
        ("23:59:00", "due: '23:59:00' is no date with a time: write it like \"2026-11-20T23:59\"."),
        ("'9999-12-31T23:59'", "due: the year 9999 is out of reach."),
        ("0001-01-01T00:00:00", "due: the year 1 is out of reach."),
        (
            "'2026-03-29T02:30'",
            "due: 2026-03-29T02:30 occurs never: the clocks go forward in Europe/Berlin. "
            "Write an earlier or a later time.",
        ),
        (
            "'2026-10-25T02:30'",
            "due: 2026-10-25T02:30 occurs twice: the clocks go back in Europe/Berlin. "
            'Add the offset that you mean, "2026-10-25T02:30+02:00" for the earlier.',
        ),
    ],
)
def test_a_due_date_that_is_unclear_is_refused(refusal, due, says):
    assert refusal(f"{TWO}due = {due}\ntimezone = 'Europe/Berlin'") == says


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        ("'2026-03-29T01:59'", "2026-03-29T00:59"),
        ("'2026-03-29T03:00'", "2026-03-29T01:00"),
        ("'2026-10-25T02:30+01:00'", "2026-10-25T01:30"),
        ("'2026-10-25 02:30+02:00'", "2026-10-25T00:30"),
        ("'2026-10-25T00:30Z'", "2026-10-25T00:30"),
        ("2026-10-25T01:30:00", "2026-10-24T23:30"),
    ],
)
def test_around_a_change_of_the_clocks_the_moment_is_the_one_that_is_written(load, due, moment):
    assert load(f"{TWO}due = {due}\ntimezone = 'Europe/Berlin'").parts[0].due == utc(moment)


def test_a_due_date_without_any_zone_is_refused(refusal):
    assert refusal(TWO + "due = '2026-11-20T23:59'") == (
        'due: 2026-11-20T23:59 has no time zone: add timezone = "Europe/Berlin" (yours) on a line of its own above the '
        'tables, or an offset: "2026-11-20T23:59+01:00".'
    )


@pytest.mark.parametrize("name", ["Europe/Berlim", "../Berlin", "Europe", "", "/etc/passwd"])
def test_an_unknown_time_zone_is_refused(refusal, name):
    hint = {"Europe/Berlim": " Did you mean 'Europe/Berlin'?"}.get(name, "")
    says = refusal(f"{TWO}timezone = '{name}'")
    assert says.startswith(f"timezone: no time zone {name!r}.{hint}")
    assert says.endswith(' Names look like "Europe/Berlin".')


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("90 s", 90),
        ("15min", 900),
        ("1 minute", 60),
        ("2 Hours", 7200),
        ("1 h", 3600),
        ("7 days", 604800),
        ("0 min", 0),
    ],
)
def test_a_span_of_time_carries_its_unit(written, seconds):
    assert times.span(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", ["", "15", "-1 h", "1.5 h", "99999 days", "1 year", "1 h 5 min", "1 hs ago"])
def test_a_span_of_time_that_is_none_is_refused(written):
    with pytest.raises(times.Unclear):
        times.span(written)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0.4, "less than 1 s"), (61, "1 min 1 s"), (7200, "2 hours"), (90061, "1 day 1 hour"), (172860, "2 days 1 min")],
)
def test_a_span_is_shown_by_its_two_largest_units(seconds, says):
    assert times.amount(timedelta(seconds=seconds)) == says


def test_what_the_page_for_instructors_shows_can_be_loaded(load):
    page = Path(__file__).parent.parent.joinpath("docs/GRADING.md").read_text("utf-8")
    short, whole = (
        load(text.removeprefix("format = 1\n")) for text in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    )
    assert [exercise.name for exercise in short.exercises] == [exercise.name for exercise in whole.exercises]
    assert whole.extensions.keys() == {"alice", "b.jones@uni.example"}


def test_the_page_for_instructors_names_every_key():
    page = Path(__file__).parent.parent.joinpath("docs/GRADING.md").read_text("utf-8")
    late = [f"late.{key}" for key in ("per_day", "per_hour", "cap", "latest")]
    keys = [*File.__struct_fields__, *late, "attempts.counts", "attempts.limit", "extensions.STUDENT"]
    for key in set(keys) - {"late", "attempts", "extensions"}:
        assert re.search(rf"^\|[^|]*`{re.escape(key)}`", page, re.MULTILINE), key
