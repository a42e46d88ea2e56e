"""What an instructor would write without dlgrade: the same checks of an LSTM in plain pytest with Hypothesis.

Run as `pytest benchmarks/plain_pytest.py`; the file to check is named by LSTM_FILE. Each of the four functions'
checks draws its inputs by Hypothesis; together they run as many examples as the battery has cases. benchmarks/batch
gives the same checks to other graders, which say themselves what `mine` is.
"""

import importlib.util
import os
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CASES = int(os.environ.get("LSTM_CASES", "200"))


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


solution = Path(__file__).parent.parent / "solutions/recurrent/lstm.py"
reference = load(os.environ.get("LSTM_REFERENCE", solution), "reference")
mine = load(os.environ["LSTM_FILE"], "submission") if "LSTM_FILE" in os.environ else None

sizes = st.integers(1, 4)
seeds = st.integers(0, 2**32 - 1)
bounded = settings(
    max_examples=CASES // 2, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def close(yours, expected):
    assert isinstance(yours, np.ndarray)
    assert yours.shape == expected.shape
    assert yours.dtype == np.float64
    assert np.abs(yours - expected).max() <= 1e-10 + 1e-8 * np.abs(expected).max()


def draw(rng, *shapes):
    return [rng.uniform(-2, 2, shape) for shape in shapes]


@bounded
@given(sizes, sizes, sizes, seeds)
def test_step(N, D, H, seed):
    args = draw(np.random.default_rng(seed), (N, D), (N, H), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,))
    before = [arg.copy() for arg in args]
    *outs, cache = mine.lstm_step_forward(*args)
    *expected, kept = reference.lstm_step_forward(*args)
    for yours, theirs in zip(outs, expected, strict=True):
        close(yours, theirs)
    upstream = draw(np.random.default_rng([seed, 1]), (N, H), (N, H))
    gradients = mine.lstm_step_backward(*upstream, cache)
    for yours, theirs in zip(gradients, reference.lstm_step_backward(*upstream, kept), strict=True):
        close(yours, theirs)
    for arg, old in zip(args, before, strict=True):
        assert np.array_equal(arg, old)


@bounded
@given(sizes, sizes, sizes, sizes, seeds)
def test_sequence(N, T, D, H, seed):
    args = draw(np.random.default_rng(seed), (N, T, D), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,))
    before = [arg.copy() for arg in args]
    h, cache = mine.lstm_forward(*args)
    expected, kept = reference.lstm_forward(*args)
    close(h, expected)
    (dh,) = draw(np.random.default_rng([seed, 1]), (N, T, H))
    for yours, theirs in zip(mine.lstm_backward(dh, cache), reference.lstm_backward(dh, kept), strict=True):
        close(yours, theirs)
    for arg, old in zip(args, before, strict=True):
        assert np.array_equal(arg, old)


def test_extreme():
    x, h, c, Wx, Wh, b = draw(np.random.default_rng(0), (2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))
    args = (1e3 * x, h, c, Wx, Wh, b)
    for yours, theirs in zip(mine.lstm_step_forward(*args)[:2], reference.lstm_step_forward(*args)[:2], strict=True):
        close(yours, theirs)
