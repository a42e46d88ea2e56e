import numpy as np


def _place(x):
    return np.arange(x.size).reshape(x.shape)


def _back(g, x, picked):
    sums = np.bincount(picked.ravel(), weights=np.asarray(g, float).ravel(), minlength=x.size)
    return sums.reshape(x.shape)


def reshape_vjp(g, out, x, shape):
    return _back(g, x, _place(x).reshape(shape))


def transpose_vjp(g, out, x, axes):
    return _back(g, x, _place(x).transpose(axes))


def getitem_vjp(g, out, x, index):
    return _back(g, x, _place(x)[index])
