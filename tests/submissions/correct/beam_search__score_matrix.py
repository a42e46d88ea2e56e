import numpy as np


def beam_search(step, end, width, max_len):
    seqs = [np.zeros(0, dtype=int)]
    scores = np.zeros(1)
    for _ in range(max_len):
        rows = []
        for s in seqs:
            if len(s) and s[-1] == end:
                rows.append(None)
            else:
                rows.append(step(s))
        V = max([len(r) for r in rows if r is not None], default=1)
        total = np.full((len(seqs), V), -np.inf)
        for i, r in enumerate(rows):
            if r is None:
                total[i, 0] = scores[i]       # stays as it is, in one column
            else:
                total[i] = scores[i] + r
        flat = total.ravel()
        k = min(width, np.isfinite(flat).sum())
        top = np.argsort(-flat, kind='stable')[:k]
        who, what = np.unravel_index(top, total.shape)
        seqs = [seqs[i] if rows[i] is None else np.append(seqs[i], j) for i, j in zip(who, what)]
        scores = flat[top]
    return [(s.tolist(), float(x)) for s, x in zip(seqs, scores)]
