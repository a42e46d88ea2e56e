"""Perceptron: weights of zero have to start moving."""

import numpy as np

from grader.properties import Wrong, check


@check("perceptron_step", "score of zero")
def score_of_zero(layer):
    """At a score of 0 either answer may be meant, but not both be right."""
    x, w = np.array([1.0, -2.0]), np.zeros(2)
    moved = []
    for y in (-1, 1):
        new_w, new_b = layer.perceptron_step(x, y, w, 0.0, 0.5)
        unchanged = np.array_equal(new_w, w) and float(new_b) == 0
        moved.append(not unchanged)
        if not unchanged and not (np.allclose(new_w, 0.5 * y * x) and np.isclose(float(new_b), 0.5 * y)):
            raise Wrong("The step at a score of 0 is not lr * y * x", yours=new_w, expected=0.5 * y * x)
    if not any(moved):
        raise Wrong(
            "Weights of zero give every example the score 0, and yours stay at zero for both answers: nothing is ever "
            "learnt. Count a score of 0 as an error",
            yours=w,
            expected=0.5 * x,
        )
    if not all(moved):
        label = -1 if moved[1] else 1
        layer.remark(f"A score of exactly 0 counts as the answer {label} in your code, here as an error. Both learn.")
