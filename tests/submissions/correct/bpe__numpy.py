import numpy as np


def count_pairs(ids):
    a = np.asarray(ids)
    counts = {}
    for x, y in np.stack([a[:-1], a[1:]], axis=1):
        key = (int(x), int(y))
        if key not in counts:
            counts[key] = int(np.sum((a[:-1] == x) & (a[1:] == y)))
    return counts


def merge(ids, pair, new_id):
    merged = []
    for number in ids:
        merged.append(number)
        # a new symbol is never half of the pair, so what was merged cannot be merged again
        if len(merged) > 1 and merged[-2] == pair[0] and merged[-1] == pair[1]:
            merged[-2:] = [new_id]
    return np.array(merged)


def train_bpe(ids, n_merges):
    pairs = []
    seq = np.array(ids)
    for i in range(n_merges):
        counts = count_pairs(seq)
        if len(counts) == 0:
            return seq, pairs
        top = max(counts.values())
        for j in range(len(seq) - 1):
            x, y = seq[j], seq[j + 1]
            if counts[(int(x), int(y))] == top:
                pairs.append([int(x), int(y)])
                break
        seq = merge(seq, pairs[-1], 256 + i)
    return seq, pairs
