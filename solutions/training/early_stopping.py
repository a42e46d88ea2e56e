r"""Early stopping: train until the validation loss no longer improves, and keep the best weights."""

import numpy as np
from jaxtyping import Float


def early_stopping(val_losses: Float[np.ndarray, "T"], patience: int, min_delta: float = 0.0) -> int:
    r"""Return the epoch whose weights are kept; the first epoch is 0.

    Epoch t improves if $\mathrm{val\_losses}_t < \mathrm{best} - \mathrm{min\_delta}$, where best is the
    loss of the last epoch that improved; the first one always does. After patience epochs in a row
    without improvement training stops, and what would have come later is never seen.
    A loss that is NaN does not improve anything.
    Returns epoch, the last one that improved.
    """
    best, epoch, waited = np.inf, 0, 0
    for t, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, epoch, waited = loss, t, 0
        else:
            waited += 1
        if waited == patience:
            break
    return epoch
