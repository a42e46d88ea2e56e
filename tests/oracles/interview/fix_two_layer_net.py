"""The two-layer network in PyTorch."""

from torch.nn import functional as F


def two_layer_net_loss(params, X, y, reg):
    hidden = F.relu(F.linear(X, params["W1"].T, params["b1"]))
    scores = F.linear(hidden, params["W2"].T, params["b2"])
    penalty = params["W1"].square().sum() + params["W2"].square().sum()
    return F.cross_entropy(scores, y) + reg / 2 * penalty
