"""The network's loss: images of whole numbers, as they come from a file, and what it does to params."""

import numpy as np

from grader.properties import Wrong, check


def _batch():
    rng = np.random.default_rng(3)
    shapes = {"W1": (2, 3, 3, 3), "b1": (2,), "W2": (12, 4), "b2": (4,), "W3": (4, 3), "b3": (3,)}
    params = {name: rng.uniform(-0.5, 0.5, shape) for name, shape in shapes.items()}
    return params, rng.integers(0, 9, (2, 3, 4, 6)), np.array([2, 0])


@check("three_layer_convnet_loss", "whole numbers in X")
def whole_numbers(layer):
    params, X, y = _batch()
    expected, grads = layer.three_layer_convnet_loss(params, X.astype(np.float64), y, 0.1)
    loss, whole = layer.three_layer_convnet_loss(params, X, y, 0.1)
    if not np.isclose(loss, expected, rtol=1e-8):
        raise Wrong("the loss changes if X holds the same numbers as integers", yours=loss, expected=expected)
    for name in params:
        if not np.allclose(whole[name], grads[name], rtol=1e-8, atol=1e-10):
            raise Wrong(
                f"the gradient of {name} changes if X holds the same numbers as integers",
                yours=whole[name],
                expected=grads[name],
            )


@check("three_layer_convnet_loss", "params stays as it is")
def params_stay(layer):
    params, X, y = _batch()
    before = {name: value.copy() for name, value in params.items()}
    layer.three_layer_convnet_loss(params, X.astype(np.float64), y, 0.1)
    for name, value in before.items():
        if not np.array_equal(params[name], value):
            raise Wrong(f"params[{name!r}] is another array after the call", yours=params[name], expected=value)
