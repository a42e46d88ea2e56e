import numpy as np


def sigmoid(x):
    pos = x >= 0
    z = np.zeros_like(x)
    z[pos] = np.exp(-x[pos])
    z[~pos] = np.exp(x[~pos])
    top = np.ones_like(x)
    top[~pos] = z[~pos]
    return top / (1 + z)


def gru_forward(x, h0, Wx, Wh, bx, bh):
    N, T, D = x.shape
    H = h0.shape[1]
    xp = (x.reshape(N * T, D).dot(Wx) + bx).reshape(N, T, 3 * H)  # the inputs of all steps at once
    hs = np.zeros((N, T + 1, H))  # hs[:, t] is the state before step t
    hs[:, 0] = h0
    rz = np.zeros((N, T, 2 * H))
    n = np.zeros((N, T, H))
    hn = np.zeros((N, T, H))
    for t in range(T):
        hp = hs[:, t].dot(Wh) + bh
        rz[:, t] = sigmoid(xp[:, t, : 2 * H] + hp[:, : 2 * H])
        hn[:, t] = hp[:, 2 * H :]
        n[:, t] = np.tanh(xp[:, t, 2 * H :] + rz[:, t, :H] * hn[:, t])
        z = rz[:, t, H:]
        hs[:, t + 1] = z * hs[:, t] + (1 - z) * n[:, t]
    return hs[:, 1:].copy(), (x, Wx, Wh, hs, rz, n, hn)


def gru_backward(dh, cache):
    x, Wx, Wh, hs, rz, n, hn = cache
    N, T, H = dh.shape
    da = np.zeros((N, T, 3 * H))  # for the inputs
    dg = np.zeros((N, T, 3 * H))  # for the states
    dnext = np.zeros((N, H))
    for t in range(T)[::-1]:
        r, z = rz[:, t, :H], rz[:, t, H:]
        dnext = dnext + dh[:, t]
        dtanh = dnext * (1 - z) * (1 - n[:, t] ** 2)
        da[:, t, :H] = dtanh * hn[:, t] * r * (1 - r)
        da[:, t, H : 2 * H] = dnext * (hs[:, t] - n[:, t]) * z * (1 - z)
        da[:, t, 2 * H :] = dtanh
        dg[:, t] = da[:, t]
        dg[:, t, 2 * H :] *= r
        dnext = dnext * z + dg[:, t].dot(Wh.T)
    dx = da.dot(Wx.T)
    dWx = np.einsum("ntd,ntk->dk", x, da)
    dWh = np.einsum("nth,ntk->hk", hs[:, :-1], dg)
    return dx, dnext, dWx, dWh, da.sum(axis=(0, 1)), dg.sum(axis=(0, 1))


# one step is a sequence of length one
def gru_step_forward(x, prev_h, Wx, Wh, bx, bh):
    h, cache = gru_forward(x[:, None], prev_h, Wx, Wh, bx, bh)
    return h[:, 0], cache


def gru_step_backward(dnext_h, cache):
    dx, *rest = gru_backward(dnext_h[:, None], cache)
    return dx[:, 0], *rest
