import numpy as np


def perceptron_step(x, y, w, b, lr):
    prediction = 1 if np.sum(x * w) + b >= 0 else -1
    error = (y - prediction) / 2
    w_new = w + lr * error * x
    b_new = b + lr * error
    return w_new, b_new
