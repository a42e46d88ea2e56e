import numpy as np


def affine_forward(x, w, b):
    return x.reshape(-1, w.shape[0]) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    flat = x.reshape(-1, w.shape[0])
    return (dout @ w.T).reshape(x.shape), flat.T @ dout, dout.sum(0)


def ffn_forward(x, W1, b1, W2, b2):
    N, T, D = x.shape
    h, c1 = affine_forward(x, W1, b1)
    a = np.where(h > 0, h, 0.0)
    out, c2 = affine_forward(a, W2, b2)
    return out.reshape(N, T, D), (c1, h, c2)


def ffn_backward(dout, cache):
    c1, h, c2 = cache
    da, dW2, db2 = affine_backward(dout.reshape(-1, dout.shape[-1]), c2)
    da[h <= 0] = 0
    dx, dW1, db1 = affine_backward(da, c1)
    return dx, dW1, db1, dW2, db2
