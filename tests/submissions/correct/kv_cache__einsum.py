import numpy as np


def decode_step(x, Wq, Wk, Wv, Wo, n_heads, kv=None):
    d = x.shape[1]
    Wq3, Wk3, Wv3 = (W.reshape(d, n_heads, d // n_heads) for W in (Wq, Wk, Wv))
    q = np.einsum("nd,dhe->nhe", x, Wq3)
    k_new = np.einsum("nd,dhe->nhe", x, Wk3)[:, :, np.newaxis]
    v_new = np.einsum("nd,dhe->nhe", x, Wv3)[:, :, np.newaxis]
    past_k = [kv["k"]] if kv else []
    past_v = [kv["v"]] if kv else []
    k = np.concatenate([*past_k, k_new], axis=-2)
    v = np.concatenate([*past_v, v_new], axis=-2)
    logits = np.einsum("nhe,nhse->nhs", q, k) / np.sqrt(d / n_heads)
    a = np.exp(logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True))
    o = np.einsum("nhs,nhse->nhe", a, v)
    out = np.einsum("nhe,hed->nd", o, Wo.reshape(n_heads, d // n_heads, d))
    return out, {"k": k, "v": v}
