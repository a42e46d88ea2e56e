import numpy as np


def softmax(s):
    s = s - np.max(s)
    e = np.exp(s)
    return e / np.sum(e)


def decode_step(x, Wq, Wk, Wv, Wo, n_heads, kv=None):
    B, D = x.shape
    hd = D // n_heads
    if kv is None:
        kv = {"k": np.zeros((B, n_heads, 0, hd)), "v": np.zeros((B, n_heads, 0, hd))}
    S = kv["k"].shape[2]
    keys, values = np.empty((B, n_heads, S + 1, hd)), np.empty((B, n_heads, S + 1, hd))
    keys[:, :, :S], values[:, :, :S] = kv["k"], kv["v"]
    concat = np.zeros((B, D))
    for b in range(B):
        q_row, k_row, v_row = x[b] @ Wq, x[b] @ Wk, x[b] @ Wv
        for h in range(n_heads):
            part = slice(h * hd, (h + 1) * hd)
            keys[b, h, S], values[b, h, S] = k_row[part], v_row[part]
            w = softmax(keys[b, h] @ q_row[part] / hd**0.5)
            concat[b, part] = w @ values[b, h]
    kv["k"], kv["v"] = keys, values  # the same dictionary goes on
    return concat @ Wo, kv
