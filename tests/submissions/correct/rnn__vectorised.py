import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dtanh = (1 - next_h * next_h) * dnext_h
    return (
        np.dot(dtanh, Wx.T),
        np.dot(dtanh, Wh.T),
        np.dot(x.T, dtanh),
        np.dot(prev_h.T, dtanh),
        np.sum(dtanh, axis=0),
    )


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = b.shape[0]
    # slot 0 is h0
    states = np.zeros((N, T + 1, H))
    states[:, 0] = h0
    xw = x @ Wx + b  # the input's part for all steps at once
    for t in range(T):
        states[:, t + 1] = np.tanh(xw[:, t] + states[:, t] @ Wh)
    return states[:, 1:], (x, states, Wx, Wh)


def rnn_backward(dh, cache):
    x, states, Wx, Wh = cache
    N, T, H = dh.shape
    da = np.zeros((N, T, H))
    back = np.zeros((N, H))
    for t in range(T)[::-1]:
        da[:, t] = (dh[:, t] + back) * (1 - states[:, t + 1] ** 2)
        back = da[:, t] @ Wh.T
    dx = da @ Wx.T
    dWx = np.einsum("ntd,nth->dh", x, da)
    dWh = np.einsum("nti,ntj->ij", states[:, :-1], da)
    return dx, back, dWx, dWh, da.sum(axis=(0, 1))
