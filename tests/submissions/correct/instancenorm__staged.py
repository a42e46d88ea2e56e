import numpy as np


def instancenorm_forward(x, gamma, beta, eps):
    N, C, H, W = x.shape
    M = H * W
    flat = x.reshape(N, C, M)
    mu = flat.sum(axis=2, keepdims=True) / M
    xmu = flat - mu
    var = (xmu**2).sum(axis=2, keepdims=True) / M
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    out = gamma.reshape(1, C, 1) * xhat + beta.reshape(1, C, 1)
    return out.reshape(N, C, H, W), (xhat, gamma, xmu, ivar, sqrtvar, var, eps)


def instancenorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    N, C, H, W = dout.shape
    M = H * W
    d = dout.reshape(N, C, M)
    dbeta = d.sum(axis=(0, 2))
    dgamma = (d * xhat).sum(axis=(0, 2))
    dxhat = d * gamma.reshape(1, C, 1)
    divar = (dxhat * xmu).sum(axis=2, keepdims=True)
    dxmu1 = dxhat * ivar
    dsqrtvar = -divar / sqrtvar**2
    dvar = 0.5 * dsqrtvar / np.sqrt(var + eps)
    dsq = np.ones((N, C, M)) * dvar / M
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -dx1.sum(axis=2, keepdims=True)
    dx = dx1 + dmu / M
    return dx.reshape(dout.shape), dgamma, dbeta
