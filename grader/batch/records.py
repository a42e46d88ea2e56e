"""What systems write down of a submission: times, and Gradescope's submission_metadata.yml."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from grader.errors import InputError
from grader.submission import shown

if TYPE_CHECKING:
    import yaml

_TIME = re.compile(
    r"^\s*(\d{4})-(\d\d)-(\d\d)[T_ ](\d\d)[:.\-]?(\d\d)(?:[:.\-]?(\d\d)(?:\.(\d{1,9}))?)?\s*(\S*)\s*$", re.ASCII
)
_OFFSET = re.compile(r"^([+-])(\d\d):?(\d\d)$", re.ASCII)
_DEPTH = 40
_EVENTS = 5_000_000


def time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Read a time such as `2015-02-02 14:58:23.948203 America/Los_Angeles`; without a zone it is in `zone`, or None."""
    match = _TIME.match(text[:100])
    if not match:
        return None
    *numbers, fraction, name = match.groups()
    known = _zone(name) if name else zone
    try:
        year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
        microsecond = int((fraction or "0")[:6].ljust(6, "0"))
        found = datetime(year, month, day, hour, minute, second, microsecond, tzinfo=known)
        return found.astimezone(UTC) if known else None
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> tzinfo | None:
    if name in ("Z", "UTC", "GMT"):
        return UTC
    offset = _OFFSET.match(name)
    if offset:
        sign, hours, minutes = offset.groups()
        change = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-change if sign == "-" else change) if change < timedelta(hours=24) else None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


@dataclass(frozen=True)
class Submitter:
    """A student as Gradescope knows them."""

    name: str
    email: str
    sid: str


@dataclass(frozen=True)
class Record:
    """What Gradescope says of a folder: who handed it in, when, and how often before."""

    submitters: tuple[Submitter, ...]
    when: datetime | None
    number: int


def gradescope(data: bytes, place: str) -> Mapping[str, Record]:
    """Read submission_metadata.yml: what stands there for each folder, and for each earlier one that it names.

    Results, which quote what students print, are passed over; nothing becomes anything but text.
    """
    import yaml

    try:
        tree = _tree(_events(data), 0)
    except (yaml.YAMLError, UnicodeError, _TooDeep, StopIteration):
        raise InputError(f"{place} is not the YAML that Gradescope writes. Download the export again.") from None
    records: dict[str, Record] = {}
    for folder, entry in tree.items() if isinstance(tree, dict) else ():
        if not isinstance(entry, dict):
            continue
        submitters = tuple(_submitter(one) for one in _list(entry.get("submitters")))
        when = _moment(entry)
        history = [one for one in _list(entry.get("history")) if isinstance(one, dict)]
        times = sorted(moment for moment in map(_moment, history) if moment)
        records[shown(folder)] = Record(submitters, when, _number(times, when))
        for one in history:
            moment = _moment(one)
            records.setdefault(f"submission_{one.get('id')}", Record(submitters, moment, _number(times, moment)))
    return records


def _number(times: list[datetime], moment: datetime | None) -> int:
    """Which attempt it was, by the times of all that were there before."""
    return 1 + bisect_left(times, moment) if moment else 1


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    value = entry.get("created_at")
    return time(value, UTC) if isinstance(value, str) else None


def _submitter(entry: Any) -> Submitter:
    entry = entry if isinstance(entry, dict) else {}
    name, email, sid = (entry.get(key) for key in ("name", "email", "sid"))
    return Submitter(*(shown(value.strip()) if isinstance(value, str) else "" for value in (name, email, sid)))


class _TooDeep(Exception):
    """The tree is deeper or larger than any that Gradescope writes."""


def _events(data: bytes) -> Iterator["yaml.Event"]:
    import yaml

    for count, event in enumerate(yaml.parse(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))):
        if count > _EVENTS:
            raise _TooDeep
        if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            yield event


def _tree(events: Iterator["yaml.Event"], depth: int) -> Any:
    """Build the next value from strings, lists and dictionaries only; aliases, which could multiply, are empty."""
    import yaml

    event = next(events)
    if depth > _DEPTH:
        raise _TooDeep
    if isinstance(event, yaml.MappingStartEvent):
        found: dict[str, Any] = {}
        while not isinstance(key := _tree(events, depth + 1), _End):
            value = _tree(events, depth + 1)
            if isinstance(key, str) and key != ":results":
                found.setdefault(key.lstrip(":"), value)
        return found
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(item := _tree(events, depth + 1), _End):
            items.append(item)
        return items
    if isinstance(event, yaml.ScalarEvent):
        return "" if event.style is None and event.value in ("~", "null") else event.value
    return _End() if not isinstance(event, yaml.AliasEvent) else ""


class _End:
    """Where a list or a dictionary ends."""
