r"""A small convolutional network: one block of convolution, ReLU and pooling, then two dense layers.

Its parts are layers that you have written: bring the block, the dense layer, the ReLU and the
softmax loss into this file, since each file is checked by itself.
"""

from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int


class Parameters(TypedDict):
    """Weights and biases of F kernels, M hidden units and K classes; D = F h w."""

    W1: Float[np.ndarray, "F C 1 1"] | Float[np.ndarray, "F C 3 3"] | Float[np.ndarray, "F C 5 5"]
    b1: Float[np.ndarray, "F"]
    W2: Float[np.ndarray, "D M"]
    b2: Float[np.ndarray, "M"]
    W3: Float[np.ndarray, "M K"]
    b3: Float[np.ndarray, "K"]


def three_layer_convnet_loss(
    params: Parameters, X: Float[np.ndarray, "N C 2*h 2*w"], y: Int[np.ndarray, "N"], reg: float
) -> tuple[float, Parameters]:
    r"""Loss and gradients of a convolutional network of three layers with weights.

    conv - relu - 2x2 max pool - affine - relu - affine - softmax. The convolution has stride 1 and
    the pad that keeps height and width, $(HH - 1) / 2$ for a kernel of HH rows; the pooling halves
    both. The loss is the mean cross-entropy plus $\frac12 \mathrm{reg} \sum_W \sum_{ij} W_{ij}^2$,
    where W goes through W1, W2 and W3, and not through the biases.
    Returns loss and grads, which has an entry for each entry of params.
    """
    raise NotImplementedError("write three_layer_convnet_loss here")
