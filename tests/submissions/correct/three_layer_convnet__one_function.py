import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def three_layer_convnet_loss(p, X, y, reg):
    """everything in one place, no layers"""
    n, k = len(X), p["W1"].shape[-1]
    h = k // 2
    win = sliding_window_view(np.pad(X, [(0, 0), (0, 0), (h, h), (h, h)]), (k, k), axis=(2, 3))  # n c i j p q
    a = np.einsum("ncijpq,fcpq->nfij", win, p["W1"]) + p["b1"].reshape(-1, 1, 1)
    f, H, W = a.shape[1:]
    # the four pixels of each window on an axis of their own
    four = a.clip(0).reshape(n, f, H // 2, 2, W // 2, 2).swapaxes(3, 4).reshape(n, f, H // 2, W // 2, 4)
    best = four.argmax(-1)[..., None]
    flat = np.take_along_axis(four, best, -1).reshape(n, -1)
    hidden = (flat @ p["W2"] + p["b2"]).clip(0)
    s = hidden @ p["W3"] + p["b3"]

    top = s.max(1)
    logZ = np.log(np.exp(s - top[:, None]).sum(1)) + top
    right = np.eye(s.shape[1])[y]
    loss = np.mean(logZ - (s * right).sum(1)) + reg / 2 * sum((p[w] ** 2).sum() for w in ("W1", "W2", "W3"))

    ds = (np.exp(s - logZ[:, None]) - right) / n
    dh = np.where(hidden > 0, ds @ p["W3"].T, 0)
    dfour = np.zeros_like(four)
    np.put_along_axis(dfour, best, (dh @ p["W2"].T).reshape(best.shape), -1)
    da = dfour.reshape(n, f, H // 2, W // 2, 2, 2).swapaxes(3, 4).reshape(a.shape) * (a > 0)
    return loss, {
        "W3": hidden.T @ ds + reg * p["W3"],
        "b3": ds.sum(0),
        "W2": flat.T @ dh + reg * p["W2"],
        "b2": dh.sum(0),
        "W1": np.einsum("nfij,ncijpq->fcpq", da, win) + reg * p["W1"],
        "b1": da.sum((0, 2, 3)),
    }
