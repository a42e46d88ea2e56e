import numpy as np


def cell(x, h, Wx, Wh, b):
    return np.tanh(x.dot(Wx) + h.dot(Wh) + b)


def bidirectional_forward(x, h0, Wx, Wh, b, Wx_back, Wh_back, b_back):
    N, T, D = x.shape
    H = h0.shape[1]
    out = np.zeros((N, T, 2 * H))
    h = h0
    for t in range(T):
        h = cell(x[:, t], h, Wx, Wh, b)
        out[:, t, :H] = h
    h = h0
    for t in range(T - 1, -1, -1):
        h = cell(x[:, t], h, Wx_back, Wh_back, b_back)
        out[:, t, H:] = h
    return out, (x, h0, Wx, Wh, Wx_back, Wh_back, out.copy())


def bidirectional_backward(dout, cache):
    x, h0, Wx, Wh, Wx_back, Wh_back, out = cache
    N, T, D = x.shape
    H = h0.shape[1]
    dx = np.zeros((N, T, D))
    dh0 = np.zeros((N, H))
    grads = []
    for cols, wx, wh, step in ((slice(0, H), Wx, Wh, 1), (slice(H, 2 * H), Wx_back, Wh_back, -1)):
        dwx, dwh, db = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
        carry = np.zeros((N, H))
        order = range(T - 1, -1, -1) if step == 1 else range(T)
        for t in order:
            before = t - step
            prev = out[:, before, cols] if 0 <= before < T else h0
            da = (dout[:, t, cols] + carry) * (1 - out[:, t, cols] ** 2)
            dx[:, t] += da.dot(wx.T)
            dwx += x[:, t].T.dot(da)
            dwh += prev.T.dot(da)
            db += da.sum(0)
            carry = da.dot(wh.T)
        dh0 += carry
        grads += [dwx, dwh, db]
    return (dx, dh0, *grads)
