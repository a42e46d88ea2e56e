"""Sequences so long that probabilities are too small for a float."""

import numpy as np

from grader.properties import Wrong, check


@check("ctc_loss", "long sequences")
def long_sequences(layer):
    T, C = 1000, 3
    loss, dx = layer.ctc_loss(np.zeros((1, T, C)), np.array([[2]]), np.array([T]), np.array([1]))
    # One run of the label, anywhere and of any length: T (T + 1) / 2 paths, each of probability C ** -T.
    expected = T * np.log(C) - np.log(T * (T + 1) / 2)
    if not np.isfinite(loss):
        raise Wrong(
            "a sequence of 1000 steps has paths whose probability, 3 ** -1000, rounds to 0; work with logarithms",
            yours=loss,
            expected=expected,
        )
    if abs(loss - expected) > 1e-8 * expected:
        raise Wrong("the loss of a sequence of 1000 steps with equal scores is wrong", yours=loss, expected=expected)
    # The label is heard at step t (from 0) on (t + 1) (T - t) of these paths.
    t = np.arange(T)
    heard = (t + 1) * (T - t) / (T * (T + 1) / 2)
    wanted = np.stack([1 / C - (1 - heard), np.full(T, 1 / C), 1 / C - heard], axis=1)[None]
    if np.shape(dx) != wanted.shape or np.abs(dx - wanted).max() > 1e-8:
        raise Wrong("dx of a sequence of 1000 steps with equal scores is wrong; is the loss right and dx not in logs?")
