"""One step of decoding in ONNX, whose attention takes the kept keys and values and gives the new ones."""

from tests.evaluator import run


def decode_step(x, Wq, Wk, Wv, Wo, n_heads, kv=None):
    q, k, v = (run("MatMul", x[:, None], W) for W in (Wq, Wk, Wv))
    past = (kv["k"], kv["v"]) if kv else (None, None)
    options = {"outputs": 3, "q_num_heads": n_heads, "kv_num_heads": n_heads}
    merged, keys, values = run("Attention", q, k, v, None, *past, **options)
    return run("MatMul", merged, Wo)[:, 0], {"k": keys, "v": values}
