"""The network in PyTorch."""

from torch.nn import functional as F


def three_layer_convnet_loss(params, X, y, reg):
    p1 = F.max_pool2d(F.relu(F.conv2d(X, params["W1"], params["b1"], padding="same")), 2)
    r2 = F.relu(F.linear(p1.flatten(1), params["W2"].T, params["b2"]))
    scores = F.linear(r2, params["W3"].T, params["b3"])
    weights = (params[name] for name in ("W1", "W2", "W3"))
    return F.cross_entropy(scores, y) + 0.5 * reg * sum(w.square().sum() for w in weights)
