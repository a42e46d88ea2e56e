import numpy as np


def _attend(q, k, v, mask):
    s = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    if mask is not None:
        s = np.where(np.asarray(mask).astype(bool), s, -np.inf)
    m = s.max(-1, keepdims=True)
    m = np.where(np.isinf(m), 0.0, m)
    e = np.exp(s - m)
    z = e.sum(-1, keepdims=True)
    a = np.divide(e, z, out=np.zeros_like(e), where=z > 0)
    return a @ v, a


def mha_forward(x, Wq, Wk, Wv, Wo, n_heads, mask=None):
    dh = x.shape[-1] // n_heads
    parts, kept = [], []
    for i in range(n_heads):
        cols = slice(i * dh, (i + 1) * dh)
        q, k, v = x @ Wq[:, cols], x @ Wk[:, cols], x @ Wv[:, cols]
        head, a = _attend(q, k, v, mask)
        parts.append(head)
        kept.append((q, k, v, a))
    merged = np.concatenate(parts, axis=-1)
    return merged @ Wo, (x, Wq, Wk, Wv, Wo, merged, kept)


def mha_backward(dout, cache):
    x, Wq, Wk, Wv, Wo, merged, kept = cache
    dh = x.shape[-1] // len(kept)
    dWo = np.einsum("ntd,nte->de", merged, dout)
    dmerged = dout @ Wo.T
    dx = np.zeros(x.shape)
    dWq, dWk, dWv = np.zeros(Wq.shape), np.zeros(Wk.shape), np.zeros(Wv.shape)
    for i, (q, k, v, a) in enumerate(kept):
        cols = slice(i * dh, (i + 1) * dh)
        dhead = dmerged[..., cols]
        da = dhead @ v.transpose(0, 2, 1)
        ds = a * (da - (da * a).sum(-1, keepdims=True)) / np.sqrt(dh)
        for W, dW, g in (
            (Wq, dWq, ds @ k),
            (Wk, dWk, ds.transpose(0, 2, 1) @ q),
            (Wv, dWv, a.transpose(0, 2, 1) @ dhead),
        ):
            dW[:, cols] = np.einsum("ntd,nte->de", x, g)
            dx += g @ W[:, cols].T
    return dx, dWq, dWk, dWv, dWo
