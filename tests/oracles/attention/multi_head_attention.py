"""Multi-head attention in PyTorch, whose weights are (out, in) and whose True means: forbidden."""

import torch
from torch.nn import functional as F


def mha_forward(x, Wq, Wk, Wv, Wo, n_heads, mask=None):
    if mask is not None:
        mask = ~mask.repeat_interleave(n_heads, dim=0) if mask.dim() == 3 else ~mask
    t_first = x.transpose(0, 1)
    out, _ = F.multi_head_attention_forward(
        t_first,
        t_first,
        t_first,
        embed_dim_to_check=x.shape[-1],
        num_heads=n_heads,
        in_proj_weight=torch.cat([Wq.T, Wk.T, Wv.T]),
        in_proj_bias=None,
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=Wo.T,
        out_proj_bias=None,
        attn_mask=mask,
        need_weights=False,
    )
    return out.transpose(0, 1)
