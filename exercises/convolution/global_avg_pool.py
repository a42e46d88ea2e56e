r"""Global average pooling: one number per channel, the mean of its whole map."""

import numpy as np
from jaxtyping import Float


def global_avg_pool_forward(
    x: Float[np.ndarray, "N C H W"],
) -> tuple[Float[np.ndarray, "N C"], object]:
    r"""Average every map: $\mathrm{out}_{n,c} = \frac{1}{HW} \sum_{i,j} x_{n,c,i,j}$.

    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write global_avg_pool_forward here")


def global_avg_pool_backward(dout: Float[np.ndarray, "N C"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Give every pixel of a map the same share: $dx_{n,c,i,j} = dout_{n,c} / (HW)$.

    Returns dx, in the shape of x.
    """
    raise NotImplementedError("write global_avg_pool_backward here")
