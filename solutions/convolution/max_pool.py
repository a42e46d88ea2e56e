r"""Max pooling: of every window only the largest number goes on."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class PoolParam(TypedDict):
    """Size of the window, and how far it moves from one place to the next."""

    pool_height: int
    pool_width: int
    stride: int


def max_pool_forward_naive(
    x: Float[np.ndarray, "N C H W"], pool_param: PoolParam
) -> tuple[Float[np.ndarray, "N C H_out W_out"], object]:
    r"""Keep the largest number of each window, in each channel by itself.

    $\mathrm{out}_{n,c,i,j} = \max_{p,q} x_{n,c,is+p,js+q}$ with $s$ the stride;
    $H_{out} = 1 + \lfloor (H - \mathrm{height}) / s \rfloor$, $W_{out}$ likewise; no padding.
    Returns out, and whatever the backward pass needs as cache.
    """
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    N, C, H, W = x.shape
    H_out = 1 + (H - height) // stride
    W_out = 1 + (W - width) // stride
    out = np.zeros((N, C, H_out, W_out))
    for i, j in np.ndindex(H_out, W_out):
        top, left = i * stride, j * stride
        window = x[:, :, top : top + height, left : left + width]
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout: Float[np.ndarray, "N C H_out W_out"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Send each window's gradient to the number that was its maximum; the others get none.

    $dx_{n,c,is+p^*,js+q^*} \mathrel{+}= dout_{n,c,i,j}$ with $(p^*, q^*)$ the place of the maximum,
    the first one where several are equal.
    Returns dx.
    """
    x, pool_param = cache
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * pool_param["stride"], j * pool_param["stride"]
        window = x[n, c, top : top + height, left : left + width]
        row, col = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + col] += dout[n, c, i, j]
    return dx
