import numpy as np


def l2_reg(params, reg):
    W1, W2 = params["W1"], params["W2"]
    loss = 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    grads = {}
    grads["W1"] = reg * W1
    grads["b1"] = np.zeros_like(params["b1"])
    grads["W2"] = reg * W2
    grads["b2"] = np.zeros_like(params["b2"])
    return loss, grads
