"""The transformer block without a mask."""

import numpy as np

from grader.properties import Wrong, check


@check("transformer_block_forward", "no mask")
def left_out(layer):
    rng = np.random.default_rng(4)
    D, F = 4, 3
    shapes = [(2, 3, D), D, D, (D, D), (D, D), (D, D), (D, D), D, D, (D, F), F, (F, D), D]
    arrays = [rng.uniform(-2, 2, shape) for shape in shapes]
    expected, _ = layer.transformer_block_forward(*arrays, 2, np.ones((3, 3), bool))
    out, _ = layer.transformer_block_forward(*arrays, 2)
    if np.shape(out) != np.shape(expected) or not np.allclose(out, expected, rtol=0, atol=1e-9):
        raise Wrong(
            "Without a mask every position may attend to every other, as with a mask full of True",
            yours=out,
            expected=expected,
        )
