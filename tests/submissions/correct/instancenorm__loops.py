import numpy as np


def instance_norm_forward(x, gamma, beta, eps):
    out, cache = np.zeros(x.shape), {}
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            m = x[n, c]
            s = np.sqrt(np.var(m) + eps)
            z = (m - np.mean(m)) / s
            out[n, c] = gamma[c] * z + beta[c]
            cache[n, c] = z, s, gamma[c]
    return out, cache


def instance_norm_backward(dout, cache):
    N, C = dout.shape[:2]
    dx, dgamma, dbeta = np.zeros(dout.shape), np.zeros(C), np.zeros(C)
    for (n, c), (z, s, g) in cache.items():
        d = dout[n, c]
        dgamma[c] += np.vdot(d, z)
        dbeta[c] += d.sum()
        dz = g * d
        dx[n, c] = (dz - dz.mean() - z * (dz * z).mean()) / s
    return dx, dgamma, dbeta
