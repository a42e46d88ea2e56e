import numpy as np


def temporal_softmax_loss(x, y, mask):
    N, T, V = x.shape
    x_flat, y_flat, mask_flat = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
    probs = np.exp(x_flat - np.max(x_flat, axis=1, keepdims=True))
    total = np.sum(probs, axis=1, keepdims=True)
    shifted = x_flat - np.max(x_flat, axis=1, keepdims=True)
    picked = shifted[np.arange(N * T), y_flat] - np.log(total[:, 0])
    loss = -np.sum(mask_flat * picked) / N
    dx_flat = probs / total
    dx_flat[np.arange(N * T), y_flat] -= 1
    dx_flat /= N
    dx_flat *= mask_flat[:, None]
    return loss, dx_flat.reshape(N, T, V)
