from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.assignment import Assignment, Late, Part
from grader.batch.marks import Scored, lateness, mark, rounded, totals
from grader.batch.model import Entry
from grader.course import Course, Exercise

DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
COURSE = Course(root=None)
LSTM = Part(Exercise("lstm", "only", COURSE), Fraction(20), DUE)
GRU = Part(Exercise("gru", "only", COURSE), Fraction(30), DUE)
TEN_A_DAY = Late(share=Fraction(1, 10))


def assignment(*parts, **rules):
    return Assignment(parts or (LSTM,), **rules)


def handed_in(number, points, late=None, *, text=None, student="alice", exercise="lstm", out_of=10.0):
    """An attempt, so long after the due date; its text is its own unless it is said."""
    when = None if late is None else DUE + late
    entry = Entry(student, exercise, number, key="k", submission=f"text {number}" if text is None else text)
    return Scored(entry, when, points, out_of)


def days(number):
    return timedelta(days=number)


def minutes(number):
    return timedelta(minutes=number)


EARLY = -minutes(10)


# one attempt


@pytest.mark.parametrize(
    ("late", "points", "why"),
    [
        (EARLY, 16, "Attempt 1 counts; on time."),
        (minutes(0), 16, "Attempt 1 counts; on time."),
        (minutes(15), 16, "Attempt 1 counts; 15 min late, within the 15 min of grace."),
        (
            minutes(15) + timedelta(seconds=1),
            Fraction(72, 5),
            "Attempt 1 counts; 15 min 1 s late (1 day begun): 10 % off; 15 min of grace used up.",
        ),
        (
            days(1),
            Fraction(72, 5),
            "Attempt 1 counts; 1 day late (1 day begun): 10 % off; 15 min of grace used up.",
        ),
        (
            days(1) + timedelta(microseconds=1),
            Fraction(64, 5),
            "Attempt 1 counts; 1 day late (2 days begun): 20 % off; 15 min of grace used up.",
        ),
        (
            days(6),
            8,
            "Attempt 1 counts; 6 days late (6 days begun): 50 % off, the most that lateness costs; "
            "15 min of grace used up.",
        ),
        (
            days(7) + minutes(1),
            0,
            "Attempt 1 came 7 days 1 min late and does not count: 7 days at most.",
        ),
    ],
)
def test_lateness_takes_a_share_for_each_day_begun(late, points, why):
    rules = assignment(grace=minutes(15), late=Late(Fraction(1, 10), cap=Fraction(1, 2), latest=days(7)))
    found = mark(rules, "alice", LSTM, [handed_in(1, 8.0, late)])
    assert (found.points, found.why) == (points, why)
    assert (found.raw, found.raw_max, found.earned, found.max_points) == (8.0, 10.0, 16, 20)
    assert (found.state, found.flags) == ("marked", ())


def test_lateness_can_be_counted_in_hours():
    rules = assignment(late=Late(Fraction(1, 80), unit="hour"))
    assert lateness(rules, DUE + minutes(90), DUE) == (
        Fraction(1, 40),
        "1 hour 30 min late (2 hours begun): 2.5 % off",
    )


def test_lateness_that_costs_nothing_is_told():
    found = mark(assignment(), "alice", LSTM, [handed_in(1, 8.0, days(3))])
    assert (found.points, found.why) == (16, "Attempt 1 counts; 3 days late, which costs nothing.")


def test_lateness_takes_all_at_most():
    assert mark(assignment(late=TEN_A_DAY), "alice", LSTM, [handed_in(1, 8.0, days(40))]).points == 0


def test_a_day_has_24_hours_when_the_clocks_change():
    due = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    handed = datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/Berlin"))  # by the clock a day, and an hour more
    assert lateness(assignment(late=TEN_A_DAY), handed, due)[1] == "1 day 1 hour late (2 days begun): 20 % off"


def test_an_unknown_hand_in_time_costs_nothing_and_is_flagged():
    found = mark(assignment(late=Late(Fraction(1, 10), latest=days(1))), "alice", LSTM, [handed_in(1, 8.0)])
    assert found.points == 16
    assert found.why == "Attempt 1 counts; the hand-in time is unknown, so nothing is taken off."
    assert found.flags == ("the hand-in time is unknown, so nothing is taken off",)


def test_without_a_due_date_an_unknown_hand_in_time_is_no_matter():
    part = Part(LSTM.exercise, Fraction(20))
    found = mark(assignment(part), "alice", part, [handed_in(1, 8.0)])
    assert (found.points, found.why, found.flags) == (16, "Attempt 1 counts; no due date.", ())


def test_an_extension_is_told():
    rules = assignment(late=TEN_A_DAY, extensions={"alice": DUE + days(5)})
    found = mark(rules, "alice", LSTM, [handed_in(1, 8.0, days(4))])
    assert (found.points, found.why) == (16, "Attempt 1 counts; on time; extended to 2026-11-25 22:59+00:00.")


def test_nothing_handed_in_is_nothing_and_is_called_missing():
    found = mark(assignment(), "alice", LSTM, [handed_in(1, None, EARLY, text="")])
    assert (found.state, found.points, found.raw, found.why) == ("missing", 0, None, "Nothing handed in.")


