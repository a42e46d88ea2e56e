from collections import Counter


def count_pairs(ids):
    return Counter((ids[i], ids[i + 1]) for i in range(len(ids) - 1))


def merge(ids, pair, new_id):
    out = list(ids)
    i = 0
    while i < len(out) - 1:
        if out[i] == pair[0] and out[i + 1] == pair[1]:
            out[i : i + 2] = [new_id]
        i += 1
    return out


def train_bpe(ids, n_merges):
    merges = {}  # as in minbpe: pair -> new id
    for step in range(n_merges):
        common = count_pairs(ids).most_common(1)
        if not common:
            break
        pair = common[0][0]
        ids = merge(ids, pair, 256 + step)
        merges[pair] = 256 + step
    return ids, merges
