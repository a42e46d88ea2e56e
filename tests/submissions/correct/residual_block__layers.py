import numpy as np


def conv_forward(x, w, b):
    N, C, H, W = x.shape
    F = w.shape[0]
    xp = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    out = np.zeros((N, F, H, W))
    for i in range(H):
        for j in range(W):
            win = xp[:, :, i : i + 3, j : j + 3].reshape(N, -1)
            out[:, :, i, j] = win @ w.reshape(F, -1).T + b
    return out, (xp, w)


def conv_backward(dout, cache):
    xp, w = cache
    N, F, H, W = dout.shape
    dxp, dw = np.zeros(xp.shape), np.zeros((F, w[0].size))
    for i in range(H):
        for j in range(W):
            win = xp[:, :, i : i + 3, j : j + 3]
            g = dout[:, :, i, j]
            dw += g.T @ win.reshape(N, -1)
            dxp[:, :, i : i + 3, j : j + 3] += (g @ w.reshape(F, -1)).reshape(win.shape)
    return dxp[:, :, 1:-1, 1:-1], dw.reshape(w.shape), dout.sum(axis=(0, 2, 3))


def relu_forward(x):
    return x * (x > 0), x > 0


def relu_backward(dout, cache):
    return dout * cache


def residual_block_forward(x, w1, b1, w2, b2):
    h, c1 = conv_forward(x, w1, b1)
    h, m1 = relu_forward(h)
    h, c2 = conv_forward(h, w2, b2)
    out, m2 = relu_forward(h + x)
    return out, (c1, m1, c2, m2)


def residual_block_backward(dout, cache):
    c1, m1, c2, m2 = cache
    dsum = relu_backward(dout, m2)
    dh, dw2, db2 = conv_backward(dsum, c2)
    dh = relu_backward(dh, m1)
    dx, dw1, db1 = conv_backward(dh, c1)
    dx = dx + dsum
    return dx, dw1, db1, dw2, db2
