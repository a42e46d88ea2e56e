r"""VJPs of operations that only move numbers: reshape, transpose and picking by index."""

import numpy as np
from jaxtyping import Float


def reshape_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    shape: tuple[int, ...],
) -> Float[np.ndarray, "*x"]:
    r"""Go back through out = x.reshape(shape); g is the gradient of out.

    The numbers stay in their order, so g is put back into the shape of x.
    Returns dx.
    """
    raise NotImplementedError("write reshape_vjp here")


def transpose_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    axes: tuple[int, ...] | None,
) -> Float[np.ndarray, "*x"]:
    r"""Go back through out = x.transpose(axes), whose axis i is the axis axes[i] of x.

    axes holds 0, 1, 2, ... in any order; None turns the order round. In dx, each axis of g is back
    where it was in x.
    Returns dx.
    """
    raise NotImplementedError("write transpose_vjp here")


def getitem_vjp(
    g: Float[np.ndarray, "*out"],
    out: Float[np.ndarray, "*out"],
    x: Float[np.ndarray, "*x"],
    index: object,
) -> Float[np.ndarray, "*x"]:
    r"""Go back through out = x[index], for any index that NumPy takes.

    Each entry of g is added to dx at the place where it was picked; an entry of x that was picked
    several times gets the sum, one that was not gets 0.
    Returns dx.
    """
    raise NotImplementedError("write getitem_vjp here")
