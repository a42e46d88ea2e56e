import numpy as np


def causal_mask(T):
    mask = np.zeros((T, T), dtype=bool)
    for i in range(T):
        for j in range(i + 1):
            mask[i, j] = True
    return mask


def padding_mask(lengths, T):
    mask = np.zeros((len(lengths), T, T), dtype=bool)
    for n, length in enumerate(lengths):
        mask[n, :, :length] = True
    return mask
