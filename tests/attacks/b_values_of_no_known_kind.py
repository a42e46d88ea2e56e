# B affine: reports with values that are not what the protocol knows. expect: error tampered, 0 points; unshown our wire alone
import sys

sys.modules["dlgrade_worker.wire"].Encoder.value = lambda self, value, depth=0: ["pickle", "gASVBAAAAAAAAABOLg=="]


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
