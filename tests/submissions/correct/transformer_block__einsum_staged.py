import numpy as np


def _norm(x):
    c = x - x.mean(-1, keepdims=True)
    s = np.sqrt((c * c).mean(-1, keepdims=True) + 1e-5)
    return c / s, s


def _norm_back(dxhat, xhat, s):
    # staged: through the division, the standard deviation, the mean
    D = xhat.shape[-1]
    c = xhat * s
    ds = -(dxhat * xhat).sum(-1, keepdims=True) / s
    dc = dxhat / s + ds * c / (D * s)
    return dc - dc.mean(-1, keepdims=True)


def encoder_block_forward(x, g1, be1, Wq, Wk, Wv, Wo, g2, be2, W1, b1, W2, b2, n_heads, mask=None):
    n, t, d = x.shape
    e = d // n_heads
    xh1, s1 = _norm(x)
    a = g1 * xh1 + be1
    q, k, v = [np.einsum("ntd,de->nte", a, W).reshape(n, t, n_heads, e) for W in (Wq, Wk, Wv)]
    scores = np.einsum("nqhe,nkhe->nhqk", q, k) / e**0.5
    ok = np.ones((1, 1, t, t), bool) if mask is None else np.asarray(mask, bool).reshape(-1, 1, t, t)
    ok = np.broadcast_to(ok, scores.shape)
    top = np.max(scores, axis=-1, keepdims=True, where=ok, initial=-1e300)
    p = np.where(ok, np.exp(np.where(ok, scores - top, 0.0)), 0.0)
    p /= np.maximum(p.sum(-1, keepdims=True), 1e-300)
    m = np.einsum("nhqk,nkhe->nqhe", p, v).reshape(n, t, d)
    h = x + m @ Wo
    xh2, s2 = _norm(h)
    f = g2 * xh2 + be2
    z = f @ W1 + b1
    r = z.clip(min=0)
    out = h + r @ W2 + b2
    return out, (xh1, s1, a, q, k, v, p, m, xh2, s2, f, z, r, g1, Wq, Wk, Wv, Wo, g2, W1, W2)


def encoder_block_backward(dout, cache):
    xh1, s1, a, q, k, v, p, m, xh2, s2, f, z, r, g1, Wq, Wk, Wv, Wo, g2, W1, W2 = cache
    n, t, heads, e = q.shape
    d = heads * e
    db2 = dout.sum((0, 1))
    dW2 = np.einsum("ntf,ntd->fd", r, dout)
    dz = np.where(z > 0, dout @ W2.T, 0)
    db1 = dz.sum((0, 1))
    dW1 = np.einsum("ntd,ntf->df", f, dz)
    df = dz @ W1.T
    dg2, dbe2 = (df * xh2).sum((0, 1)), df.sum((0, 1))
    dh = dout + _norm_back(df * g2, xh2, s2)
    dWo = np.einsum("ntd,nte->de", m, dh)
    dm = (dh @ Wo.T).reshape(n, t, heads, e)
    dp = np.einsum("nqhe,nkhe->nhqk", dm, v)
    ds = p * (dp - (dp * p).sum(-1, keepdims=True)) / e**0.5
    dq = np.einsum("nhqk,nkhe->nqhe", ds, k).reshape(n, t, d)
    dk = np.einsum("nhqk,nqhe->nkhe", ds, q).reshape(n, t, d)
    dv = np.einsum("nhqk,nqhe->nkhe", p, dm).reshape(n, t, d)
    dWq, dWk, dWv = [np.einsum("ntd,nte->de", a, g) for g in (dq, dk, dv)]
    da = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    dg1, dbe1 = (da * xh1).sum((0, 1)), da.sum((0, 1))
    dx = dh + _norm_back(da * g1, xh1, s1)
    return dx, dg1, dbe1, dWq, dWk, dWv, dWo, dg2, dbe2, dW1, db1, dW2, db2
