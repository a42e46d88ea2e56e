r"""Gradient norms through time: how much of the last step's gradient reaches the earlier states."""

import numpy as np
from jaxtyping import Float


def gradient_norms_through_time(
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    dout_T: Float[np.ndarray, "N H"],
) -> Float[np.ndarray, "T"]:
    r"""Measure the gradient at every state of a recurrent layer when only the last one has a loss.

    Forward, $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$; backward, $\delta_T = dout_T$ and
    $\delta_{t-1} = (\delta_t \odot (1 - h_t^2)) W_h^T$. The norm is the root of the sum of squares
    over the batch and the units. Returns norms: norms[0] belongs to $h_1$, norms[-1] to $h_T$.
    """
    raise NotImplementedError("write gradient_norms_through_time here")
