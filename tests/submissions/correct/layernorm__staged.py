import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    D = x.shape[-1]
    mu = np.sum(x, axis=-1, keepdims=True) / D
    xmu = x - mu
    sq = xmu**2
    var = np.sum(sq, axis=-1, keepdims=True) / D
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    out = xhat * gamma + beta
    return out, (xhat, gamma, xmu, ivar, sqrtvar, var, eps)


def layernorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    D = dout.shape[-1]
    lead = tuple(range(dout.ndim - 1))
    dbeta = np.sum(dout, axis=lead)
    dgamma = np.sum(dout * xhat, axis=lead)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=-1, keepdims=True)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + eps) * dsqrtvar
    dsq = np.ones(dout.shape) / D * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dx1, axis=-1, keepdims=True)
    dx = dx1 + np.ones(dout.shape) / D * dmu
    return dx, dgamma, dbeta
