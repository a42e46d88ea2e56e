"""ReLU: the kink at 0, and an input of minus infinity."""

import numpy as np

from grader.properties import Wrong, check


@check("relu_backward", "gradient at zero")
def gradient_at_zero(layer):
    """Any slope from 0 to 1 is legal at the kink; one other than 0 is worth a word."""
    x = np.array([[0.0, -0.0, 0.0, 1.5, -2.0]])
    dout = np.array([[3.0, -2.0, 0.0, 4.0, 5.0]])
    _, cache = layer.relu_forward(x)
    dx = np.asarray(layer.relu_backward(dout, cache))
    if dx.shape != x.shape:
        raise Wrong("dx must have the shape of x", yours=dx.shape, expected=x.shape)
    at_zero, upstream = dx[x == 0], dout[x == 0]
    legal = (at_zero >= np.minimum(0, upstream)) & (at_zero <= np.maximum(0, upstream))
    if not legal.all():
        raise Wrong(
            "Where x is exactly 0, dx must lie between 0 and dout; 0 is the usual choice",
            yours=at_zero,
            expected=np.zeros_like(at_zero),
        )
    if np.any(at_zero != 0):
        slope = float(at_zero[0] / upstream[0])
        layer.remark(f"Your gradient at exactly 0 is {slope:g}; PyTorch uses 0. Both are legal.")


@check("relu_forward", "infinite inputs")
def infinite_inputs(layer):
    """Minus infinity is a negative number like any other."""
    x = np.array([[-np.inf, -1.0, 2.0], [0.5, -np.inf, 3.0]])
    out, _ = layer.relu_forward(x)
    at_infinity = np.asarray(out)[x == -np.inf]
    if not np.all(at_infinity == 0):
        raise Wrong(
            "-inf is smaller than 0, so it must become 0. Arithmetic on it makes NaN (-inf * 0, "
            "inf - inf); np.maximum(0, x) does none",
            yours=at_infinity,
            expected=np.zeros_like(at_infinity),
        )
