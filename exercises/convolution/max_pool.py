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
    raise NotImplementedError("write max_pool_forward_naive here")


def max_pool_backward_naive(dout: Float[np.ndarray, "N C H_out W_out"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Send each window's gradient to the number that was its maximum; the others get none.

    $dx_{n,c,is+p^*,js+q^*} \mathrel{+}= dout_{n,c,i,j}$ with $(p^*, q^*)$ the place of the maximum,
    the first one where several are equal.
    Returns dx.
    """
    raise NotImplementedError("write max_pool_backward_naive here")
