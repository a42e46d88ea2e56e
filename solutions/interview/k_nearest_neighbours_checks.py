"""K nearest neighbours: equal points, equal distances, few and many, and whether a loop was needed."""

import time

import numpy as np

from grader.properties import Wrong, check

#: A double loop takes several times as long for 100 x 1000 distances, a matrix product a hundredth.
SLOW_S = 0.25


@check("compute_distances_no_loops", "a point and itself")
def itself(layer):
    x = np.random.default_rng(3).uniform(-2, 2, (40, 7))
    diagonal = np.diag(layer.compute_distances_no_loops(x, x))
    if not (np.abs(diagonal) < 1e-6).all():
        worst = diagonal[~(np.abs(diagonal) < 1e-6)]
        raise Wrong(
            "The distance of a point to itself is 0, whatever rounding does to the squares",
            yours=worst,
            expected=np.zeros(worst.shape),
        )
    _in_one_go(layer)


def _in_one_go(layer):
    rng = np.random.default_rng(4)
    x, x_train = rng.uniform(-1, 1, (100, 40)), rng.uniform(-1, 1, (1000, 40))
    start = time.monotonic()
    layer.compute_distances_no_loops(x, x_train)
    if time.monotonic() - start > SLOW_S:
        layer.remark(
            "100,000 distances took longer than a quarter of a second, so there is probably a loop "
            "over points. The values are right; an interviewer will ask for the matrix product."
        )


@check("predict_labels", "equally near")
def first_of_several(layer):
    dists = np.array([[1.0, 2.0, 2.0, 2.0, 3.0], [5.0, 5.0, 5.0, 5.0, 5.0]])
    y_train = np.array([3, 2, 1, 0, 0])
    for k, expected in ((1, [3, 3]), (2, [2, 2]), (3, [1, 1]), (5, [0, 0])):
        y_pred = layer.predict_labels(dists, y_train, k)
        if not np.array_equal(y_pred, expected):
            raise Wrong(
                f"Of equally near training points the first ones count, and of labels with equally "
                f"many votes the smallest: k = {k}, distances {dists.tolist()}, labels {y_train.tolist()}",
                yours=y_pred,
                expected=np.array(expected),
            )
    _first_of_many(layer)


def _first_of_many(layer):
    """Few numbers are put in order by insertion, which is stable; of many, an unstable sort mixes equal ones."""
    dists = np.random.default_rng(6).integers(1, 5, (8, 400)) * 1.0
    y_pred = layer.predict_labels(dists, np.arange(400)[::-1], 10)
    # All labels differ, so the smallest of the ten wins: that of the last of the first ten at distance 1.
    expected = np.array([399 - np.flatnonzero(row == 1)[9] for row in dists])
    if not np.array_equal(y_pred, expected):
        raise Wrong(
            "Of 400 training points about 100 are equally near, and k is 10: the first ten of them count. "
            "Only a stable sort keeps their order",
            yours=y_pred,
            expected=expected,
        )
