import numpy as np


def sigm(a):
    return 0.5 + 0.5 * np.tanh(a / 2)


def cut(a):
    """columns of r, z and n"""
    H = a.shape[-1] // 3
    return {"r": a[..., :H], "z": a[..., H : 2 * H], "n": a[..., 2 * H :]}


def gru_step_forward(x, prev_h, Wx, Wh, bx, bh):
    U, V, c, d = cut(Wx), cut(Wh), cut(bx), cut(bh)
    r = sigm(x @ U["r"] + prev_h @ V["r"] + c["r"] + d["r"])
    z = sigm(x @ U["z"] + prev_h @ V["z"] + c["z"] + d["z"])
    inner = prev_h @ V["n"] + d["n"]
    n = np.tanh(x @ U["n"] + c["n"] + r * inner)
    h = n + z * (prev_h - n)
    return h, dict(x=x, h=prev_h, U=U, V=V, r=r, z=z, n=n, inner=inner)


def gru_step_backward(dnext_h, cache):
    x, h, U, V = cache["x"], cache["h"], cache["U"], cache["V"]
    r, z, n, inner = cache["r"], cache["z"], cache["n"], cache["inner"]
    d = {"n": dnext_h * (1 - z) * (1 - n * n), "z": dnext_h * (h - n) * z * (1 - z)}
    d["r"] = d["n"] * inner * r * (1 - r)
    back = {"r": d["r"], "z": d["z"], "n": d["n"] * r}
    dx = sum(d[k] @ U[k].T for k in "rzn")
    dprev_h = z * dnext_h + sum(back[k] @ V[k].T for k in "rzn")
    dWx = np.hstack([x.T @ d[k] for k in "rzn"])
    dWh = np.hstack([h.T @ back[k] for k in "rzn"])
    dbx = np.hstack([d[k].sum(0) for k in "rzn"])
    dbh = np.hstack([back[k].sum(0) for k in "rzn"])
    return dx, dprev_h, dWx, dWh, dbx, dbh


def gru_forward(x, h0, Wx, Wh, bx, bh):
    hs, caches = [], []
    h = h0
    for t in range(x.shape[1]):
        h, c = gru_step_forward(x[:, t], h, Wx, Wh, bx, bh)
        hs.append(h)
        caches.append(c)
    return np.stack(hs, axis=1), caches


def gru_backward(dh, cache):
    carry, dxs, total = 0.0, [], None
    for t, step in reversed(list(enumerate(cache))):
        dx, carry, *weights = gru_step_backward(dh[:, t] + carry, step)
        dxs.insert(0, dx)
        total = weights if total is None else [a + b for a, b in zip(total, weights)]
    return np.stack(dxs, axis=1), carry, *total
