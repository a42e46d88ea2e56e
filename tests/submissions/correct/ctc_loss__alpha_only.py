"""Forward recursion only; the gradient is reverse-mode differentiation of that recursion."""
import math

import numpy as np

NEG = -math.inf


def logsumexp(values):
    top = max(values)
    if top == NEG:
        return NEG
    return top + math.log(sum(math.exp(v - top) for v in values))


def one(logp, labels, blank):
    """Loss of one sequence and its gradient with respect to the log-probabilities."""
    ext = [blank]
    for label in labels:
        ext += [label, blank]
    T, K = len(logp), len(ext)
    alpha = [[NEG] * K for _ in range(T)]
    ways = {}
    for s in range(min(2, K)):
        alpha[0][s] = logp[0][ext[s]]
    for t in range(1, T):
        for s in range(K):
            came = [s]
            if s >= 1:
                came.append(s - 1)
            if s >= 2 and ext[s] != blank and ext[s] != ext[s - 2]:
                came.append(s - 2)
            ways[t, s] = came
            alpha[t][s] = logsumexp([alpha[t - 1][r] for r in came]) + logp[t][ext[s]]
    ends = [K - 1] if K == 1 else [K - 1, K - 2]
    total = logsumexp([alpha[T - 1][s] for s in ends])

    grad = np.zeros_like(logp)
    weight = [[0.0] * K for _ in range(T)]
    for s in ends:
        weight[T - 1][s] = math.exp(alpha[T - 1][s] - total)
    for t in range(T - 1, -1, -1):
        for s in range(K):
            w = weight[t][s]
            if w == 0.0:
                continue
            grad[t, ext[s]] -= w
            if t > 0:
                inner = alpha[t][s] - logp[t][ext[s]]
                for r in ways[t, s]:
                    if alpha[t - 1][r] != NEG:
                        weight[t - 1][r] += w * math.exp(alpha[t - 1][r] - inner)
    return -total, grad


def ctc_loss(x, targets, input_lengths, target_lengths, blank=0):
    m = np.max(x, axis=2, keepdims=True)
    logp = x - m - np.log(np.sum(np.exp(x - m), axis=2, keepdims=True))
    N = x.shape[0]
    loss = 0.0
    dlogp = np.zeros(x.shape)
    for n in range(N):
        T = int(input_lengths[n])
        labels = [int(label) for label in targets[n][: target_lengths[n]]]
        one_loss, dlogp[n, :T] = one(logp[n, :T], labels, blank)
        loss += one_loss
    dx = dlogp - np.exp(logp) * dlogp.sum(axis=2, keepdims=True)
    return loss / N, dx / N
