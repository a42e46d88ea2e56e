# B affine: right results with warnings that are lists nested as deep as JSON allows. expect: passed, 20 points; unshown our wire alone
import sys

runner = sys.modules["dlgrade_worker.program"].Runner
honest = runner.run


def run(self, steps, payload):
    deep = []
    for _ in range(900):
        deep = [deep]
    for report, data in honest(self, steps, payload):
        yield {**report, "warned": [deep, {}, 1], "mutated": [deep, "0", -1, 10**30], "calls": {"affine_forward": deep}}, data


runner.run = run


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
