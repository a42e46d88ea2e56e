"""Multi-head attention in ONNX, without its projections; True means the same: may attend."""

from tests.evaluator import run


def mha_forward(x, Wq, Wk, Wv, Wo, n_heads, mask=None):
    if mask is not None and mask.ndim == 3:
        mask = mask[:, None]
    q, k, v = (run("MatMul", x, W) for W in (Wq, Wk, Wv))
    return run("MatMul", run("Attention", q, k, v, mask, q_num_heads=n_heads, kv_num_heads=n_heads), Wo)
