# C affine: a right forward; backward estimates the gradient by many calls of it. expect: error forbidden, 7 points; fools assert_allclose
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    grads = []
    for part in cache:
        grad = np.zeros(part.shape)
        for index in np.ndindex(part.shape):
            old = part[index]
            part[index] = old + 0.5
            above = affine_forward(*cache)[0]
            part[index] = old - 0.5
            below = affine_forward(*cache)[0]
            part[index] = old
            grad[index] = np.sum((above - below) * dout)
        grads.append(grad)
    return tuple(grads)
