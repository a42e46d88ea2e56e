"""Hands functions of a known name to numerical_gradient, under its own name or CS231n's."""

from typing import Literal

import numpy as np
from jaxtyping import Float


def numerical_gradient(
    x: Float[np.ndarray, "*batch D"],
    df: Float[np.ndarray, "*batch M"],
    w: Float[np.ndarray, "D M"],
    f: Literal["x @ w", "np.tanh(x @ w)", "(x @ w) ** 3", "x[..., :M]", "x @ w into one buffer"],
    h: float | None,
) -> Float[np.ndarray, "*batch D"]:
    """Differentiate f at x; without h, the default is asked for."""
    buffer = np.zeros(df.shape)
    function = {
        "x @ w": lambda x: x @ w,
        "np.tanh(x @ w)": lambda x: np.tanh(x @ w),
        "(x @ w) ** 3": lambda x: (x @ w) ** 3,
        "x[..., :M]": lambda x: x[..., : df.shape[-1]],
        "x @ w into one buffer": lambda x: np.matmul(x, w, out=buffer),
    }[f]
    names = ("numerical_gradient", "eval_numerical_gradient_array")
    name = next((name for name in names if hasattr(submission, name)), names[0])
    grad = getattr(submission, name)(function, x, df, *([] if h is None else [h]))
    return grad