# several attempts


ATTEMPTS = [handed_in(1, 6.0, EARLY), handed_in(2, 9.0, minutes(60)), handed_in(3, 8.0, days(1.5))]


@pytest.mark.parametrize(
    ("counts", "points", "raw", "why"),
    [
        ("first", 12, 6.0, "Attempt 1 counts, the first; on time."),
        ("last", Fraction(64, 5), 8.0, "Attempt 3 counts, the last; 1 day 12 hours late (2 days begun): 20 % off."),
        ("best", Fraction(81, 5), 9.0, "Attempt 2 counts, the best; 1 hour late (1 day begun): 10 % off."),
    ],
)
def test_the_rule_says_which_attempt_counts(counts, points, raw, why):
    found = mark(assignment(counts=counts, late=TEN_A_DAY), "alice", LSTM, ATTEMPTS)
    assert (found.points, found.raw, found.why) == (points, raw, why)


def test_the_best_is_the_best_after_lateness():
    attempts = [handed_in(1, 8.0, EARLY), handed_in(2, 9.0, days(2))]
    assert mark(assignment(counts="best", late=TEN_A_DAY), "alice", LSTM, attempts).attempt == 1


def test_of_equally_good_attempts_the_earliest_counts():
    attempts = [handed_in(1, 8.0, EARLY), handed_in(2, 8.0, EARLY)]
    assert mark(assignment(counts="best"), "alice", LSTM, attempts).attempt == 1


def test_attempts_over_the_limit_do_not_count_and_are_told():
    found = mark(assignment(limit=2, late=TEN_A_DAY), "alice", LSTM, ATTEMPTS)
    assert found.attempt == 2
    assert found.why == (
        "Attempt 2 counts, the last; 1 hour late (1 day begun): 10 % off; "
        "attempt 3 is over the limit of 2 and does not count."
    )


def test_an_attempt_that_came_too_late_leaves_the_earlier_one_as_it_was():
    found = mark(assignment(late=Late(latest=days(1))), "alice", LSTM, ATTEMPTS)
    assert found.attempt == 2
    assert found.why == (
        "Attempt 2 counts, the last; 1 hour late, which costs nothing; "
        "attempt 3 came 1 day 12 hours late and does not count: 1 day at most."
    )


def test_what_is_handed_in_again_unchanged_is_as_early_as_it_was_and_no_attempt():
    attempts = [
        handed_in(1, 8.0, EARLY, text="same"),
        handed_in(2, 8.0, days(2), text="same"),
        handed_in(3, None, days(2), text=""),
        handed_in(4, 8.0, days(3), text="same"),
    ]
    found = mark(assignment(limit=1, late=TEN_A_DAY), "alice", LSTM, attempts)
    assert (found.attempt, found.points, found.why) == (1, 16, "Attempt 1 counts; on time.")


def test_a_return_to_an_earlier_text_is_an_attempt():
    attempts = [handed_in(n, 8.0, days(n), text=text) for n, text in enumerate(["a", "b", "a"], 1)]
    assert mark(assignment(), "alice", LSTM, attempts).attempt == 3


# ungraded


def test_an_ungraded_attempt_that_counts_leaves_the_mark_incomplete():
    found = mark(assignment(), "alice", LSTM, [handed_in(1, 8.0, EARLY), handed_in(2, None, EARLY)])
    assert (found.state, found.points, found.earned, found.attempt) == ("incomplete", None, None, 2)
    assert found.why == "Attempt 2 counts, the last; attempt 2 could not be graded yet."
    assert found.flags == ("attempt 2 could not be graded yet",)


def test_of_several_the_best_is_among_the_graded_and_the_ungraded_is_flagged():
    attempts = [handed_in(1, 8.0, EARLY), handed_in(2, None, EARLY)]
    found = mark(assignment(counts="best"), "alice", LSTM, attempts)
    assert (found.state, found.points, found.attempt) == ("marked", 16, 1)
    assert found.why == "Attempt 1 counts, the best; on time; attempt 2 could not be graded yet."
    assert found.flags == ("attempt 2 could not be graded yet",)


def test_the_best_of_none_that_is_graded_is_incomplete():
    found = mark(assignment(counts="best"), "alice", LSTM, [handed_in(1, None, EARLY)])
    assert (found.state, found.points) == ("incomplete", None)


def test_a_fault_at_one_of_two_equal_texts_is_no_fault():
    attempts = [handed_in(1, None, EARLY, text="same"), handed_in(2, 8.0, days(1), text="same")]
    found = mark(assignment(late=TEN_A_DAY), "alice", LSTM, attempts)
    assert (found.state, found.points, found.attempt) == ("marked", 16, 1)


def test_one_ungraded_exercise_leaves_the_sum_incomplete():
    attempts = [handed_in(1, 8.0, EARLY), handed_in(1, None, EARLY, exercise="gru")]
    (total,) = totals(assignment(LSTM, GRU), [], attempts)
    assert (total.state, total.points, total.earned) == ("incomplete", None, None)
    assert total.flags == ("gru: attempt 1 could not be graded yet",)
    assert total.marks[0].points == 16


