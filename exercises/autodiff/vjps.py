r"""Vector-Jacobian products: how four operations send a gradient back to what went in."""

import numpy as np
from jaxtyping import Float


def _unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    r"""Sum grad over everything that broadcasting repeated, so that it gets this shape."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    return grad.sum(axis=tuple(i for i, size in enumerate(shape) if size == 1), keepdims=True)


def add_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    y: Float[np.ndarray, "*y"],
) -> tuple[Float[np.ndarray, "*x"], Float[np.ndarray, "*y"]]:
    r"""Go back through out = x + y, which NumPy may have broadcast; g is the gradient of out.

    $dx = g$ and $dy = g$, each summed to the shape of its array.
    Returns dx and dy.
    """
    raise NotImplementedError("write add_vjp here")


def mul_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    y: Float[np.ndarray, "*y"],
) -> tuple[Float[np.ndarray, "*x"], Float[np.ndarray, "*y"]]:
    r"""Go back through out = x * y, elementwise, which NumPy may have broadcast.

    $dx = g \odot y$ and $dy = g \odot x$, each summed to the shape of its array.
    Returns dx and dy.
    """
    raise NotImplementedError("write mul_vjp here")


def matmul_vjp(
    g: Float[np.ndarray, "N M"],
    out: Float[np.ndarray, "N M"],
    x: Float[np.ndarray, "N D"],
    y: Float[np.ndarray, "D M"],
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D M"]]:
    r"""Go back through out = x @ y, the product of two matrices.

    $dx = g\, y^T$ and $dy = x^T g$.
    Returns dx and dy.
    """
    raise NotImplementedError("write matmul_vjp here")


def sum_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    axis: int | None,
) -> Float[np.ndarray, "*x"]:
    r"""Go back through out = x.sum(axis), which has lost that axis; None sums over everything.

    $dx_{\dots i \dots} = g_{\dots}$ for every i along the axis.
    Returns dx.
    """
    raise NotImplementedError("write sum_vjp here")
