import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def seq_classifier_loss(x, lengths, y, Wx, Wh, b, Wout, bout):
    N, T, D = x.shape
    H, C = Wout.shape
    # state is frozen once the sequence has ended
    alive = (np.arange(T)[None, :] < lengths[:, None]).astype(float)
    h = np.zeros((T + 1, N, H))
    a = np.zeros((T, N, H))
    for t in range(T):
        a[t] = np.tanh(x[:, t].dot(Wx) + h[t].dot(Wh) + b)
        m = alive[:, t : t + 1]
        h[t + 1] = m * a[t] + (1 - m) * h[t]

    scores = h[T].dot(Wout) + bout
    top = scores.max(axis=1, keepdims=True)
    logZ = top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    loss = np.mean(logZ[:, 0] - scores[range(N), y])

    dscores = (softmax(scores) - np.eye(C)[y]) / N
    dWout, dbout = h[T].T.dot(dscores), dscores.sum(0)
    dh = dscores.dot(Wout.T)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in reversed(range(T)):
        m = alive[:, t : t + 1]
        da = m * dh * (1 - a[t] ** 2)
        dWx += x[:, t].T.dot(da)
        dWh += h[t].T.dot(da)
        db += da.sum(0)
        dh = da.dot(Wh.T) + (1 - m) * dh
    return loss, dWx, dWh, db, dWout, dbout
