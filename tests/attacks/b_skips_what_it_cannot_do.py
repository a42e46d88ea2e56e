# B affine: answers rightly for one row, and reports the other cases as left out. expect: error tampered, 0 points; unshown our wire alone
import sys

import numpy as np

runner = sys.modules["dlgrade_worker.program"].Runner
honest = runner.run


def run(self, steps, payload):
    for report, data in honest(self, steps, payload):
        yield ({"skipped": True}, b"") if "fault" in report else (report, data)


runner.run = run


def affine_forward(x, w, b):
    assert len(x) == 1
    return x.reshape(1, -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
