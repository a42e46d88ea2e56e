import numpy as np


def unbroadcast(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (a, b) in enumerate(zip(padded, grad.shape)) if a != b)
    return np.add.reduce(grad, axis=axes).reshape(shape)
