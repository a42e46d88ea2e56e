import numpy as np


def reduce_to(a, shape):
    lead = a.ndim - len(shape)
    axes = list(range(lead)) + [i + lead for i, s in enumerate(shape) if s == 1 and a.shape[i + lead] > 1]
    return np.sum(a, axis=tuple(axes)).reshape(shape)


def add_vjp(g, out, x, y):
    return [reduce_to(g, np.shape(x)), reduce_to(g, np.shape(y))]


def mul_vjp(g, out, x, y):
    return [reduce_to(g * np.broadcast_to(y, out.shape), np.shape(x)), reduce_to(g * np.broadcast_to(x, out.shape), np.shape(y))]


def matmul_vjp(g, out, x, y):
    return [np.dot(g, np.transpose(y)), np.dot(np.transpose(x), g)]


def sum_vjp(g, out, x, axis):
    kept = x.sum(axis=axis, keepdims=True).shape
    return np.broadcast_to(np.reshape(g, kept), x.shape).copy()
