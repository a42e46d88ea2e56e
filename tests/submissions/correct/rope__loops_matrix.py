import math

import numpy as np


def _rotation(t, i, D):
    phi = t / math.pow(10000, 2 * i / D)
    return np.array([[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]])


def rope_forward(x):
    N, T, D = x.shape
    out = np.zeros((N, T, D))
    for n in range(N):
        for t in range(T):
            for i in range(D // 2):
                out[n, t, 2 * i : 2 * i + 2] = _rotation(t, i, D) @ x[n, t, 2 * i : 2 * i + 2]
    return out, None


def rope_backward(dout, cache):
    N, T, D = dout.shape
    dx = np.zeros((N, T, D))
    for n in range(N):
        for t in range(T):
            for i in range(D // 2):
                dx[n, t, 2 * i : 2 * i + 2] = _rotation(t, i, D).T @ dout[n, t, 2 * i : 2 * i + 2]
    return dx
