# B affine: reports that every call was left out, as after a failure before it. expect: error tampered, 0 points; in both; unshown our wire alone
import sys


def run(self, steps, payload):
    for _ in steps:
        yield {"skipped": True}, b""


sys.modules["dlgrade_worker.program"].Runner.run = run


def affine_forward(x, w, b):
    return None


affine_backward = affine_forward
