"""Initialisation is random, so no two right answers are equal: what is judged are its properties."""

import numpy as np

from grader.properties import Wrong, check

SHAPES = [(300, 120), (80, 500)]  # over 30,000 weights: their spread strays by less than a percent
STRAY = 0.05


@check("he_init", "every weight on its own")
def he_on_its_own(layer):
    _on_its_own(layer.he_init)


@check("he_init", "zero mean")
def he_zero_mean(layer):
    _zero_mean(layer.he_init)


@check("he_init", "standard deviation")
def he_standard_deviation(layer):
    for fan_in, fan_out in SHAPES:
        w = _weights(layer.he_init, fan_in, fan_out)
        spread, expected = float(np.std(w)), np.sqrt(2 / fan_in)
        if not _near(spread, expected):
            raise Wrong(
                f"with fan_in = {fan_in} and fan_out = {fan_out} {_he_said(spread, fan_in, fan_out)}",
                yours=round(spread, 5),
                expected=round(float(expected), 5),
            )
    if np.abs(w).max() < 2 * expected:
        layer.remark(
            "Your he_init has the right standard deviation, from a uniform distribution. PyTorch has both forms "
            "(kaiming_uniform_, kaiming_normal_) and both count; the one described here is normal."
        )


@check("he_init", "rng and nothing else")
def he_rng(layer):
    _rng_and_nothing_else(layer.he_init)


@check("xavier_init", "every weight on its own")
def xavier_on_its_own(layer):
    _on_its_own(layer.xavier_init)


@check("xavier_init", "zero mean")
def xavier_zero_mean(layer):
    _zero_mean(layer.xavier_init)


@check("xavier_init", "range")
def xavier_range(layer):
    for fan_in, fan_out in SHAPES:
        w = _weights(layer.xavier_init, fan_in, fan_out)
        spread, largest = float(np.std(w)), float(np.abs(w).max())
        limit = float(np.sqrt(6 / (fan_in + fan_out)))
        right = _near(spread, limit / np.sqrt(3))
        if right and 0.99 * limit < largest <= limit * (1 + 1e-9):
            continue
        if right and largest > 1.5 * limit:
            layer.remark(
                "Your xavier_init has the right standard deviation, from a normal distribution. PyTorch has both "
                "forms (xavier_uniform_, xavier_normal_) and both count; the one described here is uniform."
            )
            return
        raise Wrong(
            f"with fan_in = {fan_in} and fan_out = {fan_out} {_xavier_said(spread, fan_in, fan_out)}. Shown is the "
            "largest weight, sign aside",
            yours=round(largest, 5),
            expected=round(limit, 5),
        )


@check("xavier_init", "rng and nothing else")
def xavier_rng(layer):
    _rng_and_nothing_else(layer.xavier_init)


def _weights(function, fan_in, fan_out, seed=3):
    w = function(fan_in, fan_out, np.random.default_rng(seed))
    if np.shape(w) != (fan_in, fan_out):
        raise Wrong("w has the wrong shape", yours=np.shape(w), expected=(fan_in, fan_out))
    if not np.isfinite(w).all():
        raise Wrong("w holds nan or infinity")
    return w


def _on_its_own(function):
    w = _weights(function, 7, 5)
    if (w == w[0, 0]).all():
        raise Wrong(
            "all weights are equal, so all units of the layer compute the same, get the same gradient and stay "
            "equal for ever. Draw fan_in * fan_out numbers",
            yours=float(w[0, 0]),
        )
    for equal, what in ((w == w[:, :1], "columns"), (w == w[:1], "rows")):
        if equal.all():
            raise Wrong(f"all {what} of w are equal. Draw fan_in * fan_out numbers, one for every weight")
    if len(np.unique(w)) < w.size:
        raise Wrong("some weights are equal. Draw fan_in * fan_out numbers, one for every weight")


def _zero_mean(function):
    for shape in SHAPES:
        w = _weights(function, *shape)
        mean, spread = float(np.mean(w)), float(np.std(w))
        if abs(mean) > STRAY * spread:
            only = " None of them is negative." if (w >= 0).all() else ""
            raise Wrong(
                f"the mean of the weights is not about 0.{only} Draw them on both sides of zero alike, or all sums "
                "are shifted from the start",
                yours=round(mean, 5),
                expected=0.0,
            )


def _rng_and_nothing_else(function):
    one, other = (_weights(function, 6, 4, seed=11) for _ in range(2))
    if not np.array_equal(one, other):
        raise Wrong(
            "two generators with the same seed give different weights. Draw from the rng that is given and from "
            "nothing else; np.random.randn and its like have a generator of their own"
        )
    if np.array_equal(one, _weights(function, 6, 4, seed=12)):
        raise Wrong(
            "generators with different seeds give the same weights. Draw from the rng that is given, and do not make "
            "or seed one inside: layers of the same size would all start alike"
        )


def _near(value, expected):
    return abs(value - expected) <= STRAY * expected


def _he_said(spread, fan_in, fan_out):
    known = [
        (2 / fan_in, "the square root is missing: 2 / fan_in is the variance"),
        (np.sqrt(2 / fan_out), "it is sqrt(2 / fan_out). A unit sums over its inputs: sqrt(2 / fan_in)"),
        (np.sqrt(1 / fan_in), "it is sqrt(1 / fan_in). The ReLU drops half of the signal, hence sqrt(2 / fan_in)"),
        (np.sqrt(2 / (fan_in + fan_out)), "it is Xavier's, sqrt(2 / (fan_in + fan_out)). He's is sqrt(2 / fan_in)"),
        (np.sqrt(2 / fan_in / 3), "sqrt(2 / fan_in) is the bound of a uniform distribution, whose standard deviation "
         "is sqrt(3) times smaller. Draw from a normal one"),
        (1.0, "the weights are not scaled: multiply them by sqrt(2 / fan_in)"),
        (0.01, "it is 0.01, whatever the size of the layer. It depends on the inputs: sqrt(2 / fan_in)"),
    ]  # fmt: skip
    for value, said in known:
        if _near(spread, value):
            return f"the standard deviation is wrong: {said}"
    return "the standard deviation of the weights is not sqrt(2 / fan_in)"


def _xavier_said(spread, fan_in, fan_out):
    both = fan_in + fan_out
    known = [
        (np.sqrt(6 / both), "sqrt(6 / (fan_in + fan_out)) is taken as a standard deviation; it is the bound of a "
         "uniform distribution"),
        (np.sqrt(2 / both / 3), "the bound is sqrt(2 / (fan_in + fan_out)), which is the standard deviation. The bound "
         "is sqrt(3) times that: 6 in place of 2"),
        (np.sqrt(2 / fan_in), "the number of outputs is missing: sqrt(6 / (fan_in + fan_out))"),
        (np.sqrt(2 / fan_out), "the number of inputs is missing: sqrt(6 / (fan_in + fan_out))"),
        (np.sqrt(1 / fan_in), "the spread is 1 / sqrt(fan_in), the simpler form. Asked for is the one with both fans"),
        (6 / both / np.sqrt(3), "the square root is missing: sqrt(6 / (fan_in + fan_out))"),
        (1 / np.sqrt(3), "the weights are not scaled: they run from -1 to 1"),
    ]  # fmt: skip
    for value, said in known:
        if _near(spread, value):
            return said
    return "the weights are not uniform between -a and a with a = sqrt(6 / (fan_in + fan_out))"
