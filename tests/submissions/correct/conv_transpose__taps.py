import numpy as np


def conv_transpose2d_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    C, F, HH, WW = w.shape
    full = np.zeros((N, F, (H - 1) * s + HH, (W - 1) * s + WW))
    for u in range(HH):
        for v in range(WW):
            full[:, :, u : u + (H - 1) * s + 1 : s, v : v + (W - 1) * s + 1 : s] += np.tensordot(
                x, w[:, :, u, v], axes=(1, 0)
            ).transpose(0, 3, 1, 2)
    full += b.reshape(1, F, 1, 1)
    out = full[:, :, p:-p, p:-p] if p > 0 else full
    return out, {"x": x, "w": w, "s": s, "p": p}


def conv_transpose2d_backward(dout, cache):
    x, w, s, p = cache["x"], cache["w"], cache["s"], cache["p"]
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    dfull = np.pad(dout, [(0, 0), (0, 0), (p, p), (p, p)])
    dx, dw = np.zeros(x.shape), np.empty(w.shape)
    for u in range(HH):
        for v in range(WW):
            got = dfull[:, :, u : u + (H - 1) * s + 1 : s, v : v + (W - 1) * s + 1 : s]
            dx += np.einsum("nfij,cf->ncij", got, w[:, :, u, v])
            dw[:, :, u, v] = np.einsum("ncij,nfij->cf", x, got)
    return dx, dw, np.sum(dout, axis=(0, 2, 3))
