import heapq
from dataclasses import dataclass, field


@dataclass(order=True)
class Hypothesis:
    score: float
    tokens: tuple = field(compare=False, default=())


def beam_search(step, end, width, max_len):
    beam = [Hypothesis(0.0)]
    for _ in range(max_len):
        if all(h.tokens[-1:] == (end,) for h in beam):
            break
        best = []
        for h in beam:
            if h.tokens[-1:] == (end,):
                heapq.heappush(best, h)
            else:
                for token, logp in enumerate(step(list(h.tokens))):
                    heapq.heappush(best, Hypothesis(h.score + float(logp), h.tokens + (token,)))
            while len(best) > width:
                heapq.heappop(best)
        beam = best
    return [(list(h.tokens), h.score) for h in sorted(beam, reverse=True)]
