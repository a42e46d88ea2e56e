import math

import numpy as np


class Net:
    """The way I wrote it on the whiteboard: one example at a time."""

    def __init__(self, params):
        self.p = params

    def forward(self, row):
        pre = [sum(row[d] * self.p["W1"][d][h] for d in range(len(row))) + self.p["b1"][h]
               for h in range(len(self.p["b1"]))]
        hid = [a if a > 0 else 0.0 for a in pre]
        out = [sum(hid[h] * self.p["W2"][h][c] for h in range(len(hid))) + self.p["b2"][c]
               for c in range(len(self.p["b2"]))]
        return pre, hid, out


def two_layer_net_loss(params, X, y, reg):
    net = Net(params)
    grads = {k: np.zeros(np.shape(v)) for k, v in params.items()}
    total = 0.0
    n = len(X)
    for row, label in zip(X, y):
        pre, hid, out = net.forward(row)
        m = max(out)
        z = sum(math.exp(s - m) for s in out)
        total += math.log(z) + m - out[label]
        for c, s in enumerate(out):
            d = (math.exp(s - m) / z - (c == label)) / n
            grads["b2"][c] += d
            for h in range(len(hid)):
                grads["W2"][h, c] += hid[h] * d
                if pre[h] > 0:
                    dh = d * params["W2"][h, c]
                    grads["b1"][h] += dh
                    grads["W1"][:, h] += row * dh
    loss = total / n
    for name in ("W1", "W2"):
        loss += reg / 2 * (params[name] ** 2).sum()
        grads[name] += reg * params[name]
    return loss, grads


def two_layer_net_predict(params, X):
    net = Net(params)
    return np.array([int(np.argmax(net.forward(row)[2])) for row in X])
