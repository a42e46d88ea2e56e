import numpy as np


def softmax_forward(x):
    rows = x.reshape(-1, x.shape[-1])
    s = np.zeros(rows.shape)
    for r in range(rows.shape[0]):
        e = np.exp(rows[r] - np.amax(rows[r]))
        s[r] = e / e.sum()
    return s.reshape(x.shape), s


def softmax_backward(dout, cache):
    s = cache
    d = dout.reshape(s.shape)
    dx = np.zeros(s.shape)
    for r in range(s.shape[0]):
        J = np.diag(s[r]) - np.outer(s[r], s[r])
        dx[r] = J.dot(d[r])
    return dx.reshape(dout.shape)
