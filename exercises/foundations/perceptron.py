r"""Perceptron: one unit that answers yes or no, and learns from its errors."""

from typing import Literal

import numpy as np
from jaxtyping import Float


def perceptron_step(
    x: Float[np.ndarray, "D"],
    y: Literal[-1, 1],
    w: Float[np.ndarray, "D"],
    b: float,
    lr: float,
) -> tuple[Float[np.ndarray, "D"], float]:
    r"""Show the unit one example x and its answer y, and correct it if it errs.

    The unit says 1 where $\mathrm{score} = x \cdot w + b$ is positive, and -1 where it is negative.
    It errs if $y \cdot \mathrm{score} \le 0$: a score of 0 is an error, too. Then
    $w \leftarrow w + \mathrm{lr}\, y\, x$ and $b \leftarrow b + \mathrm{lr}\, y$.
    Returns w and b: new ones after an error, else those that came.
    """
    raise NotImplementedError("write perceptron_step here")
