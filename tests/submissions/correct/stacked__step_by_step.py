"""Time outside, layers inside: every step goes all the way up before the next one is read."""
import numpy as np


def sig(a):
    return 0.5 * (1.0 + np.tanh(0.5 * a))


def up(cell, x, h, c, w):
    """One layer, one step."""
    if cell == "gru":
        ar, az, an = np.split(x @ w["Wx"] + w["bx"], 3, axis=-1)
        br, bz, bn = np.split(h @ w["Wh"] + w["bh"], 3, axis=-1)
        r, z = sig(ar + br), sig(az + bz)
        n = np.tanh(an + r * bn)
        return (1.0 - z) * n + z * h, c, (x, h, r, z, n, bn)
    a = x @ w["Wx"] + h @ w["Wh"] + w["b"]
    if cell == "rnn":
        new = np.tanh(a)
        return new, c, (x, h, new)
    i, f, o, g = np.split(a, 4, axis=-1)
    i, f, o, g = sig(i), sig(f), sig(o), np.tanh(g)
    new_c = c * f + i * g
    return o * np.tanh(new_c), new_c, (x, h, c, i, f, o, g, np.tanh(new_c))


def down(cell, dh, dc, kept, w, grad):
    if cell == "gru":
        x, h, r, z, n, bn = kept
        dan = dh * (1 - z) * (1 - n**2)
        daz = dh * (h - n) * z * (1 - z)
        dar = dan * bn * r * (1 - r)
        da, db = np.concatenate((dar, daz, dan), -1), np.concatenate((dar, daz, r * dan), -1)
        grad["bx"] = grad["bx"] + da.sum(0)
        grad["bh"] = grad["bh"] + db.sum(0)
        straight = dh * z
    else:
        if cell == "rnn":
            x, h, new = kept
            da = dh - dh * new**2
        else:
            x, h, c, i, f, o, g, tc = kept
            dc = dc + dh * o * (1 - tc**2)
            da = np.concatenate((dc * g * i * (1 - i), dc * c * f * (1 - f), dh * tc * o * (1 - o), dc * i * (1 - g**2)), -1)
            dc = dc * f
        db = da
        grad["b"] = grad["b"] + da.sum(0)
        straight = 0.0
    grad["Wx"] = grad["Wx"] + x.T @ da
    grad["Wh"] = grad["Wh"] + h.T @ db
    return da @ w["Wx"].T, straight + db @ w["Wh"].T, dc


def stacked_forward(x, h0s, layers, cell):
    L = len(layers)
    h = list(h0s)
    c = [np.zeros_like(state) for state in h0s]
    grid, out = [], []
    for t in range(x.shape[1]):
        below, column = x[:, t], []
        for l in range(L):
            h[l], c[l], kept = up(cell, below, h[l], c[l], layers[l])
            column.append(kept)
            below = h[l]
        grid.append(column)
        out.append(below)
    return np.stack(out, axis=1), {"grid": grid, "layers": layers, "cell": cell}


def stacked_backward(dout, cache):
    grid, layers, cell = cache["grid"], cache["layers"], cache["cell"]
    L = len(layers)
    grads = [{key: 0.0 for key in w} for w in layers]
    dh = np.zeros((L, dout.shape[0], dout.shape[2]))
    dc = np.zeros_like(dh)
    dx = []
    for t in reversed(range(dout.shape[1])):
        arriving = dout[:, t]
        for l in reversed(range(L)):
            arriving, dh[l], dc[l] = down(cell, arriving + dh[l], dc[l], grid[t][l], layers[l], grads[l])
        dx.insert(0, arriving)
    return np.stack(dx, axis=1), dh, grads
