import numpy as np


def batchnorm2d_forward(x, gamma, beta, bn_param):
    eps, m = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    C = x.shape[1]
    means = np.array(bn_param.get("running_mean", np.zeros(C)))
    variances = np.array(bn_param.get("running_var", np.zeros(C)))
    out, kept = np.empty(x.shape), []
    for c in range(C):
        v = x[:, c].astype(float)
        if bn_param["mode"] == "train":
            mu, var = v.mean(), v.var()
            means[c] = m * means[c] + (1 - m) * mu
            variances[c] = m * variances[c] + (1 - m) * var
        else:
            mu, var = means[c], variances[c]
        inv = (var + eps) ** -0.5
        z = (v - mu) * inv
        kept.append((z, inv, gamma[c]))
        out[:, c] = z * gamma[c] + beta[c]
    bn_param.update(running_mean=means, running_var=variances)
    return out, kept


def batchnorm2d_backward(dout, cache):
    dx, dgamma, dbeta = np.empty(dout.shape), np.empty(len(cache)), np.empty(len(cache))
    for c, (z, inv, g) in enumerate(cache):
        d = dout[:, c]
        dbeta[c], dgamma[c] = d.sum(), (d * z).sum()
        dx[:, c] = g * inv * (d - d.mean() - z * (d * z).mean())
    return dx, dgamma, dbeta
