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
    raise NotImplementedError("write diagnose here")
