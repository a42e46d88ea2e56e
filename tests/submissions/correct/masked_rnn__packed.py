import numpy as np

# each sequence by itself, without its padding


def masked_rnn_forward(x, h0, Wx, Wh, b, mask):
    N, T, _ = x.shape
    H = Wh.shape[0]
    out = np.zeros((N, T, H))
    h_last = np.array(h0, dtype=float)
    for n in range(N):
        h = h0[n]
        for t in np.flatnonzero(mask[n]):
            h = np.tanh(x[n, t] @ Wx + h @ Wh + b)
            out[n, t] = h
        h_last[n] = h
    return out, h_last, (x, h0, Wx, Wh, mask, out.copy())


def masked_rnn_backward(dout, dh_last, cache):
    x, h0, Wx, Wh, mask, out = cache
    dx = np.zeros(x.shape)
    dh0 = np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(Wh.shape[0])
    for n in range(x.shape[0]):
        steps = list(np.flatnonzero(mask[n]))
        dh = dh_last[n]
        for place in reversed(range(len(steps))):
            t = steps[place]
            prev = out[n, steps[place - 1]] if place > 0 else h0[n]
            da = (dout[n, t] + dh) * (1 - out[n, t] ** 2)
            dx[n, t] = Wx @ da
            dWx += np.outer(x[n, t], da)
            dWh += np.outer(prev, da)
            db += da
            dh = Wh @ da
        dh0[n] = dh
    return dx, dh0, dWx, dWh, db
