# B affine: empty arrays whose other sizes overflow when multiplied. expect: error tampered, 0 points; unshown our wire alone
import sys

sys.modules["dlgrade_worker.wire"].Encoder.value = lambda self, value, depth=0: ["a", "<f8", [0] + [1000] * 31, 0]


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
