"""Log-softmax: a score of minus infinity rules a class out."""

import numpy as np

from grader.properties import Wrong, check


@check("log_softmax_forward", "score of minus infinity")
def score_of_minus_infinity(layer):
    """The others share the probability, and the one ruled out has the logarithm of 0."""
    x = np.array([[0.0, -np.inf, np.log(3)], [-np.inf, -np.inf, 2.0]])
    out, _ = layer.log_softmax_forward(x)
    expected = np.array([[-np.log(4), -np.inf, np.log(3 / 4)], [-np.inf, -np.inf, 0.0]])
    if np.shape(out) != x.shape or not np.allclose(out, expected, rtol=0, atol=1e-9):
        raise Wrong(
            "A score of -inf means probability 0: its logarithm is -inf, and the others are as if it were not there",
            yours=out,
            expected=expected,
        )
