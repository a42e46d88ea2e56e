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
    raise NotImplementedError("write dropout_forward here")


def dropout_backward(dout: Float[np.ndarray, "*shape"], cache: object) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the layer: $dx = dout \odot \mathrm{mask}$, with the mask of the forward pass.

    Returns dx.
    """
    raise NotImplementedError("write dropout_backward here")
