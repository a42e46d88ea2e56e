import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    N, D = x.shape
    D, H = Wx.shape
    raw = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            raw[n][j] = b[j]
            for i in range(D):
                raw[n][j] += x[n][i] * Wx[i][j]
            for i in range(H):
                raw[n][j] += prev_h[n][i] * Wh[i][j]
    cache = {"x": x, "prev_h": prev_h, "Wx": Wx, "Wh": Wh, "raw": raw}
    return np.tanh(raw), cache


def rnn_step_backward(dnext_h, cache):
    x = cache["x"]
    prev_h = cache["prev_h"]
    Wx = cache["Wx"]
    Wh = cache["Wh"]
    N, D = x.shape
    H = Wh.shape[0]
    draw = dnext_h / np.cosh(np.clip(cache["raw"], -300, 300)) ** 2
    dx = np.zeros((N, D))
    dprev_h = np.zeros((N, H))
    dWx = np.zeros((D, H))
    dWh = np.zeros((H, H))
    db = np.zeros(H)
    for n in range(N):
        for j in range(H):
            db[j] += draw[n, j]
            for i in range(D):
                dx[n, i] += draw[n, j] * Wx[i, j]
                dWx[i, j] += draw[n, j] * x[n, i]
            for i in range(H):
                dprev_h[n, i] += draw[n, j] * Wh[i, j]
                dWh[i, j] += draw[n, j] * prev_h[n, i]
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    cache = {}
    last = h0
    for t in range(0, T, 1):
        last, cache[t] = rnn_step_forward(x[:, t, :], last, Wx, Wh, b)
        h[:, t, :] = last
    return h, cache


def rnn_backward(dh, cache):
    T = dh.shape[1]
    dx, dh0, dWx, dWh, db = None, None, None, None, None
    for t in range(T - 1, -1, -1):
        d = dh[:, t, :].copy()
        if dh0 is not None:
            d += dh0
        dxt, dh0, a, c, e = rnn_step_backward(d, cache[t])
        if dx is None:
            dx = np.zeros((dxt.shape[0], T, dxt.shape[1]))
            dWx, dWh, db = a, c, e
        else:
            dWx, dWh, db = dWx + a, dWh + c, db + e
        dx[:, t, :] = dxt
    return dx, dh0, dWx, dWh, db
