"""Makes the list of layers out of arrays, and arrays out of the list of gradients.

Wx is the matrix of the bottom layer, Wx_above holds those of the layers above it. What belongs to all layers
has a first axis for them.
"""

import numpy as np
from jaxtyping import Float


def stacked_rnn_forward(
    x: Float[np.ndarray, "N T D"],
    h0s: Float[np.ndarray, "L N H"],
    Wx: Float[np.ndarray, "D H"],
    Wx_above: Float[np.ndarray, "L-1 H H"],
    Wh: Float[np.ndarray, "L H H"],
    b: Float[np.ndarray, "L H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    """Run L recurrent layers."""
    out, cache = _forward("rnn", x, h0s, Wx=[Wx, *Wx_above], Wh=Wh, b=b)
    return out, cache


def stacked_rnn_backward(
    dout: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "L N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "L-1 H H"],
    Float[np.ndarray, "L H H"],
    Float[np.ndarray, "L H"],
]:
    """Differentiate L recurrent layers."""
    dx, dh0s, dWx, dWx_above, dWh, db = _backward(dout, cache)
    return dx, dh0s, dWx, dWx_above, dWh, db


def stacked_lstm_forward(
    x: Float[np.ndarray, "N T D"],
    h0s: Float[np.ndarray, "L N H"],
    Wx: Float[np.ndarray, "D 4*H"],
    Wx_above: Float[np.ndarray, "L-1 H 4*H"],
    Wh: Float[np.ndarray, "L H 4*H"],
    b: Float[np.ndarray, "L 4*H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    """Run L LSTMs."""
    out, cache = _forward("lstm", x, h0s, Wx=[Wx, *Wx_above], Wh=Wh, b=b)
    return out, cache


def stacked_lstm_backward(
    dout: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "L N H"],
    Float[np.ndarray, "D 4*H"],
    Float[np.ndarray, "L-1 H 4*H"],
    Float[np.ndarray, "L H 4*H"],
    Float[np.ndarray, "L 4*H"],
]:
    """Differentiate L LSTMs."""
    dx, dh0s, dWx, dWx_above, dWh, db = _backward(dout, cache)
    return dx, dh0s, dWx, dWx_above, dWh, db


def stacked_gru_forward(
    x: Float[np.ndarray, "N T D"],
    h0s: Float[np.ndarray, "L N H"],
    Wx: Float[np.ndarray, "D 3*H"],
    Wx_above: Float[np.ndarray, "L-1 H 3*H"],
    Wh: Float[np.ndarray, "L H 3*H"],
    bx: Float[np.ndarray, "L 3*H"],
    bh: Float[np.ndarray, "L 3*H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    """Run L GRUs."""
    out, cache = _forward("gru", x, h0s, Wx=[Wx, *Wx_above], Wh=Wh, bx=bx, bh=bh)
    return out, cache


def stacked_gru_backward(
    dout: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "L N H"],
    Float[np.ndarray, "D 3*H"],
    Float[np.ndarray, "L-1 H 3*H"],
    Float[np.ndarray, "L H 3*H"],
    Float[np.ndarray, "L 3*H"],
    Float[np.ndarray, "L 3*H"],
]:
    """Differentiate L GRUs."""
    dx, dh0s, dWx, dWx_above, dWh, dbx, dbh = _backward(dout, cache)
    return dx, dh0s, dWx, dWx_above, dWh, dbx, dbh


def _forward(cell, x, h0s, **weights):
    """Hand over views, so that what is changed in them is seen; keep the layers beside the student's cache."""
    layers = [dict(zip(weights, arrays, strict=True)) for arrays in zip(*weights.values(), strict=True)]
    given = [dict(layer) for layer in layers]
    out, cache = _parts("out, cache", submission.stacked_forward(x, list(h0s), layers, cell))
    if len(layers) != len(given) or any(
        layer.keys() != kept.keys() or any(layer[key] is not kept[key] for key in kept)
        for layer, kept in zip(layers, given, strict=True)
    ):
        raise TypeError("stacked_forward changes the list layers or a dictionary in it; leave them as they are")
    return out, (cache, given)


def _backward(dout, cache):
    """Check what is in the lists, and stack it."""
    cache, layers = cache
    dx, dh0s, grads = _parts("dx, dh0s, grads", submission.stacked_backward(dout, cache))
    if dh0s is None or grads is None:
        raise TypeError("return dx, dh0s, grads; one of the two lists is NoneType")
    if len(dh0s) != len(layers) or len(grads) != len(layers):
        raise TypeError(f"dh0s and grads need one entry for each of the {len(layers)} layers")
    for number, (dh0, grad, layer) in enumerate(zip(dh0s, grads, layers, strict=True)):
        _same_shape(f"dh0s[{number}]", dh0, dout[:, 0])
        if not isinstance(grad, dict) or not layer.keys() <= grad.keys():
            raise TypeError(f"grads[{number}] should be a dictionary with the keys {', '.join(layer)}")
        for key, array in layer.items():
            _same_shape(f"grads[{number}][{key!r}]", grad[key], array)
    _, *others = layers[0]
    empty = np.zeros((0, *layers[0]["Wh"].shape))
    above = np.stack([grad["Wx"] for grad in grads[1:]]) if len(grads) > 1 else empty
    rest = (np.stack([grad[key] for grad in grads]) for key in others)
    return dx, np.stack(list(dh0s)), grads[0]["Wx"], above, *rest


def _parts(names, result):
    wanted = names.count(",") + 1
    if not isinstance(result, tuple | list) or len(result) != wanted:
        raise TypeError(f"return {names}; what comes back is of type {type(result).__name__}")
    return result


def _same_shape(name, yours, wanted):
    if np.shape(yours) != wanted.shape:
        raise TypeError(f"{name} has the shape {np.shape(yours)}, not {wanted.shape}")
