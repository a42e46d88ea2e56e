import math

import numpy as np


def positional_encoding(T, D):
    pe = np.empty((T, D))
    for t in range(T):
        for j in range(0, D, 2):
            angle = t / math.pow(10000, j / D)
            pe[t, j] = math.sin(angle)
            if j + 1 < D:
                pe[t, j + 1] = math.cos(angle)
    return pe
