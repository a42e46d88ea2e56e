import numpy as np


def affine(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_back(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(0)


def softmax_loss(scores, y):
    scores = scores - np.max(scores, axis=1, keepdims=True)
    e = np.exp(scores)
    total = e.sum(axis=1, keepdims=True)
    n = len(y)
    loss = sum(np.log(total[i, 0]) - scores[i, y[i]] for i in range(n)) / n
    d = e / total - np.eye(scores.shape[1])[y]
    return loss, d / n


def two_layer_net_loss(params, X, y, reg=0.0):
    a, cache1 = affine(X, params["W1"], params["b1"])
    h = a * (a > 0)
    scores, cache2 = affine(h, params["W2"], params["b2"])
    loss, dscores = softmax_loss(scores, y)
    grads = {}
    dh, grads["W2"], grads["b2"] = affine_back(dscores, cache2)
    dh[a <= 0] = 0
    _, grads["W1"], grads["b1"] = affine_back(dh, cache1)
    for name in ("W1", "W2"):
        loss += 0.5 * reg * np.sum(params[name] ** 2)
        grads[name] = grads[name] + reg * params[name]
    return loss, grads
