import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_forward(x, h0, Wx, Wh, b):
    N, T, _ = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    prev_h, prev_c, steps = h0, np.zeros(h0.shape), []
    for t in range(T):
        a = x[:, t] @ Wx + prev_h @ Wh + b
        ai, af, ao, ag = np.split(a, 4, axis=1)
        i, f, o, g = sigmoid(ai), sigmoid(af), sigmoid(ao), np.tanh(ag)
        next_c = f * prev_c + i * g
        tanh_c = np.tanh(next_c)
        next_h = o * tanh_c
        steps.append((prev_h, prev_c, i, f, o, g, tanh_c))
        h[:, t] = next_h
        prev_h, prev_c = next_h, next_c
    return h, (x, h, h0, Wx, Wh, steps)


def lstm_backward(dh, cache):
    x, h, h0, Wx, Wh, steps = cache
    N, T, H = h.shape
    dx, dWx, dWh, db = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(4 * H)
    dprev_h, dprev_c = np.zeros((N, H)), np.zeros((N, H))
    for t in reversed(range(T)):
        _, prev_c, i, f, o, g, tanh_c = steps[t]
        dnext_h = dh[:, t] + dprev_h
        do = dnext_h * tanh_c
        dc = dprev_c + dnext_h * o * (1 - tanh_c**2)
        di, df, dg = dc * g, dc * prev_c, dc * i
        da = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g) * (1 + g)])
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += (h[:, t - 1] if t > 0 else h0).T @ da
        db += da.sum(axis=0)
        dprev_h = da @ Wh.T
        dprev_c = dc * f
    return dx, dprev_h, dWx, dWh, db
