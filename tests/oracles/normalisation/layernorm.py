"""Layer normalisation in PyTorch."""

from torch.nn import functional as F


def layernorm_forward(x, gamma, beta, ln_param):
    return F.layer_norm(x, x.shape[-1:], gamma, beta, ln_param.get("eps", 1e-5))
