import json
import math
import os
import re
import tempfile
import threading
import time
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import battery as batteries
from grader import session
from grader.checking import Checker
from grader.course import find_course
from grader.errors import GraderFault
from grader.findings import Finding, find
from grader.isolation import Limits, Worker
from grader.session import Gone, Session, clean_fault
from grader.submission import Submission
from grader.worker import frames, wire
from grader.worker.reports import Report
from grader.worker.wire import DTYPES, MAX_DEPTH, MAX_ITEMS, Encoder, Opaque, Refused, decode, pack, unpack

COURSE = find_course()
quick = settings(deadline=None, max_examples=150, database=None)
often = settings(deadline=None, max_examples=400, database=None)


def sent(value):
    """A value as it comes out at the other end."""
    encoder = Encoder()
    item = encoder.value(value)
    frame = pack({"value": item}, bytes(encoder.payload))
    header, payload = unpack(BytesIO(frame).read)
    return decode(header["value"], payload)


def same(one, other):
    """Whether two values are the same to the last bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        return (one.dtype.str, one.shape, one.tobytes()) == (other.dtype.str, other.shape, other.tobytes())
    if isinstance(one, float):
        return one.hex() == other.hex()
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    return one == other


def is_harmless(value, depth=0):
    """Whether a value is nothing but numbers, plain text and arrays of numbers in lists, tuples and dictionaries."""
    if isinstance(value, np.ndarray | np.generic):
        return type(value).__module__ == "numpy" and value.dtype.str in DTYPES and value.nbytes <= frames.MAX_PAYLOAD
    if type(value) is str:
        return value.isascii() and not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value)
    if type(value) in (tuple, list):
        return depth <= MAX_DEPTH + 1 and all(is_harmless(part, depth + 1) for part in value)
    if type(value) is dict:
        return all(type(key) is str for key in value) and all(is_harmless(part, depth + 1) for part in value.values())
    if type(value) is Opaque:
        return is_harmless(value.type_name)
    return value is None or type(value) in (bool, int, float)


SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
ARRAYS = st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(np.dtype(dtype), SHAPES))
SCALARS = st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(np.dtype(dtype), ()).map(lambda array: array[()]))
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans()
PARTS = st.none() | NUMBERS | TEXT | ARRAYS | SCALARS


def nested(parts):
    return (
        st.lists(parts, max_size=4) | st.lists(parts, max_size=4).map(tuple) | st.dictionaries(TEXT, parts, max_size=4)
    )


VALUES = PARTS | nested(PARTS) | nested(PARTS | nested(PARTS))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda parts: st.lists(parts, max_size=5) | st.dictionaries(st.text(max_size=5), parts, max_size=4),
    max_leaves=12,
)
SIZES = st.integers(-2, 40) | st.sampled_from([True, -(2**63), 2**31, 2**63, 2**64, 10**30, 1.0, "1", None, [1]])
NEARLY_ARRAYS = st.tuples(
    st.sampled_from(["a", "g"]),
    st.sampled_from([*DTYPES, "O", "V8", "S5", "U1000000000", "M8[s]", "f8", ">b1", "f8,O", "", 8, None]),
    st.lists(SIZES, max_size=5) | st.just([0] + [1000] * 40) | st.just([0, 2**60, 2**60]) | JSON,
    SIZES,
).map(list)
NEARLY_VALUES = st.recursive(
    NEARLY_ARRAYS
    | st.tuples(st.sampled_from("nbifsotldx"), JSON).map(list)
    | st.sampled_from([["n"], ["x"], [], [[]]]),
    lambda parts: (
        st.tuples(st.sampled_from(["t", "l"]), st.lists(parts, max_size=4)).map(list)
        | st.lists(st.tuples(st.text(max_size=3), parts).map(list), max_size=3).map(lambda pairs: ["d", pairs])
    ),
    max_leaves=8,
)


@quick
@given(VALUES)
def test_a_value_comes_out_as_it_went_in(value):
    assert same(sent(value), value)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3,), (2, 0, 3), (2, 3), (1,) * 8])
def test_an_array_of_every_type_and_shape_comes_out_as_it_went_in(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    assert same(sent(array), array)
    assert same(sent((array, array)), (array, array))


@pytest.mark.parametrize(
    "change", [lambda a: a.T, lambda a: a[::-1], lambda a: a[:, 1:2], lambda a: np.broadcast_to(a[:1, :1], a.shape)]
)
def test_an_array_comes_out_whatever_its_memory_looks_like(change):
    array = change(np.arange(12.0).reshape(3, 4))
    assert same(sent(array), np.ascontiguousarray(array))


def test_an_array_that_came_cannot_be_written_to():
    assert not sent(np.zeros(3)).flags.writeable


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (2**63, "int"),
        (Text("x"), "Text"),
        (type("F", (float,), {})(1.0), "F"),
        (type("D", (dict,), {})(), "D"),
        (type("\x1b\u202e" + "x" * 200, (), {})(), "\\x1b\\u202e" + "x" * 78),
        (np.zeros(3, object), "array of object_"),
        (np.zeros(3, "U5"), "array of str_"),
        (np.zeros(3, "V8"), "array of void"),
        (np.zeros(3, [("a", "f8")]), "array of void"),
        (np.zeros(3, "M8[s]"), "array of datetime64"),
        (np.broadcast_to(0.0, (2**30, 2**20)), "array of float64"),
        (np.zeros(3).view(np.matrix), "matrix"),
        (np.ma.masked_all(3), "MaskedArray"),
        ((1,) * (MAX_ITEMS + 1), "tuple"),
        (print, "builtin_function_or_method"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_what_cannot_travel_is_known_by_the_name_of_its_type_only(value, name):
    came = sent(value)
    assert type(came) is Opaque
    assert came.type_name == name
    assert repr(came) == f"<{name}>"


def test_lists_that_hold_themselves_and_deep_ones_are_cut():
    loop = []
    loop.append(loop)
    came = sent(loop)
    for _ in range(MAX_DEPTH):
        (came,) = came
    assert came.type_name == "list"


def test_text_is_cut_and_comes_as_plain_ascii():
    assert sent("é\x1b[31m\u202e\ud800\0\n") == "\\xe9\\x1b[31m\\u202e\\ud800\\x00\n"
    assert len(sent("x" * 100_000)) == wire.MAX_TEXT


def test_keys_that_are_no_text_stay_behind():
    assert sent({1: 2, "a": 3, Text("b"): 4}) == {"a": 3}


# Frames: what is read before anything is decoded.


def frame(text, payload=b""):
    text = text if isinstance(text, bytes) else text.encode()
    return frames.PREFIX.pack(len(text), len(payload)) + text + payload


@pytest.mark.parametrize(
    ("header", "payload"),
    [(2**64 - 1, 0), (0, 2**64 - 1), (2**64 - 1, 2**64 - 1), (frames.MAX_HEADER + 1, 0), (2, frames.MAX_PAYLOAD + 1)],
)
def test_a_frame_that_is_too_large_is_refused_before_it_is_read(header, payload):
    asked = []

    def read(size):
        asked.append(size)
        return frames.PREFIX.pack(header, payload)[:size] if len(asked) == 1 else b"x" * size

    with pytest.raises(Refused, match=f"^a frame of {header} \\+ {payload} bytes$"):
        unpack(read)
    assert asked == [frames.PREFIX.size]


def test_a_frame_is_never_asked_for_at_once():
    asked = []

    def read(size):
        asked.append(size)
        return frames.PREFIX.pack(2, frames.MAX_PAYLOAD)[:size] if len(asked) == 1 else b""

    with pytest.raises(Refused, match=r"^a frame that ends too early$"):
        unpack(read)
    assert max(asked) <= 1 << 20


def test_a_frame_that_ends_anywhere_too_early_is_refused():
    whole = pack({"a": [1, 2]}, b"payload")
    assert unpack(BytesIO(b"").read) is None
    for size in range(1, len(whole)):
        with pytest.raises(Refused, match=r"^a frame that ends too early$"):
            unpack(BytesIO(whole[:size]).read)
    assert unpack(BytesIO(whole).read) == ({"a": [1, 2]}, b"payload")


def test_a_frame_may_come_byte_by_byte():
    stream = BytesIO(pack({"a": 1}, b"payload") * 2)
    assert [unpack(lambda size: stream.read(1)) for _ in range(3)] == [({"a": 1}, b"payload")] * 2 + [None]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "JSONDecodeError"),
        ("{", "JSONDecodeError"),
        ("{}{}", "JSONDecodeError"),
        ("{'a': 1}", "JSONDecodeError"),
        ('{"a": NaN}', "ValueError"),
        ('{"a": Infinity}', "ValueError"),
        ('{"a": -Infinity}', "ValueError"),
        ("9" * 5000, "ValueError"),
        ("[" * 100_000 + "]" * 100_000, "RecursionError"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "RecursionError"),
        (b"\xff\xfe\xfd", "UnicodeDecodeError"),
        (b'{"a": "\xff"}', "UnicodeDecodeError"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_header_that_is_not_json_is_refused(text, why):
    with pytest.raises(Refused, match=f"^a header that is not JSON \\({why}\\)$"):
        unpack(BytesIO(frame(text)).read)


def test_of_keys_that_come_twice_the_last_counts():
    assert unpack(BytesIO(frame('{"case": 1, "case": 2}')).read) == ({"case": 2}, b"")


def test_what_json_does_not_know_is_not_sent():
    with pytest.raises(ValueError, match="JSON"):
        pack({"a": float("nan")})


# Values: every size is checked before it is used.

PAYLOAD = bytes(64)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        *[(item, "a value that is not one") for item in (None, 5, "n", {}, [], True, ("n",))],
        *[(item, "a value of no known kind") for item in (["n", 1], ["?"], [["n"]], [None], [{}], ["pickle", "gAS"])],
        *[(["b", value], "a value of no known kind") for value in (1, None, "true", [True])],
        *[(["i", value], "a value of no known kind") for value in (True, 1.0, "1", 2**63, -(2**63) - 1, None)],
        *[(["f", at], "a value of no known kind") for at in (1.0, None, "0x1p0", True, -1, 57, 64, 1 << 62)],
        *[(["s", value], "a value of no known kind") for value in (1, None, "x" * 50_000)],
        *[(["o", value], "a value of no known kind") for value in (1, None, [])],
        *[(["t", value], "a value of no known kind") for value in (1, "ab", {}, [["n"]] * (MAX_ITEMS + 1))],
        *[(["d", value], "a value of no known kind") for value in (1, {"a": ["n"]}, [["a", ["n"]]] * (MAX_ITEMS + 1))],
        *[(["d", [value]], "a dictionary that is not one") for value in (1, [], ["a"], [1, ["n"]], ["a", ["n"], 1])],
        (["d", [[["a"], ["n"]]]], "a dictionary that is not one"),
        (["t", [5]], "a value that is not one"),
    ],
    ids=lambda item: repr(item)[:40],
)
def test_what_is_no_value_is_refused(item, why):
    with pytest.raises(Refused, match=f"^{why}$"):
        decode(item, PAYLOAD)


@pytest.mark.parametrize("tag", ["a", "g"])
@pytest.mark.parametrize(
    ("dtype", "shape", "offset", "why"),
    [
        *[(it, [1], 0, "an array of no known type") for it in ("O", "|O", "V8", "|V8", "S5", "U1000000000", "M8[s]")],
        *[
            (it, [1], 0, "an array of no known type")
            for it in ("f8", "float64", "numpy.loadtxt", "<f8,O", "", "=f8", "<f16")
        ],
        ("<f8", [1] * 33, 0, "an array of no known type"),
        ("<f8", [1], -1, "an array of no known type"),
        ("<f8", [1], True, "an array of no known type"),
        *[("<f8", [it], 0, "an array with an impossible shape") for it in (-1, -(2**63), 2**63, 2**64, 10**30)],
        *[("<f8", [it], 0, "an array with an impossible shape") for it in (True, False, 1.0, "1", None, [1])],
        ("<f8", [2, -4], 0, "an array with an impossible shape"),
        ("<f8", [9], 0, "an array larger than its bytes"),
        ("<f8", [8], 1, "an array larger than its bytes"),
        ("<f8", [1], 2**70, "an array larger than its bytes"),
        ("<f8", [0], 65, "an array larger than its bytes"),
        ("<f8", [2**26] * 30, 0, "an array larger than its bytes"),
        ("<f8", [0, *[2**26] * 2], 0, "an empty array with an impossible shape"),
        ("<f8", [0] + [1000] * 31, 0, "an empty array with an impossible shape"),
    ],
)
def test_an_array_that_cannot_be_is_refused(tag, dtype, shape, offset, why):
    with pytest.raises(Refused, match=f"^{why}$"):
        decode([tag, dtype, shape, offset], PAYLOAD)


@pytest.mark.parametrize("item", [["a"], ["a", "<f8"], ["a", "<f8", [1]], ["a", "<f8", 1, 0], ["a", ["<f8"], [1], 0]])
def test_half_an_array_is_refused(item):
    with pytest.raises(Refused, match=r"^a value of no known kind$"):
        decode(item, PAYLOAD)


def test_values_nested_too_deep_are_refused():
    item = ["n"]
    for _ in range(MAX_DEPTH + 1):
        item = ["t", [item]]
    assert is_harmless(decode(item, b""))
    with pytest.raises(Refused, match=r"^a value that is not one$"):
        decode(["t", [item]], b"")


def test_empty_arrays_with_possible_shapes_are_arrays():
    assert decode(["a", "<f8", [0, 1000, 100], 64], PAYLOAD).shape == (0, 1000, 100)
    assert decode(["a", "<f8", [0], 0], b"").shape == (0,)


@often
@given(NEARLY_VALUES | JSON)
def test_whatever_is_decoded_is_harmless_or_refused(item):
    try:
        value = decode(item, PAYLOAD)
    except Refused:
        return
    assert is_harmless(value)


@often
@given(st.data())
def test_a_frame_that_was_changed_anywhere_is_harmless_or_refused(data):
    encoder = Encoder()
    item = encoder.value(data.draw(VALUES))
    whole = bytearray(pack({"case": 0, "step": 0, "value": item, "after": []}, bytes(encoder.payload)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1)) if whole else 0
        some = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"[", b"]", b"-", b"9", b'"', b"e9", b"\xff" * 8, b"<f8"])
        )
        whole[place : place + data.draw(st.integers(0, 3))] = some
    try:
        came = unpack(BytesIO(bytes(whole)).read)
        value = decode(came[0]["value"], came[1]) if came and isinstance(came[0], dict) and "value" in came[0] else None
    except Refused:
        return
    assert is_harmless(value)


# Sessions: a worker that says what it likes.


OPEN = []


@pytest.fixture(autouse=True)
def closed():
    yield
    while OPEN:
        OPEN.pop().close()


def worker(*said, ready=True):
    """A worker that has said these frames, and ended."""
    start = pack({"ready": True}) if ready else b""
    stdout = tempfile.TemporaryFile()  # noqa: SIM115  the fixture closes it
    OPEN.append(stdout)
    stdout.write(start + b"".join(it if isinstance(it, bytes) else pack(it) for it in said))
    stdout.seek(0)
    streams = {"stdin": BytesIO(), "stdout": stdout, "stderr": BytesIO(b"said on standard error")}
    process = SimpleNamespace(**streams, wait=lambda timeout=None: 0)
    return Worker(process, "process", None, lambda _: 0)


def opened(*said, wall=5.0, ready=True):
    it = Session(worker(*said, ready=ready), Limits(wall_s=wall))
    it.begin(Submission("layers.py", [""]), {"f": ["f"], "g": ["g"]}, "", b"")
    return it


LOADED = {"loaded": ["f", "g"], "fault": None}


def report(**changed):
    return {"case": 0, "step": 0, "value": ["n"], "after": [], "mutated": [], "calls": {}, "warned": [], **changed}


def reports(*said, programs=((0, 1),)):
    it = opened(LOADED, *said)
    it.loaded()
    return [found for _, _, found in it.reports(list(programs))]


def report_or_kind(said):
    try:
        return reports(said, {"done": 1, "peak": "x"})[0]
    except Gone as gone:
        return gone.kind


def test_an_honest_report_is_taken():
    (found,) = reports(report(value=["t", [["i", 5], ["x"]]], mutated=[1], calls={"f": 2}), {"done": 1, "peak": 7})
    assert found.value[0] == 5
    assert (found.mutated, found.calls, found.after) == ([1], {"f": 2}, [])


def test_a_layout_that_only_looks_like_the_references_is_decoded_as_the_references():
    reference = Report({"value": ["a", "<f8", [1, 1], 0], "after": []}, bytes(8))
    said = report(value=["a", "<f8", [True, 1.0], 0.0])
    it = opened(LOADED, pack(said, np.ones(1).tobytes()), {"done": 1, "peak": 7})
    it.loaded()
    ((_, _, found),) = it.reports([(0, 1)], lambda case, step: reference)
    assert found.value.tolist() == [[1.0]]
    with pytest.raises(Gone, match=r"^it sent "):
        reports(said, {"done": 1, "peak": 7})


@pytest.mark.parametrize("said", [{}, {"ready": False}, {"ready": 1}, LOADED, frame("[]"), frame("{"), b"half", b""])
def test_a_worker_that_does_not_start_is_our_fault(said):
    with pytest.raises(GraderFault, match=r"^the worker (did not start|started with)"):
        opened(said, LOADED, ready=False).loaded()


@pytest.mark.parametrize(
    "said",
    [
        *[frame("[]"), frame("5"), frame("null"), {}, {"fault": None}, report()],
        *[{"loaded": loaded, "fault": None} for loaded in ("f", {"f": 1}, None)],
        *[{"loaded": [], "fault": fault} for fault in ([], "raised", True)],
    ],
)
def test_a_list_of_functions_that_is_none_is_tampering(said):
    with pytest.raises(Gone, match=r"^it sent something else than the worker sends$") as gone:
        opened(said).loaded()
    assert gone.value.kind == "tampered"


def test_of_functions_only_those_count_that_were_asked_for():
    loaded = opened({"loaded": ["f", "h", [], {}, None, 1, ["f"], "__class__"], "fault": {}}).loaded()
    assert loaded.functions == ["f"]
    assert loaded.fault == {"type": "error", "message": "", "name": "", "frames": []}


@pytest.mark.parametrize(
    "said",
    [
        report(case=1),
        report(step=1),
        report(case="0"),
        report(case=None),
        {"case": 0, "step": 0},
        report(skipped=False, value=["?"]),
        {"case": 0, "step": 0, "fault": "raised"},
        {"case": 0, "step": 0, "skipped": 1},
        {"case": 0, "step": 0, "value": ["n"]},
        *[report(after=after) for after in (None, 5, "x", {}, [5], [["?"]], True)],
        report(value=["a", "<f8", [1], 0]),
        {"done": 1},
        frame("[]"),
    ],
)
def test_a_report_that_no_worker_sends_is_tampering(said):
    with pytest.raises(Gone) as gone:
        reports(said, {"done": 1})
    assert gone.value.kind == "tampered"


@pytest.mark.parametrize("end", [{"done": 2}, {"done": None}, report(case=1), {}])
def test_more_or_less_than_was_asked_for_is_tampering(end):
    with pytest.raises(Gone, match=r"^it sent more than it was asked for$"):
        reports(report(), end)


def test_a_worker_that_ends_in_the_middle_is_gone():
    with pytest.raises(Gone, match=r"^it ended the Python process itself, with exit code 0$") as gone:
        reports(report(), programs=[(0, 2)])
    assert gone.value.kind == "forbidden"


@quick
@given(
    st.dictionaries(
        st.sampled_from(["value", "fault", "skipped", "after", "mutated", "calls", "warned", "reached"]), JSON
    )
)
def test_of_a_report_only_what_is_known_is_kept(header):
    said = {**header, "case": 0, "step": 0, "junk": [1] * 100}
    found = report_or_kind(said)
    if found == "tampered":
        return
    assert set(found._header) <= {"value", "after", "fault", "skipped", "mutated", "calls", "warned", "reached"}
    assert found.answered + (found.fault is not None) + found.skipped == 1
    assert all(type(it) is int or it is True or it is False for it in found.mutated)
    assert all(isinstance(it, int) for it in found.calls.values())
    assert is_harmless(found.warned)
    assert is_harmless(found.fault)
    json.dumps(found.warned).encode("utf-8")


@quick
@given(st.dictionaries(st.sampled_from(["type", "message", "name", "frames", "line"]), JSON | st.text()))
def test_of_a_fault_only_plain_text_and_numbers_are_kept(fault):
    found = clean_fault(fault)
    assert set(found) == {"type", "message", "name", "frames"}
    assert is_harmless(found)
    assert found["type"]


@pytest.fixture(scope="module", params=["sgd_momentum", "batchnorm", "softmax_loss", "lstm"])
def drawn(request):
    return batteries.get(COURSE.find(request.param), 0)


@settings(deadline=None, max_examples=120, database=None)
@given(data=st.data())
def test_no_report_makes_the_judge_fail(drawn, data):
    battery = drawn
    check = data.draw(st.sampled_from([it for it in battery.plan.checks if it.kind not in ("exists", "property")]))
    function = battery.plan.functions[check.function]
    places = [(case, at) for case in battery.cases for at, step in enumerate(case.steps) if step.fn == check.function]
    case, place = data.draw(st.sampled_from(places[:20]))
    value, left = battery.reference(case.id, place).layout
    right = [value, *left, *(value[1] if value[0] in "tl" else [])]
    parts = st.sampled_from(right) | NEARLY_VALUES
    value = data.draw(NEARLY_VALUES | st.lists(parts, max_size=6).map(lambda items: ["t", items]))
    after = data.draw(st.lists(parts, max_size=3))
    try:
        report = Session._checked(None, {"value": value, "after": after}, battery._answers, None)
    except Gone:
        return
    finding = find(check, function, report, battery.judged(case.id, place))
    assert finding is None or isinstance(finding, Finding)


def test_headers_without_an_end_are_cut_off(monkeypatch):
    monkeypatch.setattr(session, "MAX_HEADERS", 1 << 20)
    long = {"case": 0, "step": 0, "fault": {"type": "x" * (1 << 18)}}
    with pytest.raises(Gone, match=r"^it sent 1 MiB$") as gone:
        reports(*[{**long, "step": step} for step in range(8)], programs=[(0, 8)])
    assert gone.value.kind == "tampered"


def test_payloads_without_an_end_are_cut_off(monkeypatch):
    monkeypatch.setattr(session, "MAX_REPORTS", 2 << 20)
    said = [pack(report(step=step), bytes(1 << 20)) for step in range(5)]
    with pytest.raises(Gone, match=r"^it sent [23] MiB$"):
        reports(*said, programs=[(0, 5)])


def test_what_is_allowed_is_allowed_anew_for_each_request(monkeypatch):
    monkeypatch.setattr(session, "MAX_REPORTS", 1 << 20)
    here, there = os.pipe()
    fed = worker()
    fed.process.stdout = os.fdopen(here, "rb")
    it = Session(fed, Limits(wall_s=10.0))
    with os.fdopen(there, "wb", buffering=0) as stream:
        stream.write(pack({"ready": True}) + pack(LOADED))
        it.begin(Submission("layers.py", [""]), {"f": ["f"]}, "", b"")
        it.loaded()
        for _ in range(4):
            it.send(b"")
            answers = pack(report(), bytes(600 << 10)) + pack({"done": 1})
            writing = threading.Thread(target=write_all, args=(stream, answers))
            writing.start()
            assert len(list(it.reports([(0, 1)]))) == 1
            writing.join()
    fed.process.stdout.close()


def write_all(stream, data):
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]


def test_a_report_that_drips_ends_with_the_deadline():
    here, there = os.pipe()
    slow = worker()
    slow.process.stdout = os.fdopen(here, "rb")
    it = Session(slow, Limits(wall_s=0.4))
    it.begin(Submission("layers.py", [""]), {"f": ["f"]}, "", b"")
    stop = threading.Event()

    def drip():
        with os.fdopen(there, "wb", buffering=0) as stream:
            stream.write(pack({"ready": True}) + pack(LOADED))
            for byte in pack(report()) * 100:
                if stop.wait(0.05):
                    return
                stream.write(bytes([byte]))

    thread = threading.Thread(target=drip)
    thread.start()
    started = time.monotonic()
    it.loaded()
    with pytest.raises(Gone, match=r"^it had not finished after 0\.4 s$") as gone:
        list(it.reports([(0, 1)]))
    assert gone.value.kind == "timeout"
    assert time.monotonic() - started < 30
    stop.set()
    thread.join()
    slow.process.stdout.close()


def test_where_a_pipe_cannot_be_waited_for_a_thread_reads_ahead(monkeypatch):
    monkeypatch.delattr(session.select, "poll")
    it = opened(LOADED, report(), {"done": 1})
    assert it.loaded().functions == ["f", "g"]
    assert len(list(it.reports([(0, 1)]))) == 1
    here, there = os.pipe()
    silent = worker()
    silent.process.stdout = os.fdopen(here, "rb")
    OPEN.append(silent.process.stdout)
    with pytest.raises(Gone, match=r"^it had not finished after 0\.1 s$"):
        Session(silent, Limits(wall_s=0.1))._next()
    os.close(there)


# The whole way: a submission that writes to every descriptor that there is.

FORGER = """
import json, os, struct
def frame(header, payload=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<QQ", len(text), len(payload)) + text + payload
def write(forged):
    for descriptor in range(64):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, forged[:60_000])
            os.set_blocking(descriptor, True)
        except OSError:
            pass
