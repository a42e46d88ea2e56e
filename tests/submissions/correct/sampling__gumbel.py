import numpy as np


def _log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


def _cut_k(logits, k):
    ranks = np.argsort(np.argsort(-logits, axis=-1), axis=-1)
    return np.where(ranks < k, logits, -np.inf)


def _cut_p(logits, p):
    # as Hugging Face: from the least probable on
    ascending = np.argsort(logits, axis=-1)
    cum = np.cumsum(np.exp(_log_softmax(np.take_along_axis(logits, ascending, axis=-1))), axis=-1)
    remove = cum <= 1 - p
    remove[:, -1] = False
    back = np.argsort(ascending, axis=-1)
    return np.where(np.take_along_axis(remove, back, axis=-1), -np.inf, logits)


def temperature_probs(logits, temperature):
    return np.exp(_log_softmax(logits / temperature))


def top_k_probs(logits, k):
    return np.exp(_log_softmax(_cut_k(logits, k)))


def top_p_probs(logits, p):
    return np.exp(_log_softmax(_cut_p(logits, p)))


def sample(logits, temperature, k, p, rng):
    left = _cut_p(_cut_k(logits / temperature, k), p)
    return np.argmax(left + rng.gumbel(size=left.shape), axis=-1)
