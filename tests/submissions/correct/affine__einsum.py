import numpy as np


def affine_forward(x, w, b):
    X = x.reshape(len(x), -1)
    return np.einsum("nd,dm->nm", X, w) + b[None, :], dict(x=x, X=X, w=w)


def affine_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["w"]).reshape(cache["x"].shape)
    dw = np.einsum("nd,nm->dm", cache["X"], dout)
    db = np.einsum("nm->m", dout)
    return dx, dw, db
