import numpy as np


def rope_forward(x):
    n, t, d = x.shape
    z = x.reshape(n, t, d // 2, 2)
    z = z[..., 0] + 1j * z[..., 1]
    turn = np.exp(1j * np.outer(np.arange(t), 10000.0 ** (-np.arange(0, d, 2) / d)))
    z = z * turn
    return np.stack([z.real, z.imag], axis=-1).reshape(n, t, d), turn


def rope_backward(dout, cache):
    n, t, d = dout.shape
    g = (dout[..., ::2] + 1j * dout[..., 1::2]) * np.conj(cache)
    dx = np.empty((n, t, d))
    dx[..., ::2], dx[..., 1::2] = g.real, g.imag
    return dx
