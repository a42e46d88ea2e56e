import numpy as np


def fit(grad, like):
    grad = np.asarray(grad)
    while grad.ndim > like.ndim:
        grad = grad.sum(0)
    for k in range(like.ndim):
        if like.shape[k] == 1:
            grad = grad.sum(k, keepdims=True)
    return grad


def add_vjp(g, out, x, y):
    return fit(g, x), fit(g, y)


def mul_vjp(g, out, x, y):
    return fit(g * y, x), fit(x * g, y)


def matmul_vjp(g, out, x, y):
    return np.einsum("nm,dm->nd", g, y), np.einsum("nd,nm->dm", x, g)


def sum_vjp(g, out, x, axis=None):
    dx = np.empty(x.shape)
    if axis is None:
        dx[...] = g
    else:
        np.moveaxis(dx, axis, 0)[...] = g
    return dx
