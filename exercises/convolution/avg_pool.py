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
    raise NotImplementedError("write avg_pool_forward here")


def avg_pool_backward(dout: Float[np.ndarray, "N C H_out W_out"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Give every number of a window the same share of the window's gradient.

    $dx_{n,c,is+p,js+q} \mathrel{+}= dout_{n,c,i,j} / (\mathrm{height} \cdot \mathrm{width})$ for
    all places $(p, q)$ of the window.
    Returns dx.
    """
    raise NotImplementedError("write avg_pool_backward here")