LOADED = frame({"loaded": ["affine_forward", "affine_backward"], "fault": None})
DONE = frame({"done": 1, "peak": 0})
def report(case, step, **more):
    return {"case": case, "step": step, "after": [], "mutated": [], "calls": {}, "warned": [], **more}
"""
WRONG = """
def affine_forward(x, w, b):
    return x * 0 + 1, None
def affine_backward(dout, cache):
    return dout, dout, dout
"""
FORGED = {
    "nothing": "b''",
    "one byte": "b'x'",
    "a score": 'b\'{"score": 20, "points": 20, "status": "passed"}\\n\' * 9',
    "the end at once": "LOADED + DONE",
    "the end many times": "LOADED + DONE * 500",
    "a worker that is ready": "frame({'ready': True}) + LOADED",
    "all left out": "LOADED + b''.join(frame(report(c, s, skipped=True)) for c in range(400) for s in range(2))",
    "all done": "LOADED + b''.join(frame(report(c, s, value=['b', True])) for c in range(400) for s in range(2))",
    "all caches": "LOADED + b''.join(frame(report(c, s, value=['t', [['x']] * 3])) for c in range(99) for s in (0, 1))",
    "all faults": "LOADED + b''.join(frame(report(c, s, fault={})) for c in range(400) for s in range(2))",
    "all ones": "LOADED + b''.join(frame(report(c, s, value=['t', [['a', '<f8', [1, 1], 0], ['x']]]), b'\\0' * 8)"
    " for c in range(200) for s in range(2))",
    "a frame of all memory": "b'\\xff' * 16",
    "half a frame": "LOADED[:-3]",
    "verdicts": "frame({'status': 'passed', 'points': 20, 'checks': []}) * 50",
    "deep": "frame(b'[' * 20_000 + b']' * 20_000)",
}


@pytest.mark.parametrize("when", ["at import", "in forward"])
@pytest.mark.parametrize("name", FORGED)
def test_no_forged_frame_earns_a_point(name, when):
    if when == "at import":
        source = f"{FORGER}{WRONG}write({FORGED[name]})\n"
    else:
        wrong = WRONG.replace("    return x * 0", f"    write({FORGED[name]})\n    return x * 0")
        source = f"{FORGER}{wrong}"
    checker = Checker(Submission("layers.py", [source]), limits=Limits(wall_s=5.0))
    outcome = checker.check(COURSE.find("affine"), explain=False).outcome
    assert outcome.points == 0
    assert outcome.status in ("failed", "error")
    assert outcome.failing
