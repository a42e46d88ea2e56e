import numpy as np


def groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param["eps"] if "eps" in gn_param else 1e-5
    N, C, H, W = x.shape
    K = C // G
    out, xhat, inv = np.zeros(x.shape), np.zeros(x.shape), np.zeros((N, G))
    for n in range(N):
        for g in range(G):
            part = slice(g * K, (g + 1) * K)
            block = x[n, part]
            centred = block - block.mean()
            inv[n, g] = 1 / np.sqrt((centred**2).mean() + eps)
            xhat[n, part] = centred * inv[n, g]
        out[n] = xhat[n] * gamma[0] + beta[0]
    return out, (xhat, inv, gamma, G)


def groupnorm_backward(dout, cache):
    xhat, inv, gamma, G = cache
    N, C, H, W = dout.shape
    K = C // G
    dgamma, dbeta = np.einsum("nchw,nchw->c", dout, xhat), np.einsum("nchw->c", dout)  # (C,)
    dx = np.zeros(dout.shape)
    for n in range(N):
        for g in range(G):
            part = slice(g * K, (g + 1) * K)
            dz, z = dout[n, part] * gamma[0, part], xhat[n, part]
            dstd = -(dz * z).sum() * inv[n, g]
            dvar = dstd * inv[n, g] / 2
            dcentred = dz * inv[n, g] + 2 * (z / inv[n, g]) * dvar / z.size
            dx[n, part] = dcentred - dcentred.mean()
    return dx, dgamma, dbeta
