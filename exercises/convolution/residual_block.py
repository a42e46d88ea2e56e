r"""Residual block: two convolutions learn what to add to their input."""

import numpy as np
from jaxtyping import Float


def _neighbours(x):
    r"""View of the 3 x 3 pixels around each pixel, zeros beyond the edge: (N, C, H, W, 3, 3)."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))


def residual_block_forward(
    x: Float[np.ndarray, "N C H W"],
    w1: Float[np.ndarray, "F C 3 3"],
    b1: Float[np.ndarray, "F"],
    w2: Float[np.ndarray, "C F 3 3"],
    b2: Float[np.ndarray, "C"],
) -> tuple[Float[np.ndarray, "N C H W"], object]:
    r"""Apply the block: $\mathrm{out} = \max(\mathrm{conv}(\max(\mathrm{conv}(x), 0)) + x,\ 0)$.

    Both convolutions have 3 x 3 kernels, stride 1 and pad 1, so H and W stay. In steps:
    $a_1 = \mathrm{conv}(x, w_1, b_1)$, $r_1 = \max(a_1, 0)$, $a_2 = \mathrm{conv}(r_1, w_2, b_2)$,
    $\mathrm{out} = \max(a_2 + x, 0)$.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write residual_block_forward here")


def residual_block_backward(
    dout: Float[np.ndarray, "N C H W"], cache: object
) -> tuple[
    Float[np.ndarray, "N C H W"],
    Float[np.ndarray, "F C 3 3"],
    Float[np.ndarray, "F"],
    Float[np.ndarray, "C F 3 3"],
    Float[np.ndarray, "C"],
]:
    r"""Gradients of the block: the two ways from x to out, walked backwards and added.

    da2 is what passes the last ReLU; it goes through the second convolution, the first ReLU and
    the first convolution, and straight to x as well. With stride 1 and pad 1, the gradient of a
    convolution's input is a convolution with the kernel turned by 180 degrees.
    Returns dx, dw1, db1, dw2 and db2.
    """
    raise NotImplementedError("write residual_block_backward here")
