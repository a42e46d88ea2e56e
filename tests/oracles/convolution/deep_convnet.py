"""The network in PyTorch."""

from itertools import count

from torch.nn import functional as F


def deep_convnet_loss(params, cfg, X, y, reg):
    x = X
    for layer in count(1):
        if f"W{layer}" not in params:
            break
        a = F.conv2d(x, params[f"W{layer}"], padding=1)
        gamma, beta = params[f"gamma{layer}"], params[f"beta{layer}"]
        b = F.batch_norm(a, None, None, gamma, beta, training=True, eps=cfg.get("eps", 1e-5))
        x = F.relu(b)
        if layer % cfg["convs_per_block"] == 0:
            x = F.max_pool2d(x, 2)
    scores = F.linear(F.adaptive_avg_pool2d(x, 1).flatten(1), params["Wout"].T, params["bout"])
    weights = (value for name, value in params.items() if name.startswith("W"))
    return F.cross_entropy(scores, y) + 0.5 * reg * sum(w.square().sum() for w in weights)
