"""Training: a run that diverges."""

import numpy as np

from grader.properties import Wrong, check


@check("train", "diverges")
def diverges(layer):
    """With such a learning rate the losses of later epochs are inf, then NaN."""

    def best(epochs):
        one, data = np.ones((1, 1)), (np.array([0.5]), np.array([2.0]), np.ones((1, 1)), np.array([[0.25]]))
        rng = np.random.default_rng(0)
        results = layer.train(one, np.zeros(1), *data, 2, "sgd", epochs, 10, rng, 1e80, None)
        return results[0]

    once, often = best(1), best(8)
    if not np.array_equal(once, often):
        raise Wrong(
            "The learning rate is far too high, and from some epoch on the validation loss is NaN. The first epoch is "
            "still the best one. NaN is neither smaller nor larger than anything, but np.argmin takes it for the "
            "smallest. Compare with <, from np.inf on",
            yours=often,
            expected=once,
        )
