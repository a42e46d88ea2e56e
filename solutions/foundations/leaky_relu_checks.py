"""Leaky ReLU: the slope where none is given, infinite inputs, and the kink at 0."""

import numpy as np

from grader.properties import Wrong, check


@check("leaky_relu_forward", "default slope")
def default_slope(layer):
    """Called with x alone, the slope is 0.01."""
    x = np.array([[-200.0, 3.0], [50.0, -1.0]])
    out, _ = layer.leaky_relu_forward(x)
    expected = np.array([[-2.0, 3.0], [50.0, -0.01]])
    if np.shape(out) != x.shape or not np.allclose(out, expected, rtol=1e-12, atol=0):
        raise Wrong("Without alpha, the slope below 0 is 0.01", yours=out, expected=expected)


@check("leaky_relu_forward", "infinite inputs")
def infinite_inputs(layer):
    """Both infinities pass, each by its own branch."""
    x = np.array([[-np.inf, -1.0, 2.0], [0.5, np.inf, -4.0]])
    out, _ = layer.leaky_relu_forward(x, 0.25)
    expected = np.array([[-np.inf, -0.25, 2.0], [0.5, np.inf, -1.0]])
    if not np.array_equal(out, expected):
        raise Wrong(
            "Infinite inputs stay infinite. A sum of masked products makes NaN (inf * 0); choose between x and "
            "alpha * x with np.where",
            yours=out,
            expected=expected,
        )


@check("leaky_relu_backward", "gradient at zero")
def gradient_at_zero(layer):
    """Any slope from alpha to 1 is legal at the kink; one other than alpha is worth a word."""
    x, dout = np.array([[0.0, -0.0, 1.5, -2.0]]), np.array([[3.0, -2.0, 4.0, 5.0]])
    _, cache = layer.leaky_relu_forward(x, 0.25)
    dx = np.asarray(layer.leaky_relu_backward(dout, cache))
    if dx.shape != x.shape:
        raise Wrong("dx must have the shape of x", yours=dx.shape, expected=x.shape)
    slope = dx[x == 0] / dout[x == 0]
    if not np.all((slope >= 0.25) & (slope <= 1)):
        raise Wrong(
            "Where x is exactly 0, dx must lie between alpha * dout and dout; alpha * dout is the usual choice",
            yours=dx[x == 0],
            expected=0.25 * dout[x == 0],
        )
    if np.any(slope != 0.25):
        layer.remark(f"Your slope at exactly 0 is {slope[0]:g}; PyTorch uses alpha. Both are legal.")
