import numpy as np


def _one_query(q, keys, values):
    s = np.array([np.dot(q, k) for k in keys]) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    w /= w.sum()
    return sum(wi * vi for wi, vi in zip(w, values, strict=True))


def single_head(x, Wq, Wk, Wv):
    return np.stack([np.stack([_one_query(t @ Wq, seq @ Wk, seq @ Wv) for t in seq]) for seq in x])


def causal_single_head(x, Wq, Wk, Wv):
    out = np.zeros((x.shape[0], x.shape[1], Wv.shape[1]))
    for n, seq in enumerate(x):
        for t in range(len(seq)):
            past = seq[: t + 1]  # no mask: later positions are not there
            out[n, t] = _one_query(seq[t] @ Wq, past @ Wk, past @ Wv)
    return out


def multi_head(x, Wq, Wk, Wv, Wo, n_heads, causal=False):
    dh = x.shape[-1] // n_heads
    head = causal_single_head if causal else single_head
    out = np.zeros(x.shape)
    for i in range(n_heads):
        c = slice(i * dh, i * dh + dh)
        out = out + head(x, Wq[:, c], Wk[:, c], Wv[:, c]) @ Wo[c]
    return out
