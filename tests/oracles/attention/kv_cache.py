"""One step of decoding in PyTorch: its own attention, over the kept keys and values and the new ones."""

import torch
from torch.nn import functional as F


def decode_step(x, Wq, Wk, Wv, Wo, n_heads, kv=None):
    q, k, v = (F.linear(x, W.T).unflatten(-1, (n_heads, -1)).unsqueeze(2) for W in (Wq, Wk, Wv))
    if kv is not None:
        k, v = torch.cat([kv["k"], k], dim=2), torch.cat([kv["v"], v], dim=2)
    heads = F.scaled_dot_product_attention(q, k, v)
    return F.linear(heads.flatten(1), Wo.T), {"k": k, "v": v}
