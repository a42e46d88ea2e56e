r"""Padding: a border of zeros around an image, and how often a window then fits."""

import numpy as np
from jaxtyping import Float


def conv2d_output_shape(H: int, W: int, HH: int, WW: int, stride: int, pad: int) -> tuple[int, int]:
    r"""Count the places of an HH x WW window on a padded H x W image.

    $H_{out} = 1 + \lfloor (H + 2\,\mathrm{pad} - HH) / \mathrm{stride} \rfloor$, and $W_{out}$ with
    W and WW.
    Returns H_out and W_out, both int.
    """
    raise NotImplementedError("write conv2d_output_shape here")


def pad2d_forward(x: Float[np.ndarray, "N C H W"], pad: int) -> tuple[Float[np.ndarray, "N C H_out W_out"], object]:
    r"""Put pad rows and columns of zeros on each side of every image.

    $\mathrm{out}_{n,c,\,i+\mathrm{pad},\,j+\mathrm{pad}} = x_{n,c,i,j}$, and 0 elsewhere.
    Returns out, with H + 2 pad rows and W + 2 pad columns, and the cache of the backward pass.
    """
    raise NotImplementedError("write pad2d_forward here")


def pad2d_backward(dout: Float[np.ndarray, "N C H_out W_out"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Cut the border off again: $dx_{n,c,i,j} = dout_{n,c,\,i+\mathrm{pad},\,j+\mathrm{pad}}$.

    Returns dx, in the shape of x.
    """
    raise NotImplementedError("write pad2d_backward here")
