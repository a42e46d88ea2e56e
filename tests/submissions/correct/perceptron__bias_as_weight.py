import numpy as np


def perceptron_step(x, y, w, b, lr):
    weights = np.append(w, b)
    inputs = np.append(x, 1.0)
    if np.dot(weights, inputs) * y > 0:
        return w, b
    weights = weights + lr * y * inputs
    return weights[:-1], weights[-1]
