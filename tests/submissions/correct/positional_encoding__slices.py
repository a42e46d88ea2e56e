import numpy as np


def positional_encoding(T, D):
    pe = np.zeros((T, D))
    pos = np.arange(T).reshape(-1, 1)
    div = np.exp(-np.log(10000.0) * np.arange(0, D, 2) / D)
    pe[:, 0::2] = np.sin(pos * div)
    pe[:, 1::2] = np.cos(pos * div[: D // 2])
    return pe
