# B affine: a right forward; every backward is reported as left out. expect: error tampered, 7 points; unshown our wire alone
import sys

import numpy as np

runner = sys.modules["dlgrade_worker.program"].Runner
honest = runner.run


def run(self, steps, payload):
    for step, (report, data) in zip(steps, honest(self, steps, payload)):
        yield ({"skipped": True}, b"") if step["fn"] == "affine_backward" else (report, data)


runner.run = run


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    return None
