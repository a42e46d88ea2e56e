import numpy as np


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


def temperature_probs(logits, temperature):
    return softmax(logits / temperature)


def _keep(probs, cut):
    out = np.zeros_like(probs)
    for i, row in enumerate(probs):
        order = np.argsort(row)[::-1]
        chosen = order[: cut(row[order])]
        out[i, chosen] = row[chosen]
    return out / out.sum(axis=1, keepdims=True)


def top_k_probs(logits, k):
    return _keep(softmax(logits), lambda row: k)


def top_p_probs(logits, p):
    return _keep(softmax(logits), lambda row: np.searchsorted(np.cumsum(row), p) + 1)


def sample(logits, temperature, k, p, rng):
    probs = temperature_probs(logits, temperature)
    probs = _keep(probs, lambda row: k)
    probs = _keep(probs, lambda row: np.searchsorted(np.cumsum(row), p) + 1)
    return np.array([rng.choice(len(row), p=row) for row in probs])
