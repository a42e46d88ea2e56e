# B affine: an array whose entries are a thousand million characters each. expect: error tampered, 0 points; unshown our wire alone
import sys

sys.modules["dlgrade_worker.wire"].Encoder.value = lambda self, value, depth=0: ["a", "U1000000000", [1], 0]


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
