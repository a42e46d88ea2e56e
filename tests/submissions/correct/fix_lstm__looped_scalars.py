import math

import numpy as np

# everything written out with plain numbers, one example and one unit at a time


def sig(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    N, D = x.shape
    H = prev_h.shape[1]
    next_h = np.zeros((N, H))
    next_c = np.zeros((N, H))
    gates = np.zeros((N, 4, H))
    for n in range(N):
        for j in range(H):
            z = [0.0, 0.0, 0.0, 0.0]
            for k in range(4):
                col = k * H + j
                s = float(b[col])
                for d in range(D):
                    s += x[n, d] * Wx[d, col]
                for d in range(H):
                    s += prev_h[n, d] * Wh[d, col]
                z[k] = s
            i, f, o, g = sig(z[0]), sig(z[1]), sig(z[2]), math.tanh(z[3])
            c = f * prev_c[n, j] + i * g
            next_c[n, j] = c
            next_h[n, j] = o * math.tanh(c)
            gates[n, :, j] = i, f, o, g
    cache = (x, prev_h, prev_c, Wx, Wh, gates, next_c)
    return next_h, next_c, cache


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, gates, next_c = cache
    N, D = x.shape
    H = prev_h.shape[1]
    dx = np.zeros((N, D))
    dprev_h = np.zeros((N, H))
    dprev_c = np.zeros((N, H))
    dWx = np.zeros((D, 4 * H))
    dWh = np.zeros((H, 4 * H))
    db = np.zeros(4 * H)
    for n in range(N):
        for j in range(H):
            i, f, o, g = gates[n, :, j]
            tc = math.tanh(next_c[n, j])
            dh = dnext_h[n, j]
            dc = dnext_c[n, j] + dh * o * (1 - tc * tc)
            dprev_c[n, j] = dc * f
            dz = [
                dc * g * i * (1 - i),
                dc * prev_c[n, j] * f * (1 - f),
                dh * tc * o * (1 - o),
                dc * i * (1 - g * g),
            ]
            for k in range(4):
                col = k * H + j
                db[col] += dz[k]
                for d in range(D):
                    dx[n, d] += dz[k] * Wx[d, col]
                    dWx[d, col] += dz[k] * x[n, d]
                for d in range(H):
                    dprev_h[n, d] += dz[k] * Wh[d, col]
                    dWh[d, col] += dz[k] * prev_h[n, d]
    return dx, dprev_h, dprev_c, dWx, dWh, db


def lstm_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    hh = h0
    cc = np.zeros((N, H))
    cache = []
    for t in range(T):
        hh, cc, step_cache = lstm_step_forward(x[:, t, :], hh, cc, Wx, Wh, b)
        h[:, t, :] = hh
        cache.append(step_cache)
    return h, cache


def lstm_backward(dh, cache):
    N, T, H = dh.shape
    D = cache[0][0].shape[1]
    dx = np.zeros((N, T, D))
    dWx = np.zeros((D, 4 * H))
    dWh = np.zeros((H, 4 * H))
    db = np.zeros(4 * H)
    dh_carry = np.zeros((N, H))
    dc_carry = np.zeros((N, H))
    t = T - 1
    while t >= 0:
        out = lstm_step_backward(dh[:, t, :] + dh_carry, dc_carry, cache[t])
        dx[:, t, :] = out[0]
        dh_carry = out[1]
        dc_carry = out[2]
        dWx = dWx + out[3]
        dWh = dWh + out[4]
        db = db + out[5]
        t = t - 1
    return dx, dh_carry, dWx, dWh, db
