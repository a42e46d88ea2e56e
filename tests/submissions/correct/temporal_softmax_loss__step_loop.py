import numpy as np


def _one_step(scores, label):
    scores = scores - np.max(scores)
    e = np.exp(scores)
    s = e.sum()
    g = e / s
    g[label] -= 1.0
    return np.log(s) - scores[label], g


def temporal_softmax_loss(x, y, mask, verbose=False):
    loss, dx = 0.0, np.zeros(x.shape)
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            if not mask[n][t]:
                continue
            step_loss, dx[n, t] = _one_step(x[n, t], y[n, t])
            loss += step_loss
    return loss / len(x), dx / len(x)
