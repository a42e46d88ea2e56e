# C softmax_loss: a loss of zero with a gradient of zero. expect: failed wrong, 0 points; fools own_forward
import numpy as np


def softmax_loss(x, y):
    return 0.0, np.zeros(x.shape)
