# B sgd_momentum: reports whose "after" is a number; the other function is missing. expect: error not_implemented, 0 points; unshown our wire alone
import sys

runner = sys.modules["dlgrade_worker.program"].Runner
honest = runner.run


def run(self, steps, payload):
    for report, data in honest(self, steps, payload):
        yield {**report, "after": 5}, data


runner.run = run


def sgd_momentum(w, dw, config=None):
    return w, config
