r"""Global average pooling: one number per channel, the mean of its whole map."""

import numpy as np
from jaxtyping import Float


def global_avg_pool_forward(
    x: Float[np.ndarray, "N C H W"],
) -> tuple[Float[np.ndarray, "N C"], object]:
    r"""Average every map: $\mathrm{out}_{n,c} = \frac{1}{HW} \sum_{i,j} x_{n,c,i,j}$.

    Returns out, and whatever the backward pass needs as cache.
    """
    out = x.mean(axis=(2, 3))
    return out, x.shape


def global_avg_pool_backward(dout: Float[np.ndarray, "N C"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Give every pixel of a map the same share: $dx_{n,c,i,j} = dout_{n,c} / (HW)$.

    Returns dx, in the shape of x.
    """
    N, C, H, W = cache
    share = dout / (H * W)
    dx = np.zeros((N, C, H, W)) + share[:, :, None, None]
    return dx
