r"""Convolution along a sequence: every filter looks at K steps at a time, at every place alike."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class ConvParam(TypedDict):
    """How far the kernels move from one place to the next, and the zeros at each end."""

    stride: int
    pad: int


def conv1d_forward(
    x: Float[np.ndarray, "N C L"],
    w: Float[np.ndarray, "F C K"],
    b: Float[np.ndarray, "F"],
    conv_param: ConvParam,
) -> tuple[Float[np.ndarray, "N F L_out"], object]:
    r"""Apply F kernels to a batch of sequences.

    $\mathrm{out}_{n,f,l} = b_f + \sum_k \sum_c \mathrm{padded}_{n,c,\,ls+k}\, w_{f,c,k}$ with $s$
    the stride and $L_{out} = 1 + \lfloor (L + 2\,\mathrm{pad} - K) / s \rfloor$. The kernels are
    not flipped.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write conv1d_forward here")


def conv1d_backward(
    dout: Float[np.ndarray, "N F L_out"], cache: object
) -> tuple[Float[np.ndarray, "N C L"], Float[np.ndarray, "F C K"], Float[np.ndarray, "F"]]:
    r"""Gradients of the layer, collected tap by tap.

    With $\mathrm{seen}$ what tap $k$ sees in all places: $dw_{f,c,k} = \sum_{n,l} dout_{n,f,l}\,
    \mathrm{seen}_{n,c,l}$, and dpadded gets $\sum_f dout_{n,f,l}\, w_{f,c,k}$ added where seen
    came from. Then dx is dpadded without its ends, and $db_f = \sum_{n,l} dout_{n,f,l}$.
    Returns dx, dw and db.
    """
    raise NotImplementedError("write conv1d_backward here")
