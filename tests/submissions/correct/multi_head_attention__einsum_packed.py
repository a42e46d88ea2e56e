import numpy as np


def multi_head_attention_forward(x, Wq, Wk, Wv, Wo, n_heads, mask=None):
    n, t, d = x.shape
    dh = d // n_heads
    packed = np.stack([Wq, Wk, Wv])  # one product for all three
    qkv = np.einsum("ntd,cde->cnte", x, packed).reshape(3, n, t, n_heads, dh)
    q, k, v = qkv
    s = np.einsum("nqhe,nkhe->nhqk", q, k) * dh**-0.5
    if mask is None:
        mask = np.ones((t, t), dtype=bool)
    mask = np.broadcast_to(np.asarray(mask) != 0, (n, t, t))[:, None]
    s = np.where(mask, s, -np.inf)
    with np.errstate(invalid="ignore"):
        p = np.exp(s - s.max(axis=-1, keepdims=True))
        p /= p.sum(axis=-1, keepdims=True)
    p = np.nan_to_num(p)  # rows that may look nowhere
    merged = np.einsum("nhqk,nkhe->nqhe", p, v).reshape(n, t, d)
    return merged @ Wo, (x, packed, Wo, qkv, p, merged)


def multi_head_attention_backward(dout, cache):
    x, packed, Wo, (q, k, v), p, merged = cache
    n, t, heads, dh = q.shape
    dWo = np.tensordot(merged, dout, axes=([0, 1], [0, 1]))
    dh_out = (dout @ Wo.T).reshape(n, t, heads, dh)
    dp = np.einsum("nqhe,nkhe->nhqk", dh_out, v)
    ds = p * (dp - np.einsum("nhqk,nhqk->nhq", dp, p)[..., None]) * dh**-0.5
    dqkv = np.stack(
        [
            np.einsum("nhqk,nkhe->nqhe", ds, k),
            np.einsum("nhqk,nqhe->nkhe", ds, q),
            np.einsum("nhqk,nqhe->nkhe", p, dh_out),
        ]
    ).reshape(3, n, t, heads * dh)
    dx = np.einsum("cnte,cde->ntd", dqkv, packed)
    dWq, dWk, dWv = np.einsum("ntd,cnte->cde", x, dqkv)
    return dx, dWq, dWk, dWv, dWo
