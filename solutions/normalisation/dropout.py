r"""Dropout: in training, every value is set to zero with some probability."""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class DropoutParam(TypedDict):
    """Options of the layer."""

    mode: Literal["train", "test"]
    p: float  # the probability to KEEP a value
    seed: NotRequired[int]  # for np.random.seed, so that the mask can be drawn again


def dropout_forward(
    x: Float[np.ndarray, "*shape"], dropout_param: DropoutParam
) -> tuple[Float[np.ndarray, "*shape"], object]:
    r"""Keep each value with probability p: $\mathrm{out} = x \odot \mathrm{mask}$.

    In mode "train" each entry of the mask is $1/p$ with probability p, and otherwise 0; in mode
    "test" out is x. Returns out, and whatever the backward pass needs as cache.
    """
    p = dropout_param["p"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])  # noqa: NPY002  as in CS231n
    mask = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        mask = (np.random.rand(*x.shape) < p) / p  # noqa: NPY002  as above
    out = x * mask
    return out, mask


def dropout_backward(dout: Float[np.ndarray, "*shape"], cache: object) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the layer: $dx = dout \odot \mathrm{mask}$, with the mask of the forward pass.

    Returns dx.
    """
    mask = cache
    dx = dout * mask
    return dx
