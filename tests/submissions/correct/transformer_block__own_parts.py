import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    mu = np.mean(x, axis=-1, keepdims=True)
    xc = x - mu
    ivar = 1.0 / np.sqrt(np.mean(xc**2, axis=-1, keepdims=True) + eps)
    xhat = xc * ivar
    return xhat * gamma + beta, (xhat, ivar, gamma)


def layernorm_backward(dout, cache):
    xhat, ivar, gamma = cache
    d = xhat.shape[-1]
    dbeta = dout.reshape(-1, d).sum(0)
    dgamma = (dout * xhat).reshape(-1, d).sum(0)
    g = dout * gamma
    dx = ivar / d * (d * g - g.sum(-1, keepdims=True) - xhat * (g * xhat).sum(-1, keepdims=True))
    return dx, dgamma, dbeta


def mha_forward(x, Wq, Wk, Wv, Wo, n_heads, mask=None):
    n, t, d = x.shape
    e = d // n_heads

    def cut(z):
        return z.reshape(n, t, n_heads, e).swapaxes(1, 2)

    q, k, v = cut(x @ Wq), cut(x @ Wk), cut(x @ Wv)
    s = q @ k.swapaxes(-1, -2) / np.sqrt(e)
    if mask is not None:
        m = mask if mask.ndim == 2 else mask[:, np.newaxis]
        s = np.where(m, s, -np.inf)
    peak = s.max(-1, keepdims=True)
    peak[peak == -np.inf] = 0
    p = np.exp(s - peak)
    z = p.sum(-1, keepdims=True)
    z[z == 0] = 1
    p = p / z
    merged = (p @ v).swapaxes(1, 2).reshape(n, t, d)
    return merged @ Wo, (x, Wq, Wk, Wv, Wo, q, k, v, p, merged)


def mha_backward(dout, cache):
    x, Wq, Wk, Wv, Wo, q, k, v, p, merged = cache
    n, h, t, e = q.shape
    d = h * e
    flat_dout = dout.reshape(-1, d)
    dWo = merged.reshape(-1, d).T @ flat_dout
    do = (dout @ Wo.T).reshape(n, t, h, e).swapaxes(1, 2)
    dv = p.swapaxes(-1, -2) @ do
    dp = do @ v.swapaxes(-1, -2)
    ds = p * (dp - (p * dp).sum(-1, keepdims=True)) / np.sqrt(e)
    dq, dk = ds @ k, ds.swapaxes(-1, -2) @ q
    dq, dk, dv = [g.swapaxes(1, 2).reshape(-1, d) for g in (dq, dk, dv)]
    xf = x.reshape(-1, d)
    dx = (dq @ Wq.T + dk @ Wk.T + dv @ Wv.T).reshape(n, t, d)
    return dx, xf.T @ dq, xf.T @ dk, xf.T @ dv, dWo


def ffn_forward(x, W1, b1, W2, b2):
    h = x @ W1 + b1
    a = np.maximum(0, h)
    return a @ W2 + b2, (x, W1, h, a, W2)


def ffn_backward(dout, cache):
    x, W1, h, a, W2 = cache
    d, f = W1.shape
    dh = (dout @ W2.T) * (h > 0)
    dW1 = x.reshape(-1, d).T @ dh.reshape(-1, f)
    dW2 = a.reshape(-1, f).T @ dout.reshape(-1, d)
    return dh @ W1.T, dW1, dh.sum((0, 1)), dW2, dout.sum((0, 1))


def transformer_block_forward(x, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2, n_heads, mask=None):
    caches = {}
    a, caches["ln1"] = layernorm_forward(x, gamma1, beta1, {})
    y, caches["mha"] = mha_forward(a, Wq, Wk, Wv, Wo, n_heads, mask)
    h = x + y
    f, caches["ln2"] = layernorm_forward(h, gamma2, beta2, {})
    y, caches["ffn"] = ffn_forward(f, W1, b1, W2, b2)
    return h + y, caches


def transformer_block_backward(dout, cache):
    dh = dout.copy()
    d, dW1, db1, dW2, db2 = ffn_backward(dout, cache["ffn"])
    d, dgamma2, dbeta2 = layernorm_backward(d, cache["ln2"])
    dh += d
    dx = dh.copy()
    d, dWq, dWk, dWv, dWo = mha_backward(dh, cache["mha"])
    d, dgamma1, dbeta1 = layernorm_backward(d, cache["ln1"])
    dx += d
    return dx, dgamma1, dbeta1, dWq, dWk, dWv, dWo, dgamma2, dbeta2, dW1, db1, dW2, db2
