import numpy as np


def masked_rnn_forward(x, h0, Wx, Wh, b, mask):
    N, T, D = x.shape
    keep = mask.astype(float)
    hs = [h0]
    news = []
    outs = []
    for t in range(T):
        k = keep[:, t].reshape(N, 1)
        new = np.tanh(np.dot(x[:, t], Wx) + np.dot(hs[-1], Wh) + b)
        news.append(new)
        outs.append(k * new)
        hs.append(k * new + (1 - k) * hs[-1])
    return np.stack(outs, axis=1), hs[-1], (x, Wx, Wh, keep, hs, news)


def masked_rnn_backward(dout, dh_last, cache):
    x, Wx, Wh, keep, hs, news = cache
    N, T, D = x.shape
    dx = np.zeros((N, T, D))
    dWx, dWh, db = 0, 0, 0
    dh = dh_last
    for t in range(T - 1, -1, -1):
        k = keep[:, t].reshape(N, 1)
        da = k * (dout[:, t] + dh) * (1 - news[t] ** 2)
        dx[:, t] = np.dot(da, Wx.T)
        dWx = dWx + np.dot(x[:, t].T, da)
        dWh = dWh + np.dot(hs[t].T, da)
        db = db + np.sum(da, axis=0)
        dh = np.dot(da, Wh.T) + (1 - k) * dh
    return dx, dh, dWx, dWh, db
