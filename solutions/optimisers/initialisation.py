r"""Initialisation: random weights whose size keeps the signal alive from layer to layer."""

import numpy as np
from jaxtyping import Float


def he_init(
    fan_in: int,
    fan_out: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "fan_in fan_out"]:
    r"""Draw the weights of a layer that a ReLU follows (He et al. 2015).

    Each is normal with mean 0 and standard deviation $\sqrt{2 / \mathrm{fan\_in}}$.
    Returns w, drawn from rng and from nothing else.
    """
    std = np.sqrt(2 / fan_in)
    w = std * rng.standard_normal((fan_in, fan_out))
    return w


def xavier_init(
    fan_in: int,
    fan_out: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "fan_in fan_out"]:
    r"""Draw the weights of a layer that tanh or nothing follows (Glorot and Bengio 2010).

    Each is uniform between $-a$ and $a$, where $a = \sqrt{6 / (\mathrm{fan\_in} +
    \mathrm{fan\_out})}$. Returns w, drawn from rng and from nothing else.
    """
    limit = np.sqrt(6 / (fan_in + fan_out))
    w = rng.uniform(-limit, limit, (fan_in, fan_out))
    return w
