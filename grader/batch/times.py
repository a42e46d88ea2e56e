"""Moments, spans of time and percentages, as an instructor writes them."""

import re
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from grader.toml import did_you_mean

#: The units of a span, smallest first: their length in seconds, and how they are written.
UNITS = {"s": 1, "min": 60, "hour": 3600, "day": 86400}
_SPELLED = {"second": "s", "sec": "s", "minute": "min", "h": "hour", "d": "day"}
#: Digits of a number in a span: enough for every course, and no sum with a date overflows.
_DIGITS = 4


class Unclear(Exception):
    """What is written has no meaning, or more than one: the cause, then the fix."""


def zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(name, available_timezones())
        raise Unclear(f'no time zone {name!r}.{hint} Names look like "Europe/Berlin".') from None


def moment(written: Any, where: ZoneInfo | None) -> datetime:
    """Return the one moment that is meant, or refuse: the time zone is never guessed."""
    if isinstance(written, date) and not isinstance(written, datetime):
        raise Unclear(f'the time of day is missing: write "{written}T23:59".')
    when = written if isinstance(written, datetime) else _parsed(written)
    if not 1900 <= when.year <= 9000:  # so that no time zone takes it out of the calendar
        raise Unclear(f"the year {when.year} is out of reach.")
    if when.tzinfo is not None:
        return when if where is None else _fixed(when.astimezone(where))
    if where is None:
        raise Unclear(
            f'{_short(when)} has no time zone: add timezone = "Europe/Berlin" (yours) on a line of its own '
            f'above the tables, or an offset: "{_short(when)}+01:00".'
        )
    return _in_zone(when, where)


def _parsed(written: Any) -> datetime:
    text = str(written).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Unclear(f'the time of day is missing: write "{text}T23:59".')
    try:
        if not isinstance(written, str) or not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
            raise ValueError
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unclear(f'{text!r} is no date with a time: write it like "2026-11-20T23:59".') from None


def _in_zone(when: datetime, where: ZoneInfo) -> datetime:
    """Read a local time; when the clocks change, some occur twice and some never."""
    first, second = (when.replace(tzinfo=where, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _fixed(first)
    exists = datetime.fromtimestamp(first.timestamp(), where).replace(tzinfo=None) == when
    says = "twice: the clocks go back" if exists else "never: the clocks go forward"
    fix = f'Add the offset that you mean, "{first.isoformat(timespec="minutes")}" for the earlier'
    raise Unclear(
        f"{_short(when)} occurs {says} in {where.key}. {fix if exists else 'Write an earlier or a later time'}."
    )


def _fixed(when: datetime) -> datetime:
    """Put the offset in the zone's place: moments of one zone are compared by their clocks, which may go back."""
    return when.replace(tzinfo=timezone(when.utcoffset() or timedelta(0)), fold=0)


def _short(when: datetime) -> str:
    return when.isoformat(timespec="seconds" if when.second else "minutes")


def shown(when: datetime) -> str:
    """Write a moment for people, with its offset."""
    return when.isoformat(" ", "seconds" if when.second else "minutes")


def span(written: str) -> timedelta:
    """Read "15 min", "2 hours", "3 days"."""
    found = re.fullmatch(rf"(\d{{1,{_DIGITS}}})\s*([a-z]+)", written.strip().lower())
    unit = _unit(found[2]) if found else None
    if found is None or unit is None:
        raise Unclear(f'{written!r} is no span of time: write it like "15 min", "2 hours" or "3 days".')
    return timedelta(seconds=int(found[1]) * UNITS[unit])


def _unit(word: str) -> str | None:
    for name in (word, word.removesuffix("s")):
        name = _SPELLED.get(name, name)
        if name in UNITS:
            return name
    return None


def amount(length: timedelta) -> str:
    """Write a span for people, by its two largest units: "1 day 2 hours"."""
    left = int(length.total_seconds())
    words = []
    for name, seconds in reversed(UNITS.items()):
        count, left = divmod(left, seconds)
        if count:
            words.append(counted(count, name))
    return " ".join(words[:2]) or "less than 1 s"


def counted(count: int, name: str) -> str:
    """Write a number of units."""
    return f"{count} {name}{'s' if count != 1 and name in ('hour', 'day') else ''}"


def percent(written: str) -> Fraction:
    """Read "10 %" as the tenth that it is."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s*%", written.strip())
    share = Fraction(found[1]) / 100 if found else Fraction(-1)
    if not 0 <= share <= 1:
        raise Unclear(f'{written!r} is no percentage from 0 to 100: write it like "10 %".')
    return share


def as_percent(share: Fraction) -> str:
    """Write a share for people."""
    return f"{float(share * 100):.6g} %"
