"""The deep network's loss: five layers, images of whole numbers, and what it does to params."""

from itertools import pairwise

import numpy as np

from grader.properties import Wrong, check


def _network(rng, channels, classes):
    """Parameters of a network whose maps are as many as `channels` says, from the image on."""
    params = {}
    for layer, (before, after) in enumerate(pairwise(channels), 1):
        params[f"W{layer}"] = rng.uniform(-1, 1, (after, before, 3, 3))
        params[f"gamma{layer}"] = rng.uniform(0.5, 2, after)
        params[f"beta{layer}"] = rng.uniform(0.1, 1, after)
    return {**params, "Wout": rng.uniform(-1, 1, (channels[-1], classes)), "bout": rng.uniform(-1, 1, classes)}


@check("deep_convnet_loss", "five layers")
def five_layers(layer):
    """Along a random direction of each layer's parameters, the loss has the slope that grads gives it."""
    rng = np.random.default_rng(5)
    params = _network(rng, (2, 3, 2, 4, 3, 2), 3)
    X, y = rng.uniform(-2, 2, (3, 2, 8, 8)), np.array([2, 0, 1])
    cfg = {"convs_per_block": 2, "eps": 0.1}
    _, grads = layer.deep_convnet_loss(params, cfg, X, y, 0.0)
    for mark in ("1", "2", "3", "4", "5", "out"):
        names = [name for name in params if name.endswith(mark)]
        missing = [name for name in names if np.shape(grads.get(name)) != params[name].shape]
        if missing:
            raise Wrong(f"in a network of five layers, grads needs an entry {missing[0]} in the shape of the parameter")
        along = {name: rng.uniform(-1, 1, params[name].shape) for name in names}
        losses = []
        for step in (1e-5, -1e-5):
            moved = {**params, **{name: params[name] + step * along[name] for name in names}}
            losses.append(layer.deep_convnet_loss(moved, cfg, X, y, 0.0)[0])
        slope = (losses[0] - losses[1]) / 2e-5
        given = sum(float(np.sum(grads[name] * along[name])) for name in names)
        if abs(slope) < 1e-6:
            raise Wrong(f"in a network of five layers, the loss stays the same whatever {' and '.join(names)} are")
        if not np.isclose(given, slope, rtol=1e-4, atol=1e-7):
            raise Wrong(
                f"in a network of five layers, {' and '.join(names)} are moved a little; the loss changes at another "
                f"rate than their gradients say",
                yours=given,
                expected=slope,
            )


@check("deep_convnet_loss", "whole numbers in X")
def whole_numbers(layer):
    rng = np.random.default_rng(3)
    params, cfg = _network(rng, (3, 2, 4), 3), {"convs_per_block": 1}
    X, y = rng.integers(0, 9, (2, 3, 5, 6)), np.array([2, 0])
    expected, grads = layer.deep_convnet_loss(params, cfg, X.astype(np.float64), y, 0.1)
    loss, whole = layer.deep_convnet_loss(params, cfg, X, y, 0.1)
    if not np.isclose(loss, expected, rtol=1e-8):
        raise Wrong("the loss changes if X holds the same numbers as integers", yours=loss, expected=expected)
    for name in params:
        if not np.allclose(whole[name], grads[name], rtol=1e-8, atol=1e-10):
            raise Wrong(
                f"the gradient of {name} changes if X holds the same numbers as integers",
                yours=whole[name],
                expected=grads[name],
            )


@check("deep_convnet_loss", "params stays as it is")
def params_stay(layer):
    rng = np.random.default_rng(4)
    params, cfg = _network(rng, (1, 2), 3), {"convs_per_block": 1}
    before = {name: value.copy() for name, value in params.items()}
    layer.deep_convnet_loss(params, cfg, rng.uniform(-2, 2, (2, 1, 4, 4)), np.array([2, 0]), 0.1)
    for name, value in before.items():
        if not np.array_equal(params[name], value):
            raise Wrong(f"params[{name!r}] is another array after the call", yours=params[name], expected=value)
