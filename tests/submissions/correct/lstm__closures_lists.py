import numpy as np


def stable_sigmoid(v):
    out = np.empty(v.shape)
    pos = v >= 0
    out[pos] = 1 / (1 + np.exp(-v[pos]))
    ev = np.exp(v[~pos])
    out[~pos] = ev / (1 + ev)
    return out


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    A = x.dot(Wx) + prev_h.dot(Wh) + b
    ifo = stable_sigmoid(A[:, : 3 * H])
    i, f, o = ifo[:, :H], ifo[:, H : 2 * H], ifo[:, 2 * H :]
    g = np.tanh(A[:, 3 * H :])
    c = f * prev_c + i * g
    h = o * np.tanh(c)

    def backward(dh, dc):
        tanh_c = np.tanh(c)
        dc = dc + dh * o * (1 - tanh_c**2)
        dA = np.zeros(A.shape)
        dA[:, :H] = dc * g
        dA[:, H : 2 * H] = dc * prev_c
        dA[:, 2 * H : 3 * H] = dh * tanh_c
        dA[:, : 3 * H] *= ifo * (1 - ifo)
        dA[:, 3 * H :] = dc * i * (1 - g**2)
        return [dA.dot(Wx.T), dA.dot(Wh.T), dc * f, x.T.dot(dA), prev_h.T.dot(dA), dA.sum(0)]

    return [h, c, backward]


def lstm_step_backward(dnext_h, dnext_c, cache):
    return cache(dnext_h, dnext_c)


def lstm_forward(x, h0, Wx, Wh, b):
    T = x.shape[1]
    tape = []
    hs = []
    h, c = h0, h0 * 0.0
    for t in range(T):
        h, c, back = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        hs.append(h)
        tape.append(back)

    def backward(dh):
        dx = [None] * T
        total = [np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)]
        carry_h, carry_c = np.zeros(h0.shape), np.zeros(h0.shape)
        for t in range(T - 1, -1, -1):
            dx[t], carry_h, carry_c, *weights = tape[t](dh[:, t] + carry_h, carry_c)
            total = [a + w for a, w in zip(total, weights)]
        return [np.stack(dx, 1), carry_h, *total]

    return [np.stack(hs, 1), backward]


def lstm_backward(dh, cache):
    return cache(dh)
