import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0,), (0,), (p,), (p,)), "constant")
    oh, ow = 1 + (H + 2 * p - HH) // s, 1 + (W + 2 * p - WW) // s
    out = np.zeros((N, F, oh, ow))
    for i in range(oh):
        for j in range(ow):
            window = xp[:, :, i * s : i * s + HH, j * s : j * s + WW].reshape(N, -1)
            out[:, :, i, j] = window.dot(w.reshape(F, -1).T) + b
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0,), (0,), (p,), (p,)), "constant")
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            g = dout[:, :, i, j]
            window = xp[:, :, i * s : i * s + HH, j * s : j * s + WW]
            dw += g.T.dot(window.reshape(N, -1)).reshape(w.shape)
            dxp[:, :, i * s : i * s + HH, j * s : j * s + WW] += g.dot(w.reshape(F, -1)).reshape(window.shape)
    return dxp[:, :, p : p + H, p : p + W], dw, dout.sum(axis=(0, 2, 3))


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    mu, var = x.mean(axis=0), x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + eps)
    return gamma * xhat + beta, (xhat, gamma, var, eps)


def batchnorm_backward(dout, cache):
    xhat, gamma, var, eps = cache
    N = dout.shape[0]
    dgamma, dbeta = np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
    dxhat = dout * gamma
    dx = (N * dxhat - dxhat.sum(axis=0) - xhat * np.sum(dxhat * xhat, axis=0)) / (N * np.sqrt(var + eps))
    return dx, dgamma, dbeta


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    out, cache = batchnorm_forward(x.transpose(0, 2, 3, 1).reshape(-1, C), gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    dx, dgamma, dbeta = batchnorm_backward(dout.transpose(0, 2, 3, 1).reshape(-1, C), cache)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, 1 + (H - ph) // s, 1 + (W - pw) // s))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = np.max(x[:, :, i * s : i * s + ph, j * s : j * s + pw], axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        win = x[n, c, i * s : i * s + ph, j * s : j * s + pw]
        a, b = np.unravel_index(np.argmax(win), win.shape)
        dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
    return dx


def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    N = x.shape[0]
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return -np.sum(log_probs[np.arange(N), y]) / N, dx / N


def deep_convnet_loss(params, cfg, X, y, reg):
    conv_param = {"stride": 1, "pad": 1}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    num_layers = sum(1 for k in params if k.startswith("gamma"))
    h = X
    caches = {}
    for l in range(1, num_layers + 1):
        W = params["W" + str(l)]
        h, caches["conv", l] = conv_forward_naive(h, W, np.zeros(W.shape[0]), conv_param)
        bn_param = {"mode": "train", "eps": cfg.get("eps", 1e-5)}
        gamma, beta = params["gamma" + str(l)], params["beta" + str(l)]
        h, caches["bn", l] = spatial_batchnorm_forward(h, gamma, beta, bn_param)
        h, caches["relu", l] = relu_forward(h)
        if l % cfg["convs_per_block"] == 0:
            h, caches["pool", l] = max_pool_forward_naive(h, pool_param)
    features = h.mean(axis=(2, 3))
    scores = features.dot(params["Wout"]) + params["bout"]

    loss, dscores = softmax_loss(scores, y)
    for k in params:
        if k[0] == "W":
            loss += 0.5 * reg * np.sum(params[k] * params[k])

    grads = {}
    grads["Wout"] = features.T.dot(dscores) + reg * params["Wout"]
    grads["bout"] = np.sum(dscores, axis=0)
    dfeatures = dscores.dot(params["Wout"].T)
    dh = np.ones(h.shape) * dfeatures[:, :, None, None] / (h.shape[2] * h.shape[3])
    for l in reversed(range(1, num_layers + 1)):
        if ("pool", l) in caches:
            dh = max_pool_backward_naive(dh, caches["pool", l])
        dh = relu_backward(dh, caches["relu", l])
        dh, grads["gamma" + str(l)], grads["beta" + str(l)] = spatial_batchnorm_backward(dh, caches["bn", l])
        dh, dW, _ = conv_backward_naive(dh, caches["conv", l])
        grads["W" + str(l)] = dW + reg * params["W" + str(l)]
    return loss, grads
