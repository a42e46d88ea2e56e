"""The whole batch at once: lattices padded to the longest target, steps behind the end masked."""
import numpy as np


def shift(a, k):
    """Move along the last axis by k states, minus infinity from the side."""
    out = np.full_like(a, -np.inf)
    if k > 0:
        out[..., k:] = a[..., :-k]
    else:
        out[..., :k] = a[..., -k:]
    return out


def logsum(*terms):
    stacked = np.stack(terms)
    top = np.max(stacked, axis=0)
    safe = np.where(np.isneginf(top), 0.0, top)
    with np.errstate(divide="ignore"):
        return safe + np.log(np.sum(np.exp(stacked - safe), axis=0))


def ctc_loss(x, targets, input_lengths, target_lengths, blank=0):
    x = np.asarray(x, dtype=np.float64)
    N, T, C = x.shape
    S = targets.shape[1]
    K = 2 * S + 1
    rows = np.arange(N)

    z = x - x.max(2, keepdims=True)
    logp = z - np.log(np.exp(z).sum(2, keepdims=True))

    symbols = np.full((N, K), blank)
    symbols[:, 1::2] = targets
    inside = np.arange(K)[None, :] < 2 * target_lengths[:, None] + 1
    jump = np.zeros((N, K), dtype=bool)
    jump[:, 3::2] = symbols[:, 3::2] != symbols[:, 1:-2:2]
    emit = np.take_along_axis(logp, np.broadcast_to(symbols[:, None, :], (N, T, K)), axis=2)
    emit = np.where(inside[:, None, :], emit, -np.inf)

    alpha = np.full((N, T, K), -np.inf)
    alpha[:, 0, :2] = emit[:, 0, :2]
    for t in range(1, T):
        a = alpha[:, t - 1]
        alpha[:, t] = logsum(a, shift(a, 1), np.where(jump, shift(a, 2), -np.inf)) + emit[:, t]

    last = 2 * target_lengths
    end = np.full((N, K), -np.inf)
    end[rows, last] = 0.0
    end[rows, np.maximum(last - 1, 0)] = 0.0
    total = logsum(*np.moveaxis(alpha[rows, input_lengths - 1] + end, 1, 0))

    beta = np.full((N, T, K), -np.inf)
    for t in reversed(range(T)):
        if t < T - 1:
            b = beta[:, t + 1] + emit[:, t + 1]
            via = np.where(shift_mask(jump), shift(b, -2), -np.inf)
            beta[:, t] = logsum(b, shift(b, -1), via)
        beta[:, t] = np.where((input_lengths - 1 == t)[:, None], end, beta[:, t])

    alive = np.arange(T)[None, :] < input_lengths[:, None]
    gamma = np.where(alive[:, :, None], np.exp(alpha + beta - total[:, None, None]), 0.0)
    one_hot = (symbols[:, :, None] == np.arange(C)).astype(float)
    dx = np.exp(logp) * alive[:, :, None] - gamma @ one_hot
    return -total.mean(), dx / N


def shift_mask(jump):
    out = np.zeros_like(jump)
    out[:, :-2] = jump[:, 2:]
    return out
