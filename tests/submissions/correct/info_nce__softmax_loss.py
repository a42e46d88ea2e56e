import numpy as np


def cross_entropy(logits, labels):
    z = logits - np.max(logits, axis=1)[:, None]
    lse = np.log(np.sum(np.exp(z), axis=1))
    n = logits.shape[0]
    picked = z[range(n), labels]
    p = np.exp(z - lse[:, None])
    p[range(n), labels] -= 1.0
    return np.mean(lse - picked), p / n


def info_nce_loss(anchors, positives, temperature=0.1):
    logits = np.matmul(anchors, positives.transpose()) / temperature
    loss, dlogits = cross_entropy(logits, list(range(len(anchors))))
    dlogits = dlogits / temperature
    return loss, dlogits.dot(positives), np.einsum("nm,nd->md", dlogits, anchors)
