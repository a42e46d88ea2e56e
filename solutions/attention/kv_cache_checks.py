"""KV cache: token by token it gives what causal attention gives for the whole sequence."""

import numpy as np

from grader.properties import Wrong, check

HEADS = 2


def _inputs(T=5, D=6, N=2):
    rng = np.random.default_rng(11)
    x = rng.uniform(-2, 2, (N, T, D))
    return x, [rng.uniform(-1, 1, (D, D)) for _ in range(4)]


def _causal(x, Wq, Wk, Wv, Wo):
    """Causal multi-head attention over all positions at once."""
    N, T, D = x.shape
    q, k, v = ((x @ W).reshape(N, T, HEADS, -1).transpose(0, 2, 1, 3) for W in (Wq, Wk, Wv))
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(D // HEADS)
    scores = np.where(np.tril(np.ones((T, T), bool)), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    heads = e / e.sum(axis=-1, keepdims=True) @ v
    return heads.transpose(0, 2, 1, 3).reshape(N, T, D) @ Wo


def _close(one, other):
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=0, atol=1e-9)


@check("decode_step", "same as the whole sequence")
def whole_sequence(layer):
    x, matrices = _inputs()
    expected = _causal(x, *matrices)
    kv = None
    for t in range(x.shape[1]):
        out, kv = layer.decode_step(x[:, t], *matrices, HEADS, kv)
        if not _close(out, expected[:, t]):
            raise Wrong(
                f"five tokens were given one by one, each with the kv of the step before. Token {t} differs from "
                f"row {t} of causal attention over the whole sequence",
                yours=out,
                expected=expected[:, t],
            )


@check("decode_step", "the first token")
def first_token(layer):
    x, (Wq, Wk, Wv, Wo) = _inputs()
    out, _ = layer.decode_step(x[:, 0], Wq, Wk, Wv, Wo, HEADS)
    expected = x[:, 0] @ Wv @ Wo
    if not _close(out, expected):
        raise Wrong(
            "without kv there is one token, which attends to itself with weight 1: its out is x @ Wv @ Wo",
            yours=out,
            expected=expected,
        )


@check("decode_step", "earlier states stay usable")
def branches(layer):
    x, matrices = _inputs()
    N = len(x)
    _, first = layer.decode_step(x[:, 0], *matrices, HEADS, None)
    kept = {key: np.array(value) for key, value in first.items()}
    for t in (1, 2):
        out, second = layer.decode_step(x[:, t], *matrices, HEADS, {key: value.copy() for key, value in kept.items()})
        expected = _causal(x[:, [0, t]], *matrices)[:, 1]
        if not _close(out, expected) or np.shape(second["k"]) != (N, HEADS, 2, 3):
            raise Wrong(
                "two different tokens were given after the same first one, each with a copy of its kv, as beam search "
                "does. The second continuation must not know of the other one",
                yours=out,
                expected=expected,
            )
