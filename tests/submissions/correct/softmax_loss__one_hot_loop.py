import numpy as np


def softmax_loss(x, y):
    num_train, num_classes = x.shape
    loss = 0.0
    dx = np.zeros((num_train, num_classes))
    for i in range(num_train):
        scores = x[i] - np.max(x[i])
        e = np.exp(scores)
        loss += np.log(np.sum(e)) - scores[y[i]]
        target = np.eye(num_classes)[y[i]]
        dx[i] = (e / np.sum(e) - target) / num_train
    return float(loss / num_train), dx
