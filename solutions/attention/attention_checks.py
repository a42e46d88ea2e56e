"""Attention: masks of whole numbers, no mask, and masked scores that are not small enough."""

import numpy as np

from grader.properties import Wrong, check


def _inputs():
    rng = np.random.default_rng(5)
    return (
        rng.uniform(-2, 2, (2, 3, 4)),
        rng.uniform(-2, 2, (2, 5, 4)),
        rng.uniform(-2, 2, (2, 5, 3)),
    )


@check("attention_forward", "mask of 0 and 1")
def whole_numbers(layer):
    q, k, v = _inputs()
    for mask in (
        np.array([[1, 0, 1, 1, 0], [0, 0, 0, 0, 0], [0, 1, 0, 0, 0]]),
        np.array(
            [
                [[1, 1, 0, 0, 1], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]],
                [[0, 0, 1, 0, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]],
            ]
        ),
    ):
        expected, _ = layer.attention_forward(q, k, v, mask.astype(bool))
        out, _ = layer.attention_forward(q, k, v, mask)
        if out.shape != expected.shape or not np.allclose(out, expected, rtol=0, atol=1e-9):
            raise Wrong(
                "A mask may be given as whole numbers, too: 1 means True and 0 means False. "
                "With the same mask in both forms the results differ",
                yours=out,
                expected=expected,
            )
    _very_large(layer)


def _very_large(layer):
    """A score below -1e9 is rare enough for a remark."""
    q, k, v = np.array([[[6e4]]]), np.array([[[-5e4], [0.0]]]), np.array([[[1.0], [5.0]]])
    out, _ = layer.attention_forward(q, k, v, np.array([[True, False]]))
    if not np.allclose(out, 1.0):
        layer.remark(
            "A masked key gets weight where the other scores are below about -1e9, because its own "
            "score is a large negative number and not -inf. Such scores are rare; -inf is right "
            "for all of them."
        )


@check("attention_forward", "no mask")
def left_out(layer):
    q, k, v = _inputs()
    expected, _ = layer.attention_forward(q, k, v, np.ones((3, 5), bool))
    out, _ = layer.attention_forward(q, k, v)
    if out.shape != expected.shape or not np.allclose(out, expected, rtol=0, atol=1e-9):
        raise Wrong(
            "Without a mask every query may attend to every key, as with a mask full of True",
            yours=out,
            expected=expected,
        )
