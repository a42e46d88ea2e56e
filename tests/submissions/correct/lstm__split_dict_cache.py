import numpy as np


def sigmoid(z):
    # tanh never overflows
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    z = np.hstack([x, prev_h]) @ np.vstack([Wx, Wh]) + b
    zi, zf, zo, zg = np.split(z, 4, axis=1)
    cache = {
        "x": x, "prev_h": prev_h, "prev_c": prev_c, "Wx": Wx, "Wh": Wh,
        "i": sigmoid(zi), "f": sigmoid(zf), "o": sigmoid(zo), "g": np.tanh(zg),
    }
    next_c = cache["f"] * prev_c + cache["i"] * cache["g"]
    cache["tc"] = np.tanh(next_c)
    next_h = cache["o"] * cache["tc"]
    return next_h, next_c, cache


def lstm_step_backward(dnext_h, dnext_c, cache):
    i, f, o, g, tc = (cache[k] for k in ("i", "f", "o", "g", "tc"))
    dct = dnext_c + dnext_h * o * (1 - tc ** 2)
    dz = np.hstack([
        dct * g * i * (1 - i),
        dct * cache["prev_c"] * f * (1 - f),
        dnext_h * tc * o * (1 - o),
        dct * i * (1 - g ** 2),
    ])
    dx = np.dot(dz, cache["Wx"].T)
    dprev_h = np.dot(dz, cache["Wh"].T)
    dprev_c = dct * f
    dWx = np.dot(cache["x"].T, dz)
    dWh = np.dot(cache["prev_h"].T, dz)
    db = np.sum(dz, axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db


def lstm_forward(x, h0, Wx, Wh, b):
    cache = {"steps": [], "shape": x.shape}
    h, c, hs = h0, np.zeros_like(h0, dtype=float), []
    for xt in x.transpose(1, 0, 2):
        h, c, step = lstm_step_forward(xt, h, c, Wx, Wh, b)
        hs.append(h)
        cache["steps"].append(step)
    return np.stack(hs, axis=1), cache


def lstm_backward(dh, cache):
    dxs, grads = [], {"dWx": 0, "dWh": 0, "db": 0}
    dprev_h, dprev_c = 0, 0
    for t, step in reversed(list(enumerate(cache["steps"]))):
        dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(dh[:, t] + dprev_h, dprev_c, step)
        dxs.insert(0, dx)
        for name, value in zip(("dWx", "dWh", "db"), (dWx, dWh, db)):
            grads[name] = grads[name] + value
    return np.stack(dxs, axis=1), dprev_h, grads["dWx"], grads["dWh"], grads["db"]
