"""Early stopping: losses that equal the best one, or better it by exactly min_delta."""

import numpy as np

from grader.properties import Wrong, check


@check("early_stopping", "just not better")
def just_not_better(layer):
    for losses, min_delta, expected, says in [
        ([1.0, 1.0, 1.0, 0.5], 0.0, 0, "A loss that only equals the best one is no improvement"),
        ([2.0, 1.5, 1.0, 0.5], 0.5, 2, "A loss that is better by exactly min_delta is no improvement: it takes more"),
    ]:
        epoch = int(layer.early_stopping(np.array(losses), 2, min_delta))
        if epoch != expected:
            raise Wrong(f"{says}. The losses are {losses}, with patience 2", yours=epoch, expected=expected)


@check("early_stopping", "min_delta left out")
def min_delta_left_out(layer):
    epoch = int(layer.early_stopping(np.array([1.0, 0.999, 0.998, 0.997]), 2))
    if epoch != 3:
        raise Wrong("Without min_delta it is 0: every lower loss is an improvement", yours=epoch, expected=3)
