import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    D = x.shape[1]
    bn_param.setdefault("running_mean", np.zeros(D))
    bn_param.setdefault("running_var", np.zeros(D))
    if bn_param["mode"] == "test":
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    else:
        mean, var = x.mean(0), x.var(0)
        for key, new in (("running_mean", mean), ("running_var", var)):
            bn_param[key] = momentum * bn_param[key] + (1 - momentum) * new
    inv = (var + eps) ** -0.5
    z = (x - mean) * inv
    return z * gamma + beta, (z, inv, gamma)


def batchnorm_backward_alt(dout, cache):
    z, inv, gamma = cache
    dbeta = dout.sum(0)
    dgamma = (dout * z).sum(0)
    dx = gamma * inv * (dout - dout.mean(0) - z * (dout * z).mean(0))
    return dx, dgamma, dbeta


batchnorm_backward = batchnorm_backward_alt
