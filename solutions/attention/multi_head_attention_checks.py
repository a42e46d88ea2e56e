"""Multi-head attention: masks of whole numbers, and no mask at all."""

import numpy as np

from grader.properties import Wrong, check


def _inputs():
    rng = np.random.default_rng(8)
    return rng.uniform(-2, 2, (2, 3, 4)), *(rng.uniform(-1, 1, (4, 4)) for _ in range(4)), 2


@check("mha_forward", "mask of 0 and 1")
def whole_numbers(layer):
    for mask in (
        np.array([[1, 0, 0], [0, 0, 0], [1, 1, 0]]),
        np.array([[[1, 0, 1], [0, 1, 1], [0, 0, 0]], [[0, 0, 1], [1, 0, 0], [1, 1, 1]]]),
    ):
        expected, _ = layer.mha_forward(*_inputs(), mask.astype(bool))
        out, _ = layer.mha_forward(*_inputs(), mask)
        if not _equal(out, expected):
            raise Wrong(
                "A mask may be given as whole numbers, too: 1 means True and 0 means False. "
                "With the same mask in both forms the results differ",
                yours=out,
                expected=expected,
            )


@check("mha_forward", "no mask")
def left_out(layer):
    expected, _ = layer.mha_forward(*_inputs(), np.ones((3, 3), bool))
    out, _ = layer.mha_forward(*_inputs())
    if not _equal(out, expected):
        raise Wrong(
            "Without a mask every query may attend to every key, as with a mask full of True",
            yours=out,
            expected=expected,
        )


def _equal(out, expected):
    return np.shape(out) == np.shape(expected) and np.allclose(out, expected, rtol=0, atol=1e-9)
