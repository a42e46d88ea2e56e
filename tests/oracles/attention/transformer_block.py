"""The block in PyTorch: its encoder layer with norm_first, the weights (out, in), True means forbidden."""

import torch


def transformer_block_forward(
    x, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2, n_heads, mask=None
):  # fmt: skip
    D = x.shape[-1]
    layer = torch.nn.TransformerEncoderLayer(
        D, n_heads, W1.shape[1], dropout=0.0, batch_first=True, norm_first=True, dtype=torch.float64
    )
    if mask is not None:
        mask = ~mask.repeat_interleave(n_heads, dim=0) if mask.dim() == 3 else ~mask
    parameters = {
        "self_attn.in_proj_weight": torch.cat([Wq.T, Wk.T, Wv.T]),
        "self_attn.in_proj_bias": torch.zeros(3 * D, dtype=torch.float64),
        "self_attn.out_proj.weight": Wo.T,
        "self_attn.out_proj.bias": torch.zeros(D, dtype=torch.float64),
        "norm1.weight": gamma1,
        "norm1.bias": beta1,
        "norm2.weight": gamma2,
        "norm2.bias": beta2,
        "linear1.weight": W1.T,
        "linear1.bias": b1,
        "linear2.weight": W2.T,
        "linear2.bias": b2,
    }
    return torch.func.functional_call(layer, parameters, (x,), {"src_mask": mask})
