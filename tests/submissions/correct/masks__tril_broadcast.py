import numpy as np


def causal_mask(T):
    return ~np.triu(np.ones((T, T), dtype=bool), k=1)


def padding_mask(lengths, T):
    keep = np.arange(T)[None, None, :] < np.asarray(lengths).reshape(-1, 1, 1)
    return np.broadcast_to(keep, (len(lengths), T, T))
