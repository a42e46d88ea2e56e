import numpy as np


def _shifted(x):
    """the nine neighbours of each pixel as channels of their own: (N, C, 9, H, W)"""
    H, W = x.shape[2:]
    p = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    return np.stack([p[:, :, i : i + H, j : j + W] for i in range(3) for j in range(3)], axis=2)


def _up_from(layer, x, params, cfg, top):
    """value of the rest of the network, and a function that gives dx and fills the gradients"""
    if f"W{layer}" not in params:
        return top(x)
    w, gamma, beta = params[f"W{layer}"], params[f"gamma{layer}"], params[f"beta{layer}"]
    taps = _shifted(x)
    flat = w.reshape(len(w), -1, 9)
    a = np.einsum("nctij,fct->nfij", taps, flat)
    M = a.size / a.shape[1]
    m = a.sum((0, 2, 3), keepdims=True) / M
    inv = 1 / np.sqrt(((a - m) ** 2).sum((0, 2, 3), keepdims=True) / M + cfg.get("eps", 1e-5))
    hat = (a - m) * inv
    g = gamma[None, :, None, None]
    z = g * hat + beta[None, :, None, None]
    r = np.where(z > 0, z, 0.0)
    pools = layer % cfg["convs_per_block"] == 0
    if pools:
        h, v = r.shape[2] // 2, r.shape[3] // 2
        parts = np.array([r[:, :, i : 2 * h : 2, j : 2 * v : 2] for i in (0, 1) for j in (0, 1)])
        value, grads, dout = _up_from(layer + 1, parts.max(0), params, cfg, top)
        first = parts.argmax(0)
        dr = np.zeros(r.shape)
        for k, (i, j) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
            dr[:, :, i : 2 * h : 2, j : 2 * v : 2] = np.where(first == k, dout, 0)
    else:
        value, grads, dr = _up_from(layer + 1, r, params, cfg, top)
    dz = dr * (z > 0)
    grads[f"gamma{layer}"] = (dz * hat).sum((0, 2, 3))
    grads[f"beta{layer}"] = dz.sum((0, 2, 3))
    dhat = dz * g
    mean = lambda t: t.sum((0, 2, 3), keepdims=True) / M
    da = inv * (dhat - mean(dhat) - hat * mean(dhat * hat))
    grads[f"W{layer}"] = np.einsum("nfij,nctij->fct", da, taps).reshape(w.shape)
    dtaps = np.einsum("nfij,fct->nctij", da, flat)
    H, W = x.shape[2:]
    dp = np.zeros((*x.shape[:2], H + 2, W + 2))
    for t in range(9):
        dp[:, :, t // 3 : t // 3 + H, t % 3 : t % 3 + W] += dtaps[:, :, t]
    return value, grads, dp[:, :, 1:-1, 1:-1]


def deep_convnet_loss(params, cfg, X, y, reg):
    def top(x):
        n, _, h, w = x.shape
        feats = x.reshape(*x.shape[:2], -1).mean(-1)
        s = feats @ params["Wout"] + params["bout"]
        s = s - s.max(1)[:, None]
        logZ = np.log(np.exp(s).sum(1))
        value = float(np.mean(logZ - s[range(n), y]))
        ds = np.exp(s - logZ[:, None])
        ds[range(n), y] -= 1
        ds /= n
        grads = {"Wout": feats.T @ ds, "bout": ds.sum(0)}
        dx = np.tile((ds @ params["Wout"].T / h / w)[..., None, None], (1, 1, h, w))
        return value, grads, dx

    loss, grads, _ = _up_from(1, X, params, cfg, top)
    for name, W in params.items():
        if name[0] == "W":
            loss = loss + reg * (W**2).sum() / 2
            grads[name] = grads[name] + reg * W
    return loss, grads
