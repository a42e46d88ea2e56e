import numpy as np


def reshape_vjp(g, out, x, newshape):
    return np.reshape(g, np.shape(x))


def transpose_vjp(g, out, x, axes=None):
    if axes is None:
        return g.T
    inverse = [0] * len(axes)
    for i, a in enumerate(axes):
        inverse[a] = i
    return np.transpose(g, inverse)


def getitem_vjp(g, out, x, index):
    result = np.zeros(x.shape, dtype=np.float64)
    places = np.arange(x.size).reshape(x.shape)[index]
    for place, value in zip(np.ravel(places), np.ravel(g)):
        result.flat[place] += value
    return result
