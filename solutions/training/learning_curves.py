r"""Learning curves: what two lines of losses say about a model."""

from typing import Literal

import numpy as np
from jaxtyping import Float


def diagnose(
    train_losses: Float[np.ndarray, "T"], val_losses: Float[np.ndarray, "T"]
) -> Literal["underfitting", "overfitting", "good fit"]:
    r"""Say what is wrong with a training run, if anything.

    Everything is measured in units of start, the first training loss. train and val are the means
    of the last three entries of each curve (of all, if there are fewer).
    "underfitting" if $\mathrm{train} > 0.5\, \mathrm{start}$. Otherwise "overfitting" if
    $\mathrm{val} - \mathrm{train} > 0.25\, \mathrm{start}$ or
    $\mathrm{val} - \min \mathrm{val\_losses} > 0.1\, \mathrm{start}$. Otherwise "good fit".
    Returns one of the three words.
    """
    start = train_losses[0]
    train, val = np.mean(train_losses[-3:]), np.mean(val_losses[-3:])
    gap = val - train
    rise = val - np.min(val_losses)
    if train > 0.5 * start:
        verdict = "underfitting"
    elif gap > 0.25 * start or rise > 0.1 * start:
        verdict = "overfitting"
    else:
        verdict = "good fit"
    return verdict
