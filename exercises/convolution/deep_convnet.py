r"""A deep convolutional network: blocks of convolutions, each block on maps of half the size.

Its parts are layers that you have written: bring convolution, spatial batch normalisation, ReLU, max
pooling, global average pooling and the softmax loss into this file, since each file is checked by
itself.
"""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float, Int


class Config(TypedDict):
    """How the layers are arranged, and what else is not learned."""

    convs_per_block: int  # a pooling follows after every so many layers
    eps: NotRequired[float]  # 1e-5, of the batch normalisation


class OneLayer(TypedDict):
    """Parameters of a network of one layer with F1 maps, and K classes."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    Wout: Float[np.ndarray, "F1 K"]
    bout: Float[np.ndarray, "K"]


class TwoLayers(TypedDict):
    """The same with two layers: the second has F2 maps."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    W2: Float[np.ndarray, "F2 F1 3 3"]
    gamma2: Float[np.ndarray, "F2"]
    beta2: Float[np.ndarray, "F2"]
    Wout: Float[np.ndarray, "F2 K"]
    bout: Float[np.ndarray, "K"]


class ThreeLayers(TypedDict):
    """The same with three layers; a network may have any number of them."""

    W1: Float[np.ndarray, "F1 C 3 3"]
    gamma1: Float[np.ndarray, "F1"]
    beta1: Float[np.ndarray, "F1"]
    W2: Float[np.ndarray, "F2 F1 3 3"]
    gamma2: Float[np.ndarray, "F2"]
    beta2: Float[np.ndarray, "F2"]
    W3: Float[np.ndarray, "F3 F2 3 3"]
    gamma3: Float[np.ndarray, "F3"]
    beta3: Float[np.ndarray, "F3"]
    Wout: Float[np.ndarray, "F3 K"]
    bout: Float[np.ndarray, "K"]


def deep_convnet_loss(
    params: OneLayer | TwoLayers | ThreeLayers,
    cfg: Config,
    X: Float[np.ndarray, "N C H W"],
    y: Int[np.ndarray, "N"],
    reg: float,
) -> tuple[float, OneLayer | TwoLayers | ThreeLayers]:
    r"""Loss and gradients of a convolutional network of any number of layers.

    Layer l is conv - batch norm - relu, with Wl, gammal and betal: 3 x 3 kernels, stride 1, pad 1
    and no bias; spatial batch norm in mode "train" with cfg["eps"], 1e-5 where it is not given.
    After every cfg["convs_per_block"] layers comes a 2x2 max pool with stride 2. At the end each map
    is averaged, and $\mathrm{scores} = \mathrm{mean}\, W_{out} + b_{out}$. The loss is the mean
    cross-entropy plus $\frac12 \mathrm{reg} \sum_W \sum_{ij} W_{ij}^2$, where W goes through the
    kernels and Wout, and not through gammas, betas and bout.
    Returns loss and grads, which has an entry for each entry of params.
    """
    raise NotImplementedError("write deep_convnet_loss here")
