"""Layer normalisation of more than two axes: the same as of the rows laid out below each other."""

import numpy as np

from grader.properties import Wrong, check

SHAPES = (2, 3, 4), (2, 3, 2, 4)
EPS = 0.1


def _inputs(shape):
    rng = np.random.default_rng(11)
    x, dout = rng.uniform(-2, 2, shape), rng.uniform(-2, 2, shape)
    return x, rng.uniform(0.5, 2, shape[-1]), rng.uniform(-2, 2, shape[-1]), dout


def _equal(yours, expected):
    return yours.shape == expected.shape and np.allclose(yours, expected, rtol=0, atol=1e-9)


def _same(name, yours, expected, shape, why=""):
    if not _equal(yours, expected):
        message = (
            f"x of shape {shape} holds rows of {shape[-1]} numbers. Laid out below each other, "
            f"as two axes, the same rows give another {name}. "
            f"{why or 'Work on the last axis, axis=-1.'}"
        )
        raise Wrong(message, yours=yours, expected=expected)


def _why(out, x, gamma, beta):
    """Name the axes that were normalised, where they can be told."""
    said = {
        (1,): "axis=1 is the last axis only if there are two of them: write axis=-1.",
        tuple(range(1, x.ndim)): "All axes but the first were taken together; take the last alone.",
    }
    for axes, says in said.items():
        mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
        if _equal(out, gamma * (x - mean) / np.sqrt(var + EPS) + beta):
            return says
    return ""


@check("layernorm_forward", "more axes")
def forward(layer):
    for shape in SHAPES:
        x, gamma, beta, _ = _inputs(shape)
        expected, _ = layer.layernorm_forward(x.reshape(-1, shape[-1]), gamma, beta, {"eps": EPS})
        out, _ = layer.layernorm_forward(x, gamma, beta, {"eps": EPS})
        _same("out", out, expected.reshape(shape), shape, _why(out, x, gamma, beta))


@check("layernorm_backward", "more axes")
def backward(layer):
    for shape in SHAPES:
        x, gamma, beta, dout = _inputs(shape)
        rows = (-1, shape[-1])
        _, cache = layer.layernorm_forward(x.reshape(rows), gamma, beta, {"eps": EPS})
        dx, dgamma, dbeta = layer.layernorm_backward(dout.reshape(rows), cache)
        _, cache = layer.layernorm_forward(x, gamma, beta, {"eps": EPS})
        mine = layer.layernorm_backward(dout, cache)
        _same("dx", mine[0], dx.reshape(shape), shape)
        why = "Sum over everything but the last axis, so that (D,) is left."
        _same("dgamma", mine[1], dgamma, shape, why)
        _same("dbeta", mine[2], dbeta, shape, why)
