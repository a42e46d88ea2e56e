r"""Average pooling: of every window the mean goes on."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class PoolParam(TypedDict):
    """Size of the window, and how far it moves from one place to the next."""

    pool_height: int
    pool_width: int
    stride: int


def avg_pool_forward(
    x: Float[np.ndarray, "N C H W"], pool_param: PoolParam
) -> tuple[Float[np.ndarray, "N C H_out W_out"], object]:
    r"""Replace each window by its mean, in each channel by itself.

    $\mathrm{out}_{n,c,i,j}$ is the mean of $x_{n,c,is+p,js+q}$ over the window's places $(p, q)$,
    with $s$ the stride; $H_{out} = 1 + \lfloor (H - \mathrm{height}) / s \rfloor$, $W_{out}$
    likewise; no padding.
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
        out[:, :, i, j] = window.mean(axis=(2, 3))
    return out, (x.shape, pool_param)


def avg_pool_backward(dout: Float[np.ndarray, "N C H_out W_out"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Give every number of a window the same share of the window's gradient.

    $dx_{n,c,is+p,js+q} \mathrel{+}= dout_{n,c,i,j} / (\mathrm{height} \cdot \mathrm{width})$ for
    all places $(p, q)$ of the window.
    Returns dx.
    """
    x_shape, pool_param = cache
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    dx = np.zeros(x_shape)
    for i, j in np.ndindex(dout.shape[2:]):
        top, left = i * pool_param["stride"], j * pool_param["stride"]
        share = dout[:, :, i, j] / (height * width)
        dx[:, :, top : top + height, left : left + width] += share[:, :, None, None]
    return dx
