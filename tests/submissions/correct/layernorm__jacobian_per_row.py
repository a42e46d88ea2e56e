import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param["eps"] if "eps" in ln_param else 1e-5
    D = x.shape[-1]
    rows = x.reshape(-1, D)
    hat = np.zeros(rows.shape)
    std = np.zeros(len(rows))
    for i, row in enumerate(rows):
        std[i] = np.sqrt(np.var(row) + eps)
        hat[i] = (row - np.mean(row)) / std[i]
    out = (hat * gamma + beta).reshape(x.shape)
    return out, {"hat": hat, "std": std, "gamma": gamma, "shape": x.shape}


def layernorm_backward(dout, cache):
    hat, std, gamma = cache["hat"], cache["std"], cache["gamma"]
    N, D = hat.shape
    g = dout.reshape(N, D)
    dx = np.zeros((N, D))
    for i in range(N):
        # d hat / d x of one row
        J = (np.eye(D) - 1 / D - np.outer(hat[i], hat[i]) / D) / std[i]
        dx[i] = J @ (g[i] * gamma)
    return dx.reshape(cache["shape"]), np.einsum("nd,nd->d", g, hat), g.sum(0)
