import numpy as np


def swiglu_forward(x, W, V):
    D, F = W.shape
    both = x.reshape(-1, D) @ np.hstack([W, V])
    a, h = both[:, :F], both[:, F:]
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-a))
    out = (a * s * h).reshape(*x.shape[:-1], F)
    return out, (x, W, V, a, s, h)


def swiglu_backward(dout, cache):
    x, W, V, a, s, h = cache
    F = W.shape[1]
    g = dout.reshape(-1, F)
    da = g * h * s * (1 + a * (1 - s))
    dh = g * a * s
    d_both = np.hstack([da, dh])
    d_wide = np.zeros((W.shape[0], 2 * F))
    dx = np.zeros(x.shape)
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            row = d_both[n * x.shape[1] + t]
            dx[n, t] = np.hstack([W, V]) @ row
            d_wide += np.outer(x[n, t], row)
    return dx, d_wide[:, :F], d_wide[:, F:]
