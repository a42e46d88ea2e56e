import numpy as np


def softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)


def attend(q, k, v, causal):
    att = np.einsum("...qd,...kd->...qk", q, k) * q.shape[-1] ** -0.5
    if causal:
        t = att.shape[-1]
        att = att + np.triu(np.full((t, t), -np.inf), k=1)
    return np.einsum("...qk,...kd->...qd", softmax(att), v)


def single_head(x, Wq, Wk, Wv):
    return attend(x @ Wq, x @ Wk, x @ Wv, False)


def causal_single_head(x, Wq, Wk, Wv):
    return attend(x @ Wq, x @ Wk, x @ Wv, True)


def multi_head(x, Wq, Wk, Wv, Wo, n_heads, causal=False):
    outs = []
    for wq, wk, wv in zip(*(np.split(W, n_heads, axis=1) for W in (Wq, Wk, Wv)), strict=True):
        outs.append(attend(x @ wq, x @ wk, x @ wv, causal))
    return np.concatenate(outs, axis=-1) @ Wo