# sums


def test_everybody_is_marked_in_the_order_of_their_ids():
    attempts = [handed_in(1, 8.0, EARLY, student="bob"), handed_in(1, 5.0, EARLY, student="bob", exercise="gru")]
    found = totals(assignment(LSTM, GRU), ["zoe", "bob", "al"], attempts)
    assert [(total.student, total.state, total.points) for total in found] == [
        ("al", "missing", Decimal("0.00")),
        ("bob", "marked", Decimal("31.00")),
        ("zoe", "missing", Decimal("0.00")),
    ]


def test_out_of_makes_weights_of_points():
    attempts = [handed_in(1, 8.0, days(1)), handed_in(1, 5.0, EARLY, exercise="gru")]
    (total,) = totals(assignment(LSTM, GRU, out_of=Fraction(10), late=TEN_A_DAY), [], attempts)
    assert (total.earned, total.points, total.max_points) == (Decimal("6.20"), Decimal("5.88"), Decimal("10.00"))


def test_the_sum_is_rounded_once_and_a_half_goes_up():
    thirds = [Part(Exercise(name, "only", COURSE), Fraction(1), DUE) for name in "abc"]
    attempts = [handed_in(1, 1.0, EARLY, exercise=name, out_of=3.0) for name in "abc"]
    (total,) = totals(assignment(*thirds), [], attempts)
    assert total.points == Decimal("1.00")
    assert [mark.points for mark in total.marks] == [Fraction(1, 3)] * 3
    assert [rounded(Fraction(n, 8), 2) for n in (1, 3)] == [Decimal("0.13"), Decimal("0.38")]
    assert rounded(Fraction(1, 2), 0) == 1


def test_sums_of_floats_count_as_the_decimals_that_they_stand_for():
    assert mark(assignment(), "alice", LSTM, [handed_in(1, 0.1 + 0.2, EARLY, out_of=0.6)]).points == 10


# for all

seconds = st.integers(-2 * 86400, 12 * 86400).map(lambda n: timedelta(seconds=n))
shares = st.integers(0, 100).map(lambda n: Fraction(n, 100))
rules = st.builds(
    Assignment,
    parts=st.just((LSTM,)),
    grace=st.integers(0, 600).map(minutes),
    late=st.builds(Late, shares, st.sampled_from(["day", "hour"]), shares, st.none() | st.integers(1, 10).map(days)),
    counts=st.sampled_from(["last", "best", "first"]),
    limit=st.none() | st.integers(1, 4),
    extensions=st.dictionaries(st.just("alice"), seconds.map(lambda late: DUE + late)),
)
texts = st.sampled_from([None, "", "same"])
attempts = st.lists(st.tuples(st.none() | st.integers(0, 10), st.none() | seconds, texts), max_size=5).map(
    lambda rows: [
        handed_in(n, 4 if text == "same" and points is not None else points, late, text=text)  # one text has one score
        for n, (points, late, text) in enumerate(rows, 1)
    ]
)


@given(rules, st.integers(0, 10), seconds, seconds)
def test_later_is_never_better(rules, raw, one, other):
    earlier, later = (
        mark(rules, "alice", LSTM, [handed_in(1, float(raw), late)]).points for late in sorted([one, other])
    )
    assert later <= earlier


@given(rules, attempts)
def test_a_penalty_is_a_share_and_the_points_are_what_it_leaves(rules, attempts):
    found = mark(rules, "alice", LSTM, attempts)
    assert 0 <= found.penalty <= 1
    if found.state != "incomplete" and found.earned is not None:
        assert found.points == found.earned * (1 - found.penalty)
        assert 0 <= found.points <= found.max_points


@given(rules, attempts, st.randoms(use_true_random=False))
def test_the_order_in_which_attempts_are_read_is_no_matter(rules, attempts, random):
    shuffled = random.sample(attempts, len(attempts))
    assert totals(rules, ["alice"], attempts) == totals(rules, ["alice"], shuffled)


@given(rules, attempts)
def test_the_raw_score_is_the_one_that_was_graded(rules, attempts):
    found = mark(rules, "alice", LSTM, attempts)
    if found.attempt is not None:
        counting = next(one for one in attempts if one.entry.attempt == found.attempt)
        same = [one.points for one in attempts if one.entry.submission == counting.entry.submission]
        assert found.raw in same if counting.points is None else found.raw == counting.points


@given(rules, attempts, st.integers(0, 10))
def test_what_a_fault_left_open_never_costs_a_point(rules, attempts, worth):
    """Whatever the ungraded attempts turn out to be worth: a mark that stands stays, and a best one may rise."""
    known = {one.entry.submission: one.points for one in attempts if one.points is not None}
    graded = [replace(one, points=known.setdefault(one.entry.submission, float(worth))) for one in attempts]
    before = mark(rules, "alice", LSTM, attempts).points
    after = mark(rules, "alice", LSTM, graded).points
    assert before is None or before == after or (rules.counts == "best" and before < after)


@given(rules, attempts)
def test_a_reason_is_always_given(rules, attempts):
    assert len(mark(rules, "alice", LSTM, attempts).why) > 5
