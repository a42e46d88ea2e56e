"""Binary cross-entropy: the largest loss, where eps is not given."""

import numpy as np

from grader.properties import Wrong, check


@check("bce_loss", "default eps")
def default_eps(layer):
    """A probability of 0 for a yes costs -log(1e-12)."""
    loss, _ = layer.bce_loss(np.array([0.0, 0.0]), np.array([1.0, 1.0]))
    if not abs(float(loss) + np.log(1e-12)) < 0.01:
        raise Wrong(
            "Without eps, it is 1e-12: a probability of 0 for a yes costs -log(1e-12)",
            yours=float(loss),
            expected=float(-np.log(1e-12)),
        )
