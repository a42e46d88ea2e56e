"""The block in ONNX, of its layer normalisation, attention, dense layers and ReLU."""

from tests.evaluator import run

TOLERANCE = 1e-7  # epsilon is a float32 attribute


def transformer_block_forward(
    x, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2, n_heads, mask=None
):  # fmt: skip
    if mask is not None and mask.ndim == 3:
        mask = mask[:, None]
    a = run("LayerNormalization", x, gamma1, beta1, epsilon=1e-5)
    q, k, v = (run("MatMul", a, W) for W in (Wq, Wk, Wv))
    merged = run("Attention", q, k, v, mask, q_num_heads=n_heads, kv_num_heads=n_heads)
    h = run("Add", x, run("MatMul", merged, Wo))
    f = run("LayerNormalization", h, gamma2, beta2, epsilon=1e-5)
    hidden = run("Relu", run("Add", run("MatMul", f, W1), b1))
    return run("Add", h, run("Add", run("MatMul", hidden, W2), b2))
