# B affine: every part of every report has another type than it should. expect: error raised, 0 points; unshown our wire alone
import sys


def run(self, steps, payload):
    for number, _ in enumerate(steps):
        odd = [None, True, 10**4000, [[[]]], {"": {}}, "\ud800\x1b", 1.5][number % 7]
        fault = dict.fromkeys(("type", "message", "name", "line", "frames"), odd)
        report = dict.fromkeys(("mutated", "calls", "warned", "after"), odd)
        yield {**report, "fault": {**fault, "frames": [[odd, odd, odd], odd]}}, b""


sys.modules["dlgrade_worker.program"].Runner.run = run


def affine_forward(x, w, b):
    return None


affine_backward = affine_forward
